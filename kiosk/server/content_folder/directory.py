"""content/directory: organisations, and the places that a resident walks to."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from kiosk.domain.articles import Topic
from kiosk.domain.directory import Category, Scope
from kiosk.domain.ids import sample_id
from kiosk.protocol.content import AnyDoc, EntryDoc, HoursDoc, OrganisationDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import Hours, Placed, Text, organisation_id


class _Visited(Placed):
    """What bodies and firms share."""

    slug: str = Field(min_length=1)
    name: str = Field(min_length=1)
    name_en: str = ""
    address: str = ""
    address_hint: str = ""
    phone: Text = ""
    hours: tuple[Hours, ...] = ()
    services: tuple[str, ...] = ()
    services_en: tuple[str, ...] = ()
    specialities: tuple[Topic, ...] = ()
    languages: tuple[str, ...] = ()
    picture: str | None = None
    example: bool = False


class _Organisation(_Visited):
    kind: Scope
    parent: str | None = None
    entry_id: str | None = Field(default=None, min_length=1, max_length=64)  # a firm's, as a place
    listed: bool = True  # a firm has an entry of its own; without it bodies.yaml may have one


class _Body(_Visited):
    category: Category
    organisation: str


def read(folder: Folder) -> Iterator[AnyDoc]:
    """Organisations first: everything else names them."""
    organisations = list(folder.rows("directory", r"organisations\.yaml", _Organisation))
    folder.organisations = {
        row.slug: (row.id or organisation_id(row.slug), row.kind) for row, _ in organisations
    }
    for row, where in organisations:
        row_id = folder.organisations[row.slug][0]
        parent = folder.organisation(row.parent, where, "parent") if row.parent else None
        yield OrganisationDoc(
            id=row_id, scope=row.kind, parent=parent, name=row.name,
            name_en=row.name_en, address=row.address, phone=row.phone, point=row.point,
            example=row.example,
        )  # fmt: skip
        if row.kind is Scope.FIRM and row.listed:
            yield _entry(folder, row, sample_id("entry", f"firm/{row.slug}"), Category.LAW_FIRM,
                         row_id, where)  # fmt: skip
    for body, where in folder.rows("directory", r"bodies\.yaml", _Body):
        owner = folder.organisation(body.organisation, where)
        entry_id = body.id or sample_id("entry", body.slug)
        yield _entry(folder, body, entry_id, body.category, owner, where)


def _entry(folder: Folder, row: _Visited, entry_id: str, category: Category, organisation: str,
           where: str) -> EntryDoc:  # fmt: skip
    return EntryDoc(
        id=entry_id, category=category, organisation=organisation, name=row.name,
        name_en=row.name_en, address=row.address, address_hint=row.address_hint,
        phone=row.phone, point=row.point,
        hours=tuple(HoursDoc(weekday=day, opens=span.opens, closes=span.closes)
                    for span in row.hours for day in span.days),
        services=row.services, services_en=row.services_en,
        specialities=tuple(t.value for t in row.specialities), languages=row.languages,
        picture=folder.picture(row.picture, where), example=row.example,
    )  # fmt: skip
