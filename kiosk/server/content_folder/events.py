"""content/events.yaml: events of the rule-of-law day."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from kiosk.domain.ids import sample_id
from kiosk.protocol.content import EventDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Moment, Named, Stream


class _Event(Named):
    slug: str = Field(min_length=1)
    title: str = Field(min_length=1)
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    starts: Moment
    ends: Moment
    organisation: str
    place: str = ""
    poster: str | None = None
    stream: Stream = ""
    video: str | None = None
    example: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> _Event:
        if self.ends <= self.starts:
            raise ValueError("ends must be later than starts")
        return self


def read(folder: Folder) -> Iterator[EventDoc]:
    for row, where in folder.rows(".", r"events\.yaml", _Event):
        yield EventDoc(
            id=row.id or sample_id("event", row.slug), title=row.title, title_en=row.title_en,
            text=row.text, text_en=row.text_en, starts=row.starts, ends=row.ends,
            organisation=folder.organisation(row.organisation, where), place=row.place,
            poster=folder.picture(row.poster, where, "poster"), stream=row.stream,
            video=folder.video(row.video, where), example=row.example,
        )  # fmt: skip
