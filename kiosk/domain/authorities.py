"""What somebody may do for another, and what that takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.articles import Citation


class AuthorityKind(StrEnum):
    NOTHING = "nothing"
    KINSHIP = "kinship"  # a near relative
    GUARDIANSHIP = "guardianship"  # a legal representative: of a child, of who cannot decide
    MANDATE = "mandate"  # what the other has signed
    IN_PERSON = "in-person"  # nobody can do it for another


@dataclass(frozen=True, slots=True)
class Authority:
    """``text``: what is done for another; ``paper``: what it takes, in words."""

    id: str
    order: int
    kind: AuthorityKind
    text: str
    text_en: str
    paper: str
    paper_en: str
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = ()
    example: bool = False
