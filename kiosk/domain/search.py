"""What a search finds, as pages and scripts read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.laws import LawStatus


class SearchKind(StrEnum):
    """Kinds of results; where two fit a question about as well, the earlier one comes first."""

    GUIDE = "guide"
    FAQ = "faq"
    LAW = "law"
    ENTRY = "entry"
    LAWYER = "lawyer"
    ORGANISATION = "organisation"
    EVENT = "event"
    NOTICE = "notice"
    NEWS = "news"


#: Half-open range of characters that were searched for.
Hit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page that answers, or one article of a statute.

    ``snippet`` is a passage of at most 60 characters; ``hits`` and ``title_hits`` are ranges in it
    and in ``title``. ``status`` and ``since`` are for the badge: a statute's status with the day
    that it was repealed or takes effect, or (status None) the day that a guide became stale.
    """

    kind: SearchKind
    id: str
    title: str
    snippet: str
    number: int | None = None  # of a statute's article
    suffix: int = 0
    place: str = ""  # a statute's chapter, an address, a law firm
    title_hits: tuple[Hit, ...] = ()
    hits: tuple[Hit, ...] = ()
    status: LawStatus | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a person may be typing. ``kind`` and ``id`` name the page, when it is one's title."""

    text: str
    kind: SearchKind | None = None
    id: str | None = None
