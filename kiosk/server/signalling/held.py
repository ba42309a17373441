"""The sockets that this server process holds, and when each was heard last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.protocol.socket import CLOSE_SIGNED_OUT
from kiosk.server.bus import Close, socket_address
from kiosk.server.db import presence
from kiosk.server.signalling.desk import Switchboard


@dataclass(slots=True)
class HeldSocket:
    """Whose it is, and the moment of its last heartbeat by ``Clock.monotonic``."""

    device_id: str | None
    session_id: str | None
    heard: float


class HeldSockets:
    """Liveness by the arrival of heartbeats: neither a slow disk nor the wall clock matters.

    Added to in the database thread, in the transaction that writes the row; heard in the loop.
    """

    def __init__(self, clock: Clock) -> None:
        self.server_id = new_id()
        self._clock = clock
        self._sockets: dict[str, HeldSocket] = {}

    def add(
        self, socket_id: str, *, device_id: str | None = None, session_id: str | None = None
    ) -> None:
        self._sockets[socket_id] = HeldSocket(device_id, session_id, self._clock.monotonic())

    def beat(self, socket_id: str) -> None:
        """A heartbeat came."""
        held = self._sockets.get(socket_id)
        if held is not None:
            held.heard = self._clock.monotonic()

    def remove(self, socket_id: str) -> HeldSocket | None:
        return self._sockets.pop(socket_id, None)

    def ids(self) -> set[str]:
        return set(self._sockets)

    def silent(self, lease: timedelta) -> list[str]:
        """Those not heard of for as long as the lease; they are held no more."""
        since = self._clock.monotonic() - lease.total_seconds()
        found = [key for key, held in list(self._sockets.items()) if held.heard <= since]
        for key in found:
            self.remove(key)
        return found

    def forgive(self, lease: timedelta, left: timedelta) -> None:
        """The server itself was stopped: each has ``left`` of its lease at least."""
        heard = self._clock.monotonic() - (lease - left).total_seconds()
        for held in list(self._sockets.values()):
            held.heard = max(held.heard, heard)


def keep_leases(board: Switchboard, held: HeldSockets) -> None:
    """Give up who is silent, and write down which sockets have gone."""
    session, now, timing = board.session, board.now, board.timing
    silent = held.silent(timing.lease)
    presence.drop(session, silent)
    for socket_id in silent:
        board.tell(socket_address(socket_id), Close(1001))
    for socket_id in presence.reconcile(session, held.server_id, held.ids(), now + timing.grace):
        lost = held.remove(socket_id)
        if lost is not None:
            code = presence.close_code(session, lost.device_id, lost.session_id)
            board.tell(socket_address(socket_id), Close(code))
    presence.keep_sessions_in_calls(session, now)
    for socket_id in presence.drop_expired(session, now, timing.grace):
        held.remove(socket_id)
        board.tell(socket_address(socket_id), Close(CLOSE_SIGNED_OUT))
    board.look_again()
