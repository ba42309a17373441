"""The switchboard on a real database with a clock that stands still, without sockets or threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.domain.calls import CallState, Media
from kiosk.domain.clock import FixedClock
from kiosk.domain.ids import new_id
from kiosk.protocol import socket as wire
from kiosk.protocol.content import OrganisationDoc
from kiosk.server.bus import device_address, lawyer_address, session_address, socket_address
from kiosk.server.db import accounts, devices, presence
from kiosk.server.db.content import find_doc
from kiosk.server.db.engine import Database, open_database
from kiosk.server.db.models import ConsoleSession, Device
from kiosk.server.publishing import publish_content
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.held import HeldSockets, keep_leases
from kiosk.server.signalling.roster import RosterCache
from kiosk.server.signalling.timing import Timing
from kiosk.settings import Settings, load_settings
from tests.support.small_content import lawyer, organisation, write_content

#: A Friday, 15:00 at the office: everybody's shift covers it.
FRIDAY = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)


def office_settings(folder: Path, **flags: Any) -> Settings:
    content = folder / "content"
    if not content.exists():
        write_content(content)
    values = {"data_dir": str(folder / "data"), "server.content_dir": str(content), **flags}
    return load_settings(environ={}, flags=values)


class RewoundClock(FixedClock):
    """Its time of day can be set; what it measures goes on."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self._set = timedelta()

    def now(self) -> datetime:
        return super().now() + self._set

    def set_by(self, by: timedelta) -> None:
        self._set += by


class Office:
    """Terminals and lawyers by short names; what each was told is in ``told[name]``."""

    def __init__(self, folder: Path, *, everybody: bool = False,
                 clock: FixedClock | None = None) -> None:  # fmt: skip
        self.clock = clock or FixedClock(FRIDAY)
        self.settings = office_settings(folder)
        self.database: Database = open_database(self.settings, self.clock)
        publish_content(self.settings, self.database)
        self.timing = Timing()
        self._rosters = RosterCache()
        self._everybody = everybody
        self._addresses: dict[str, str] = {}
        self._sockets: dict[str, str] = {}
        self.held = HeldSockets(self.clock)
        self.told: dict[str, list[wire.Message]] = {}
        self.devices: dict[str, str] = {}
        self.sessions: dict[str, str] = {}

        self.restart()

    def close(self) -> None:
        self.database.close()

    def act(self, work: Callable[[Switchboard], None]) -> Switchboard:
        """One transaction and its deliveries."""
        with self.database.write() as session:
            board = Switchboard(session, self.clock, self.database.keys,
                                self._rosters.get(session), self.timing,
                                always_on_duty=self._everybody)  # fmt: skip
            work(board)
        for delivery in board.deliveries:
            name = self._addresses.get(delivery.address)
            if name is not None and isinstance(delivery.message, wire.Message):
                self.told[name].append(delivery.message)
        for device_id, status in board.queue or ():
            self.told[self._addresses[device_address(device_id)]].append(status)
        return board

    def advance(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def sweep(self) -> None:
        self.act(self._keep_leases)
        self.act(Switchboard.sweep)

    def restart(self) -> None:
        """As if the server was killed, and another one started now."""
        self.held = HeldSockets(self.clock)
        self._sockets.clear()
        self.act(lambda board: board.recover(self.held.server_id, alone=True))

    def _keep_leases(self, board: Switchboard) -> None:
        until = board.now + self.timing.lease
        presence.renew_server(board.session, self.held.server_id, until)
        keep_leases(board, self.held)

    # --- people ----------------------------------------------------------------------------

    def add_terminal(self, name: str, community: str = "elm") -> None:
        with self.database.write() as session:
            place = find_doc(session, OrganisationDoc, organisation(community))
            assert place is not None
            code = devices.create_code(session, self.clock, place, devices.Site(name))
            device = devices.enrol(session, self.clock, code, {"x": name}, "test")
            self.devices[name] = device.id
        self._addresses[device_address(self.devices[name])] = name
        self.told[name] = []
        self.connect(name)

    def add_lawyer(self, slug: str, *, on: bool = True) -> None:
        with self.database.write() as session:
            account = accounts.set_account(session, lawyer(slug), slug, "a-long-password")
            token, _ = accounts.open_session(session, self.clock, account.id)
            found = accounts.find_session(session, self.clock, token)
            assert found is not None
            self.sessions[slug] = found[0].id
        self._addresses[lawyer_address(lawyer(slug))] = slug
        self._addresses[session_address(self.sessions[slug])] = slug
        self.told[slug] = []
        self.connect(slug)
        if on:
            self.act(lambda board: board.set_duty(lawyer(slug), True))

    def connect(self, name: str) -> None:
        """A new socket of a terminal or a lawyer."""
        socket_id = new_id()

        def work(board: Switchboard) -> None:
            server_id = self.held.server_id
            if name in self.devices:
                device = board.session.get_one(Device, self.devices[name])
                presence.open_device(board.session, server_id, socket_id, device.id,
                                     device.organisation_id)  # fmt: skip
                self.held.add(socket_id, device_id=device.id)
            else:
                console = board.session.get_one(ConsoleSession, self.sessions[name])
                presence.open_console(board.session, server_id, socket_id, console, lawyer(name))
                self.held.add(socket_id, session_id=console.id)

        self.act(work)
        self._sockets[name] = socket_id
        self._addresses[socket_address(socket_id)] = name

    def disconnect(self, name: str) -> None:
        self.held.remove(self._sockets.pop(name, ""))
        self.act(self._keep_leases)

    def beat(self, *names: str) -> None:
        """Heartbeats of these (all, when none is named)."""
        for name in names or self._sockets:
            self.held.beat(self._sockets.get(name, ""))

    # --- calls -----------------------------------------------------------------------------

    def request(self, name: str, *, topic: wire.Topic | None = None,
                call_id: str | None = None, for_other: bool = False) -> str:  # fmt: skip
        self.advance(0.001)  # two requests are never at the very same moment
        message = wire.CallRequest(call_id=call_id or new_id(), media=Media.VIDEO, topic=topic,
                                   for_other=for_other)  # fmt: skip

        def work(board: Switchboard) -> None:
            board.request(board.session.get_one(Device, self.devices[name]), message)

        self.act(work)
        return message.call_id

    def accept(self, slug: str, call_id: str) -> None:
        self.act(lambda board: board.accept(lawyer(slug), self.sessions[slug], call_id))

    def decline(self, slug: str, call_id: str) -> None:
        self.act(lambda board: board.decline(lawyer(slug), call_id))

    def last(self, name: str) -> wire.CallStatus:
        """The newest status that somebody was told."""
        found = [m for m in self.told[name] if isinstance(m, wire.CallStatus)]
        assert found, f"{name} was told nothing"
        return found[-1]

    def rings(self, slug: str) -> list[str]:
        return [m.call_id for m in self.told[slug] if isinstance(m, wire.Ring)]

    def state(self, name: str) -> CallState:
        return self.last(name).state
