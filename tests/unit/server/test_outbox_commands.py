"""What the server does with the commands of a terminal's outbox, on a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kiosk.domain.ids import new_id
from kiosk.protocol.commands import PAYLOADS
from kiosk.protocol.sealing import new_seal_key, read_seal_key, seal
from kiosk.protocol.socket import Command, CommandDone, CommandRefused
from kiosk.server.db import commands
from kiosk.server.db.models import Device, IdempotencyKey
from kiosk.server.db.resident_models import Appointment, CallBack, ErasureReceipt, Evaluation
from kiosk.server.db.seal_keys import public_seal_key, rotate_seal_key
from kiosk.server.signalling.commands import carry_out
from tests.support.office import Office
from tests.support.small_content import lawyer, organisation
from tests.support.wishes import booking, call_back, cancelling, changing, evaluation, slot

PHONE = "13812345678"


class Hall:
    """Two terminals that send commands; answers are ``done`` or the refusal's code."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        for name in ("a", "b"):
            self.office.add_terminal(name)

    def send(self, name: str, payload: dict[str, Any] | None, *, key: str | None = None,
             at: str = "a", sealed: str | None = None) -> str:  # fmt: skip
        command = Command(key=key or new_id(), name=name, payload=payload, sealed=sealed)
        answers: list[CommandDone | CommandRefused] = []
        self.office.act(
            lambda board: answers.append(
                carry_out(board, board.session.get_one(Device, self.office.devices[at]), command)
            )
        )
        (answer,) = answers
        assert answer.key == command.key
        return answer.code if isinstance(answer, CommandRefused) else "done"

    def row(self, booked: dict[str, Any]) -> Appointment:
        with self.office.database.read() as session:
            return session.get_one(Appointment, booked["appointment_id"])

    def seal_key(self) -> OKPKey:
        """What a welcome would tell."""
        with self.office.database.read() as session:
            key = read_seal_key(public_seal_key(session))
        assert key is not None
        return key


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.office.close()


def test_a_slot_belongs_to_whoever_comes_first(hall: Hall) -> None:
    first, second = booking(secret="1"), booking(secret="2")
    assert hall.send("book_appointment", first) == "done"
    assert hall.send("book_appointment", second, at="b") == "slot_taken"
    row = hall.row(first)
    assert (row.state, row.place_id, row.refused_code) == ("confirmed", organisation("elm"), None)
    assert (hall.row(second).state, hall.row(second).refused_code) == ("refused", "slot_taken")
    # The other may take the next one, with the same slip.
    assert hall.send("change_appointment", changing(second, "16:30"), at="b") == "done"
    assert (hall.row(second).state, hall.row(second).refused_code) == ("changed", None)


def test_a_slot_is_unique_by_the_database_itself(hall: Hall) -> None:
    """Whatever another server does in the same moment."""
    first, second = booking(secret="1"), booking("16:30", secret="2")
    for wish in (first, second):
        assert hall.send("book_appointment", wish) == "done"
    with pytest.raises(IntegrityError), hall.office.database.write() as session:
        session.get_one(Appointment, second["appointment_id"]).starts_at = session.get_one(
            Appointment, first["appointment_id"]
        ).starts_at


def test_a_change_keeps_the_old_slot_until_the_new_one_is_had(hall: Hall) -> None:
    mine, other = booking("16:00", secret="1"), booking("16:30", secret="2")
    for wish in (mine, other):
        assert hall.send("book_appointment", wish) == "done"
    assert hall.send("change_appointment", changing(mine, "16:30")) == "slot_taken"
    row = hall.row(mine)
    assert (row.state, row.starts_at.isoformat()) == ("confirmed", "2026-11-27T08:00:00+00:00")
    assert row.refused_code == "slot_taken"
    assert hall.send("book_appointment", booking("16:00", secret="3")) == "slot_taken"
    assert hall.send("change_appointment", changing(mine, "17:00")) == "done"
    assert hall.send("change_appointment", changing(mine, "17:00")) == "done"
    assert hall.row(mine).refused_code is None
    assert hall.send("book_appointment", booking("16:00", secret="4")) == "done"
    assert hall.send("change_appointment", changing(mine, "10:00")) == "slot_past"
    assert hall.send("change_appointment", changing(mine, "17:30")) == "no_slot"
    assert hall.send("change_appointment", changing(mine, "17:00", "sun")) == "done"
    assert hall.row(mine).place_id == organisation("north")


