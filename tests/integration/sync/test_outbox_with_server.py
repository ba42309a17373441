"""The outbox against the real server process, over the real socket and a line that breaks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from kiosk.cli import main
from kiosk.domain.appointments import AppointmentState
from kiosk.domain.clock import SystemClock
from kiosk.domain.ids import new_id, sample_id
from kiosk.errors import EnvironmentFault
from kiosk.protocol.socket import AnyMessage, Hello, Welcome
from kiosk.server.db.engine import database_of
from kiosk.server.db.models import IdempotencyKey
from kiosk.server.db.resident_models import Appointment, CallBack, ErasureReceipt
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.network import Line
from kiosk.terminal.services.appointments import AppointmentService
from kiosk.terminal.services.call_backs import CallBackService
from kiosk.terminal.services.erasure import ErasureService
from kiosk.terminal.services.events import (
    AppointmentConfirmed,
    AppointmentRefused,
    CommandSettled,
    Event,
    EventBus,
)
from kiosk.terminal.services.outbox import OutboxService
from kiosk.terminal.services.session import SessionService
from kiosk.terminal.storage.resident import ResidentStore
from tests.fakes.wire import Wire
from tests.support.server import ServerProcess
from tests.support.synced_terminal import SyncedTerminal
from tests.support.waiting import until

TerminalAt = Callable[[ServerProcess], SyncedTerminal]
CHEN = sample_id("lawyer", "chen-jing")
MARK = "邻居漏水-6f1d0c"
PHONE = "13901726354"


class Person:
    """A terminal's outbox with everything that fills and empties it; the line goes by a wire."""

    def __init__(self, terminal: SyncedTerminal, wire: Wire) -> None:
        clock, self.bus, self.folder = SystemClock(), EventBus(), terminal.folder
        self.wire = wire
        self.store = ResidentStore(terminal.folder, clock)
        self.sessions = SessionService(self.bus, clock)
        self.sessions.register_eraser("outbox", self.store.end_session)
        profile = terminal.identity.profile
        self.appointments = AppointmentService(
            self.store, terminal.store, self.sessions, clock, self.bus, lambda: profile
        )
        self.call_backs = CallBackService(
            self.store, self.sessions, clock, self.bus, lambda: profile
        )
        self.erasure = ErasureService(self.store, clock, self.bus)
        self.socket = DeviceSocket(
            Line(f"http://127.0.0.1:{wire.port}"), terminal.identity.token,
            lambda: Hello(software="test"), self._on_message, self._on_state,
            backoff=Backoff(0.01, 0.05),
        )  # fmt: skip
        self.outbox = OutboxService(self.store, self.socket, self.bus, backoff=Backoff(0.01, 0.05))
        self.welcome: Welcome | None = None
        self.events: list[Event] = []
        self.bus.subscribe(self.events.append)

    def _on_message(self, message: AnyMessage) -> None:
        if isinstance(message, Welcome):
            self.welcome = message
        self.outbox.handle(message)

    def _on_state(self, online: bool) -> None:
        self.outbox.set_online(online)

    def on_disk(self) -> bytes:
        return b"".join(p.read_bytes() for p in self.folder.rglob("*") if p.is_file())

    async def delivered(self) -> None:
        await until(lambda: self.store.pending() == 0, 20)


@asynccontextmanager
async def running(terminal: SyncedTerminal, server: ServerProcess) -> AsyncIterator[Person]:
    """The terminal, online, and at work."""
    wire = Wire(int(server.url.rpartition(":")[2]))
    await wire.start()
    person = Person(terminal, wire)
    tasks = [asyncio.create_task(run()) for run in (person.socket.run, person.outbox.run)]
    try:
        await until(lambda: person.socket.online, 10)
        yield person
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await wire.stop()
        person.store.close()


def stored(server: ServerProcess, column: Any) -> list[Any]:
    with database_of(server.settings) as database, database.read() as session:
        return list(session.scalars(select(column)))


def slip_of(server: ServerProcess, slip: str) -> str:
    return requests.get(f"{server.url}/slip/{slip.rpartition('/')[2]}", timeout=5).text


