"""What people write into cells and headings: topics, days, hours, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time

from kiosk.domain.articles import Topic
from kiosk.domain.laws import parse_chinese_number
from kiosk.protocol.content import HoursDoc
from kiosk.server.content_folder.values import END_OF_DAY

#: Words that tell a topic, the more particular topics first.
_TOPICS: dict[Topic, tuple[str, ...]] = {
    Topic.FRAUD: ("诈骗", "骗局", "反诈", "欺诈", "fraud", "scam"),
    Topic.INJURY: ("工伤", "职业病", "人身损害", "医疗", "injury", "medical"),
    Topic.ELDER: ("养老", "老年", "老人", "赡养", "elder", "pension"),
    Topic.INHERITANCE: ("继承", "遗嘱", "遗产", "inherit", "will"),
    Topic.LABOUR: ("劳动", "工资", "欠薪", "社保", "用工", "labour", "labor", "wage", "employment"),
    Topic.FAMILY: ("婚姻", "家庭", "离婚", "抚养", "家暴", "彩礼", "family", "marriage", "divorce"),
    Topic.NEIGHBOURS: ("邻里", "相邻", "物业", "漏水", "neighbour"),
    Topic.HOUSING: ("房产", "房屋", "租赁", "租房", "拆迁", "住房", "housing", "property", "rent"),
    Topic.TRAFFIC: ("交通", "车祸", "电动车", "traffic"),
    Topic.CONSUMER: ("消费", "退款", "预付", "consumer", "refund"),
    Topic.DEBT: ("债", "借贷", "借款", "欠款", "合同", "debt", "loan", "contract"),
    Topic.SAFETY: ("刑事", "治安", "人身安全", "高空抛物", "犯罪", "criminal", "safety"),
    Topic.AID: ("法律援助", "legal aid"),
    Topic.COURTS: ("法院", "诉讼", "仲裁", "行政", "court", "litigation"),
    Topic.EVENTS: ("活动", "普法", "宣传", "讲座", "event", "lecture"),
}


def topic_of(text: str) -> Topic | None:
    """The topic that a value names (``labour``), or that its words tell of; None: none."""
    text = _folded(text)
    if text in frozenset(Topic):
        return Topic(text)
    for topic, words in _TOPICS.items():
        if any(_holds(text, word) for word in words):
            return topic
    return None


def _holds(text: str, word: str) -> bool:
    return bool(re.search(rf"\b{word}", text)) if word.isascii() else word in text


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def split_list(text: str) -> tuple[str, ...]:
    """Parts between 、,;，；/| or on lines of their own."""
    parts = (part.strip() for part in re.split(r"[、,;，；/|\n]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))


_NUMERAL = "[〇零一二三四五六七八九十]"
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/.年]\s*)(\d{1,2})(?:\s*[-/.月]\s*)(\d{1,2})(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
    rf"|([一二]{_NUMERAL}{{3}})年({_NUMERAL}{{1,2}})月({_NUMERAL}{{1,3}})日"
)


def find_date(text: str) -> date | None:
    """The first date in a text, in any of the forms that docs/operators/import.md lists."""
    return next(find_dates(text), None)


def find_dates(text: str) -> Iterator[date]:
    for found in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        parts = [parse_chinese_number(part) for part in found.groups() if part]
        try:
            yield date(*[part or 0 for part in parts])
        except ValueError:  # 2026-13-01
            continue


def read_date(value: object) -> date:
    """A cell or field as a date; ``ValueError``."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = find_date(str(value))
    if found is None:
        raise ValueError(f"{value!s:.40} is no date: write 2026-11-20")
    return found


