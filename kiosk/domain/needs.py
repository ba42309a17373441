"""What people come with, and who is right for it by law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.articles import Citation, Topic


@dataclass(frozen=True, slots=True)
class Need:
    """``steps``: what to do first, in order. ``bodies``: categories of the directory, the right one
    first; ``specialities``: topics of the lawyers who know it; ``hotline``: a number, or empty."""

    id: str
    order: int  # place among the others
    title: str
    title_en: str
    topic: Topic
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]
    bodies: tuple[str, ...]
    specialities: tuple[str, ...]
    hotline: str
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = ()
    example: bool = False
