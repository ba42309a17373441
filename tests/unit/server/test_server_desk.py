"""The switchboard's rules, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.calls import CallState, EndReason, Tier
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol import socket as wire
from kiosk.server.db import calls
from kiosk.server.db.models import Call
from kiosk.server.signalling.duty import duty_of
from tests.support.office import FRIDAY, Office
from tests.support.small_content import lawyer, organisation


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


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
    for _ in range(4):
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
    office.advance(3.1)
    office.connect("li")
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
    office.act(lambda board: seen.append(duty_of(board, organisation("elm"))))
    assert (seen[0].state, seen[0].lawyer_id) == ("busy", lawyer("li"))
    assert (seen[0].waiting, seen[0].wait_minutes) == (2, 12)


def test_duty_words(office: Office) -> None:
    seen: list[wire.Duty] = []

    def look() -> wire.Duty:
        office.act(lambda board: seen.append(duty_of(board, organisation("elm"))))
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
    office = Office(tmp_path / "a", at=holiday)
    office.add_terminal("hall")
    office.add_lawyer("sun")
    office.request("hall")
    assert office.last("hall").end_reason is EndReason.NOBODY_ON_DUTY
    office.close()
    saturday = FRIDAY.replace(month=10, day=10)  # worked instead: as a Friday
    office = Office(tmp_path / "b", at=saturday)
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
    office.restart()
    assert office.last("hall").end_reason is EndReason.SERVER_LOST
    with office.database.read() as session:
        assert calls.open_calls(session) == []
        assert calls.busy_lawyers(session) == set()
