"""The number that can be typed instead of a slip's QR: short-lived, limited in tries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.ids import new_id
from kiosk.protocol.commands import new_slip_secret
from kiosk.protocol.socket import (
    Command,
    CommandRefused,
    Message,
    Refused,
    SlipCode,
    SlipCodeRequest,
    SlipFind,
    SlipFound,
    SlotsRequest,
    SlotsTaken,
)
from kiosk.server.db.models import Device
from kiosk.server.db.slip_codes import CODE_AGE, CODE_TRIES, DEVICE_AGE, DEVICE_TRIES, GRANT_AGE
from kiosk.server.signalling.commands import carry_out
from kiosk.server.signalling.inquiries import answer
from tests.support.office import Office
from tests.support.small_content import lawyer
from tests.support.wishes import booking, call_back, cancelling, changing


class Desk:
    """Two terminals in two halls, and a server with a clock."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        for name in ("a", "b"):
            self.office.add_terminal(name)

    def ask(self, asked: SlotsRequest | SlipCodeRequest | SlipFind, at: str = "a") -> Message:
        answers: list[Message] = []
        self.office.act(
            lambda board: answers.append(
                answer(board, board.session.get_one(Device, self.office.devices[at]), asked)
            )
        )
        return answers[0]

    def send(self, name: str, payload: dict[str, Any], at: str = "a") -> str:
        answers: list[Message] = []
        command = Command(key=new_id(), name=name, payload=payload)
        self.office.act(
            lambda board: answers.append(
                carry_out(board, board.session.get_one(Device, self.office.devices[at]), command)
            )
        )
        return answers[0].code if isinstance(answers[0], CommandRefused) else "done"

    def code(self, secret: str) -> str:
        told = self.ask(SlipCodeRequest(request_id=new_id(), secret=secret))
        assert isinstance(told, SlipCode), told
        return told.code

    def find(self, code: str, at: str = "a") -> SlipFound | str:
        told = self.ask(SlipFind(request_id=new_id(), code=code), at)
        assert isinstance(told, SlipFound | Refused)
        return told.code if isinstance(told, Refused) else told


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.office.close()


def booked(desk: Desk, time: str = "16:00") -> tuple[dict[str, Any], str]:
    secret = new_slip_secret()
    wish = booking(time, secret=secret)
    assert desk.send("book_appointment", wish) == "done"
    return wish, desk.code(secret)


def wrong(code: str) -> str:
    """The same row, another check."""
    return code[:4] + f"{(int(code[4:]) + 1) % 10000:04}"


def test_whoever_types_it_may_change_and_cancel(desk: Desk) -> None:
    wish, code = booked(desk)
    assert len(code) == 8
    assert code.isdigit()
    found = desk.find(code, "b")
    assert isinstance(found, SlipFound)
    assert (found.id, found.state) == (wish["appointment_id"], "confirmed")
    change = {**changing(wish, "16:30"), "grant": ""}
    assert desk.send("change_appointment", change, "b") == "no_appointment"
    assert desk.send("change_appointment", {**change, "grant": found.grant}, "b") == "done"
    cancel = cancelling(wish)
    assert desk.send("cancel_appointment", {**cancel, "grant": "wrong"}, "b") == "no_appointment"
    assert desk.send("cancel_appointment", {**cancel, "grant": found.grant}, "b") == "done"


def test_a_grant_is_for_its_own_slip_and_for_some_minutes(desk: Desk) -> None:
    mine, code = booked(desk)
    other, _ = booked(desk, "16:30")
    found = desk.find(code)
    assert isinstance(found, SlipFound)
    stranger = {"grant": found.grant}
    assert desk.send("cancel_appointment", {**cancelling(other), **stranger}) == "no_appointment"
    desk.office.clock.advance(GRANT_AGE)
    assert desk.send("cancel_appointment", {**cancelling(mine), **stranger}) == "no_appointment"


def test_it_is_short_lived_and_the_newest_counts(desk: Desk) -> None:
    secret = new_slip_secret()
    assert desk.send("book_appointment", booking(secret=secret)) == "done"
    old, new = desk.code(secret), desk.code(secret)
    assert desk.find(old) == "no_slip"
    assert isinstance(desk.find(new), SlipFound)
    desk.office.clock.advance(CODE_AGE + timedelta(seconds=1))
    assert desk.find(new) == "no_slip"


def test_wrong_tries_void_the_code_wherever_they_are_made(desk: Desk) -> None:
    _, code = booked(desk)
    for n in range(CODE_TRIES):
        assert desk.find(wrong(code), "ab"[n % 2]) == "no_slip"
    assert desk.find(code) == "no_slip"


def test_one_right_after_some_wrong_is_still_right(desk: Desk) -> None:
    _, code = booked(desk)
    for _ in range(CODE_TRIES - 1):
        desk.find(wrong(code))
    assert isinstance(desk.find(code), SlipFound)


def test_a_terminal_at_which_many_are_wrong_finds_nothing_for_an_hour(desk: Desk) -> None:
    _, code = booked(desk)
    elsewhere = f"{(int(code[:4]) + 1) % 10000:04}0000"
    for _ in range(DEVICE_TRIES):
        assert desk.find(elsewhere) == "no_slip"
    assert desk.find(code) == "too_many_tries"
    assert isinstance(desk.find(code, "b"), SlipFound)  # another hall is not concerned
    desk.office.clock.advance(DEVICE_AGE)
    assert isinstance(desk.find(code), SlipFound)


@pytest.mark.parametrize("typed", ["", "12", "абвг", "12345678901234567890", "' or 1=1 --"])
def test_whatever_is_typed_is_only_a_wrong_one(desk: Desk, typed: str) -> None:
    assert desk.find(typed) == "no_slip"


def test_there_is_none_for_what_is_not_there_or_over(desk: Desk) -> None:
    told = desk.ask(SlipCodeRequest(request_id=new_id(), secret=new_slip_secret()))
    assert isinstance(told, Refused)
    assert told.code == "no_slip"
    secret = new_slip_secret()
    wish = booking(secret=secret)
    desk.send("book_appointment", wish)
    desk.send("cancel_appointment", cancelling(wish))
    assert isinstance(desk.ask(SlipCodeRequest(request_id=new_id(), secret=secret)), Refused)


def test_a_call_back_is_found_too_and_nothing_can_be_done_with_it(desk: Desk) -> None:
    secret = new_slip_secret()
    assert desk.send("request_call_back", call_back(secret=secret)) == "done"
    found = desk.find(desk.code(secret))
    assert isinstance(found, SlipFound)
    assert (found.kind, found.state, found.grant) == ("call_back", "open", "")


def test_which_slots_are_taken(desk: Desk) -> None:
    wish, _ = booked(desk)
    booked(desk, "17:00")
    told = desk.ask(SlotsRequest(request_id=new_id(), lawyer_id=lawyer("li")))
    assert isinstance(told, SlotsTaken)
    assert [f"{t.astimezone():%H:%M}" for t in told.taken] == [
        f"{t.astimezone():%H:%M}" for t in sorted(told.taken)
    ]
    assert len(told.taken) == 2
    desk.send("cancel_appointment", cancelling(wish))
    told = desk.ask(SlotsRequest(request_id=new_id(), lawyer_id=lawyer("li")))
    assert isinstance(told, SlotsTaken)
    assert len(told.taken) == 1
