"""The directory: organisations, bodies with opening hours, lawyers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.calls import Tier
from kiosk.domain.duty import WeeklyHours
from kiosk.domain.geo import Point


class Scope(StrEnum):
    """Kinds of organisation; every row of personal or local data belongs to one."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    kind: Scope
    parent: str | None
    name: str
    name_en: str
    address: str = ""
    phone: str = ""
    point: Point | None = None
    example: bool = False


class Category(StrEnum):
    """Kinds of place in the directory, in the order in which they are offered."""

    LEGAL_AID_CENTRE = "legal-aid-centre"
    SERVICE_CENTRE = "service-centre"
    JUDICIAL_OFFICE = "judicial-office"
    COMMUNITY_STUDIO = "community-studio"
    MEDIATION = "mediation"
    NOTARY = "notary"
    ARBITRATION = "arbitration"
    LABOUR_INSPECTION = "labour-inspection"
    COURT = "court"
    POLICE = "police"
    WOMENS_FEDERATION = "womens-federation"
    CONSUMER_COUNCIL = "consumer-council"
    LAW_FIRM = "law-firm"


@dataclass(frozen=True, slots=True)
class Entry:
    """A body or a law firm that a resident may walk to or ring."""

    id: str
    category: Category
    organisation: str  # id of the street, district, community or firm that it belongs to
    name: str
    name_en: str
    address: str
    address_hint: str
    phone: str
    point: Point | None
    hours: tuple[WeeklyHours, ...] = field(default_factory=tuple)
    services: tuple[str, ...] = field(default_factory=tuple)
    services_en: tuple[str, ...] = field(default_factory=tuple)
    specialities: tuple[str, ...] = field(default_factory=tuple)  # topics
    languages: tuple[str, ...] = field(default_factory=tuple)
    picture: str | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Lawyer:
    id: str
    name: str
    name_en: str
    firm: str
    communities: tuple[str, ...]
    tier: Tier
    specialities: tuple[str, ...]  # topics
    languages: tuple[str, ...]
    phone: str
    portrait: str | None
    bio: str
    bio_en: str
    example: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly turn of duty of one lawyer for one organisation."""

    id: str
    lawyer: str
    organisation: str
    hours: WeeklyHours
