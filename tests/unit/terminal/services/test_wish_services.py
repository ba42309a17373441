"""Appointments, call-backs, evaluations, receipts: what pages call, over a real outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from kiosk.domain.appointments import AT_A_TIME, AppointmentState
from kiosk.domain.clock import OFFICE_ZONE, FixedClock
from kiosk.domain.directory import Shift
from kiosk.domain.duty import Holidays, WeeklyHours
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, EnvironmentFault, NotFoundError, UserError
from kiosk.protocol.commands import PAYLOADS, Payload, slip_hash
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.sealing import new_seal_key, public_jwk
from kiosk.terminal.services import events as told
from kiosk.terminal.services.appointments import AppointmentService
from kiosk.terminal.services.call_backs import CallBackService
from kiosk.terminal.services.erasure import ErasureService
from kiosk.terminal.services.evaluations import EvaluationService
from kiosk.terminal.services.session import SessionService
from kiosk.terminal.storage.resident import ResidentStore, Settled

#: Friday, 15:00.
NOW = datetime(2026, 11, 27, 15, 0, tzinfo=OFFICE_ZONE)
LI, SUN = new_id(), new_id()
PROFILE = DeviceProfile(device_id="d", name="终端", organisation_id="c", organisation_name="社区",
                        public_url="https://law.example/")  # fmt: skip


class Roster:
    """The cache: two lawyers who are on duty on Friday afternoons."""

    def shifts(self) -> Sequence[Shift]:
        hours = WeeklyHours(5, time(14), time(17, 30))
        return [Shift(who, who, "elm", hours) for who in (LI, SUN)]

    def holidays(self) -> Holidays:
        return Holidays()


class Person:
    """A terminal with all services, and what its bus has told."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(NOW)
        self.bus = told.EventBus()
        self.store = ResidentStore(folder, self.clock)
        self.sessions = SessionService(self.bus, self.clock)
        self.sessions.register_eraser("outbox", self.store.end_session)
        self.profile: DeviceProfile | None = PROFILE
        self.appointments = AppointmentService(
            self.store, Roster(), self.sessions, self.clock, self.bus,  # type: ignore[arg-type]
            lambda: self.profile,
        )  # fmt: skip
        self.call_backs = CallBackService(
            self.store, self.sessions, self.clock, self.bus, lambda: self.profile
        )
        self.evaluations = EvaluationService(self.store, self.sessions, self.clock, self.bus)
        self.erasure = ErasureService(self.store, self.clock, self.bus)
        self.events: list[told.Event] = []
        self.bus.subscribe(self.events.append)

    def sent(self) -> tuple[str, Payload]:
        """The next command that would go, and what it carries."""
        waiting = self.store.next()
        assert waiting is not None
        return waiting.key, PAYLOADS[waiting.name].model_validate(waiting.payload)

    def answer(self, code: str | None = None) -> None:
        """The server answers the next command; as the outbox's service tells it."""
        waiting = self.store.next()
        assert waiting is not None
        settled = self.store.refused(waiting.key, code) if code else self.store.done(waiting.key)
        assert isinstance(settled, Settled)
        self.bus.publish(
            told.CommandSettled(settled.name, settled.subject, settled.session, settled.code)
        )

    def new(self) -> list[told.Event]:
        found, self.events[:] = list(self.events), []
        return [event for event in found if not isinstance(event, told.CommandSettled)]

    @property
    def session(self) -> str:
        return self.sessions.session.id


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    made = Person(tmp_path)
    made.store.keep_seal_key(public_jwk(new_seal_key()), "f", 0)
    yield made
    made.store.close()


def at(text: str) -> datetime:
    return datetime.combine(NOW.date(), time.fromisoformat(text), OFFICE_ZONE)


