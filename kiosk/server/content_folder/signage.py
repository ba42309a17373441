"""content/signage.yaml: posters and videos of the attract loop."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, model_validator

from kiosk.domain.ids import sample_id
from kiosk.protocol.content import SignageDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Shown


class _Signage(Shown):
    poster: str | None = None
    video: str | None = None
    seconds: int = Field(default=12, ge=3, le=600)

    @model_validator(mode="after")
    def _has_something(self) -> _Signage:
        if self.poster is None and self.video is None:
            raise ValueError("needs a poster or a video")
        return self


def read(folder: Folder) -> Iterator[SignageDoc]:
    for row, where in folder.rows(".", r"signage\.yaml", _Signage):
        yield SignageDoc(
            id=row.id or sample_id("signage", row.slug), title=row.title, title_en=row.title_en,
            poster=folder.picture(row.poster, where, "poster"),
            video=folder.video(row.video, where), seconds=row.seconds, starts=row.starts,
            ends=row.ends, organisations=folder.shown_in(row.organisations, where),
            example=row.example,
        )  # fmt: skip
