"""The terminals' socket: who it is, what it may say, and what it is told on coming back."""

from __future__ import annotations

from datetime import timedelta

from kiosk.errors import NotAllowedError, UserError
from kiosk.protocol.socket import (
    CLOSE_TAKEN_OVER,
    AnyMessage,
    CallRequest,
    Command,
    FeedChanged,
    HangUp,
    Heartbeat,
    Hello,
    IceCandidate,
    Offer,
    Welcome,
)
from kiosk.server.bus import Close, device_address, socket_address
from kiosk.server.db import calls, presence
from kiosk.server.db.devices import profile
from kiosk.server.db.models import Device
from kiosk.server.signalling.commands import carry_out
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.hub import Hub
from kiosk.server.signalling.relay import Relay

#: A client that was away this long at most is told how its call ended.
RECENT = timedelta(seconds=60)


class DeviceSocket:
    """One terminal's connection."""

    def __init__(self, hub: Hub, connection: Connection, device_id: str, public_url: str) -> None:
        self._hub = hub
        self._connection = connection
        self._device_id = device_id
        self._public_url = public_url
        self._actor = f"device:{device_id}"

    async def serve(self) -> None:
        """Welcome, resume, and serve until the socket closes."""
        hub, connection = self._hub, self._connection
        await hub.act(self._open, self._actor)
        removers = [
            hub.bus.subscribe(device_address(self._device_id), connection.deliver),
            hub.bus.subscribe(socket_address(connection.id), connection.deliver),
        ]
        try:
            await hub.act(self._resume, self._actor)
            hub.forget_device(self._device_id)
            hub.changed()
            await connection.run(self._receive, hub.timing.heartbeat.total_seconds())
        finally:
            for remove in removers:
                remove()
            await hub.act(
                lambda board: presence.close_socket(
                    board.session, connection.id, board.now + hub.timing.grace
                )
            )
            hub.changed()

    def _open(self, board: Switchboard) -> None:
        device = board.session.get(Device, self._device_id)
        if device is None:
            raise NotAllowedError("This terminal is not known any more.", code="unknown_device")
        device.last_seen = board.now
        for older in presence.open_device(board.session, self._connection.id, device.id,
                                          device.organisation_id,
                                          board.now + board.timing.lease):  # fmt: skip
            board.tell(socket_address(older), Close(CLOSE_TAKEN_OVER))
        self._welcome = Welcome(
            profile=profile(board.session, device, self._public_url),
            server_time=board.now,
            feed=board.roster.feed,
            revision=board.roster.revision,
            ice_servers=self._hub.ice_servers,
            settings=dict(self._hub.pushed),
        )

    def _resume(self, board: Switchboard) -> None:
        here = socket_address(self._connection.id)
        board.tell(here, self._welcome)
        call = calls.latest_call(board.session, self._device_id)
        if call is None or (call.ended_at is not None and call.ended_at < board.now - RECENT):
            return
        board.serve_queue()
        board.tell(here, board.status_for(call))
        Relay(board).again_for_device(call, here)

    async def _receive(self, message: AnyMessage) -> None:
        if isinstance(message, Heartbeat):
            self._hub.beat(self._connection.id)
            return
        await self._hub.act(lambda board: self._handle(board, message), self._actor)

    def _handle(self, board: Switchboard, message: AnyMessage) -> None:
        match message:
            case Hello():
                self._hello(board, message)
            case CallRequest():
                board.request(self._device(board), message)
            case HangUp():
                board.device_hangs_up(self._device_id, message.call_id, message.reason)
            case Offer():
                Relay(board).offer(self._device_id, message)
            case IceCandidate():
                Relay(board).devices_candidate(self._device_id, message)
            case Command():
                if not 8 <= len(message.key) <= 64:
                    raise UserError("The key must have 8 to 64 characters.", code="bad_key")
                answer = carry_out(board, self._device(board), message)
                board.tell(socket_address(self._connection.id), answer)
            case _:
                raise UserError(f"A terminal does not send {message.type}.", code="wrong_side")

    def _hello(self, board: Switchboard, message: Hello) -> None:
        device = self._device(board)
        device.software, device.revision = message.software[:100], message.revision
        head = board.roster
        if message.feed != head.feed or message.revision < head.revision:
            board.tell(socket_address(self._connection.id), FeedChanged(revision=head.revision))

    def _device(self, board: Switchboard) -> Device:
        return board.session.get_one(Device, self._device_id)
