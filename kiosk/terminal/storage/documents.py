"""From raw documents of the feed to domain objects. A document that does not fit is skipped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError

from kiosk.domain.articles import Article, Citation, Topic
from kiosk.domain.authorities import Authority
from kiosk.domain.directory import Entry, Lawyer, Organisation, Shift
from kiosk.domain.duty import Holidays, WeeklyHours
from kiosk.domain.events import LawDayEvent
from kiosk.domain.faqs import Faq
from kiosk.domain.geo import Point
from kiosk.domain.laws import Law, LawHead
from kiosk.domain.legal_aid import LegalAidCheck
from kiosk.domain.needs import Need
from kiosk.domain.notices import Notice
from kiosk.domain.signage import Signage
from kiosk.protocol.content import (
    ArticleDoc,
    AuthorityDoc,
    CitationDoc,
    Doc,
    EntryDoc,
    EventDoc,
    FaqDoc,
    HolidaysDoc,
    HoursDoc,
    LawDoc,
    LawHeadDoc,
    LawyerDoc,
    LegalAidDoc,
    NeedDoc,
    NoticeDoc,
    OrganisationDoc,
    PointDoc,
    ShiftDoc,
    SignageDoc,
)

log = logging.getLogger(__name__)

Thing = (
    Article | Faq | LawHead | Notice | Signage | LawDayEvent | Need | LegalAidCheck | Authority
    | Organisation | Entry | Lawyer | Shift | Holidays
)  # fmt: skip
ThingT = TypeVar("ThingT", Article, Faq, LawHead, Notice, Signage, LawDayEvent, Need,
                 LegalAidCheck, Authority, Organisation, Entry, Lawyer, Shift,
                 Holidays)  # fmt: skip
DocT = TypeVar("DocT", bound=Doc)


def _point(doc: PointDoc | None) -> Point | None:
    return None if doc is None else Point(doc.latitude, doc.longitude, doc.datum)


def _hours(doc: HoursDoc) -> WeeklyHours:
    return WeeklyHours(doc.weekday, doc.opens, doc.closes)


def _topic(value: object) -> object:
    """A topic of a newer server: the article stays readable, among the general ones."""
    return Topic.AID if isinstance(value, str) and value not in frozenset(Topic) else value


class _ArticleDoc(ArticleDoc):
    topic: Annotated[Topic, BeforeValidator(_topic)]


class _FaqDoc(FaqDoc):
    topic: Annotated[Topic, BeforeValidator(_topic)]


class _NeedDoc(NeedDoc):
    topic: Annotated[Topic, BeforeValidator(_topic)]


def _citations(docs: Iterable[CitationDoc]) -> tuple[Citation, ...]:
    return tuple(Citation(c.law, c.article) for c in docs)


def _article(doc: ArticleDoc) -> Article:
    return Article(
        id=doc.id,
        kind=doc.form,
        title=doc.title,
        title_en=doc.title_en,
        summary=doc.summary,
        summary_en=doc.summary_en,
        topic=doc.topic,
        published=doc.published,
        source=doc.source,
        body=doc.body,
        picture=doc.picture,
        picture_alt=doc.picture_alt,
        picture_alt_en=doc.picture_alt_en,
        checked=doc.checked,
        stale_since=doc.stale_since,
        citations=_citations(doc.citations),
        video=doc.video,
        example=doc.example,
    )


def _faq(doc: FaqDoc) -> Faq:
    return Faq(
        id=doc.id,
        question=doc.question,
        question_en=doc.question_en,
        answer=doc.answer,
        answer_en=doc.answer_en,
        topic=doc.topic,
        checked=doc.checked,
        stale_since=doc.stale_since,
        citations=_citations(doc.citations),
        example=doc.example,
    )


def _need(doc: NeedDoc) -> Need:
    return Need(
        id=doc.id,
        order=doc.order,
        title=doc.title,
        title_en=doc.title_en,
        topic=doc.topic,
        steps=doc.steps,
        steps_en=doc.steps_en,
        bodies=doc.bodies,
        specialities=doc.specialities,
        hotline=doc.hotline,
        checked=doc.checked,
        stale_since=doc.stale_since,
        citations=_citations(doc.citations),
        example=doc.example,
    )


def _as_authority(doc: AuthorityDoc) -> Authority:
    return Authority(
        id=doc.id,
        order=doc.order,
        kind=doc.authority,
        text=doc.text,
        text_en=doc.text_en,
        paper=doc.paper,
        paper_en=doc.paper_en,
        checked=doc.checked,
        stale_since=doc.stale_since,
        citations=_citations(doc.citations),
        example=doc.example,
    )


def _alike(thing: type[Thing]) -> Callable[[Any], Thing]:
    """How a document becomes a thing whose fields are all its own."""
    names = [field.name for field in fields(thing)]
    return lambda doc: thing(**{name: getattr(doc, name) for name in names})


def _organisation(doc: OrganisationDoc) -> Organisation:
    return Organisation(
        id=doc.id,
        kind=doc.scope,
        parent=doc.parent,
        name=doc.name,
        name_en=doc.name_en,
        address=doc.address,
        phone=doc.phone,
        point=_point(doc.point),
        example=doc.example,
    )


def _entry(doc: EntryDoc) -> Entry:
    return Entry(
        id=doc.id,
        category=doc.category,
        organisation=doc.organisation,
        name=doc.name,
        name_en=doc.name_en,
        address=doc.address,
        address_hint=doc.address_hint,
        phone=doc.phone,
        point=_point(doc.point),
        hours=tuple(_hours(h) for h in doc.hours),
        services=doc.services,
        services_en=doc.services_en,
        specialities=doc.specialities,
        languages=doc.languages,
        picture=doc.picture,
        example=doc.example,
    )


def _lawyer(doc: LawyerDoc) -> Lawyer:
    return Lawyer(
        id=doc.id,
        name=doc.name,
        name_en=doc.name_en,
        firm=doc.firm,
        communities=doc.communities,
        tier=doc.tier,
        specialities=doc.specialities,
        languages=doc.languages,
        phone=doc.phone,
        portrait=doc.portrait,
        bio=doc.bio,
        bio_en=doc.bio_en,
        example=doc.example,
    )


def _shift(doc: ShiftDoc) -> Shift:
    return Shift(doc.id, doc.lawyer, doc.organisation, _hours(doc.hours))


def _holidays(doc: HolidaysDoc) -> Holidays:
    return Holidays(frozenset(doc.holidays), frozenset(doc.working_days), frozenset({doc.year}))


#: kind in the feed -> (its document, how it becomes a domain object, the class of that object)
_PARSERS: dict[str, tuple[type[Doc], Callable[[Any], Thing], type[Thing]]] = {
    "article": (_ArticleDoc, _article, Article),
    "faq": (_FaqDoc, _faq, Faq),
    "law": (LawHeadDoc, LawHeadDoc.head, LawHead),  # its text stays on the disk
    "notice": (NoticeDoc, _alike(Notice), Notice),
    "signage": (SignageDoc, _alike(Signage), Signage),
    "event": (EventDoc, _alike(LawDayEvent), LawDayEvent),
    "need": (_NeedDoc, _need, Need),
    "legal-aid": (LegalAidDoc, LegalAidDoc.check, LegalAidCheck),
    "authority": (AuthorityDoc, _as_authority, Authority),
    "organisation": (OrganisationDoc, _organisation, Organisation),
    "entry": (EntryDoc, _entry, Entry),
    "lawyer": (LawyerDoc, _lawyer, Lawyer),
    "shift": (ShiftDoc, _shift, Shift),
    "holidays": (HolidaysDoc, _holidays, Holidays),
}
#: Class of a domain object -> kind in the feed.
KIND_OF: dict[type[Thing], str] = {cls: kind for kind, (_, _, cls) in _PARSERS.items()}


def is_known(kind: str) -> bool:
    return kind in _PARSERS


def parse(kind: str, document_id: str, raw: str) -> Thing | None:
    """The domain object in a raw document of a known kind; None, and one log line, if it is bad."""
    model, build, _ = _PARSERS[kind]
    doc = _read(model, kind, document_id, raw)
    return None if doc is None else build(doc)


def parse_law(document_id: str, raw: str) -> Law | None:
    """A law with its text; None as above."""
    doc = _read(LawDoc, "law", document_id, raw)
    return None if doc is None else doc.law()


def _read(model: type[DocT], kind: str, document_id: str, raw: str) -> DocT | None:
    try:
        doc = model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "document"
        log.warning("skipped %s %s: %s: %s", kind, document_id, where, first["msg"])
        return None
    if doc.id != document_id:
        log.warning("skipped %s %s: the document names itself %s", kind, document_id, doc.id)
        return None
    return doc
