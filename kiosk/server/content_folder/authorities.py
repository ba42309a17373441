"""content/authorities.yaml: what somebody may do for another, and what that takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from kiosk.domain.authorities import AuthorityKind
from kiosk.domain.ids import sample_id
from kiosk.protocol.content import AuthorityDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Citation, Named


class _Authority(Named):
    """Characters that fit on one line of the page."""

    slug: str = Field(min_length=1)
    kind: AuthorityKind
    text: str = Field(min_length=1, max_length=20)
    text_en: str = Field(default="", max_length=40)
    paper: str = Field(min_length=1, max_length=21)
    paper_en: str = Field(default="", max_length=46)
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = Field(min_length=1)
    example: bool = False


def read(folder: Folder) -> Iterator[AuthorityDoc]:
    for order, (row, _) in enumerate(folder.rows(".", r"authorities\.yaml", _Authority)):
        yield AuthorityDoc(
            id=row.id or sample_id("authority", row.slug), order=order, authority=row.kind,
            text=row.text, text_en=row.text_en, paper=row.paper, paper_en=row.paper_en,
            checked=row.checked, stale_since=row.stale_since,
            citations=tuple(c.doc() for c in row.citations), example=row.example,
        )  # fmt: skip
