"""Anything in any order: what must hold of calls whatever happens."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete, select

from kiosk.domain.calls import CallState, EndReason, Role
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol import socket as wire
from kiosk.server.db.models import (
    Account,
    Call,
    CallConnection,
    CallParticipant,
    PersonKey,
    Presence,
)
from kiosk.server.signalling.relay import Relay
from tests.support.office import Office
from tests.support.small_content import lawyer

TERMINALS = ("hall", "post")
LAWYERS = ("li", "sun", "qian")
terminals = st.sampled_from(TERMINALS)
lawyers = st.sampled_from(LAWYERS)
everybody = st.sampled_from(TERMINALS + LAWYERS)


class CallMachine(RuleBasedStateMachine):
    """Two terminals and three lawyers of three tiers."""

    office: Office

    @initialize()
    def begin(self) -> None:
        office = self.office
        with office.database.write() as session:
            for table in (CallConnection, CallParticipant, Call, Presence, PersonKey):
                session.execute(delete(table))
            for account in session.scalars(select(Account)):
                account.on_duty, account.free_since = True, office.clock.now()
        for name in TERMINALS + LAWYERS:
            office.told[name].clear()
            office.connect(name)
        self.ended: dict[str, str | None] = {}
        self.online = set(TERMINALS + LAWYERS)

    # --- what may happen -------------------------------------------------------------------

    @rule(name=terminals)
    def request(self, name: str) -> None:
        if name in self.online:
            self.office.request(name)

    @rule(name=terminals)
    def request_again(self, name: str) -> None:
        for call_id in self.calls_of(name)[-1:]:
            self.office.request(name, call_id=call_id)

    @rule(slug=lawyers, late=st.booleans())
    def accept(self, slug: str, late: bool) -> None:
        for call_id in self.rings(slug, late):
            self.attempt(lambda call_id=call_id: self.office.accept(slug, call_id))

    @rule(slug=lawyers, late=st.booleans())
    def decline(self, slug: str, late: bool) -> None:
        for call_id in self.rings(slug, late):
            self.attempt(lambda call_id=call_id: self.office.decline(slug, call_id))

    @rule(name=terminals, reason=st.sampled_from([None, EndReason.MEDIA_FAILED,
                                                  EndReason.LAWYER_LOST]))  # fmt: skip
    def resident_hangs_up(self, name: str, reason: EndReason | None) -> None:
        device = self.office.devices[name]
        for call_id in self.calls_of(name)[-1:]:
            self.office.act(lambda b, c=call_id: b.device_hangs_up(device, c, reason))

    @rule(slug=lawyers)
    def lawyer_hangs_up(self, slug: str) -> None:
        for call_id in self.rings(slug, True)[-1:]:
            self.office.act(lambda b, c=call_id: b.lawyer_hangs_up(lawyer(slug), c, None))

    @rule(name=terminals, epoch=st.integers(1, 3))
    def offer(self, name: str, epoch: int) -> None:
        device = self.office.devices[name]
        rung = [m for m in self.office.told[name]
                if isinstance(m, wire.CallStatus) and m.participant_id]  # fmt: skip
        if rung:
            message = wire.Offer(call_id=rung[-1].call_id, epoch=epoch, sdp="v=0",
                                 participant_id=rung[-1].participant_id or "")  # fmt: skip
            self.attempt(lambda: self.office.act(lambda board: Relay(board).offer(device, message)))

    @rule(slug=lawyers, on=st.booleans())
    def switch(self, slug: str, on: bool) -> None:
        self.office.act(lambda board: board.set_duty(lawyer(slug), on))

    @rule(name=everybody)
    def disconnect(self, name: str) -> None:
        if name in self.online:
            self.office.disconnect(name)
            self.online.discard(name)

    @rule(name=everybody)
    def reconnect(self, name: str) -> None:
        self.office.connect(name)
        self.online.add(name)

    @rule(seconds=st.sampled_from([0.5, 2, 3.5, 5, 31]), silent=st.none() | everybody)
    def time_passes(self, seconds: float, silent: str | None) -> None:
        """All who are online send heartbeats, but the silent one."""
        steps = max(1, int(seconds))
        for _ in range(steps):
            self.office.advance(seconds / steps)
            beating = self.online - {silent}
            if beating:
                self.office.beat(*beating)
            self.office.sweep()
        self.check_leases(silent if seconds > 4 else None)

    @rule(seconds=st.sampled_from([0, 2, 60]))
    def server_dies(self, seconds: float) -> None:
        self.online.clear()
        self.office.advance(seconds)
        self.office.restart()
        self.office.sweep()

    # --- what must hold --------------------------------------------------------------------

    @invariant()
    def calls_are_sound(self) -> None:
        with self.office.database.read() as session:
            for call in session.scalars(select(Call)):
                people = list(
                    session.scalars(
                        select(CallParticipant).where(CallParticipant.call_id == call.id)
                    )
                )
                (resident,) = [p for p in people if p.role == Role.RESIDENT]
                assert resident.state == ("left" if call.state == "ended" else "joined")
                people.remove(resident)
                states = sorted(p.state for p in people if p.state in ("ringing", "joined"))
                expected = {"ringing": ["ringing"], "active": ["joined"]}.get(call.state, [])
                assert states == expected, (call.state, states)
                assert len({p.lawyer_id for p in people}) == len(people), "asked twice"
                if call.id in self.ended:
                    assert (call.state, call.end_reason) == ("ended", self.ended[call.id])
                if call.state == CallState.ENDED:
                    assert call.end_reason
                    assert call.ended_at
                    self.ended[call.id] = call.end_reason
                    self.everybody_knows(call, people)

    def everybody_knows(self, call: Call, people: list[CallParticipant]) -> None:
        by_id = {lawyer(slug): slug for slug in LAWYERS}
        device = next(n for n, d in self.office.devices.items() if d == call.device_id)
        for name in (device, *(by_id[p.lawyer] for p in people)):
            told = [m for m in self.office.told[name]
                    if isinstance(m, wire.CallStatus) and m.call_id == call.id]  # fmt: skip
            assert told, (name, "was told nothing")
            assert told[-1].state is CallState.ENDED, (name, told[-1].state)

    @invariant()
    def one_open_call_each(self) -> None:
        with self.office.database.read() as session:
            open_calls = list(session.scalars(select(Call).where(Call.state != CallState.ENDED)))
            devices = [call.device_id for call in open_calls]
            assert len(set(devices)) == len(devices)
            busy = list(
                session.scalars(
                    select(CallParticipant.lawyer_id).where(
                        CallParticipant.state.in_(("ringing", "joined")),
                        CallParticipant.role == Role.LAWYER,
                    )
                )
            )
            assert len(set(busy)) == len(busy)

    def check_leases(self, silent: str | None) -> None:
        """After a sweep nobody holds a call whose lease has run out."""
        now = self.office.clock.now()
        with self.office.database.read() as session:
            assert not list(session.scalars(select(Presence).where(Presence.lease_until <= now)))
            if silent in self.office.devices:
                device = self.office.devices[silent or ""]
                assert not list(
                    session.scalars(
                        select(Call).where(Call.device_id == device, Call.state != CallState.ENDED)
                    )
                )

    # --- helpers ---------------------------------------------------------------------------

    def calls_of(self, name: str) -> list[str]:
        device = self.office.devices[name]
        with self.office.database.read() as session:
            return list(
                session.scalars(
                    select(Call.id).where(Call.device_id == device).order_by(Call.requested_at)
                )
            )

    def rings(self, slug: str, late: bool) -> list[str]:
        """The newest call that rang there; the one before it too, when somebody is late."""
        return self.office.rings(slug)[-2 if late else -1 :]

    def attempt(self, work: Any) -> None:
        """It may come too late; it must not do anything else wrong."""
        try:
            work()
        except (ConflictError, NotFoundError) as error:
            assert error.code in ("call_state", "no_call")


@pytest.fixture(scope="module", autouse=True)
def _office() -> Any:
    folder = Path(tempfile.mkdtemp())
    office = Office(folder, everybody=True)
    for name in TERMINALS:
        office.add_terminal(name)
    for slug in LAWYERS:
        office.add_lawyer(slug)
    CallMachine.office = office
    yield
    office.close()
    shutil.rmtree(folder)


TestCalls = CallMachine.TestCase
TestCalls.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
