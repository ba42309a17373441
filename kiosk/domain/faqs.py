"""Questions as people ask them, with short answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.articles import Citation, Topic


@dataclass(frozen=True, slots=True)
class Faq:
    """``answer`` is of the safe subset (docs/content.md)."""

    id: str
    question: str
    question_en: str
    answer: str
    answer_en: str
    topic: Topic
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = ()
    example: bool = False
