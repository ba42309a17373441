"""The device socket and the outbox against the real server process."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from kiosk.domain.clock import SystemClock
from kiosk.domain.ids import new_id
from kiosk.protocol.socket import AnyMessage, Hello, Welcome
from kiosk.settings import load_settings
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.services.connection import ConnectionService
from kiosk.terminal.services.duty import DutyService
from kiosk.terminal.services.events import Event, EventBus, SettingsPushed
from kiosk.terminal.services.outbox import OutboxService
from kiosk.terminal.services.ratings import RatingService
from kiosk.terminal.services.sync_service import SyncService
from kiosk.terminal.storage.resident import ResidentStore
from tests.support.server import ServerProcess
from tests.support.synced_terminal import SyncedTerminal
from tests.support.waiting import until

TerminalAt = Callable[[ServerProcess], SyncedTerminal]


class Online:
    """A terminal's socket, wired to its services as the app wires them."""

    def __init__(self, terminal: SyncedTerminal) -> None:
        self.bus = EventBus()
        self.duty = DutyService(self.bus)
        self.events: list[Event] = []
        self.bus.subscribe(self.events.append)
        self.messages: list[AnyMessage] = []
        self.states: list[tuple[float, bool]] = []
        self.resident = ResidentStore(terminal.folder, SystemClock())
        self.ratings = RatingService(self.resident, SystemClock(), self.bus)
        self.connection = ConnectionService(self.bus, terminal.identity.renew)
        self.sync = SyncService(terminal.client, self.bus, 60, nudge_spread_s=0)
        self.socket = DeviceSocket(
            terminal.line,
            terminal.identity.token,
            lambda: self._hello(terminal),
            self._on_message,
            self._on_state,
        )
        self.outbox = OutboxService(self.resident, self.socket, self.bus)

    def _hello(self, terminal: SyncedTerminal) -> Hello:
        feed, revision = terminal.store.cursor()
        return Hello(software="test", feed=feed, revision=revision)

    def _on_message(self, message: AnyMessage) -> None:
        self.messages.append(message)
        self.connection.handle(message)
        self.outbox.handle(message)
        self.sync.handle(message)

    def _on_state(self, online: bool) -> None:
        self.states.append((time.monotonic(), online))
        self.connection.set_online(online)
        self.outbox.set_online(online)


@asynccontextmanager
async def online(terminal: SyncedTerminal) -> AsyncIterator[Online]:
    """The terminal with its socket up, and everything of it running."""
    made = Online(terminal)
    tasks = [
        asyncio.create_task(run()) for run in (made.socket.run, made.outbox.run, made.sync.run)
    ]
    try:
        await until(lambda: made.socket.online, 10)
        yield made
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        made.resident.close()


def test_the_server_welcomes_and_tells_the_duty(
    server: ServerProcess, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)

    async def story() -> None:
        async with online(terminal) as made:
            welcome = made.messages[0]
            assert isinstance(welcome, Welcome)
            assert welcome.profile == terminal.identity.profile
            await until(lambda: made.duty.current is not None)
            assert made.duty.current is not None
            assert made.duty.current.state == "nobody"
            await until(lambda: terminal.store.cursor() == (welcome.feed, welcome.revision))
            await asyncio.sleep(3.5)  # longer than the silence that ends a connection
            assert [state for _, state in made.states] == [True]

    asyncio.run(story())


def test_a_killed_server_is_offline_at_once_and_comes_back(
    server: ServerProcess, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)

    async def story() -> None:
        async with online(terminal) as made:
            killed = time.monotonic()
            await asyncio.to_thread(server.kill)
            await until(lambda: not made.socket.online)
            assert made.states[-1][0] - killed < 1
            assert not made.duty.online
            await asyncio.to_thread(server.start)
            await until(lambda: made.socket.online, 15)
            assert [state for _, state in made.states] == [True, False, True]

    asyncio.run(story())


def test_a_server_that_hangs_is_offline_within_four_seconds(
    server: ServerProcess, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)

    async def story() -> None:
        async with online(terminal) as made:
            stopped = time.monotonic()
            os.kill(server.pid, signal.SIGSTOP)
            try:
                await until(lambda: not made.socket.online, 6)
                assert made.states[-1][0] - stopped < 4
            finally:
                os.kill(server.pid, signal.SIGCONT)
            await until(lambda: made.socket.online, 15)

    asyncio.run(story())


def test_a_rating_for_no_call_is_refused_and_forgotten(
    server: ServerProcess, terminal_at: TerminalAt, allow_log: Callable[[str], None]
) -> None:
    """The way of a command to the server and its answer back; a good one: the end-to-end test."""
    allow_log("^the server refused command")
    terminal = terminal_at(server)
    call_id = new_id()

    async def story() -> None:
        async with online(terminal) as made:
            await asyncio.to_thread(made.ratings.rate, call_id, 3, new_id())
            await until(lambda: made.resident.pending() == 0)
            assert made.resident.next() is None

    asyncio.run(story())
    left = b"".join(p.read_bytes() for p in terminal.folder.glob("resident.db*"))
    assert call_id.encode() not in left


def test_settings_that_the_server_pushes_hold_and_are_kept(
    tmp_path: Path, content: Path, terminal_at: TerminalAt
) -> None:
    server = ServerProcess(
        tmp_path / "server",
        {
            "server.content_dir": str(content),
            "server.pushed": '{"terminal.language": "en", "terminal.idle_s": 120}',
        },
    )
    try:
        terminal = terminal_at(server)

        async def story() -> None:
            async with online(terminal) as made:
                pushed = [e.settings for e in made.events if isinstance(e, SettingsPushed)]
                assert pushed == [{"terminal.language": "en", "terminal.idle_s": 120}]

        asyncio.run(story())
    finally:
        server.stop()
    kept = DeviceIdentity(terminal.folder, SystemClock()).pushed  # as at the next start
    settings = load_settings(environ={}).with_pushed(kept)
    assert (settings["terminal.language"], settings["terminal.idle_s"]) == ("en", 120)
