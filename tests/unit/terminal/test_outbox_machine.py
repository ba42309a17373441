"""Wishes, answers, losses, crashes and ends of sessions in any order: nothing lost, none doubled.

Two terminals with real files and the server's real carrying out on a real database, against a
model that knows who asked for what in which order.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import delete, select

from kiosk.domain.appointments import AT_A_TIME, HOLDING, AppointmentState
from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.directory import Shift
from kiosk.domain.duty import Holidays, WeeklyHours
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol.commands import PAYLOADS
from kiosk.protocol.socket import Command, CommandDone, CommandRefused
from kiosk.server.db.models import Device, IdempotencyKey
from kiosk.server.db.resident_models import Appointment
from kiosk.server.db.seal_keys import public_seal_key, rotate_seal_key
from kiosk.server.signalling.commands import carry_out
from kiosk.terminal.services.appointments import AppointmentService
from kiosk.terminal.services.events import EventBus
from kiosk.terminal.services.session import SessionService
from kiosk.terminal.storage.resident import ResidentStore, Waiting
from tests.support.office import Office
from tests.support.small_content import SHIFTS, lawyer, organisation

LI = lawyer("li")
SLOTS = [
    datetime(2026, 11, 27, 15, 30, tzinfo=OFFICE_ZONE) + n * timedelta(minutes=30) for n in range(3)
]
TERMINALS = ("a", "b")
#: What a server of before took.
OLD = ("rate_call", "book_appointment")


class Roster:
    def shifts(self) -> list[Shift]:
        return [
            Shift(new_id(), lawyer(row["lawyer"]), organisation(row["organisation"]),
                  _hours(row))
            for row in SHIFTS
        ]  # fmt: skip

    def holidays(self) -> Holidays:
        return Holidays()


def _hours(row: dict[str, Any]) -> WeeklyHours:
    at = [datetime.strptime(row[name], "%H:%M").time() for name in ("starts", "ends")]
    return WeeklyHours(row["weekday"], *at)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("office"))
    for name in TERMINALS:
        made.add_terminal(name)
    yield made
    made.close()


@dataclass
class Terminal:
    """A folder, and the program that has it open."""

    name: str
    office: Office
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp()))

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """As at a start: what a crash has left is sealed."""
        clock, bus = self.office.clock, EventBus()
        self.store = ResidentStore(self.folder, clock)
        self.store.end_session()
        self.sessions = SessionService(bus, clock)
        self.sessions.register_eraser("outbox", self.store.end_session)
        self.service = AppointmentService(
            self.store,
            Roster(),
            self.sessions,
            clock,
            bus,
            lambda: None,  # type: ignore[arg-type]
        )
        self.mine: list[str] = []

    def hear(self) -> None:
        """A welcome."""
        with self.office.database.read() as session:
            jwk = public_seal_key(session)
        self.store.keep_seal_key(jwk, "f", 0)

    def send(self, waiting: Waiting) -> CommandDone | CommandRefused:
        command = Command(
            key=waiting.key, name=waiting.name, payload=waiting.payload, sealed=waiting.sealed
        )
        answers = []
        self.office.act(
            lambda board: answers.append(
                carry_out(
                    board, board.session.get_one(Device, self.office.devices[self.name]), command
                )
            )
        )
        return answers[0]

    def settle(self, answer: CommandDone | CommandRefused) -> bool:
        if isinstance(answer, CommandRefused):
            return self.store.refused(answer.key, answer.code) is not None
        return self.store.done(answer.key) is not None


class Outboxes(RuleBasedStateMachine):
    office: Office

    @initialize()
    def begin(self) -> None:
        with self.office.database.write() as session:
            for table in (Appointment, IdempotencyKey):
                session.execute(delete(table))
        self.terminals = {name: Terminal(name, self.office) for name in TERMINALS}
        for terminal in self.terminals.values():
            terminal.hear()
        #: By terminal: the keys of what was asked for; by appointment: its keys, in order.
        self.asked: dict[str, list[str]] = {name: [] for name in TERMINALS}
        self.wishes: dict[str, list[str]] = {}
        self.carried: list[str] = []
        self.answers: dict[str, CommandDone | CommandRefused] = {}
        self.settled: set[str] = set()

    def _noted(self, name: str, appointment_id: str, key: str) -> None:
        self.asked[name].append(key)
        self.wishes.setdefault(appointment_id, []).append(key)

    # --- people ------------------------------------------------------------------------------

    @rule(name=st.sampled_from(TERMINALS), slot=st.sampled_from(SLOTS), twice=st.booleans())
    def book(self, name: str, slot: datetime, twice: bool) -> None:
        terminal, made = self.terminals[name], new_id()
        try:
            for _ in range(1 + twice):
                terminal.service.book(made, LI, slot, phone="13901234567", topic="邻居漏水")
        except ConflictError as error:
            assert error.code == "too_many"
            assert len(terminal.mine) >= AT_A_TIME
            return
        terminal.mine.append(made)
        self._noted(name, made, made)

    @precondition(lambda self: any(t.mine for t in self.terminals.values()))
    @rule(data=st.data(), slot=st.sampled_from(SLOTS), cancels=st.booleans())
    def change_or_cancel(self, data: st.DataObject, slot: datetime, cancels: bool) -> None:
        name = data.draw(st.sampled_from([n for n, t in self.terminals.items() if t.mine]))
        terminal = self.terminals[name]
        made = data.draw(st.sampled_from(terminal.mine))
        key = f"cancel-{made}" if cancels else new_id()
        try:
            if cancels:
                terminal.service.cancel(made)
            else:
                terminal.service.change(made, LI, slot, key)
        except ConflictError:
            return
        self._noted(name, made, key)

    @rule(name=st.sampled_from(TERMINALS))
    def leave(self, name: str) -> None:
        terminal = self.terminals[name]
        left, terminal.mine = terminal.mine, []
        terminal.sessions.end()
        assert terminal.service.mine() == []
        for made in left:
            with pytest.raises(NotFoundError):
                terminal.service.cancel(made)
        self._nothing_typed_on(terminal)

    # --- the line and the server -------------------------------------------------------------

    @rule(name=st.sampled_from(TERMINALS), lost=st.sampled_from(["", "request", "answer", "crash"]),
          old=st.booleans(), skip=st.booleans())  # fmt: skip
    def deliver(self, name: str, lost: str, old: bool, skip: bool) -> None:
        """One command, by whatever way it may take."""
        terminal = self.terminals[name]
        first = terminal.store.next()
        passed = [first.key] if skip and first is not None else []
        waiting = terminal.store.next(OLD if old else PAYLOADS, sealed=not old, skip=passed)
        if waiting is None or lost == "request":
            return
        self._send(terminal, waiting, settle=not lost)
        if lost == "crash":
            terminal.store.close()
            terminal.open()

    @rule(name=st.sampled_from(TERMINALS))
    def crash(self, name: str) -> None:
        """In the middle of a session; nobody closes anything."""
        self.terminals[name].open()
        self._nothing_typed_on(self.terminals[name])

    @rule()
    def renew_the_seal_key(self) -> None:
        with self.office.database.write() as session:
            rotate_seal_key(session, self.office.database.keys)

    @rule(name=st.sampled_from(TERMINALS))
    def hear(self, name: str) -> None:
        self.terminals[name].hear()

    def _send(self, terminal: Terminal, waiting: Waiting, *, settle: bool) -> None:
        answer = terminal.send(waiting)
        if waiting.key not in self.answers:
            self.carried.append(waiting.key)
        # However often it is sent, sealed or not: the same answer.
        assert self.answers.setdefault(waiting.key, answer) == answer
        assert not isinstance(answer, CommandRefused) or answer.code in (
            "slot_taken", "appointment_cancelled"
        )  # fmt: skip
        if settle:
            assert terminal.settle(answer)
            assert not terminal.settle(answer)
            assert waiting.key not in self.settled
            self.settled.add(waiting.key)

    # --- what holds --------------------------------------------------------------------------

    def _nothing_typed_on(self, terminal: Terminal) -> None:
        for path in terminal.folder.iterdir():
            content = path.read_bytes()
            assert b"13901234567" not in content
            assert "邻居漏水".encode() not in content

    def teardown(self) -> None:
        if not hasattr(self, "terminals"):
            return
        for terminal in self.terminals.values():
            while (waiting := terminal.store.next()) is not None:
                self._send(terminal, waiting, settle=True)
        with self.office.database.read() as session:
            rows = {row.id: row for row in session.scalars(select(Appointment))}
            keys = list(session.scalars(select(IdempotencyKey.key)))
        asked = [key for name in TERMINALS for key in self.asked[name]]
        # Nothing lost, nothing doubled; of one appointment, in the order in which it was asked for.
        assert sorted(keys) == sorted(asked) == sorted(self.settled)
        assert set(rows) == set(self.wishes)
        for wishes in self.wishes.values():
            assert [key for key in self.carried if key in wishes] == wishes
        held = [row.starts_at for row in rows.values() if row.state in HOLDING]
        assert len(held) == len(set(held))
        for made, wishes in self.wishes.items():
            assert (rows[made].state == "cancelled") == (f"cancel-{made}" in wishes)
        for terminal in self.terminals.values():
            for asked_for in terminal.service.mine():
                row = rows[asked_for.appointment_id]
                assert asked_for.state == AppointmentState(row.state)
                assert asked_for.wished_at is None
                if asked_for.state is not AppointmentState.CANCELLED:
                    assert asked_for.starts_at == row.starts_at
            terminal.sessions.end()
            self._nothing_typed_on(terminal)
            terminal.store.close()
            shutil.rmtree(terminal.folder)


def test_outboxes(office: Office) -> None:
    machine = type("Machine", (Outboxes,), {"office": office})
    case = machine.TestCase
    case.settings = settings(
        max_examples=25, stateful_step_count=25, deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.reuse, Phase.generate],  # to shrink takes minutes, and the steps are few
    )  # fmt: skip
    case().runTest()
