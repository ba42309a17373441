"""Events of the weekly rule-of-law day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.clock import office_time


@dataclass(frozen=True, slots=True)
class LawDayEvent:
    """``stream``: HLS address of its broadcast; ``poster``, ``video``: SHA-256 of blobs."""

    id: str
    title: str
    title_en: str
    text: str
    text_en: str
    starts: datetime
    ends: datetime
    organisation: str
    place: str
    poster: str | None
    stream: str
    video: str | None
    example: bool


def events_of_week(events: Iterable[LawDayEvent], moment: datetime) -> list[LawDayEvent]:
    """Events of the office's week (Monday to Sunday) that ``moment`` lies in, in their order.

    One that is over stays until the week is: its video can still be watched.
    """
    today = office_time(moment).date()
    monday = today - timedelta(days=today.weekday())
    week = [e for e in events
            if monday <= office_time(e.starts).date() < monday + timedelta(days=7)]  # fmt: skip
    return sorted(week, key=lambda e: (e.starts, e.title, e.id))
