"""Statutes, as the terminal reads them."""

from __future__ import annotations

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
