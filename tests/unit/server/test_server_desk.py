"""The switchboard's rules, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, update

from kiosk.domain.calls import CallState, EndReason, Tier
from kiosk.domain.clock import FixedClock
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol import socket as wire
from kiosk.server.db import calls
from kiosk.server.db.models import Call, CallParticipant, ConsoleSession, PersonKey, Presence
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.duty import console_states, duty_of, waiting_places
from tests.support.office import FRIDAY, Office, RewoundClock
from tests.support.small_content import LAWYERS, SHIFTS, lawyer, organisation


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def elms_duty(board: Switchboard) -> wire.Duty:
    return duty_of(board, organisation("elm"), waiting_places(board))


def test_rings_the_communitys_lawyer_first(office: Office) -> None:
    office.add_terminal("hall")
    for slug in ("qian", "sun", "li"):
        office.add_lawyer(slug)
    call = office.request("hall")
    assert office.rings("li") == [call]
    assert office.rings("sun") == office.rings("qian") == []
    office.decline("li", call)
    assert office.rings("sun") == [call]
    office.advance(31)
    office.connect("hall")
    for slug in ("li", "sun", "qian"):
        office.connect(slug)
    office.sweep()
    assert office.rings("qian") == [call]
    assert office.last("sun").end_reason is EndReason.NO_ANSWER
    status = office.last("hall")
    assert (status.tier, status.asked) == (Tier.DISTRICT, (Tier.COMMUNITY, Tier.STREET))
    office.accept("qian", call)
    assert office.state("hall") is CallState.ACTIVE


def test_only_those_whose_shift_it_is(office: Office) -> None:
    """On a Thursday the community's lawyer is present, switched on, and still not on duty."""
    office.clock.advance(timedelta(days=-1))
    office.add_terminal("hall")
    office.add_lawyer("li")
    office.request("hall")
    assert office.last("hall").end_reason is EndReason.NOBODY_ON_DUTY
    office.add_lawyer("sun")
    call = office.request("hall")
    assert office.rings("sun") == [call]
    assert office.rings("li") == []


def test_a_lawyer_of_another_street_does_not_ring(office: Office) -> None:
    office.add_terminal("hall", "fir")
    office.add_lawyer("sun")
    office.request("hall")
    assert office.last("hall").end_reason is EndReason.NOBODY_ON_DUTY


def test_with_everybody_on_duty_a_street_is_known_by_its_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A street lawyer with turns at the street and no communities is the street's, not farther."""
    monkeypatch.setitem(next(row for row in LAWYERS if row["slug"] == "sun"), "communities", [])
    office = Office(tmp_path, everybody=True)
    office.add_terminal("hall")
    office.add_terminal("elsewhere", "fir")
    office.add_lawyer("sun")
    office.request("hall")
    assert office.last("hall").tier is Tier.STREET
    office.decline("sun", office.last("hall").call_id)
    office.request("elsewhere")
    assert office.last("elsewhere").tier is Tier.DISTRICT
    office.close()


def test_whom_a_lawyer_answers_for(office: Office) -> None:
    """The one place of their tier; a lawyer of several, or of none, is named by the firm."""
    roster = office.act(lambda board: None).roster

    def name(slug: str, **fields: object) -> str:
        found = roster.office_of(roster.lawyers[lawyer(slug)].model_copy(update=fields))
        return found.name if found else ""

    assert [name(slug) for slug in ("li", "sun", "qian")] == ["榆树社区", "北街道", "示例区"]
    two = (organisation("elm"), organisation("fir"))
    assert name("li", communities=two) == name("sun", communities=two) == "示例律师事务所"


def test_the_one_who_has_been_free_longest(tmp_path: Path) -> None:
    office = Office(tmp_path, everybody=True)
    office.add_terminal("one")
    office.add_terminal("two")
    office.add_lawyer("sun")
    office.advance(1)
    office.add_lawyer("wang")
    first = office.request("one")
    assert office.rings("sun") == [first]  # a street lawyer, and one of the same street
    office.decline("sun", first)
    office.accept("wang", first)
    office.advance(1)
    office.act(lambda board: board.lawyer_hangs_up(lawyer("wang"), first, None))
    assert office.rings("wang") == [first]
    second = office.request("two")
    assert office.rings("sun") == [first, second]
    office.close()


