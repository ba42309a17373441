"""Laws for the pages: by title, by chapter, article by article; and what their changes make stale.

Reads only the cache; call it on any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.domain.articles import Article, stale_badge
from kiosk.domain.authorities import Authority
from kiosk.domain.clock import Clock, office_time
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import (
    Badge,
    Chapter,
    Law,
    LawArticle,
    LawHead,
    LawStatus,
    Section,
    article_label,
    cited_badge,
    law_badge,
    sections,
)
from kiosk.domain.legal_aid import LegalAidCheck
from kiosk.domain.needs import Need
from kiosk.terminal.services.ports import ContentReader


@dataclass(frozen=True, slots=True)
class LawView:
    """A law with its text, and its chapters as a tree."""

    law: Law
    badge: Badge | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class LawArticleView:
    """An article where it stands. ``path``: the headings over it, the widest first."""

    law: Law
    badge: Badge | None
    article: LawArticle
    label: str  # 第一百二十条之一
    path: tuple[Chapter, ...]
    previous: LawArticle | None
    following: LawArticle | None


class LawService:
    def __init__(self, reader: ContentReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._known: Sequence[LawHead] = ()
        self._by_title: dict[str, list[LawHead]] = {}

    def laws(self) -> Sequence[LawHead]:
        """Every text of every law, by title."""
        return self._reader.laws()

    def texts_of(self, title: str) -> list[LawHead]:
        """The texts of one law: of before, of now, of what is to come."""
        known = self._reader.laws()
        if known is not self._known:
            by_title: dict[str, list[LawHead]] = {}
            for law in known:
                by_title.setdefault(law.title, []).append(law)
            self._by_title, self._known = by_title, known
        return self._by_title.get(title, [])

    def law(self, law_id: str) -> LawView | None:
        law = self._reader.law(law_id)
        return None if law is None else LawView(law, self.badge(law), sections(law))

    def article(self, law_id: str, number: int, suffix: int = 0) -> LawArticleView | None:
        law = self._reader.law(law_id)
        index = None if law is None else law.index_of(number, suffix)
        if law is None or index is None:
            return None
        previous, following = law.around(index)
        return LawArticleView(
            law=law,
            badge=self.badge(law),
            article=law.articles[index],
            label=article_label(number, suffix),
            path=law.path_to(index),
            previous=previous,
            following=following,
        )

    def status(self, law: LawHead) -> LawStatus:
        """What holds of a text today."""
        return law.status_on(self._today())

    def cited(self, title: str, held_on: date | None) -> Badge | None:
        """The badge of a law for what cites it and was last checked on that day."""
        return cited_badge(self.texts_of(title), held_on, self._today())

    def badge(
        self, thing: LawHead | Article | Faq | Need | LegalAidCheck | Authority
    ) -> Badge | None:
        """What a reader must know first; None: nothing speaks against it."""
        today = self._today()
        match thing:
            case LawHead():
                return law_badge(thing, today)
            case Article():
                held_on: date | None = thing.held_on
            case Faq() | Need() | LegalAidCheck() | Authority():
                held_on = thing.checked
        return stale_badge(held_on, thing.stale_since, thing.citations, self.texts_of, today)

    def _today(self) -> date:
        return office_time(self._clock.now()).date()
