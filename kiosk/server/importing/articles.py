"""One text (of Markdown, Word, a feed) as a law, a news item or a guide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.protocol.content import ArticleDoc
from kiosk.server.importing.laws import is_law, law_doc, plain, read_law
from kiosk.server.importing.report import Intake, LeftOut, Place
from kiosk.server.importing.subset import Body
from kiosk.server.importing.words import find_date, topic_of

#: Characters of the body of a news item or guide: 500 minutes of reading.
MAX_BODY = 100_000
_MAX_TITLE = 120
_LAW_FIELDS = ("issuer", "issued", "effective", "repealed", "checked", "source", "status",
               "example")  # fmt: skip
_ARTICLE_FIELDS = ("title_en", "summary", "summary_en", "source", "picture_alt", "picture_alt_en",
                   "checked", "citations", "example")  # fmt: skip


def spare(intake: Intake, key: str) -> None:
    """What this key was before, if it was anything, is not withdrawn."""
    intake.spared |= {(kind, intake.id_of(kind, key)) for kind in ("law", "article")}


def title_of(name: str) -> str:
    """A title from a file's name: 2026-11-20_开放日.md is 开放日."""
    stem = PurePosixPath(name).stem
    day = find_date(stem[:10])
    return stem[10:].strip(" _-") or stem if day else stem.strip(" _-") or stem


def take_law(intake: Intake, key: str, place: Place, lines: Iterable[tuple[int, str]],
             fields: dict[str, Any], fallback: str, *, sure: bool) -> bool:  # fmt: skip
    """Take a statute. False: it is none, and nobody is ``sure`` that it is. ``LeftOut``."""
    law = read_law(lines)
    title = fields.get("title") or law.title or fallback
    if not sure and not is_law(law, title):
        return False
    known = {name: fields[name] for name in _LAW_FIELDS if name in fields}
    doc = law_doc(law, intake.id_of("law", key), _fit(title), known, intake.wanted.today)
    if intake.take(doc, place) and (lost := sum(map(len, law.preamble)) + law.stray) > 300:
        intake.note(place, f"{lost} characters outside of its articles are left out")
    return True


def take_article(intake: Intake, key: str, place: Place, body: Body, fields: dict[str, Any],
                 title: str, day: date, tags: str = "") -> None:  # fmt: skip
    """Take a news item or a guide; its title, day and topic by ``fields`` first. ``LeftOut``."""
    text = str(body)
    if not text:
        raise LeftOut("has no text")
    if len(text) > MAX_BODY:
        raise LeftOut(f"has {len(text)} characters of text, over {MAX_BODY}")
    title = _fit(fields.get("title") or title)
    topic: Topic | None = (
        fields.get("topic") or intake.wanted.topic or topic_of(tags) or topic_of(title)
    )
    if topic is None:
        raise LeftOut("has no topic: put one into the front matter, or import with --topic")
    form = fields.get("form") or intake.wanted.kind
    guide = form == ArticleKind.GUIDE or (form == "auto" and "checked" in fields)
    doc = ArticleDoc.model_validate({
        "id": intake.id_of("article", key),
        "form": ArticleKind.GUIDE if guide else ArticleKind.NEWS,
        "title": title,
        "topic": topic,
        "published": fields.get("published", day),
        "body": text,
        "picture": fields.get("picture"),
        **{name: fields[name] for name in _ARTICLE_FIELDS if name in fields},
    })  # fmt: skip
    if intake.take(doc, place) and (lost := body.losses()):
        intake.note(place, f"left out of the text: {lost}")


def _fit(title: str) -> str:
    title = " ".join(plain(title).split())
    if not title:
        raise LeftOut("has no title")
    if len(title) > _MAX_TITLE:
        raise LeftOut(f"has a title of {len(title)} characters, over {_MAX_TITLE}")
    return title