def test_a_booking_is_kept_told_and_confirmed(person: Person) -> None:
    made = new_id()
    assert person.appointments.slots(LI)[0].starts_at == at("15:30")
    for _ in range(2):
        person.appointments.book(made, LI, at("15:30"), phone="138 1234 5678", topic="欠薪")
    key, wish = person.sent()
    assert key == made
    assert wish.model_dump() == {
        "appointment_id": made, "person_id": person.sessions.session.person_id, "lawyer_id": LI,
        "starts_at": at("15:30"), "topic": "欠薪", "phone": "13812345678",
        "slip": slip_hash(person.sessions.session.slips[made]), "requested_at": NOW,
    }  # fmt: skip
    assert person.store.pending() == 1
    assert person.new() == [told.AppointmentBooked(made)] * 2
    (mine,) = person.appointments.mine()
    assert (mine.appointment_id, mine.state) == (made, AppointmentState.REQUESTED)
    assert person.appointments.slots(LI)[0].starts_at == at("16:00")
    assert person.appointments.slots(SUN)[0].starts_at == at("15:30")
    person.answer()
    assert person.new() == [told.AppointmentConfirmed(person.session, made)]
    assert person.appointments.mine()[0].state is AppointmentState.CONFIRMED


def test_a_slip_has_a_secret_of_its_own_that_no_disk_sees(person: Person, tmp_path: Path) -> None:
    made, other = new_id(), new_id()
    person.appointments.book(made, LI, at("15:30"))
    person.call_backs.request(other, "0551-62345678")
    slips = {person.appointments.slip(made), person.call_backs.slip(other)}
    assert len(slips) == 2
    for slip in slips:
        base, _, secret = slip.rpartition("/")
        assert base == "https://law.example/slip"
        assert len(secret) == 32  # of 64 characters: 192 bits
        for path in tmp_path.rglob("*"):
            assert secret.encode() not in path.read_bytes()
    person.profile = None
    assert person.appointments.slip(made) == person.call_backs.slip(other) == ""
    person.profile = PROFILE
    person.sessions.end()
    assert person.appointments.slip(made) == person.call_backs.slip(other) == ""


@pytest.mark.parametrize(
    ("lawyer", "moment", "phone", "code"),
    [
        (LI, at("15:00"), "", "slot_past"),
        (LI, at("15:30") + timedelta(weeks=5), "", "slot_far"),
        (LI, at("15:40"), "", "no_slot"),
        (new_id(), at("15:30"), "", "no_slot"),
        (LI, at("15:30"), "110", "bad_phone"),
    ],
    ids=["past", "too far", "between two", "nobody's", "short number"],
)
def test_what_cannot_be_is_said_at_once(
    person: Person, lawyer: str, moment: datetime, phone: str, code: str
) -> None:
    with pytest.raises(UserError) as caught:
        person.appointments.book(new_id(), lawyer, moment, phone=phone)
    assert caught.value.code == code
    assert person.store.pending() == 0
    assert person.new() == []


def test_a_slot_that_was_taken_comes_back_to_who_is_still_there(person: Person) -> None:
    made = new_id()
    person.appointments.book(made, LI, at("15:30"))
    person.new()
    person.answer("slot_taken")
    assert person.new() == [told.AppointmentRefused(person.session, made, "book", "slot_taken")]
    (mine,) = person.appointments.mine()
    assert (mine.state, mine.code) == (AppointmentState.REFUSED, "slot_taken")
    person.appointments.change(made, LI, at("16:00"), new_id())  # the next one, then
    (mine,) = person.appointments.mine()
    assert (mine.wished_at, mine.code) == (at("16:00"), None)
    person.answer()
    (mine,) = person.appointments.mine()
    assert (mine.state, mine.starts_at, mine.wished_at) == ("changed", at("16:00"), None)


def test_one_person_holds_three_at_a_time(person: Person) -> None:
    first, *_ = made = [new_id() for _ in range(AT_A_TIME)]
    times = [at("15:30"), at("16:00"), at("16:30")]
    for appointment_id, starts_at in zip(made, times, strict=True):
        for _ in range(2):  # a second tap is no second one
            person.appointments.book(appointment_id, LI, starts_at)
    with pytest.raises(ConflictError) as refused:
        person.appointments.book(new_id(), LI, at("17:00"))
    assert refused.value.code == "too_many"
    person.appointments.change(first, LI, at("17:00"), new_id())
    person.appointments.cancel(first)
    person.appointments.book(new_id(), LI, at("17:00"))
    person.sessions.end()  # the next person has three of their own
    for starts_at in times:
        person.appointments.book(new_id(), LI, starts_at)


