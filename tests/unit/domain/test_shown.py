"""Which notices are shown, what this week's events are, which years of holidays are missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.duty import Holidays
from kiosk.domain.events import LawDayEvent, events_of_week
from kiosk.domain.notices import Notice, NoticeLevel, notices_on

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
HERE = ["elm", "north", "district"]


def notice(
    title: str,
    level: NoticeLevel = NoticeLevel.ORDINARY,
    starts: datetime | None = None,
    ends: datetime | None = None,
    organisations: tuple[str, ...] = (),
) -> Notice:
    return Notice(id=title, title=title, title_en="", starts=starts, ends=ends, example=False,
                  organisations=organisations, level=level, text="", text_en="")  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "ends", "organisations", "shown"),
    [
        (None, None, (), True),
        (NOW, NOW + timedelta(seconds=1), (), True),  # from its beginning, before its end
        (NOW + timedelta(seconds=1), None, (), False),
        (None, NOW, (), False),
        (None, None, ("elm",), True),
        (None, None, ("south", "district"), True),
        (None, None, ("south",), False),
    ],
)
def test_where_and_when_it_is_shown(
    starts: datetime | None, ends: datetime | None, organisations: tuple[str, ...], shown: bool
) -> None:
    assert notice("x", starts=starts, ends=ends, organisations=organisations).on(NOW, HERE) is shown


def test_emergencies_come_first_then_the_newest() -> None:
    hour = timedelta(hours=1)
    notices = [
        notice("旧", starts=NOW - 3 * hour), notice("无始"), notice("新", starts=NOW - hour),
        notice("急", NoticeLevel.EMERGENCY, NOW - 5 * hour),
        notice("更急", NoticeLevel.EMERGENCY, NOW - 4 * hour),
        notice("还没到", NoticeLevel.EMERGENCY, NOW + hour),
    ]  # fmt: skip
    assert [n.title for n in notices_on(notices, NOW, HERE)] == ["更急", "急", "新", "旧", "无始"]


def event(day: date, hour: int = 15) -> LawDayEvent:
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE_ZONE)
    return LawDayEvent(id=f"{starts}", title="法治日", title_en="", text="", text_en="",
                       starts=starts, ends=starts + timedelta(hours=1), organisation="elm",
                       place="", poster=None, stream="", video=None, example=False)  # fmt: skip


def test_the_week_is_the_offices() -> None:
    sunday_night = datetime(2026, 11, 29, 16, 30, tzinfo=UTC)  # Monday, 00:30 at the office
    events = [event(date(2026, 12, 4)), event(date(2026, 11, 27)), event(date(2026, 11, 30), 0)]
    assert [e.starts.day for e in events_of_week(events, NOW)] == [27]
    assert [e.starts.day for e in events_of_week(events, sunday_night)] == [30, 4]


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 11, 30), ()),
        (date(2026, 12, 1), (2027,)),
        (date(2027, 1, 1), (2027,)),
        (date(2027, 12, 31), (2027, 2028)),
    ],
)
def test_a_missing_year_of_holidays_is_known_in_time(today: date, missing: tuple[int, ...]) -> None:
    assert Holidays(years=frozenset({2025, 2026})).missing(today) == missing
