"""content/needs.yaml: what people come with, what to do first, and who is right for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from kiosk.domain.articles import Topic
from kiosk.domain.directory import Category
from kiosk.domain.ids import sample_id
from kiosk.protocol.content import NeedDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Citation, Named

#: What a page shows without turning, in characters that fit.
MAX_BODIES = MAX_STEPS = 3
_Step = Annotated[str, Field(min_length=1, max_length=30)]
_StepEn = Annotated[str, Field(min_length=1, max_length=80)]


class _Need(Named):
    slug: str = Field(min_length=1)
    title: str = Field(min_length=1, max_length=10)
    title_en: str = Field(default="", max_length=28)
    topic: Topic
    steps: tuple[_Step, ...] = Field(min_length=1, max_length=MAX_STEPS)
    steps_en: tuple[_StepEn, ...] = ()
    bodies: tuple[Category, ...] = Field(min_length=1, max_length=MAX_BODIES)
    specialities: tuple[Topic, ...] = ()
    hotline: str = Field(default="", pattern=r"^\d*$")
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = ()
    example: bool = False

    @model_validator(mode="after")
    def _as_many_in_english(self) -> _Need:
        if self.steps_en and len(self.steps_en) != len(self.steps):
            raise ValueError("steps_en must be as many as steps")
        return self


def read(folder: Folder) -> Iterator[NeedDoc]:
    for order, (row, _) in enumerate(folder.rows(".", r"needs\.yaml", _Need)):
        yield NeedDoc(
            id=row.id or sample_id("need", row.slug), order=order, title=row.title,
            title_en=row.title_en, topic=row.topic, steps=row.steps, steps_en=row.steps_en,
            bodies=tuple(b.value for b in row.bodies),
            specialities=tuple(s.value for s in row.specialities), hotline=row.hotline,
            checked=row.checked, stale_since=row.stale_since,
            citations=tuple(c.doc() for c in row.citations), example=row.example,
        )  # fmt: skip
