"""Weekly shifts, holidays and opening hours on the office's wall clock. Holidays are data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kiosk.domain.clock import office_time


@dataclass(frozen=True, slots=True)
class Holidays:
    """Public holidays and make-up working days, published yearly and imported as data."""

    holidays: frozenset[date] = field(default_factory=frozenset)
    working_days: frozenset[date] = field(default_factory=frozenset)
    years: frozenset[int] = field(default_factory=frozenset)  # those that are known

    def missing(self, today: date) -> tuple[int, ...]:
        """Years that are needed now and not known: this one, and from December on the next."""
        needed = (today.year, today.year + 1) if today.month == 12 else (today.year,)
        return tuple(year for year in needed if year not in self.years)

    def is_working_day(self, day: date) -> bool:
        if day in self.working_days:
            return True
        return day.isoweekday() <= 5 and day not in self.holidays


#: Hours until 23:59 mean until the day is over: a time of day cannot say 24:00.
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A span on one ISO weekday (1 = Monday): ``opens`` <= t < ``closes``; 23:59 is midnight."""

    weekday: int
    opens: time
    closes: time

    def end_on(self, day: date) -> datetime:
        """When the span that begins on ``day`` is over, without a zone."""
        if self.closes >= _LAST_MINUTE:
            return datetime.combine(day + timedelta(days=1), time())
        return datetime.combine(day, self.closes)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether something is open now, and when that changes next (office time; None: not soon)."""

    open: bool
    until: datetime | None


def opening(hours: Iterable[WeeklyHours], moment: datetime, holidays: Holidays) -> Opening:
    """Open now and until when; or closed, and when it opens next within 14 days.

    What keeps hours on all seven days (a police station) keeps them on holidays too.
    """
    spans = list(hours)
    never_rests = {s.weekday for s in spans} == set(range(1, 8))
    local = office_time(moment)
    for ahead in range(15):
        day = local.date() + timedelta(days=ahead)
        if day in holidays.holidays and not never_rests:
            continue
        # A make-up working day keeps the hours of the nearest ordinary weekday: Friday's.
        weekday = day.isoweekday()
        if day in holidays.working_days and weekday > 5 and not never_rests:
            weekday = 5
        for span in sorted((s for s in spans if s.weekday == weekday), key=lambda s: s.opens):
            opens = datetime.combine(day, span.opens, local.tzinfo)
            closes = span.end_on(day).replace(tzinfo=local.tzinfo)
            if opens <= local < closes:
                return Opening(True, closes)
            if local < opens:
                return Opening(False, opens)
    return Opening(False, None)
