"""Documents that travel in the content feed: one model for each kind of thing."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Category, Scope

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


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
    citations: tuple[CitationDoc, ...] = ()


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


class HolidaysDoc(Doc):
    """One year of public holidays and make-up working days."""

    kind: Literal["holidays"] = "holidays"
    year: int
    holidays: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


AnyDoc = Annotated[
    ArticleDoc | OrganisationDoc | EntryDoc | LawyerDoc | ShiftDoc | HolidaysDoc,
    Field(discriminator="kind"),
]
DOC: TypeAdapter[AnyDoc] = TypeAdapter(AnyDoc)
