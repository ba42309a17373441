"""Word: headings, lists and bold stay; tables, pictures and footnotes are told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.server.importing.articles import spare, take_article, take_law, title_of
from kiosk.server.importing.files import SourceFile
from kiosk.server.importing.office import check
from kiosk.server.importing.report import Intake, LeftOut, Place
from kiosk.server.importing.subset import Body, Span
from kiosk.server.importing.text import clean
from kiosk.server.importing.words import find_date

_HEADING = re.compile(r"(?:heading|标题)\s*\d*$", re.IGNORECASE)
_CHAPTER = re.compile(r"第[零〇一二两三四五六七八九十百千\d]+(?:编|分编|章|节)(?:\s|$)")
_MARKS = re.compile(r"^\s*[•·●○■◆▪➢]\s*")


def take_file(file: SourceFile, intake: Intake) -> None:
    place = Place(file.name)
    try:
        _take(file, intake, place)
    except LeftOut as refusal:
        spare(intake, file.name)
        intake.leave_out(Place(file.name, refusal.line), refusal.reason)


def _take(file: SourceFile, intake: Intake, place: Place) -> None:
    import docx  # lxml and all: only where there is a Word file

    data = file.read()
    check(data, "word/document.xml").close()
    try:
        document = docx.Document(BytesIO(data))
        parts = list(_parts(document))
        core = document.core_properties
        changed = core.created or core.modified
    except Exception as error:
        raise LeftOut(f"cannot be read as a Word file ({type(error).__name__})") from None
    wanted = intake.wanted.kind
    form = "auto" if wanted in ("bodies", "people") else wanted
    fallback = title_of(file.name)
    if form in ("auto", "law"):
        lines = [(number, line) for number, _, spans, _ in parts
                 for line in _text(spans).split("\n")]  # fmt: skip
        if take_law(intake, file.name, place, lines, {}, fallback, sure=form == "law"):
            if tables := sum(1 for _, kind, _, _ in parts if kind == "table"):
                intake.note(place, f"left out of the text: {tables} tables")
            return
    body, title = _body(parts)
    day = find_date(file.name.rpartition("/")[2][:10]) or _day(changed) or file.modified
    take_article(intake, file.name, place, body, {}, title or fallback, day)


def _day(moment: datetime | None) -> date | None:
    # What a template carries instead of a day is python-docx's or Word's own birthday.
    return office_time(moment).date() if moment and moment.year > 2013 else None


Part = tuple[int, str, list[Span], int]  # paragraph's number, kind, text, pictures


def _parts(document: Any) -> Iterator[Part]:
    """kind: title | heading | bullet | number | text | table."""
    from docx.table import Table

    for number, block in enumerate(document.iter_inner_content(), 1):
        if isinstance(block, Table):
            yield number, "table", [], 0
            continue
        style = (block.style.name if block.style is not None else "") or ""
        spans = [
            Span(clean(run.text), bool(run.bold))
            for piece in block.iter_inner_content()
            for run in (piece.runs if hasattr(piece, "runs") else [piece])
        ]
        pictures = len(block._p.xpath(".//w:drawing|.//w:pict|.//w:object"))
        yield number, _kind(style, block, _text(spans)), spans, pictures


def _kind(style: str, block: Any, text: str) -> str:
    if style in ("Title", "标题"):
        return "title"
    if _HEADING.match(style) or (len(text) <= 60 and _CHAPTER.match(text.strip())):
        return "heading"
    if "List Number" in style:
        return "number"
    if "List" in style or _MARKS.match(text) or block._p.xpath("./w:pPr/w:numPr"):
        return "bullet"
    return "text"


def _text(spans: list[Span]) -> str:
    return "".join(span.text for span in spans)


def _body(parts: list[Part]) -> tuple[Body, str]:
    """The text in the subset, and its title: the first heading, or a bold line that opens it."""
    body, title, number = Body(), "", 0
    for _, kind, spans, pictures in parts:
        for _ in range(pictures):
            body.lose("picture")
        text = _text(spans).strip()
        number = number + 1 if kind == "number" else 0
        if kind == "table":
            body.lose("table")
        elif not text:
            continue
        elif not title and not body.blocks and (
            kind in ("title", "heading")
            or (len(text) <= 40 and all(s.bold for s in spans if s.text.strip()))
        ):  # fmt: skip
            title = text
        elif kind in ("title", "heading"):
            body.heading(spans)
        elif kind in ("number", "bullet"):
            first = Span(_MARKS.sub("", spans[0].text), spans[0].bold)
            body.item([first, *spans[1:]], number or None)
        else:
            for line in _lines(spans):
                body.paragraph(line)
    return body, title


def _lines(spans: list[Span]) -> Iterator[list[Span]]:
    """A line break within a paragraph begins a new one: the subset has none."""
    line: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        line.append(Span(first, span.bold))
        for other in others:
            yield line
            line = [Span(other, span.bold)]
    yield line
