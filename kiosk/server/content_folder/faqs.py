"""content/faqs/<topic>.yaml: questions as people ask them, with short answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from kiosk.domain.articles import Topic
from kiosk.domain.ids import sample_id
from kiosk.errors import UserError
from kiosk.protocol.content import FaqDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Citation, Named

#: Characters of an answer: longer ones are guides.
MAX_ANSWER = 2000


class _Faq(Named):
    slug: str = Field(min_length=1)
    question: str = Field(min_length=1)
    question_en: str = ""
    answer: str = Field(min_length=1, max_length=MAX_ANSWER)
    answer_en: str = ""
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = ()
    example: bool = False


def read(folder: Folder) -> Iterator[FaqDoc]:
    for path in folder.files("faqs", r".*\.yaml"):
        if path.stem not in frozenset(Topic):
            raise UserError(f"{path}: the file's name must be a topic: {', '.join(Topic)}.")
        for row, _ in folder.rows_of(path, _Faq):
            yield FaqDoc(
                id=row.id or sample_id("faq", f"{path.stem}/{row.slug}"), question=row.question,
                question_en=row.question_en, answer=row.answer.strip(),
                answer_en=row.answer_en.strip(), topic=Topic(path.stem), checked=row.checked,
                stale_since=row.stale_since, citations=tuple(c.doc() for c in row.citations),
                example=row.example,
            )  # fmt: skip
