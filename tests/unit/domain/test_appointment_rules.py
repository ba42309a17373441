"""Slots, states and telephone numbers, by rule."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.appointments import (
    HOLDING,
    SLOT,
    WEEKS_AHEAD,
    AppointmentState,
    Turn,
    check_slot,
    check_transition,
    open_slots,
    slots_on,
)
from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.duty import Holidays, WeeklyHours
from kiosk.domain.phones import normal_phone
from kiosk.errors import ConflictError, UserError

#: Wednesday.
NOW = datetime(2026, 11, 25, 10, 10, tzinfo=OFFICE_ZONE)
FRIDAY = date(2026, 11, 27)
TURN = Turn("elm", WeeklyHours(5, time(14), time(17, 30)))
HOLIDAYS = Holidays(frozenset({date(2026, 12, 4)}), frozenset({date(2026, 12, 5)}))


def starts(turns: list[Turn], day: date) -> list[str]:
    return [f"{slot.starts_at:%H:%M}" for slot in slots_on(turns, day, HOLIDAYS)]


def test_a_shift_has_a_slot_each_half_hour_that_fits_whole() -> None:
    assert starts([TURN], FRIDAY) == ["14:00", "14:30", "15:00", "15:30", "16:00", "16:30", "17:00"]
    odd = Turn("elm", WeeklyHours(5, time(9, 10), time(10, 40)))
    assert starts([odd], FRIDAY) == ["09:30", "10:00"]
    assert starts([Turn("x", WeeklyHours(5, time(23), time(23, 59)))], FRIDAY)[-1] == "23:30"


def test_overlapping_turns_share_no_slot() -> None:
    other = Turn("oak", WeeklyHours(5, time(16, 15), time(18)))
    slots = slots_on([TURN, other], FRIDAY, HOLIDAYS)
    assert [(f"{s.starts_at:%H:%M}", s.place) for s in slots[-3:]] == [
        ("16:30", "elm"),
        ("17:00", "elm"),
        ("17:30", "oak"),
    ]


def test_days_of_rest_have_none_and_make_up_days_have_fridays() -> None:
    assert starts([TURN], date(2026, 12, 4)) == []
    assert starts([TURN], date(2026, 12, 5)) == starts([TURN], FRIDAY)
    assert starts([TURN], FRIDAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (NOW, "slot_past"),
        (datetime(2026, 11, 20, 14, 0, tzinfo=OFFICE_ZONE), "slot_past"),
        (NOW + timedelta(weeks=WEEKS_AHEAD, seconds=1), "slot_far"),
        (datetime(2026, 11, 27, 14, 10, tzinfo=OFFICE_ZONE), "no_slot"),
        (datetime(2026, 11, 27, 17, 30, tzinfo=OFFICE_ZONE), "no_slot"),
        (datetime(2026, 12, 4, 14, 0, tzinfo=OFFICE_ZONE), "no_slot"),
    ],
)
def test_what_cannot_be_had_says_why(moment: datetime, code: str) -> None:
    with pytest.raises(UserError) as caught:
        check_slot([TURN], moment, NOW, HOLIDAYS)
    assert caught.value.code == code


HOURS = st.builds(
    lambda day, a, b: WeeklyHours(day, min(a, b), max(a, b)),
    st.integers(1, 7), st.times(), st.times(),
)  # fmt: skip
TURNS = st.lists(st.builds(Turn, st.sampled_from(["elm", "oak"]), HOURS), max_size=6)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda at: at.replace(tzinfo=OFFICE_ZONE)
)


@given(TURNS, MOMENTS)
def test_every_open_slot_may_be_had_and_none_overlap(turns: list[Turn], now: datetime) -> None:
    slots = open_slots(turns, now, HOLIDAYS)
    for slot in slots:
        assert check_slot(turns, slot.starts_at, now, HOLIDAYS) == slot
        assert HOLIDAYS.is_working_day(slot.starts_at.date())
        assert now < slot.starts_at <= now + timedelta(weeks=WEEKS_AHEAD)
    for one, next_one in pairwise(slots):
        assert one.starts_at + SLOT <= next_one.starts_at


@given(st.lists(st.sampled_from(AppointmentState), max_size=6))
def test_nothing_follows_an_end_and_nobody_holds_a_slot_unasked(wishes: list[str]) -> None:
    state = AppointmentState.REQUESTED
    for wish in map(AppointmentState, wishes):
        try:
            check_transition(state, wish)
        except ConflictError as error:
            assert error.code == f"appointment_{state}"
            continue
        assert state not in (AppointmentState.CANCELLED, AppointmentState.DONE)
        assert wish is not AppointmentState.DONE or state in HOLDING
        assert wish is not AppointmentState.CONFIRMED or state is AppointmentState.REQUESTED
        state = wish


# --- telephone numbers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 1234 5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("(0551) 6234 5678", "0551-62345678"),
        ("0563-1234567", None),
        ("0563-3234567", "0563-3234567"),
        ("010 6555 1234", "010-65551234"),
        ("0086 10 6555 1234", "010-65551234"),
        ("+86 551 62345678", "0551-62345678"),
        ("021-6555123", None),  # eight digits there
        ("62345678", None),  # without area code
        ("12345678901", None),
        ("110", None),
        ("", None),
        ("1381234567", None),
        ("138123456789", None),
        ("一三八", None),
        ("１３８1234567x", None),
        ("٠٥٥١٦٢٣٤٥٦٧٨", None),
    ],
)
def test_numbers(typed: str, number: str | None) -> None:
    if number is not None:
        assert normal_phone(typed) == number
        return
    with pytest.raises(UserError) as caught:
        normal_phone(typed)
    assert caught.value.code == "bad_phone"


@given(st.text(st.sampled_from("0123456789０１２+-() 86a零"), max_size=20))
def test_a_number_in_its_form_stays_as_it_is(text: str) -> None:
    try:
        number = normal_phone(text)
    except UserError:
        return
    assert normal_phone(number) == number
    assert number.replace("-", "").isdecimal()
