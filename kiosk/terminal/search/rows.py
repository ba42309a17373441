"""From documents of the feed to rows of the index: a page is one row, a statute one an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ValidationError

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.clock import office_time
from kiosk.domain.laws import LawStatus
from kiosk.domain.search import SearchKind
from kiosk.protocol.content import (
    ArticleDoc,
    ChapterDoc,
    EntryDoc,
    EventDoc,
    FaqDoc,
    LawDoc,
    LawyerDoc,
    NoticeDoc,
    OrganisationDoc,
)

#: Kinds of documents that are searched, in the order in which they are indexed.
KINDS = ("article", "faq", "entry", "lawyer", "organisation", "event", "notice", "law")
#: What every law's title begins with; people leave it out.
REPUBLIC = "中华人民共和国"

_MARKS = re.compile(r"^#{1,6} +|^[-*] +|^\d+\. +|\*\*", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
#: A lead-in in bold: what the paragraph is about, in a few words.
_LEAD = re.compile(r"\*\*(.+?)\*\*")


#: Not searched by: a topic of a newer server is as good as any.
_AnyTopic = Annotated[Topic, BeforeValidator(lambda _value: Topic.AID)]


class _ArticleDoc(ArticleDoc):
    topic: _AnyTopic


class _FaqDoc(FaqDoc):
    topic: _AnyTopic


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be found. ``head`` weighs less than ``title`` and more than ``body``; its
    first line is shown where no passage of the body fits.

    ``suggested``: offered while typing; ``named``: the title is a name that is looked up.
    ``starts`` and ``ends``: days between which it is shown.
    """

    kind: SearchKind
    title: str
    head: str = ""
    body: str = ""
    title_en: str = ""
    body_en: str = ""
    place: str = ""
    number: int | None = None
    suffix: int = 0
    status: LawStatus | None = None
    since: date | None = None
    starts: date | None = None
    ends: date | None = None
    suggested: str = ""
    named: bool = False
    citations: tuple[tuple[str, int], ...] = ()  # (law, article) that a page rests on


def rows(kind: str, raw: str) -> list[Row]:
    """The rows of a document; none for one that does not fit, or of another kind."""
    make = _MAKERS.get(kind)
    if make is None:
        return []
    try:
        return list(make(raw))
    except (ValidationError, ValueError):
        return []


def _article(raw: str) -> Iterator[Row]:
    doc = _ArticleDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.GUIDE if doc.form is ArticleKind.GUIDE else SearchKind.NEWS,
        title=doc.title,
        head="\n".join([doc.summary, *_HEADING.findall(doc.body), *_LEAD.findall(doc.body)]),
        body=_plain(doc.body),
        title_en=doc.title_en,
        body_en=doc.summary_en,
        since=doc.stale_since,
        starts=doc.published,
        suggested=doc.title,
        citations=tuple((c.law, c.article) for c in doc.citations),
    )


def _faq(raw: str) -> Iterator[Row]:
    doc = _FaqDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.FAQ,
        title=doc.question,
        body=_plain(doc.answer),
        title_en=doc.question_en,
        body_en=_plain(doc.answer_en),
        since=doc.stale_since,
        suggested=doc.question,
        citations=tuple((c.law, c.article) for c in doc.citations),
    )


def _law(raw: str) -> Iterator[Row]:
    doc = LawDoc.model_validate_json(raw)
    since = doc.repealed if doc.status is LawStatus.REPEALED else doc.effective
    chapters = _headings(doc.chapters)
    for index, article in enumerate(doc.articles):
        while len(chapters) > 1 and chapters[1][0] <= index:
            chapters.pop(0)
        place = chapters[0][1] if chapters and chapters[0][0] <= index else ""
        yield Row(
            kind=SearchKind.LAW,
            title=doc.title,
            head=place,
            body=article.text,
            place=place,
            number=article.number,
            suffix=article.suffix,
            status=doc.status,
            since=None if doc.status is LawStatus.IN_FORCE else since,
            suggested="" if index else doc.title.removeprefix(REPUBLIC),
        )


def _headings(chapters: tuple[ChapterDoc, ...]) -> list[tuple[int, str]]:
    """(first article, the heading with those above it), in order."""
    found: list[tuple[int, str]] = []
    above: dict[int, str] = {}
    for chapter in sorted(chapters, key=lambda c: (c.first, c.level)):
        above = {level: title for level, title in above.items() if level < chapter.level}
        above[chapter.level] = chapter.title
        found.append((chapter.first, " ".join(above.values())))
    return found


def _entry(raw: str) -> Iterator[Row]:
    doc = EntryDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.ENTRY,
        title=doc.name,
        body=" ".join([*doc.services, doc.address, doc.address_hint]),
        title_en=doc.name_en,
        body_en=" ".join(doc.services_en),
        place=doc.address,
        suggested=doc.name,
        named=True,
    )


def _lawyer(raw: str) -> Iterator[Row]:
    doc = LawyerDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.LAWYER,
        title=doc.name,
        body=doc.bio,
        title_en=doc.name_en,
        body_en=doc.bio_en,
        suggested=doc.name,
        named=True,
    )


def _organisation(raw: str) -> Iterator[Row]:
    doc = OrganisationDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.ORGANISATION,
        title=doc.name,
        body=doc.address,
        title_en=doc.name_en,
        place=doc.address,
        suggested=doc.name,
        named=True,
    )


def _event(raw: str) -> Iterator[Row]:
    doc = EventDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.EVENT,
        title=doc.title,
        body=_plain(doc.text),
        title_en=doc.title_en,
        body_en=_plain(doc.text_en),
        place=doc.place,
        ends=office_time(doc.ends).date(),
        suggested=doc.title,
    )


def _notice(raw: str) -> Iterator[Row]:
    doc = NoticeDoc.model_validate_json(raw)
    yield Row(
        kind=SearchKind.NOTICE,
        title=doc.title,
        body=_plain(doc.text),
        title_en=doc.title_en,
        body_en=_plain(doc.text_en),
        starts=office_time(doc.starts).date() if doc.starts else None,
        ends=office_time(doc.ends).date() if doc.ends else None,
    )


def _plain(markdown: str) -> str:
    """The words of the safe subset of Markdown."""
    return " ".join(_MARKS.sub("", markdown).split())


_MAKERS: dict[str, Callable[[str], Iterator[Row]]] = {
    "article": _article,
    "faq": _faq,
    "law": _law,
    "entry": _entry,
    "lawyer": _lawyer,
    "organisation": _organisation,
    "event": _event,
    "notice": _notice,
}
