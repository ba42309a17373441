"""content/laws/<slug>.md: a statute, whole.

Front matter, then chapters as headings (第…编, 第…章, 第…节) and articles as paragraphs that begin
with 第…条: what the importer reads, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from kiosk.domain.ids import sample_id
from kiosk.domain.laws import LawStatus
from kiosk.errors import UserError
from kiosk.protocol.content import LawDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Named
from kiosk.server.importing.laws import article_lines, law_doc, read_law
from kiosk.server.importing.report import LeftOut


class _Law(Named):
    title: str = Field(min_length=1)
    status: LawStatus = LawStatus.IN_FORCE
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    repealed: date | None = None
    checked: date | None = None
    source: str = ""
    example: bool = False


def read(folder: Folder) -> Iterator[LawDoc]:
    for row, body, path in folder.texts("laws", _Law):
        fields = row.model_dump(exclude={"id", "title"})
        try:
            law = read_law(enumerate(body.split("\n"), 1))
            if law.stray:
                raise LeftOut("there is text between a heading and its first article")
            # A status that depends on the day is for who reads: the same folder is the same feed.
            yield law_doc(law, row.id or sample_id("law", path.stem), row.title, fields, date.max)
        except LeftOut as refusal:
            where = f"{path}: line {refusal.line} of the text" if refusal.line else str(path)
            raise UserError(f"{where}: {refusal.reason}.") from None


def law_text(law: LawDoc) -> str:
    """The body of a law's file: what ``read`` makes the same chapters and articles of."""
    blocks: list[str] = []
    for index, article in enumerate(law.articles):
        blocks += [f"{'#' * (c.level + 1)} {c.title}" for c in law.chapters if c.first == index]
        blocks += article_lines(article)
    return "\n\n".join(blocks) + "\n"
