"""News and plain-language guides, as the terminal reads them, and when they are stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.laws import Badge, BadgeKind, LawHead, cited_badge, gravest


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
    stale_since: date | None = None
    citations: tuple[Citation, ...] = field(default_factory=tuple)
    video: str | None = None
    example: bool = False

    @property
    def held_on(self) -> date:
        """The last day of which somebody says that it holds."""
        return self.checked or self.published


#: Characters a minute of an older reader on a standing screen.
READING_CHARS_PER_MIN = 200


def reading_minutes(body: str) -> int:
    """Whole minutes to read a body aloud or slowly, at least 1."""
    return max(1, round(sum(1 for c in body if not c.isspace()) / READING_CHARS_PER_MIN))


def stale_badge(
    held_on: date | None,
    stale_since: date | None,
    citations: Iterable[Citation],
    texts_of: Callable[[str], Iterable[LawHead]],
    today: date,
) -> Badge | None:
    """The badge of an article or an answer; None: nothing speaks against it.

    ``held_on``: when it was last checked. ``texts_of``: what is known of a law, by its title.
    """
    laws = dict.fromkeys(citation.law for citation in citations)
    badges = [cited_badge(texts_of(law), held_on, today) for law in laws]
    if stale_since is not None and stale_since <= today:
        badges.append(Badge(BadgeKind.CHANGED, stale_since))
    return gravest(badges)