def test_nobody_is_told_what_was_the_last_persons(
    person: Person, allow_log: Callable[[str], None]
) -> None:
    person.appointments.book(new_id(), LI, at("15:30"))
    ended = person.sessions.end()
    assert ended.erased == ("outbox", "session")
    assert person.appointments.mine() == []
    person.new()
    person.answer("slot_taken")
    assert person.new() == []


def test_a_wish_that_is_on_its_way_may_be_changed_and_given_up(person: Person) -> None:
    made = new_id()
    person.appointments.book(made, LI, at("15:30"))
    person.appointments.change(made, LI, at("16:00"), new_id())
    person.appointments.change(made, SUN, at("16:30"), new_id())
    person.answer()  # booked
    person.answer()  # the first change; another wish has followed
    (mine,) = person.appointments.mine()
    assert (mine.starts_at, mine.wished_lawyer, mine.wished_at) == (at("16:00"), SUN, at("16:30"))
    person.answer("slot_taken")
    (mine,) = person.appointments.mine()
    assert (mine.lawyer_id, mine.starts_at, mine.state) == (LI, at("16:00"), "changed")
    assert (mine.wished_at, mine.code) == (None, "slot_taken")
    person.appointments.change(made, SUN, at("17:00"), new_id())
    person.appointments.cancel(made)
    assert person.appointments.mine()[0].state == "cancelled"
    person.answer()
    assert person.appointments.mine()[0].state == "cancelled"
    person.answer()
    assert person.store.pending() == 0
    with pytest.raises(ConflictError):
        person.appointments.cancel(made)
    with pytest.raises(ConflictError):
        person.appointments.change(made, LI, at("16:00"), new_id())
    assert [type(event).__name__ for event in person.new()] == [
        "AppointmentBooked", "AppointmentChanged", "AppointmentChanged", "AppointmentConfirmed",
        "AppointmentConfirmed", "AppointmentRefused", "AppointmentChanged", "AppointmentCancelled",
        "AppointmentConfirmed",
    ]  # fmt: skip


def test_nobody_touches_what_is_not_theirs(person: Person) -> None:
    made = new_id()
    person.appointments.book(made, LI, at("15:30"))
    person.sessions.end()
    for touch in (
        lambda: person.appointments.cancel(made),
        lambda: person.appointments.change(made, LI, at("16:00"), new_id()),
    ):
        with pytest.raises(NotFoundError):
            touch()


def test_a_call_back_is_received_or_refused(person: Person) -> None:
    first, second = new_id(), new_id()
    person.call_backs.request(first, "+86 138-1234-5678", topic="漏水")
    person.call_backs.request(second, "0551 62345678")
    person.answer()
    person.answer("bad_phone")
    assert person.new() == [
        told.CallBackRequested(first),
        told.CallBackRequested(second),
        told.CallBackReceived(person.session, first),
        told.CallBackRefused(person.session, second, "bad_phone"),
    ]
    assert {asked.call_back_id: asked.state for asked in person.call_backs.mine()} == {
        first: "received",
        second: "refused",
    }
    with pytest.raises(UserError, match="telephone"):
        person.call_backs.request(new_id(), "")


def test_an_evaluation_is_kept(person: Person) -> None:
    person.evaluations.evaluate(LI, 2, "key-of-it", remark="说得明白")
    key, evaluation = person.sent()
    assert (key, evaluation.model_dump(include={"lawyer_id", "score", "remark"})) == (
        "key-of-it",
        {"lawyer_id": LI, "score": 2, "remark": "说得明白"},
    )
    assert person.new() == [told.LawyerEvaluated(LI)]


def test_each_erasing_leaves_a_receipt_without_anything_of_the_person(person: Person) -> None:
    ended = person.sessions.end()
    _, receipt = person.sent()
    assert receipt.model_dump() == {"ended_at": NOW, "steps": ("session",)}
    assert told.ErasureNoted() in person.new()
    assert ended.erased == ("session",)


def test_a_receipt_that_cannot_be_kept_stops_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch, allow_log: Callable[[str], None]
) -> None:
    allow_log("^a receipt of an erasing is not kept")

    def full(*_: object, **__: object) -> bool:
        raise EnvironmentFault("The disk is full.")

    monkeypatch.setattr(person.store, "add", full)
    assert person.sessions.end().erased == ("session",)