@pytest.fixture
def server(tmp_path: Path, content: Path) -> Any:
    process = ServerProcess(
        tmp_path / "server",
        {"server.content_dir": str(content), "server.public_url": "https://law.example"},
    )
    yield process
    process.stop()


@pytest.fixture
def terminal(server: ServerProcess, terminal_at: TerminalAt) -> SyncedTerminal:
    """One that has the roster."""
    made = terminal_at(server)
    made.client.sync(lambda step: None)
    return made


def test_booked_confirmed_changed_and_cancelled(
    server: ServerProcess, terminal: SyncedTerminal
) -> None:
    async def story() -> None:
        async with running(terminal, server) as person:
            made = new_id()
            first, second = person.appointments.slots(CHEN)[:2]
            person.appointments.book(made, CHEN, first.starts_at, phone=PHONE, topic=MARK)
            await person.delivered()
            confirmed = AppointmentConfirmed(person.sessions.session.id, made)
            await until(lambda: confirmed in person.events)
            slip = person.appointments.slip(made)
            assert "约好了" in slip_of(server, slip)
            person.appointments.change(made, CHEN, second.starts_at, new_id())
            await person.delivered()
            (mine,) = person.appointments.mine()
            assert (mine.state, mine.starts_at) == (AppointmentState.CHANGED, second.starts_at)
            assert f"{second.starts_at:%H:%M} - " in slip_of(server, slip)
            person.appointments.cancel(made)
            await person.delivered()
            assert "已经取消" in slip_of(server, slip)
            for secret in (MARK, PHONE):
                assert secret.encode() not in person.on_disk()

    asyncio.run(story())
    assert stored(server, Appointment.state) == ["cancelled"]


