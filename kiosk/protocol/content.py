"""Documents that travel in the content feed: one model for each kind of thing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.authorities import AuthorityKind
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Category, Scope
from kiosk.domain.laws import Chapter, Law, LawArticle, LawHead, LawStatus
from kiosk.domain.legal_aid import Ground, LegalAidCheck, Matter, Paper, Place, Question, Reason
from kiosk.domain.notices import NoticeLevel

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


#: Fields of any document that name a blob.
BLOB_FIELDS = ("picture", "portrait", "poster", "video")


def _law_status(value: object) -> object:
    """A status of a newer server: in force, with its dates to read."""
    known = not isinstance(value, str) or value in frozenset(LawStatus)
    return value if known else LawStatus.IN_FORCE


def _notice_level(value: object) -> object:
    known = not isinstance(value, str) or value in frozenset(NoticeLevel)
    return value if known else NoticeLevel.ORDINARY


class Doc(BaseModel):
    """Base of all documents. Unknown fields are ignored, so that an old terminal reads a new feed.

    (They stay in the raw document that the cache keeps.)
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    example: bool = False


class CitationDoc(BaseModel):
    law: str
    article: int


class ArticleDoc(Doc):
    kind: Literal["article"] = "article"
    form: ArticleKind
    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    topic: Topic
    published: date
    source: str = ""
    body: str
    picture: Sha256 | None = None
    picture_alt: str = ""
    picture_alt_en: str = ""
    checked: date | None = None
    stale_since: date | None = None  # the law it rests on changed on this day
    citations: tuple[CitationDoc, ...] = ()
    video: Sha256 | None = None


class ChapterDoc(BaseModel):
    """A heading of a law: part (编), chapter (章) or section (节), before its first article."""

    title: str
    level: int = Field(ge=1, le=4)
    first: int = Field(ge=0)  # index in ``LawDoc.articles`` of the first article under it


class LawArticleDoc(BaseModel):
    """Article 第…条; ``suffix`` 1 is 之一."""

    number: int = Field(ge=1)
    suffix: int = Field(default=0, ge=0)
    text: str


class LawHeadDoc(Doc):
    """What a law's document says of it, before its text: enough for lists and badges."""

    kind: Literal["law"] = "law"
    title: str
    status: Annotated[LawStatus, BeforeValidator(_law_status)] = LawStatus.IN_FORCE
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    repealed: date | None = None
    checked: date | None = None  # when somebody last compared it with its source
    source: str = ""

    def head(self) -> LawHead:
        return LawHead(**self._facts())

    def _facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in LawHeadDoc.model_fields if name != "kind"}


class LawDoc(LawHeadDoc):
    """A statute, whole: its articles are never of two versions."""

    chapters: tuple[ChapterDoc, ...] = ()
    articles: tuple[LawArticleDoc, ...] = ()

    def law(self) -> Law:
        return Law(
            **self._facts(),
            chapters=tuple(Chapter(c.title, c.level, c.first) for c in self.chapters),
            articles=tuple(LawArticle(a.number, a.suffix, a.text) for a in self.articles),
        )


class FaqDoc(Doc):
    """A question as people ask it, with a short answer."""

    kind: Literal["faq"] = "faq"
    question: str
    question_en: str = ""
    answer: str
    answer_en: str = ""
    topic: Topic
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[CitationDoc, ...] = ()


class NoticeDoc(Doc):
    """A short notice on the screen from ``starts`` to ``ends``; an emergency one comes first."""

    kind: Literal["notice"] = "notice"
    level: Annotated[NoticeLevel, BeforeValidator(_notice_level)] = NoticeLevel.ORDINARY
    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    organisations: tuple[str, ...] = ()  # where it is shown; none: everywhere


class SignageDoc(Doc):
    """A poster or a video of the attract loop."""

    kind: Literal["signage"] = "signage"
    title: str
    title_en: str = ""
    poster: Sha256 | None = None
    video: Sha256 | None = None
    seconds: int = Field(default=12, ge=3, le=600)
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    organisations: tuple[str, ...] = ()


