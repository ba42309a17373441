"""News and plain-language guides, as the terminal reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ArticleKind(StrEnum):
    NEWS = "news"
    GUIDE = "guide"


class Topic(StrEnum):
    """What an article is about; each has a word, a tint and a picture."""

    LABOUR = "labour"
    FAMILY = "family"
    HOUSING = "housing"
    ELDER = "elder"
    FRAUD = "fraud"
    TRAFFIC = "traffic"
    CONSUMER = "consumer"
    INJURY = "injury"
    DEBT = "debt"
    INHERITANCE = "inheritance"
    NEIGHBOURS = "neighbours"
    SAFETY = "safety"
    AID = "aid"
    EVENTS = "events"
    COURTS = "courts"


@dataclass(frozen=True, slots=True)
class Citation:
    """A law by its full title, and the number of the article that is meant."""

    law: str
    article: int


@dataclass(frozen=True, slots=True)
class Article:
    """A news item or a guide. ``body`` is Markdown of the safe subset (docs/content.md)."""

    id: str
    kind: ArticleKind
    title: str
    title_en: str
    summary: str
    summary_en: str
    topic: Topic
    published: date
    source: str
    body: str
    picture: str | None = None  # SHA-256 of a blob
    picture_alt: str = ""
    picture_alt_en: str = ""
    checked: date | None = None
    citations: tuple[Citation, ...] = field(default_factory=tuple)
    example: bool = False


#: Characters a minute of an older reader on a standing screen.
READING_CHARS_PER_MIN = 200


def reading_minutes(body: str) -> int:
    """Whole minutes to read a body aloud or slowly, at least 1."""
    return max(1, round(sum(1 for c in body if not c.isspace()) / READING_CHARS_PER_MIN))