def test_a_taken_slot_comes_back_to_the_screen_or_to_the_slip(
    server: ServerProcess, terminal: SyncedTerminal, terminal_at: TerminalAt,
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log("^the server refused command .* slot_taken$")

    async def story() -> None:
        async with running(terminal, server) as person:
            slot = person.appointments.slots(CHEN)[0].starts_at
            taken, there, gone = (new_id() for _ in range(3))
            person.appointments.book(taken, CHEN, slot)
            await person.delivered()
            person.sessions.end()
            person.appointments.book(there, CHEN, slot)
            await person.delivered()
            session = person.sessions.session.id
            refused = AppointmentRefused(session, there, "book", "slot_taken")
            await until(lambda: refused in person.events)
            person.sessions.end()
            # One who leaves while the line is down.
            person.wire.dead = True
            person.wire.cut()
            await until(lambda: not person.socket.online)
            person.appointments.book(gone, CHEN, slot)
            slip = person.appointments.slip(gone)
            person.sessions.end()
            assert "还没有送到" in slip_of(server, slip)
            told = len(person.events)
            person.wire.dead = False
            await until(lambda: any(
                isinstance(e, CommandSettled) and e.subject == gone for e in person.events
            ))  # fmt: skip
            assert not [e for e in person.events[told:] if isinstance(e, AppointmentRefused)]
            assert "已经有人先约了" in slip_of(server, slip)

    asyncio.run(story())
    assert sorted(stored(server, Appointment.state)) == ["confirmed", "refused", "refused"]


def test_what_was_typed_offline_is_in_no_file_once_the_session_is_over(
    server: ServerProcess, terminal: SyncedTerminal
) -> None:
    """And it reaches the server all the same, whatever key it has by then."""

    async def story() -> None:
        async with running(terminal, server) as person:
            person.wire.dead = True
            person.wire.cut()
            await until(lambda: not person.socket.online)
            slot = person.appointments.slots(CHEN)[0].starts_at
            person.appointments.book(new_id(), CHEN, slot, phone=PHONE, topic=MARK)
            person.call_backs.request(new_id(), PHONE, topic=MARK)
            for secret in (MARK, PHONE):
                assert secret.encode() in person.on_disk()  # the search does find it
            person_id = person.sessions.session.person_id
            ended = person.sessions.end()
            assert "outbox" in ended.erased
            for secret in (MARK, PHONE, person_id, slot.isoformat()):
                assert secret.encode() not in person.on_disk()
            assert main(["seal-key", "rotate", *server_words(server)]) == 0
            person.wire.dead = False
            await person.delivered()
            for secret in (MARK, PHONE, person_id):
                assert secret.encode() not in person.on_disk()

    asyncio.run(story())
    with database_of(server.settings) as database, database.read() as session:
        (row,) = session.scalars(select(CallBack))
        assert database.keys.open(session, row.phone) == PHONE
        assert database.keys.open(session, row.topic) == MARK
        (booked,) = session.scalars(select(Appointment))
        assert database.keys.open(session, booked.phone) == PHONE
    assert stored(server, ErasureReceipt.steps) == [["outbox", "session"]]


def server_words(server: ServerProcess) -> list[str]:
    return ["--data-dir", str(server.settings.data_dir)]


def test_a_line_that_breaks_anywhere_loses_and_doubles_nothing(
    server: ServerProcess, terminal: SyncedTerminal
) -> None:
    """In each direction, every few bytes from the handshake to the command's answer."""
    asked: list[str] = []

    async def story() -> None:
        async with running(terminal, server) as person:

            async def one(**cut: int) -> None:
                """A wish that waits, a new connection, and a cut on the way."""
                person.wire.dead = True
                person.wire.cut()
                await until(lambda: not person.socket.online)
                asked.append(new_id())
                person.call_backs.request(asked[-1], PHONE)
                person.wire.reset(**cut)
                person.wire.dead = False
                await person.delivered()

            await one()
            up, down = person.wire.up, person.wire.down
            assert up > 700
            assert down > 700
            for at in range(1, up, 29):
                await one(cut_up=at)
            for at in range(1, down, 37):
                await one(cut_down=at)
            assert person.wire.cuts > 0.8 * len(asked)  # some come after the answer

    asyncio.run(story())
    assert sorted(stored(server, CallBack.id)) == sorted(asked)
    assert sorted(stored(server, IdempotencyKey.key)) == sorted(asked)


def test_a_disk_that_fails_after_the_answer_doubles_nothing(
    server: ServerProcess, terminal: SyncedTerminal, monkeypatch: pytest.MonkeyPatch,
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log("^The disk is full")

    async def story() -> None:
        async with running(terminal, server) as person:
            done, calls = person.store.done, list[str]()

            def fail_once(key: str) -> Any:
                calls.append(key)
                if len(calls) == 1:
                    raise EnvironmentFault("The disk is full.")
                return done(key)

            monkeypatch.setattr(person.store, "done", fail_once)
            person.call_backs.request(new_id(), PHONE)
            await until(lambda: len(calls) == 1)
            person.outbox.wake()
            await person.delivered()
            assert calls[0] == calls[1]

    asyncio.run(story())
    assert len(stored(server, CallBack.id)) == 1


def test_the_outbox_of_a_running_terminal_can_be_looked_at(
    server: ServerProcess, terminal: SyncedTerminal, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "terminal").symlink_to(terminal.folder)

    def look(*words: str) -> str:
        assert main(["outbox", "--data-dir", str(tmp_path / "data"), *words]) == 0
        return capsys.readouterr().out

    async def story() -> None:
        async with running(terminal, server) as person:
            assert look() == "Nothing waits.\n"
            person.wire.dead = True
            person.wire.cut()
            await until(lambda: not person.socket.online)
            person.call_backs.request(new_id(), PHONE, topic=MARK)
            person.sessions.end()
            found = json.loads(look("--json"))
            assert found.pop("oldest") <= SystemClock().now().isoformat()
            assert found.pop("oldest_s") < 60
            assert found == {
                "waiting": 2, "sealed": 1, "reasons": {}, "refused": {},
                "names": {"request_call_back": 1, "erasure_receipt": 1},
            }  # fmt: skip
            text = look()
            assert text.startswith("2 wait, 1 of them sealed; the oldest since ")
            assert "     1  request_call_back\n" in text
            assert PHONE not in text
            person.wire.dead = False
            await person.delivered()

    asyncio.run(story())
