"""Words for places: every one is true at the moment that it is said."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.directory import Category
from kiosk.domain.duty import Holidays, WeeklyHours, opening
from kiosk.terminal.ui.viewmodels.places import (
    FACES,
    category_title,
    direction_words,
    distance_words,
    noon_words,
    opening_words,
    walk_words,
    week_words,
)

WEEKDAYS = [WeeklyHours(day, time(9), time(17, 30)) for day in range(1, 6)]
WITH_BREAK = [
    WeeklyHours(day, start, end)
    for day in range(1, 6)
    for start, end in ((time(9), time(12)), (time(14), time(17, 30)))
]
ALWAYS = [WeeklyHours(day, time(0), time(23, 59)) for day in range(1, 8)]
FRIDAY_ONLY = [WeeklyHours(5, time(13, 30), time(17))]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=OFFICE_ZONE)


@pytest.mark.parametrize(
    ("hours", "moment", "state", "tag", "detail"),
    [
        (WEEKDAYS, at(20, 15, 20), "open", "现在开门", "到 17:30"),
        (WEEKDAYS, at(20, 8), "closed", "现在没开门", "今天 9:00 开门"),
        (WEEKDAYS, at(19, 18), "closed", "现在关门了", "明天 9:00 开门"),
        (WEEKDAYS, at(20, 18), "closed", "现在关门了", "周一 9:00 开门"),
        (WEEKDAYS, at(21, 10), "closed", "今天不开门", "周一 9:00 开门"),
        (WITH_BREAK, at(20, 12, 30), "closed", "现在没开门", "今天 14:00 开门"),
        (FRIDAY_ONLY, at(20, 18), "closed", "现在关门了", "11 月 27 日 13:30 开门"),
        (ALWAYS, at(22, 3), "open", "现在开门", "全天都有人"),
        ([], at(20, 10), "unknown", "先打电话问", "开门时间没有登记"),
    ],
)
def test_opening_in_words(
    hours: list[WeeklyHours], moment: datetime, state: str, tag: str, detail: str
) -> None:
    words = opening_words(hours, opening(hours, moment, Holidays()), moment)
    assert (words.state, words.tag, words.detail) == (state, tag, detail)


def test_on_a_holiday_nobody_is_sent_to_a_closed_door() -> None:
    holidays = Holidays(frozenset({at(20, 0).date()}))
    words = opening_words(WEEKDAYS, opening(WEEKDAYS, at(20, 8), holidays), at(20, 8))
    assert (words.tag, words.detail) == ("今天不开门", "周一 9:00 开门")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (WEEKDAYS, "中午不休息"),
        (WITH_BREAK, "中午 12:00 到 14:00 休息"),
        (FRIDAY_ONLY, ""),
        (ALWAYS, ""),
    ],
)
def test_noon(hours: list[WeeklyHours], words: str) -> None:
    assert noon_words(hours, at(20, 10)) == words


def test_week_puts_equal_days_together() -> None:
    saturday = WeeklyHours(6, time(9), time(12))
    assert week_words([*WEEKDAYS, saturday]) == ["周一到周五 9:00–17:30", "周六 9:00–12:00"]
    assert week_words(WITH_BREAK) == ["周一到周五 9:00–12:00 14:00–17:30"]
    assert week_words(ALWAYS) == ["周一到周日 全天"]
    assert week_words([]) == []


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (None, ""),
        (3.0, ""),
        (34.0, "30 米"),
        (647.0, "650 米"),
        (996.0, "1.0 公里"),
        (2040.0, "2.0 公里"),
    ],
)
def test_distance(metres: float | None, words: str) -> None:
    assert distance_words(metres) == words


@pytest.mark.parametrize(
    ("bearing", "words"),
    [(0, "往北"), (22, "往北"), (44, "往东北"), (90, "往东"), (200, "往南"), (350, "往北")],
)
def test_direction(bearing: float, words: str) -> None:
    assert direction_words(bearing) == words


def test_unknown_distance_says_nothing() -> None:
    assert (walk_words(None, None), direction_words(None)) == ("", "")


def test_where_one_stands_already_there_is_no_way_to_go() -> None:
    assert walk_words(1, 4.0) == "就在这里"
    assert walk_words(9, 440.0) == "走路 9 分钟"


def test_every_category_has_a_name_and_a_face() -> None:
    names = {category_title(c) for c in Category}
    assert len(names) == len(Category) == len(FACES)