def test_the_switch_matters_not_only_the_socket(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li", on=False)
    office.request("hall")
    assert office.last("hall").end_reason is EndReason.NOBODY_ON_DUTY


def test_a_late_answer_is_refused_and_changes_nothing(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    office.add_lawyer("sun")
    office.add_lawyer("qian", on=False)
    call = office.request("hall")
    office.decline("li", call)
    with pytest.raises(ConflictError):
        office.accept("li", call)
    with pytest.raises(NotFoundError):
        office.accept("qian", call)
    office.accept("sun", call)
    with pytest.raises(ConflictError):
        office.decline("sun", call)


def test_leases(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    office.accept("li", call)
    for _ in range(5):
        office.advance(1)
        office.beat()
        office.sweep()
    assert office.state("hall") is CallState.ACTIVE
    for _ in range(5):
        office.advance(1)
        office.beat("hall")
        office.sweep()
    # An answered call is held for a browser that is being loaded anew ...
    assert office.last("hall").lawyer_away
    office.connect("li")
    office.sweep()
    assert not office.last("hall").lawyer_away
    # ... but not for ever.
    for _ in range(70):
        office.advance(1)
        office.beat("hall")
        office.sweep()
    assert office.last("hall").end_reason is EndReason.LAWYER_LOST


def test_grace_after_a_closed_socket(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    office.accept("li", call)
    office.disconnect("hall")
    office.advance(2.9)
    office.beat("li")
    office.sweep()
    assert office.state("li") is CallState.ACTIVE
    office.connect("hall")
    office.advance(1)
    office.sweep()
    assert office.state("li") is CallState.ACTIVE
    office.disconnect("hall")
    for _ in range(110):
        office.advance(1)
        office.beat("li")
        office.sweep()
    assert office.last("li").terminal_away
    assert office.state("li") is CallState.ACTIVE
    office.connect("hall")
    office.sweep()
    assert not office.last("li").terminal_away
    office.disconnect("hall")
    for _ in range(130):
        office.advance(1)
        office.beat("li")
        office.sweep()
    assert office.last("li").end_reason is EndReason.TERMINAL_LOST


def test_the_queue_waits_honestly(office: Office) -> None:
    office.add_lawyer("li")
    office.add_lawyer("sun")
    for name in ("a", "b", "c", "d"):
        office.add_terminal(name)
    for name, slug in (("a", "li"), ("b", "sun")):
        office.accept(slug, office.request(name))
    office.request("c")
    office.request("d")
    # Two lawyers, a usual call of eight minutes each: four minutes for the first who waits.
    assert (office.last("c").position, office.last("c").wait_minutes) == (0, 4)
    assert (office.last("d").position, office.last("d").wait_minutes) == (1, 8)
    seen: list[wire.Duty] = []
    office.act(lambda board: seen.append(elms_duty(board)))
    assert (seen[0].state, seen[0].lawyer_id) == ("busy", lawyer("li"))
    assert (seen[0].waiting, seen[0].wait_minutes) == (2, 12)


def test_duty_words(office: Office) -> None:
    seen: list[wire.Duty] = []

    def look() -> wire.Duty:
        office.act(lambda board: seen.append(elms_duty(board)))
        return seen[-1]

    nobody = look()
    assert (nobody.state, nobody.lawyer_id) == ("nobody", None)
    office.add_lawyer("li")
    duty = look()
    assert (duty.state, duty.lawyer_name, duty.tier) == ("available", "李榆", Tier.COMMUNITY)
    assert duty.until is not None
    assert duty.until - FRIDAY == timedelta(hours=2.5)
    office.clock.advance(timedelta(hours=3))  # the office is closed: Friday evening
    evening = look()
    assert evening.state == "nobody"
    assert evening.next_shift is not None
    assert evening.next_shift.isoformat() == "2026-11-30T09:00:00+08:00"


def test_holidays_and_make_up_days(tmp_path: Path) -> None:
    holiday = FRIDAY.replace(month=10, day=2)  # a Friday within the national holiday
    office = Office(tmp_path / "a", clock=FixedClock(holiday))
    office.add_terminal("hall")
    office.add_lawyer("sun")
    office.request("hall")
    assert office.last("hall").end_reason is EndReason.NOBODY_ON_DUTY
    office.close()
    saturday = FRIDAY.replace(month=10, day=10)  # worked instead: as a Friday
    office = Office(tmp_path / "b", clock=FixedClock(saturday))
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    assert office.rings("li") == [call]
    office.close()


def test_what_the_resident_said_is_sealed_until_erased(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    call_id = office.request("hall", topic=wire.Topic.FAMILY)
    ring = next(m for m in office.told["li"] if isinstance(m, wire.Ring))
    assert ring.topic is wire.Topic.FAMILY
    office.accept("li", call_id)
    with office.database.read() as session:
        call = session.get_one(Call, call_id)
        assert call.topic is not None
        assert b"family" not in call.topic.ciphertext
        resident = call.resident_id
    office.database.erase_person(resident)
    with office.database.read() as session:
        call = session.get_one(Call, call_id)
        assert office.database.keys.open(session, call.topic) is None
    office.act(lambda board: board.device_hangs_up(office.devices["hall"], call_id, None))
    assert office.last("li").end_reason is EndReason.RESIDENT_HUNG_UP


@pytest.mark.parametrize("for_other", [True, False])
def test_the_lawyer_is_told_that_it_is_for_somebody_else(office: Office, for_other: bool) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    office.request("hall", topic=wire.Topic.ELDER, for_other=for_other)
    ring = next(m for m in office.told["li"] if isinstance(m, wire.Ring))
    assert (ring.topic, ring.for_other) == (wire.Topic.ELDER, for_other)


def test_an_ended_call_keeps_no_descriptions(office: Office) -> None:
    from kiosk.server.signalling.relay import Relay

    office.add_terminal("hall")
    office.add_lawyer("li")
    call_id = office.request("hall")
    participant = office.last("hall").participant_id
    assert participant is not None
    offer = wire.Offer(call_id=call_id, participant_id=participant, epoch=1, sdp="secret-address")
    office.act(lambda board: Relay(board).offer(office.devices["hall"], offer))
    office.accept("li", call_id)
    with pytest.raises(NotFoundError):
        office.act(lambda board: Relay(board).offer("another", offer))
    office.act(lambda board: board.lawyer_hangs_up(lawyer("li"), call_id, None))
    with office.database.read() as session:
        (connection,) = calls.connections(session, call_id)
        assert (connection.state, connection.offer, connection.answer) == ("closed", "", "")
    with pytest.raises(ConflictError):
        office.act(lambda board: Relay(board).offer(office.devices["hall"], offer))


def test_start_after_a_crash(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    office.accept("li", call)
    office.restart()
    assert office.state("hall") is CallState.ACTIVE  # both may come back within the grace
    office.advance(60)
    office.restart()  # a terminal that lost its power has two minutes
    assert office.state("hall") is CallState.ACTIVE
    office.advance(90)
    office.restart()
    assert office.last("hall").end_reason is EndReason.SERVER_LOST
    with office.database.read() as session:
        found = calls.find_call(session, call)
        assert found is not None
        assert found.ended_at is not None
        # Over with the lease, not when the server was started again.
        assert found.ended_at - office.clock.now() < timedelta(seconds=-50)
        assert found.answered_at is not None
        assert found.ended_at >= found.answered_at
        assert calls.open_calls(session) == []
        assert calls.busy_lawyers(session) == set()


def test_a_session_does_not_run_out_in_a_call(office: Office) -> None:
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    office.accept("li", call)
    with office.database.write() as session:
        session.execute(
            update(ConsoleSession).values(expires_at=office.clock.now() + timedelta(seconds=1))
        )
    office.advance(2)
    office.beat()
    office.sweep()
    assert office.state("hall") is CallState.ACTIVE
    office.act(lambda board: board.lawyer_hangs_up(lawyer("li"), call, None))
    office.advance(700)
    office.beat()
    office.sweep()
    office.request("hall")
    assert office.last("hall").end_reason is EndReason.NOBODY_ON_DUTY  # signed out meanwhile


def test_silence_is_counted_from_the_heartbeat(office: Office) -> None:
    """However late it is written: the lawyer is given up 4 s after the last one."""
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    office.accept("li", call)
    office.advance(0.9)
    office.beat("li")
    for seconds in (3.5, 0.6):
        office.advance(seconds)
        office.beat("hall")
        office.sweep()
    assert office.last("hall").lawyer_away


def test_a_wall_clock_that_goes_back(tmp_path: Path) -> None:
    """Neither a ring nor the grace of one who has gone lasts an hour for that."""
    clock = RewoundClock(FRIDAY)
    office = Office(tmp_path, clock=clock)
    office.add_terminal("hall")
    office.add_lawyer("li")
    office.add_lawyer("sun")
    call = office.request("hall")
    assert office.rings("li") == [call]
    office.disconnect("sun")
    clock.set_by(timedelta(hours=-1))
    office.sweep()
    office.advance(3.5)
    office.beat("hall", "li")
    office.sweep()
    with office.database.read() as session:
        assert len(list(session.scalars(select(Presence)))) == 2
    for _ in range(9):
        office.advance(3)
        office.beat("hall", "li")
        office.sweep()
    assert office.last("hall").end_reason is EndReason.NO_ANSWER
    office.close()


def test_only_dead_servers_lose_their_sockets(office: Office) -> None:
    """A second server beside one that lives leaves it alone; beside one that died it does not."""
    office.add_terminal("hall")
    office.add_lawyer("li")
    call = office.request("hall")
    office.accept("li", call)
    office.sweep()
    other = new_id()
    office.act(lambda board: board.recover(other, alone=False))
    office.sweep()
    assert office.state("hall") is CallState.ACTIVE
    office.advance(5)
    office.act(lambda board: board.recover(other, alone=False))
    with office.database.read() as session:
        assert all(row.lease_until is not None for row in session.scalars(select(Presence)))
    # It was only slow: it takes its sockets back.
    office.beat()
    office.sweep()
    office.advance(3.5)
    office.beat()
    office.sweep()
    assert office.state("hall") is CallState.ACTIVE


def test_a_topic_that_cannot_be_read_costs_no_call(
    office: Office, allow_log: Callable[[str], None]
) -> None:
    allow_log("the topic of call")
    office.add_terminal("hall")
    office.add_terminal("other", "oak")
    for slug in ("li", "sun", "qian"):
        office.add_lawyer(slug)
    call = office.request("hall", topic=wire.Topic.DEBT)
    with office.database.write() as session:
        session.execute(update(PersonKey).values(wrapped=b"x" * 60))
    office.decline("li", call)
    (ring,) = [m for m in office.told["sun"] if isinstance(m, wire.Ring)]
    assert (ring.call_id, ring.topic) == (call, None)
    office.accept("sun", call)


def test_a_bug_in_one_call_does_not_stop_the_others(
    office: Office, allow_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_log("cannot be moved on")
    for name in ("one", "two"):
        office.add_terminal(name)
    office.add_lawyer("li")
    office.add_lawyer("sun")
    for name, slug in (("one", "li"), ("two", "sun")):
        office.accept(slug, office.request(name))
    for name in ("three", "four"):
        office.add_terminal(name)
        office.request(name)
    bad, good = (office.last(name).call_id for name in ("three", "four"))
    ring = Switchboard.ring

    def broken(board: Switchboard, call: Call, participant: CallParticipant) -> wire.Ring:
        if call.id == bad:
            raise RuntimeError("a bug")
        return ring(board, call, participant)

    monkeypatch.setattr(Switchboard, "ring", broken)
    office.act(lambda board: board.device_hangs_up(office.devices["one"],
                                                   office.last("one").call_id, None))  # fmt: skip
    assert office.state("three") is CallState.QUEUED
    assert office.rings("li")[-1] == good
    assert office.state("four") is CallState.RINGING


def test_states_of_consoles(tmp_path: Path) -> None:
    """The calls that wait for each lawyer; asked of the database once, however many wait."""
    office = Office(tmp_path, everybody=True)
    for slug in ("li", "sun"):
        office.add_lawyer(slug)
    for number in range(2):
        office.add_terminal(f"busy {number}")
        office.request(f"busy {number}")
    statements: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute",
                 lambda *args: statements.append(args[2]))  # fmt: skip

    def look() -> tuple[dict[str, wire.ConsoleState], int]:
        seen: list[dict[str, wire.ConsoleState]] = []
        statements.clear()
        office.act(lambda board: seen.append(console_states(board)))
        return seen[0], len(statements)

    office.add_terminal("a")
    office.request("a")
    office.advance(3)
    few, asked = look()
    assert (few[lawyer("li")].waiting, few[lawyer("li")].longest_wait_s) == (1, 3)
    for number in range(5):
        office.add_terminal(f"more {number}", "fir")
        office.request(f"more {number}")
    many, asked_again = look()
    assert {state.waiting for state in many.values()} == {6}
    assert asked_again == asked
    office.close()


def test_who_sits_in_the_hall_needs_no_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(next(row for row in SHIFTS if row["lawyer"] == "li"), "in_hall", True)
    office = Office(tmp_path)
    seen: list[wire.Duty] = []

    def look(place: str = "elm") -> wire.Duty:
        office.act(lambda board: seen.append(
            duty_of(board, organisation(place), waiting_places(board))))  # fmt: skip
        return seen[-1]

    duty = look()
    assert duty.state == "nobody"
    assert duty.in_hall is not None
    assert duty.in_hall.lawyer_name == "李榆"
    assert duty.in_hall.until is not None
    assert duty.in_hall.until - FRIDAY == timedelta(hours=2.5)
    assert look("fir").in_hall is None  # another hall
    office.clock.advance(timedelta(hours=2.5))
    assert look().in_hall is None
    office.close()