class EventDoc(Doc):
    """An event of the rule-of-law day, with its broadcast (HLS address) or its video."""

    kind: Literal["event"] = "event"
    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    starts: AwareDatetime
    ends: AwareDatetime
    organisation: str
    place: str = ""
    poster: Sha256 | None = None
    stream: str = ""
    video: Sha256 | None = None


class NeedDoc(Doc):
    """What people come with: what to do first, and who is right for it."""

    kind: Literal["need"] = "need"
    order: int = 0
    title: str
    title_en: str = ""
    topic: Topic
    steps: tuple[str, ...] = ()
    steps_en: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()  # categories of entries
    specialities: tuple[str, ...] = ()  # topics
    hotline: str = ""
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[CitationDoc, ...] = ()


def _authority(value: object) -> object:
    """A kind of a newer server: what needs the most care."""
    known = not isinstance(value, str) or value in frozenset(AuthorityKind)
    return value if known else AuthorityKind.IN_PERSON


class AuthorityDoc(Doc):
    """What somebody may do for another, and what that takes."""

    kind: Literal["authority"] = "authority"
    order: int = 0
    authority: Annotated[AuthorityKind, BeforeValidator(_authority)]
    text: str
    text_en: str = ""
    paper: str = ""
    paper_en: str = ""
    checked: date | None = None
    stale_since: date | None = None
    citations: tuple[CitationDoc, ...] = ()


class LegalAidDoc(Doc):
    """The legal-aid check: questions, and what they come to."""

    kind: Literal["legal-aid"] = "legal-aid"
    questions: tuple[Question, ...]
    matters: tuple[Matter, ...]
    grounds: tuple[Ground, ...]
    places: tuple[Place, ...]
    papers: tuple[Paper, ...] = ()
    notes: tuple[Reason, ...] = ()
    forwards: tuple[str, ...] = ()
    checked: date | None = None
    stale_since: date | None = None

    def check(self) -> LegalAidCheck:
        return LegalAidCheck(**{f.name: getattr(self, f.name) for f in fields(LegalAidCheck)})


class PointDoc(BaseModel):
    latitude: float
    longitude: float
    datum: str = "GCJ-02"


class HoursDoc(BaseModel):
    weekday: int = Field(ge=1, le=7)
    opens: time
    closes: time


class OrganisationDoc(Doc):
    kind: Literal["organisation"] = "organisation"
    scope: Scope
    parent: str | None = None
    name: str
    name_en: str = ""
    address: str = ""
    phone: str = ""
    point: PointDoc | None = None


class EntryDoc(Doc):
    kind: Literal["entry"] = "entry"
    category: Category
    organisation: str
    name: str
    name_en: str = ""
    address: str = ""
    address_hint: str = ""
    phone: str = ""
    point: PointDoc | None = None
    hours: tuple[HoursDoc, ...] = ()
    services: tuple[str, ...] = ()
    services_en: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()  # topics
    languages: tuple[str, ...] = ()
    picture: Sha256 | None = None


class LawyerDoc(Doc):
    kind: Literal["lawyer"] = "lawyer"
    name: str
    name_en: str = ""
    firm: str
    communities: tuple[str, ...] = ()
    tier: Tier = Tier.COMMUNITY
    specialities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    phone: str = ""
    portrait: Sha256 | None = None
    bio: str = ""
    bio_en: str = ""


class ShiftDoc(Doc):
    kind: Literal["shift"] = "shift"
    lawyer: str
    organisation: str
    hours: HoursDoc
    in_hall: bool = False  # the lawyer sits in the organisation's hall, to be asked face to face


class HolidaysDoc(Doc):
    """One year of public holidays and make-up working days."""

    kind: Literal["holidays"] = "holidays"
    year: int
    holidays: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


AnyDoc = Annotated[
    ArticleDoc | LawDoc | FaqDoc | NoticeDoc | SignageDoc | EventDoc | NeedDoc
    | LegalAidDoc | AuthorityDoc | OrganisationDoc | EntryDoc | LawyerDoc | ShiftDoc | HolidaysDoc,
    Field(discriminator="kind"),
]  # fmt: skip
DOC: TypeAdapter[AnyDoc] = TypeAdapter(AnyDoc)
