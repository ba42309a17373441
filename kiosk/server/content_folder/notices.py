"""content/notices.yaml: short notices on the screens."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from kiosk.domain.ids import sample_id
from kiosk.domain.notices import NoticeLevel
from kiosk.protocol.content import NoticeDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Shown


class _Notice(Shown):
    """Its words must fit on the screen at the large size."""

    level: NoticeLevel = NoticeLevel.ORDINARY
    title: str = Field(min_length=1, max_length=18)
    title_en: str = Field(default="", max_length=40)
    text: str = Field(default="", max_length=60)
    text_en: str = Field(default="", max_length=130)


def read(folder: Folder) -> Iterator[NoticeDoc]:
    for row, where in folder.rows(".", r"notices\.yaml", _Notice):
        yield NoticeDoc(
            id=row.id or sample_id("notice", row.slug), level=row.level, title=row.title,
            title_en=row.title_en, text=row.text, text_en=row.text_en, starts=row.starts,
            ends=row.ends, organisations=folder.shown_in(row.organisations, where),
            example=row.example,
        )  # fmt: skip
