"""Words for places: opening hours, distance and direction, and the face of each category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from kiosk.domain.clock import office_time
from kiosk.domain.directory import Category
from kiosk.domain.duty import Opening, WeeklyHours
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.words import weekday, when_text

#: category -> (icon, tint)
FACES: dict[Category, tuple[str, str]] = {
    Category.LEGAL_AID_CENTRE: ("umbrella", "lamp"),
    Category.SERVICE_CENTRE: ("doorway", "pine"),
    Category.JUDICIAL_OFFICE: ("building", "pine"),
    Category.COMMUNITY_STUDIO: ("home", "clay"),
    Category.MEDIATION: ("talk", "olive"),
    Category.NOTARY: ("stamp", "plum"),
    Category.ARBITRATION: ("note", "clay"),
    Category.LABOUR_INSPECTION: ("helmet", "clay"),
    Category.COURT: ("court", "olive"),
    Category.POLICE: ("alarm", "pine"),
    Category.WOMENS_FEDERATION: ("heart", "plum"),
    Category.CONSUMER_COUNCIL: ("bag", "lamp"),
    Category.LAW_FIRM: ("briefcase", "olive"),
}


def category_title(category: Category) -> str:
    """The category as people say it, in the language of the screen."""
    return {
        Category.LEGAL_AID_CENTRE: tr("法律援助中心"),
        Category.SERVICE_CENTRE: tr("法律服务中心"),
        Category.JUDICIAL_OFFICE: tr("司法所"),
        Category.COMMUNITY_STUDIO: tr("社区工作室"),
        Category.MEDIATION: tr("人民调解"),
        Category.NOTARY: tr("公证处"),
        Category.ARBITRATION: tr("劳动仲裁"),
        Category.LABOUR_INSPECTION: tr("劳动监察"),
        Category.COURT: tr("法院"),
        Category.POLICE: tr("派出所"),
        Category.WOMENS_FEDERATION: tr("妇联"),
        Category.CONSUMER_COUNCIL: tr("消费者协会"),
        Category.LAW_FIRM: tr("律师事务所"),
    }[category]


def clock_words(moment: datetime | time) -> str:
    """``9:00``: the hour without a leading zero."""
    return f"{moment.hour}:{moment.minute:02d}"


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """``state`` is open, closed or unknown; ``detail`` says until or from when."""

    state: str
    tag: str
    detail: str


def opening_words(hours: Iterable[WeeklyHours], opening: Opening, moment: datetime) -> OpeningWords:
    """Say whether a place is open at ``moment``, and when that changes."""
    spans = list(hours)
    local = office_time(moment)
    if not spans:
        return OpeningWords("unknown", tr("先打电话问"), tr("开门时间没有登记"))
    today = [s for s in spans if s.weekday == local.isoweekday()]
    if opening.open:
        if _all_day(today):
            detail = tr("全天都有人")
        else:
            closes = clock_words(office_time(opening.until)) if opening.until else ""
            detail = tr("到 {time}").format(time=closes)
        return OpeningWords("open", tr("现在开门"), detail)
    if opening.until is None:
        return OpeningWords(
            "closed",
            tr("现在不开门"),
            tr("去之前先打电话问"),
        )
    opens = office_time(opening.until)
    detail = tr("{when} 开门").format(when=when_text(opens, local))
    if opens.date() == local.date():
        return OpeningWords("closed", tr("现在没开门"), detail)
    # A span that has begun today may be over, or today is a holiday: "closed now" is true of both.
    if any(s.opens <= local.time() for s in today):
        return OpeningWords("closed", tr("现在关门了"), detail)
    return OpeningWords("closed", tr("今天不开门"), detail)


def _all_day(today: list[WeeklyHours]) -> bool:
    return any(s.opens <= time(0, 1) and s.closes >= time(23, 59) for s in today)


def noon_words(hours: Iterable[WeeklyHours], moment: datetime) -> str:
    """Whether they take a break at noon today; empty when nothing can be said."""
    local = office_time(moment)
    today = sorted((s for s in hours if s.weekday == local.isoweekday()), key=lambda s: s.opens)
    if _all_day(today):
        return ""
    if any(s.opens <= time(11, 30) and s.closes >= time(14) for s in today):
        return tr("中午不休息")
    for before, after in pairwise(today):
        if before.closes <= time(13) <= after.opens or before.closes <= time(12) <= after.opens:
            return tr("中午 {start} 到 {end} 休息").format(
                start=clock_words(before.closes), end=clock_words(after.opens)
            )
    return ""


def _weekday(number: int) -> str:
    return weekday(date(2024, 1, number))  # the 1st was a Monday


def week_words(hours: Iterable[WeeklyHours]) -> list[str]:
    """The week in lines, days with the same hours together: ``周一到周五 9:00–17:30``."""
    by_day: dict[int, tuple[tuple[time, time], ...]] = {}
    for span in sorted(hours, key=lambda s: (s.weekday, s.opens)):
        by_day[span.weekday] = (*by_day.get(span.weekday, ()), (span.opens, span.closes))
    lines: list[str] = []
    day = 1
    while day <= 7:
        spans = by_day.get(day)
        last = day
        while last < 7 and spans and by_day.get(last + 1) == spans:
            last += 1
        if spans:
            if last > day:
                days = tr("{first}到{last}").format(first=_weekday(day), last=_weekday(last))
            else:
                days = _weekday(day)
            if spans[0][0] <= time(0, 1) and spans[-1][1] >= time(23, 59):
                times = tr("全天")
            else:
                times = " ".join(f"{clock_words(a)}–{clock_words(b)}" for a, b in spans)
            lines.append(f"{days} {times}")
        day = last + 1
    return lines


#: Nearer than this, a place is where the terminal stands.
AT_HAND_M = 30.0


def at_hand(metres: float | None) -> bool:
    """True when there is no way to go."""
    return metres is not None and metres < AT_HAND_M


def distance_words(metres: float | None) -> str:
    """``650 米`` or ``1.2 公里``; empty when there is none, or it is not known."""
    if metres is None or at_hand(metres):
        return ""
    if metres < 995:
        return tr("{n} 米").format(n=round(metres / 10) * 10)
    return tr("{n} 公里").format(n=f"{metres / 1000:.1f}")


def walk_words(minutes: int | None, metres: float | None) -> str:
    """``走路 9 分钟`` or ``就在这里``; empty when the distance is not known."""
    if minutes is None:
        return ""
    if at_hand(metres):
        return tr("就在这里")
    return tr("走路 {n} 分钟").format(n=minutes)


def direction_words(bearing_deg: float | None) -> str:
    """The one of eight directions that a bearing (degrees from north, clockwise) lies in."""
    if bearing_deg is None:
        return ""
    return (
        tr("往北"),
        tr("往东北"),
        tr("往东"),
        tr("往东南"),
        tr("往南"),
        tr("往西南"),
        tr("往西"),
        tr("往西北"),
    )[round(bearing_deg / 45) % 8]
