"""The injected clock: nothing else in the project asks the system for the time of day."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: The office's wall clock: opening hours, shifts and printed times are in it.
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """A source of the present moment."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never jumps. For time-outs."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is told to move (tests, tours, rehearsals)."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._at.timestamp()

    def advance(self, by: timedelta) -> None:
        self._at += by


def office_time(moment: datetime) -> datetime:
    """``moment`` on the office's wall clock."""
    return moment.astimezone(OFFICE_ZONE)
