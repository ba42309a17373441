"""content/news and content/guides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.ids import sample_id
from kiosk.errors import UserError
from kiosk.protocol.content import ArticleDoc
from kiosk.protocol.richtext import MAX_CHARS
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Citation, Named


class _Article(Named):
    title: str = Field(min_length=1)
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    topic: Topic
    published: date
    source: str = ""
    picture: str | None = None
    picture_alt: str = ""
    picture_alt_en: str = ""
    video: str | None = None
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[Citation, ...] = ()
    example: bool = False


def read(folder: Folder) -> Iterator[ArticleDoc]:
    for name, kind in (("news", ArticleKind.NEWS), ("guides", ArticleKind.GUIDE)):
        for row, body, path in folder.texts(name, _Article):
            where, key = str(path), f"{name}/{path.stem}"
            if len(body) > MAX_CHARS:
                raise UserError(f"{where}: the body is over {MAX_CHARS} characters: divide it.")
            yield ArticleDoc(
                id=row.id or sample_id("article", key), form=kind, title=row.title,
                title_en=row.title_en, summary=row.summary, summary_en=row.summary_en,
                topic=row.topic, published=row.published, source=row.source, body=body,
                picture=folder.picture(row.picture, where), picture_alt=row.picture_alt,
                picture_alt_en=row.picture_alt_en, checked=row.checked,
                stale_since=row.stale_since, citations=tuple(c.doc() for c in row.citations),
                video=folder.video(row.video, where), example=row.example,
            )  # fmt: skip