def test_cancelling_frees_the_slot_once_and_for_all(hall: Hall) -> None:
    mine = booking(secret="1")
    assert hall.send("book_appointment", mine) == "done"
    for grant in ("", "of another slip", mine["slip"], mine["person_id"]):
        for name, wish in (("cancel", cancelling(mine)), ("change", changing(mine, "16:30"))):
            for at in ("a", "b"):  # it is not the terminal that may
                stranger = {**wish, "grant": grant, "person_id": mine["person_id"]}
                assert hall.send(f"{name}_appointment", stranger, at=at) == "no_appointment"
    assert hall.send("change_appointment", changing(mine, "16:30"), at="b") == "done"
    assert hall.send("change_appointment", changing(mine, "16:00")) == "done"
    assert hall.send("cancel_appointment", cancelling(mine)) == "done"
    assert hall.send("cancel_appointment", cancelling(mine)) == "done"
    assert hall.send("change_appointment", changing(mine, "16:30")) == "appointment_cancelled"
    assert hall.send("book_appointment", booking(secret="2")) == "done"
    assert hall.send("cancel_appointment", cancelling(booking())) == "no_appointment"


def test_a_command_that_comes_again_is_answered_the_same_and_done_once(hall: Hall) -> None:
    first, second = booking(secret="1"), booking(secret="2")
    for _ in range(2):
        assert hall.send("book_appointment", first, key="key-of-first") == "done"
        assert hall.send("book_appointment", second, key="key-of-second") == "slot_taken"
    # A terminal that was enrolled anew sends what it has left, under another name.
    assert hall.send("book_appointment", first, at="b") == "done"
    assert hall.send("book_appointment", second, at="b") == "slot_taken"
    assert hall.send("book_appointment", {**first, "slip": "0" * 64}) == "appointment_exists"
    with hall.office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Appointment)) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": slot("14:30")}, "slot_past"),
        ({"starts_at": slot("16:00", "2027-02-05")}, "slot_far"),
        ({"starts_at": slot("16:10")}, "no_slot"),
        ({"lawyer_id": new_id()}, "no_lawyer"),
    ],
)
def test_a_slot_that_is_none_is_refused_and_kept_for_the_slip(
    hall: Hall, changes: dict[str, Any], code: str
) -> None:
    wish = booking(**changes)
    assert hall.send("book_appointment", wish) == code
    assert (hall.row(wish).state, hall.row(wish).refused_code) == ("refused", code)


def test_what_was_typed_is_sealed_with_a_key_of_the_person(hall: Hall, tmp_path: Path) -> None:
    wish = booking(phone=" 138-1234-5678", topic="邻居漏水")
    assert hall.send("book_appointment", wish) == "done"
    database = hall.office.database
    with database.read() as session:
        row = session.get_one(Appointment, wish["appointment_id"])
        assert row.phone is not None
        assert row.phone.person_id == wish["person_id"]
        assert database.keys.open(session, row.phone) == PHONE
        assert database.keys.open(session, row.topic) == "邻居漏水"
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("server.db*"))
    for text in (PHONE, "138-1234-5678", "邻居漏水"):
        assert text.encode() not in stored
    database.erase_person(wish["person_id"])
    with database.read() as session:
        row = session.get_one(Appointment, wish["appointment_id"])
        assert database.keys.open(session, row.phone) is None


