"""Statutes, as the terminal reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
class LawHead:
    """What is known of one text of a law, without the text. A law may have several in the cache:
    what held before, what holds now, what is still to come. They share the title."""

    id: str
    title: str
    status: LawStatus = LawStatus.IN_FORCE
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    repealed: date | None = None  # from this day on this text does not hold
    checked: date | None = None
    source: str = ""
    example: bool = False

    def status_on(self, day: date) -> LawStatus:
        """Dates say more than the status that somebody once noted."""
        noted = self.status
        ended = noted in (LawStatus.REPEALED, LawStatus.AMENDED)
        if not ended and self.effective is not None and self.effective > day:
            return LawStatus.NOT_YET
        if self.repealed is not None and self.repealed > day:
            return LawStatus.IN_FORCE  # until then
        if ended:
            return noted
        if self.repealed is not None:
            return LawStatus.REPEALED
        unknown = noted is LawStatus.NOT_YET and self.effective is None
        return LawStatus.NOT_YET if unknown else LawStatus.IN_FORCE


@dataclass(frozen=True, slots=True)
class Law(LawHead):
    """A law with its text."""

    chapters: tuple[Chapter, ...] = field(default_factory=tuple)
    articles: tuple[LawArticle, ...] = field(default_factory=tuple)

    def index_of(self, number: int, suffix: int = 0) -> int | None:
        """Place of an article in ``articles``."""
        return next(
            (i for i, a in enumerate(self.articles) if (a.number, a.suffix) == (number, suffix)),
            None,
        )

    def around(self, index: int) -> tuple[LawArticle | None, LawArticle | None]:
        """The articles before and after the one at ``index``."""
        before = self.articles[index - 1] if index else None
        return before, self.articles[index + 1] if index + 1 < len(self.articles) else None

    def path_to(self, index: int) -> tuple[Chapter, ...]:
        """The headings that the article at ``index`` stands under, the widest first."""
        path: list[Chapter] = []
        for chapter in self.chapters:
            if chapter.first > index:
                break
            path = [c for c in path if c.level < chapter.level]
            path.append(chapter)
        return tuple(path)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what lies under it. ``first`` <= its articles < ``end``; of these the ones
    before the first of ``parts`` stand under the heading itself."""

    title: str
    level: int
    first: int
    end: int
    parts: tuple[Section, ...] = ()


def sections(law: Law) -> tuple[Section, ...]:
    """The chapters of a law as a tree. Articles before the first heading are in none."""

    def under(level: int, start: int, stop: int, end: int) -> tuple[Section, ...]:
        """Of the headings ``start`` to ``stop``, those that no other one of them is above."""
        found: list[Section] = []
        at = start
        while at < stop:
            chapter = law.chapters[at]
            after = next(
                (n for n in range(at + 1, stop) if law.chapters[n].level <= chapter.level), stop
            )
            until = law.chapters[after].first if after < stop else end
            parts = under(chapter.level, at + 1, after, until)
            found.append(Section(chapter.title, chapter.level, chapter.first, until, parts))
            at = after
        return tuple(found)

    return under(0, 0, len(law.chapters), len(law.articles))


class BadgeKind(StrEnum):
    REPEALED = "repealed"
    CHANGED = "changed"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Badge:
    """What a reader must know before the text: it, or the law it rests on, does not (yet) hold.

    ``since``: the day on which it ended, changed or begins; None: not known.
    """

    kind: BadgeKind
    since: date | None


def law_badge(law: LawHead, today: date) -> Badge | None:
    """The badge of one text of a law."""
    match law.status_on(today):
        case LawStatus.REPEALED:
            return Badge(BadgeKind.REPEALED, law.repealed)
        case LawStatus.AMENDED:
            return Badge(BadgeKind.CHANGED, law.repealed)
        case LawStatus.NOT_YET:
            return Badge(BadgeKind.NOT_YET, law.effective)
        case LawStatus.IN_FORCE:
            return None


def cited_badge(texts: Iterable[LawHead], checked: date | None, today: date) -> Badge | None:
    """The badge of what cites a law, of which ``texts`` are known, and was checked on that day.

    An amendment whose day nobody knows counts only against what was never checked.
    """
    known = list(texts)
    by_status: dict[LawStatus, list[LawHead]] = {}
    for text in known:
        by_status.setdefault(text.status_on(today), []).append(text)

    def newest(days: Iterable[date | None]) -> date | None:
        return max((day for day in days if day is not None), default=None)

    if now := by_status.get(LawStatus.IN_FORCE):
        # The text that holds today came after the check, or ended another one after it.
        since = newest([*(t.effective for t in now),
                        *(t.repealed for t in known if t not in now)])  # fmt: skip
        changed = since is not None and since <= today and checked is not None and since > checked
        return Badge(BadgeKind.CHANGED, since) if changed else None
    if amended := by_status.get(LawStatus.AMENDED):
        since = newest(t.repealed for t in amended)
        fresh = checked is not None and (since is None or since <= checked)
        return None if fresh else Badge(BadgeKind.CHANGED, since)
    if repealed := by_status.get(LawStatus.REPEALED):
        return Badge(BadgeKind.REPEALED, newest(t.repealed for t in repealed))
    if coming := by_status.get(LawStatus.NOT_YET):
        days = [t.effective for t in coming if t.effective is not None]
        return Badge(BadgeKind.NOT_YET, min(days, default=None))
    return None


_GRAVITY = (BadgeKind.REPEALED, BadgeKind.NOT_YET, BadgeKind.CHANGED)


def gravest(badges: Iterable[Badge | None]) -> Badge | None:
    """The one that says most; of two of a kind the earlier."""
    there = [badge for badge in badges if badge is not None]
    return min(there, key=lambda b: (_GRAVITY.index(b.kind), b.since or date.max), default=None)


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
