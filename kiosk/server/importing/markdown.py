"""Markdown and plain text: one law or article a file."""

from __future__ import annotations

import re
from typing import Any

from kiosk.server.importing.articles import MAX_BODY, spare, take_article, take_law, title_of
from kiosk.server.importing.files import SourceFile
from kiosk.server.importing.front import split_front
from kiosk.server.importing.laws import plain
from kiosk.server.importing.report import Intake, LeftOut, Place
from kiosk.server.importing.subset import from_markdown
from kiosk.server.importing.text import clean, decode
from kiosk.server.importing.words import find_date

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$|^(.+)\n(?:=+|-{3,})[ \t]*$", re.M)


def take_file(file: SourceFile, intake: Intake) -> None:
    place = Place(file.name)
    try:
        fields, text, first = split_front(clean(decode(file.read())))
        if not text.strip():
            raise LeftOut("has nothing after its front matter")
        _take(file, intake, place, fields, text, first)
    except LeftOut as refusal:
        spare(intake, file.name)
        intake.leave_out(Place(file.name, refusal.line), refusal.reason)


def _take(file: SourceFile, intake: Intake, place: Place, fields: dict[str, Any], text: str,
          first: int) -> None:  # fmt: skip
    wanted = intake.wanted.kind
    form = fields.get("form") or ("auto" if wanted in ("bodies", "people") else wanted)
    if form in ("auto", "law"):
        lines = enumerate(text.split("\n"), first)
        if take_law(intake, file.name, place, lines, fields, title_of(file.name),
                    sure=form == "law"):  # fmt: skip
            return
    if len(text) > 2 * MAX_BODY:  # before its blocks are parsed
        raise LeftOut(f"has {len(text)} characters, and is no law: over {MAX_BODY}")
    found = _HEADING.search(text)
    heading = plain(found[1] or found[2]) if found else ""
    if fields.get("picture"):
        fields["picture"] = intake.store(*file.picture(fields["picture"]))
    day = find_date(file.name.rpartition("/")[2][:10]) or file.modified
    title = fields.get("title") or heading or title_of(file.name)
    take_article(intake, file.name, place, from_markdown(text, heading), fields, title, day)