def test_call_backs_evaluations_and_receipts(hall: Hall) -> None:
    asked = call_back(topic="欠薪")
    assert hall.send("request_call_back", asked) == "done"
    assert hall.send("request_call_back", asked) == "done"
    assert hall.send("request_call_back", {**asked, "slip": "0" * 64}) == "call_back_exists"
    assert hall.send("request_call_back", call_back("110")) == "bad_phone"
    opinion = evaluation(remark="说得明白")
    assert hall.send("evaluate_lawyer", opinion) == "done"
    assert hall.send("evaluate_lawyer", opinion) == "already_evaluated"
    assert hall.send("evaluate_lawyer", {**evaluation(), "lawyer_id": new_id()}) == "no_lawyer"
    receipt = {"ended_at": slot("15:00"), "steps": ["outbox", "call", "pages", "session"]}
    assert hall.send("erasure_receipt", receipt) == "done"
    with hall.office.database.read() as session:
        (row,) = session.scalars(select(CallBack))
        assert hall.office.database.keys.open(session, row.phone) == PHONE
        assert session.scalars(select(Evaluation.lawyer_id)).all() == [lawyer("li")]
        (kept,) = session.scalars(select(ErasureReceipt))
        assert (kept.device_id, kept.steps) == (hall.office.devices["a"], receipt["steps"])


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_cannot_be_read_is_refused_by_the_names_of_its_fields(
    hall: Hall, name: str, allow_log: Callable[[str], None]
) -> None:
    allow_log("refused: bad_payload$")
    assert hall.send(name, {"score": PHONE}, key="key-of-it") == "bad_payload"
    with hall.office.database.read() as session:
        (kept,) = session.scalars(select(IdempotencyKey).where(IdempotencyKey.key == "key-of-it"))
        assert PHONE not in kept.refused_message


def test_a_name_of_a_newer_terminal_is_not_settled(hall: Hall) -> None:
    for _ in range(2):
        assert hall.send("make_coffee", {}, key="key-of-coffee") == "unknown_command"
    with hall.office.database.read() as session:
        assert session.scalars(select(IdempotencyKey)).all() == []


def test_keys_are_forgotten_only_when_no_terminal_can_send_them_again(hall: Hall) -> None:
    """``a`` has been online since; ``b`` was in a cupboard all the time."""
    keep, wishes = timedelta(days=400), {"a": booking(secret="1"), "b": booking("16:30")}
    for at, wish in wishes.items():
        assert hall.send("book_appointment", wish, key=f"key-of-{at}", at=at) == "done"

    def forget(days: float) -> set[str]:
        hall.office.clock.advance(timedelta(days=days))
        with hall.office.database.write() as session:
            session.get_one(Device, hall.office.devices["a"]).last_seen = hall.office.clock.now()
            commands.forget_keys(session, hall.office.clock.now(), keep)
            return set(session.scalars(select(IdempotencyKey.key)))

    assert forget(400) == {"key-of-a", "key-of-b"}
    assert forget(1) == {"key-of-b"}
    # What comes again after all is no second appointment: it has an id of its own.
    assert hall.send("book_appointment", wishes["a"], key="key-of-a") == "done"
    assert hall.send("book_appointment", wishes["b"], key="key-of-b", at="b") == "done"
    with hall.office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Appointment)) == 2


# --- sealed ----------------------------------------------------------------------------------


def test_a_sealed_command_is_carried_out_by_its_key(hall: Hall) -> None:
    wish, key = booking(), new_id()
    sealed = seal(hall.seal_key(), key, "book_appointment", wish)
    for _ in range(2):
        assert hall.send("book_appointment", None, sealed=sealed, key=key) == "done"
    # Sent bare, sealed after the session: the same command.
    assert hall.send("book_appointment", wish, key=key) == "done"
    assert hall.row(wish).state == "confirmed"


def test_older_seal_keys_go_on_opening(hall: Hall) -> None:
    old, key, wish = hall.seal_key(), new_id(), booking()
    with hall.office.database.write() as session:
        kid = rotate_seal_key(session, hall.office.database.keys)
    assert hall.seal_key().kid == kid != old.kid
    for sealer in (old, hall.seal_key()):
        sealed = seal(sealer, key, "book_appointment", wish)
        assert hall.send("book_appointment", None, sealed=sealed, key=key) == "done"


def test_what_no_key_opens_is_refused_and_reported(
    hall: Hall, allow_log: Callable[[str], None]
) -> None:
    allow_log("^command book_appointment of terminal .* refused: cannot_open$")
    wish, mine = booking(), hall.seal_key()
    for number, sealed in enumerate((
        seal(new_seal_key(), "sealed-0", "book_appointment", wish),  # of another server
        seal(mine, "another-key", "book_appointment", wish),  # another command's
        seal(mine, "sealed-2", "cancel_appointment", wish),
        seal(mine, "sealed-3", "book_appointment", wish)[:-5] + "AAAAA",
        "rubbish",
    )):  # fmt: skip
        for _ in range(2):
            answer = hall.send("book_appointment", None, sealed=sealed, key=f"sealed-{number}")
            assert answer == "cannot_open"
    assert hall.send("book_appointment", wish) == "done"
