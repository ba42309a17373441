"""Statutes, as the terminal reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class LawStatus(StrEnum):
    IN_FORCE = "in-force"
    AMENDED = "amended"  # in force, but not in this wording
    NOT_YET = "not-yet"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of a law (编, 章, 节): level 1 is the widest; ``first``: index of its article."""

    title: str
    level: int
    first: int


@dataclass(frozen=True, slots=True)
class LawArticle:
    """Article 第…条; ``suffix`` 1 is 之一."""

    number: int
    suffix: int
    text: str


@dataclass(frozen=True, slots=True)
class Law:
    id: str
    title: str
    status: LawStatus
    issuer: str
    issued: date | None
    effective: date | None
    repealed: date | None
    checked: date | None
    source: str
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)
    articles: tuple[LawArticle, ...] = field(default_factory=tuple)
    example: bool = False


_DIGITS = "零一二三四五六七八九"
_PLACES = ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"))
_VALUES = {
    **{mark: value for value, mark in enumerate(_DIGITS)},
    "〇": 0,
    "两": 2,
}
_LABEL = re.compile(
    r"第([零〇一二两三四五六七八九十百千万]+|\d+)条(?:之([一二三四五六七八九十]+|\d+))?"
)


def chinese_number(number: int) -> str:
    """1 to 99,999 in the numerals of statutes: 1205 is 一千二百零五."""
    if not 1 <= number <= 99_999:
        raise ValueError(f"{number} is not between 1 and 99999")
    words, rest, gap = "", number, False
    for place, mark in _PLACES:
        digit, rest = divmod(rest, place)
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + mark
        gap = bool(words) and not digit and rest > 0
    words += ("零" if gap else "") + _DIGITS[rest] if rest else ""
    return words.removeprefix("一") if 10 <= number <= 19 else words


def parse_chinese_number(text: str) -> int | None:
    """The number that ``text`` (一千二百零五, 一二〇五, 1205) is; None: it is none."""
    if text.isdecimal():
        return int(text)
    if not text or not all(mark in _VALUES or mark in "十百千万" for mark in text):
        return None
    if len(text) > 1 and all(mark in _VALUES for mark in text):  # digit by digit
        return int("".join(str(_VALUES[mark]) for mark in text))
    total, digit = 0, None
    for mark in text:
        if mark in _VALUES:
            digit = _VALUES[mark]
        elif mark == "万":
            total, digit = (total + (digit or 0)) * 10_000, None
        else:
            place = {"千": 1000, "百": 100, "十": 10}[mark]
            total, digit = total + (1 if digit is None else digit) * place, None
    return total + (digit or 0)


def article_label(number: int, suffix: int = 0) -> str:
    """第一百二十条; with a suffix 第一百二十条之一."""
    label = f"第{chinese_number(number)}条"
    return f"{label}之{chinese_number(suffix)}" if suffix else label


def parse_article_label(text: str) -> tuple[int, int] | None:
    """(number, suffix) of a label such as 第一百二十条之一 or 第120条; None: it is none."""
    found = _LABEL.fullmatch(text)
    if found is None:
        return None
    number = parse_chinese_number(found[1])
    suffix = parse_chinese_number(found[2]) if found[2] else 0
    return (number, suffix) if number and suffix is not None else None