_DAYS = {mark: day for day, mark in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7, "七": 7}
_DAYS |= {str(day): day for day in range(1, 8)}
_DAYS |= dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(1, 8), strict=True))
_DAY = (
    r"(?:(?:周|星期|礼拜)([一二三四五六日天1-7])"
    r"|(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)"
)
_TO = r"\s*(?:-|–|—|~|至|到|to)\s*"
_CLOCK = (
    r"(上午|早上|中午|下午|晚上?|am|pm)?\s*"
    r"(\d{1,2})(?::(\d\d)|[时点](?:(\d{1,2})分?|(半))?)\s*(am|pm)?"
)
_HOURS = re.compile(
    rf"(?P<range>{_DAY}{_TO}{_DAY.replace('(?:周|星期|礼拜)', '(?:周|星期|礼拜)?')})"
    rf"|(?P<day>{_DAY})"
    r"|(?P<more>[、,和及]\s*[一二三四五六日天](?![\d:时点]))"
    r"|(?P<all>每天|每日|全周|全年|天天|daily|every day)"
    r"|(?P<work>工作日|weekdays?)"
    r"|(?P<end>周末|双休日|weekends?)"
    r"|(?P<always>24\s*小时|全天|24\s*h(?:ours)?)"
    rf"|(?P<span>{_CLOCK}{_TO}{_CLOCK})"
    r"|(?P<none>\(?(?:法定)?节?假日(?:除外|休息)\)?|上班|办公|开放|营业|[\s,;、:。()]+)"
)


def read_hours(text: str) -> tuple[HoursDoc, ...]:
    """周一至周五 9:00-17:30; 周六 9:00-12:00. ``ValueError`` says what is not understood."""
    text, at = _folded(text), 0
    if not text:
        return ()
    days: list[int] = []
    timed = False  # the days have had hours: the next day begins anew
    found: list[HoursDoc] = []
    while at < len(text):
        part = _HOURS.match(text, at)
        if part is None:
            raise ValueError(f"hours: {text[at : at + 20]!r} is not understood")
        at = part.end()
        kind = str(part.lastgroup)
        if kind == "none":
            continue
        spans = _spans(kind, part)
        if spans is None:
            if timed:
                days, timed = [], False
            days += _days(kind, part[0])
            continue
        if not days and kind == "always":
            days = list(range(1, 8))
        if not days:
            raise ValueError(f"hours: {part[0]!r} has no days: write 周一至周五 9:00-17:30")
        timed = True
        found += [HoursDoc(weekday=day, opens=spans[0], closes=spans[1]) for day in days]
    if days and not timed:
        raise ValueError("hours: days without hours")
    unique = {(h.weekday, h.opens, h.closes): h for h in found}
    return tuple(unique[key] for key in sorted(unique))


def _days(kind: str, text: str) -> list[int]:
    if kind in ("all", "work", "end"):
        return {"all": [1, 2, 3, 4, 5, 6, 7], "work": [1, 2, 3, 4, 5], "end": [6, 7]}[kind]
    names = re.findall(r"mon|tue|wed|thu|fri|sat|sun|[一二三四五六日天1-7]", text)
    numbers = [_DAYS[name] for name in names if name in _DAYS]
    if kind == "range":
        first, last = numbers[0], numbers[-1]
        return [(first - 1 + i) % 7 + 1 for i in range((last - first) % 7 + 1)]
    return numbers


def _spans(kind: str, part: re.Match[str]) -> tuple[time, time] | None:
    if kind == "always":
        return time(0), END_OF_DAY
    if kind != "span":
        return None
    ends = re.findall(_CLOCK, part["span"])
    opens, late = _clock(ends[0])
    closes, _ = _clock(ends[1], late)
    if closes <= opens:
        raise ValueError(f"hours: {part['span']!r} closes before it opens")
    return opens, closes


def _clock(parts: tuple[str, ...], late: bool = False) -> tuple[time, bool]:
    """(time, whether it was called one of the afternoon). ``late``: what it follows was one."""
    before, hour, minutes, also, half, behind = parts
    h, m = int(hour), int(minutes or also or (30 if half else 0))
    late = before in ("下午", "晚", "晚上", "pm") or behind == "pm" or (late and not before)
    if late and h < 12:
        h += 12  # 下午2:00-5:30
    if (h, m) == (24, 0):
        return END_OF_DAY, late
    if h > 23 or m > 59:
        raise ValueError(f"hours: {h}:{m:02} is no time of day")
    return time(h, m), late
