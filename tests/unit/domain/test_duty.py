"""Opening hours on the office's wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.duty import Holidays, WeeklyHours, opening

WEEK = [WeeklyHours(day, time(9), time(17, 30)) for day in range(1, 6)]
NONE = Holidays()


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=OFFICE_ZONE).astimezone(UTC)  # type: ignore[misc,arg-type]


def test_open_until_closing_time() -> None:
    now = opening(WEEK, at(2026, 11, 27, 15, 20), NONE)
    assert now.open
    assert now.until is not None
    assert now.until.strftime("%H:%M") == "17:30"


def test_after_closing_on_friday_it_opens_on_monday() -> None:
    now = opening(WEEK, at(2026, 11, 27, 17, 30), NONE)
    assert not now.open
    assert now.until is not None
    assert now.until.date() == date(2026, 11, 30)


def test_a_holiday_is_closed_and_a_make_up_saturday_is_open() -> None:
    year = Holidays(frozenset({date(2026, 11, 27)}), frozenset({date(2026, 11, 28)}))
    assert not opening(WEEK, at(2026, 11, 27, 10), year).open
    assert opening(WEEK, at(2026, 11, 28, 10), year).open


def test_a_police_station_is_open_on_holidays_too() -> None:
    station = [WeeklyHours(day, time(0), time(23, 59)) for day in range(1, 8)]
    year = Holidays(frozenset({date(2026, 11, 27)}))
    assert opening(station, at(2026, 11, 27, 3), year).open


def test_what_has_no_hours_never_opens() -> None:
    assert opening([], at(2026, 11, 27, 10), NONE).until is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=20),
)
def test_the_next_change_lies_ahead_and_truly_changes(when: datetime, off: set[date]) -> None:
    moment = when.replace(tzinfo=UTC)
    year = Holidays(frozenset(off))
    now = opening(WEEK, moment, year)
    if now.until is not None:
        assert now.until > moment
        after = opening(WEEK, now.until + timedelta(seconds=1), year)
        assert after.open != now.open


def test_hours_until_2359_last_until_midnight() -> None:
    station = [WeeklyHours(day, time(0), time(23, 59)) for day in range(1, 8)]
    minute = at(2026, 11, 27, 23, 59, 30)
    now = opening(station, minute, NONE)
    assert now.open
    assert now.until == at(2026, 11, 28)
