"""Rows of bodies and people into the directory."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Category, Scope
from kiosk.domain.ids import sample_id
from kiosk.protocol.content import (
    EntryDoc,
    HoursDoc,
    LawyerDoc,
    OrganisationDoc,
    PointDoc,
    ShiftDoc,
)
from kiosk.server.content_folder.values import organisation_id
from kiosk.server.importing.report import Intake, LeftOut
from kiosk.server.importing.tables import NO_VALUE, Row
from kiosk.server.importing.words import read_hours, split_list, topic_of

_SCOPES = {
    "区": Scope.DISTRICT, "区县": Scope.DISTRICT, "街道": Scope.STREET, "乡镇": Scope.STREET,
    "社区": Scope.COMMUNITY, "村": Scope.COMMUNITY, "district": Scope.DISTRICT,
    "street": Scope.STREET, "community": Scope.COMMUNITY, "村居": Scope.COMMUNITY,
}  # fmt: skip
#: Words in a body's category or, without one, in its name; the more particular ones first.
_CATEGORIES: tuple[tuple[Category, tuple[str, ...]], ...] = (
    (Category.LAW_FIRM, ("律师事务所", "律所")),
    (Category.LEGAL_AID_CENTRE, ("法律援助",)),
    (Category.COMMUNITY_STUDIO, ("工作室", "社区法律")),
    (Category.MEDIATION, ("调解",)),
    (Category.NOTARY, ("公证",)),
    (Category.ARBITRATION, ("仲裁",)),
    (Category.LABOUR_INSPECTION, ("劳动监察", "劳动保障监察")),
    (Category.JUDICIAL_OFFICE, ("司法所",)),
    (Category.SERVICE_CENTRE, ("公共法律服务", "服务中心", "服务站")),
    (Category.COURT, ("法院", "法庭")),
    (Category.POLICE, ("派出所", "公安", "警务")),
    (Category.WOMENS_FEDERATION, ("妇联", "妇女联合会")),
    (Category.CONSUMER_COUNCIL, ("消协", "消费者", "消保委")),
)
_DATUMS = {"gcj02": "GCJ-02", "火星": "GCJ-02", "火星坐标": "GCJ-02", "高德": "GCJ-02",
           "腾讯": "GCJ-02", "wgs84": "WGS-84", "gps": "WGS-84"}  # fmt: skip
_TIERS = {
    "社区": Tier.COMMUNITY, "社区级": Tier.COMMUNITY, "街道": Tier.STREET, "街道级": Tier.STREET,
    "区": Tier.DISTRICT, "区级": Tier.DISTRICT, **{tier.value: tier for tier in Tier},
}  # fmt: skip
_YES = frozenset({"是", "yes", "y", "true", "1", "示例"})


@dataclass(slots=True)
class Known:
    """Organisations that rows may name: by slug, id or name."""

    _ids: dict[str, Scope] = field(default_factory=dict)
    _named: dict[str, set[str]] = field(default_factory=dict)

    def add(self, doc: OrganisationDoc, *names: str) -> None:
        self._ids[doc.id] = doc.scope
        for name in (doc.name, *names):
            if name:
                self._named.setdefault(_fold(name), set()).add(doc.id)

    def find(self, name: str, scope: Scope | None = None) -> str:
        """The id of the one that is meant; ``LeftOut``: none, or more than one."""
        ids = self._named.get(_fold(name), set()) | {name, organisation_id(name)} & set(self._ids)
        ids = {key for key in ids if scope is None or self._ids[key] is scope}
        if len(ids) != 1:
            what = scope.value if scope else "organisation"
            raise LeftOut(
                f"there is more than one {what} {name!r}: name it by its slug" if ids
                else f"there is no {what} {name!r}: import it before, or in the same go"
            )  # fmt: skip
        return ids.pop()

    def district(self) -> str:
        ids = [key for key, scope in self._ids.items() if scope is Scope.DISTRICT]
        if len(ids) != 1:
            raise LeftOut("names no organisation that it belongs to")
        return ids[0]


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def take_rows(rows: Iterable[Row], known: Known, intake: Intake) -> None:
    """Organisations first, the widest before: others of the rows name them."""
    ranks = list(Scope)

    def rank(row: Row) -> int:
        scope = None if row.people else _scope(row)
        return len(ranks) + row.people if scope is None else ranks.index(scope)

    for row in sorted(rows, key=rank):
        try:
            if missing := [name for name, text in row.cells.items() if NO_VALUE in text]:
                raise LeftOut(
                    f"{missing[0]}: a formula without its value: save the file in Excel again"
                )
            if not row.cells.get("name"):
                raise LeftOut("has no name")
            _take(row, known, intake)
        except LeftOut as refusal:
            _spare(row, intake)
            intake.leave_out(row.place, refusal.reason)
        except ValidationError as error:
            _spare(row, intake)
            first = error.errors()[0]
            intake.leave_out(row.place, f"{first['loc'][-1]}: {first['msg']}")


def _key(row: Row) -> str:
    cells = row.cells
    if row.people:
        return cells.get("slug") or cells.get("licence") or (
            f"{_fold(cells['name'])}/{_fold(cells.get('firm', ''))}"
        )  # fmt: skip
    return cells.get("slug") or _fold(cells["name"])


def _spare(row: Row, intake: Intake) -> None:
    """A row that was right before keeps what it gave then: its duty, too."""
    if not row.cells.get("name"):
        intake.blind = True
        return
    kinds = ("lawyer",) if row.people else ("entry", "organisation")
    intake.spared |= {(kind, intake.id_of(kind, _key(row))) for kind in kinds}


def _take(row: Row, known: Known, intake: Intake) -> None:
    if row.people:
        _take_person(row, known, intake)
        return
    cells, key = row.cells, _key(row)
    scope = _scope(row)
    common = {
        "name": cells["name"], "name_en": cells.get("name_en", ""),
        "address": cells.get("address", ""), "phone": cells.get("phone", ""),
        "point": _point(cells), "example": cells.get("example", "").lower() in _YES,
    }  # fmt: skip
    owner = known.find(cells["organisation"]) if cells.get("organisation") else None
    entry = None
    if scope in (None, Scope.FIRM):
        entry = {
            "id": intake.id_of("entry", key), "category": _category(cells),
            "organisation": owner or "", "address_hint": cells.get("address_hint", ""),
            "hours": _hours(cells), "services": split_list(cells.get("services", "")),
            "services_en": split_list(cells.get("services_en", "")),
            "specialities": _topics(row, intake),
            "languages": split_list(cells.get("languages", "")), **common,
        }  # fmt: skip
    if scope is not None:
        parent = owner or (None if scope is Scope.DISTRICT else known.district())
        own_id = intake.id_of("organisation", key)
        organisation = OrganisationDoc.model_validate(
            {"id": own_id, "scope": scope, "parent": parent, **common}
        )
        if not intake.take(organisation, row.place):
            return
        known.add(organisation, cells.get("slug", ""))
        owner = own_id
    if entry is not None:
        entry["organisation"] = owner or known.district()
        intake.take(EntryDoc.model_validate(entry), row.place)


def _take_person(row: Row, known: Known, intake: Intake) -> None:
    cells, key = row.cells, _key(row)
    if not cells.get("firm"):
        raise LeftOut("names no firm")
    tier = _TIERS.get(cells.get("tier", Tier.COMMUNITY.value))
    if tier is None:
        raise LeftOut(f"tier: {cells['tier']!r} is none of 社区, 街道, 区")
    places = tuple(known.find(name) for name in split_list(cells.get("communities", "")))
    hours = _hours(cells)
    if hours and not places:
        raise LeftOut("hours: duty is in a community, and none is named")
    lawyer = LawyerDoc(
        id=intake.id_of("lawyer", key), name=cells["name"], name_en=cells.get("name_en", ""),
        firm=known.find(cells["firm"], Scope.FIRM), communities=places, tier=tier,
        specialities=_topics(row, intake), languages=split_list(cells.get("languages", "")),
        phone=cells.get("phone", ""), bio=cells.get("bio", ""), bio_en=cells.get("bio_en", ""),
        example=cells.get("example", "").lower() in _YES,
    )  # fmt: skip
    if intake.take(lawyer, row.place):
        for place in dict.fromkeys(places):
            for span in hours:
                name = f"{lawyer.id}/{place}/{span.weekday}/{span.opens:%H:%M}"
                shift = ShiftDoc(id=sample_id("shift", name), lawyer=lawyer.id,
                                 organisation=place, hours=span)  # fmt: skip
                intake.take(shift, row.place)


def _scope(row: Row) -> Scope | None:
    """Of a row that makes an organisation: a district, street, community or firm."""
    category = row.cells.get("category", "").lower()
    if category in _SCOPES:
        return _SCOPES[category]
    found = _known_category(category or row.cells.get("name", ""))
    return Scope.FIRM if found is Category.LAW_FIRM else None


def _known_category(text: str) -> Category | None:
    if text in frozenset(Category):
        return Category(text)
    return next((category for category, words in _CATEGORIES
                 if any(word in text for word in words)), None)  # fmt: skip


def _category(cells: dict[str, str]) -> Category:
    text = cells.get("category", "").lower() or cells["name"]
    found = _known_category(text)
    if found is None:
        raise LeftOut(f"category: {text!r} is none of {', '.join(Category)}")
    return found


def _topics(row: Row, intake: Intake) -> tuple[str, ...]:
    topics: list[Topic] = []
    for name in split_list(row.cells.get("specialities", "")):
        topic = topic_of(name)
        if topic is None:
            intake.note(row.place, f"speciality {name!r} is no topic here: left out")
        elif topic not in topics:
            topics.append(topic)
    return tuple(topic.value for topic in topics)


def _hours(cells: dict[str, str]) -> tuple[HoursDoc, ...]:
    try:
        return read_hours(cells.get("hours", ""))
    except ValueError as error:
        raise LeftOut(str(error)) from None


def _point(cells: dict[str, str]) -> PointDoc | None:
    """Latitude and longitude, or ``coordinates`` as Chinese maps give them: longitude first."""
    latitude, longitude = cells.get("latitude"), cells.get("longitude")
    if "coordinates" in cells:
        parts = split_list(cells["coordinates"]) or ()
        if len(parts) != 2:
            raise LeftOut("coordinates: write longitude,latitude")
        longitude, latitude = parts
    if latitude is None and longitude is None:
        return None
    try:
        lat, lon = float(latitude or ""), float(longitude or "")
    except ValueError:
        raise LeftOut("latitude and longitude must be numbers of degrees, both") from None
    if not (3 <= lat <= 54 and 73 <= lon <= 136):
        raise LeftOut(f"latitude {lat}, longitude {lon} is not in China: are they swapped?")
    given = cells.get("datum", "GCJ-02")
    datum = _DATUMS.get(given.lower().replace("-", "").replace(" ", ""))
    if datum is None:
        raise LeftOut(f"datum: {given!r} is neither GCJ-02 nor WGS-84: convert the coordinates")
    return PointDoc(latitude=lat, longitude=lon, datum=datum)
