"""content/directory: lawyers and their weekly duty."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Scope
from kiosk.domain.ids import sample_id
from kiosk.errors import UserError
from kiosk.protocol.content import AnyDoc, HoursDoc, LawyerDoc, ShiftDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.values import ClockTime, Named, Text, lawyer_id


class _Lawyer(Named):
    slug: str = Field(min_length=1)
    name: str = Field(min_length=1)
    name_en: str = ""
    gender: str = ""
    firm: str
    communities: tuple[str, ...] = ()
    tier: Tier = Tier.COMMUNITY
    licence: Text = ""
    specialities: tuple[Topic, ...] = ()
    languages: tuple[str, ...] = ()
    phone: Text = ""
    portrait: str | None = None
    bio: str = ""
    bio_en: str = ""
    example: bool = False


class _Shift(Named):
    lawyer: str
    organisation: str
    weekday: int = Field(ge=1, le=7)
    starts: ClockTime
    ends: ClockTime
    in_hall: bool = False


def read(folder: Folder) -> Iterator[AnyDoc]:
    known: dict[str, str] = {}
    for row, where in folder.rows("directory", r"lawyers\.yaml", _Lawyer):
        known[row.slug] = row.id or lawyer_id(row.slug)
        firm = folder.organisation(row.firm, where, "firm")
        if folder.organisations[row.firm][1] is not Scope.FIRM:
            raise UserError(f"{where}: firm: {row.firm} is no firm.")
        yield LawyerDoc(
            id=known[row.slug], name=row.name, name_en=row.name_en, firm=firm,
            communities=tuple(folder.organisation(c, where, "communities")
                              for c in row.communities),
            tier=row.tier, specialities=tuple(t.value for t in row.specialities),
            languages=row.languages, phone=row.phone,
            portrait=folder.picture(row.portrait, where, "portrait"),
            bio=row.bio, bio_en=row.bio_en, example=row.example,
        )  # fmt: skip
    for shift, where in folder.rows("directory", r"shifts\.yaml", _Shift):
        if shift.lawyer not in known:
            raise UserError(f"{where}: lawyer: there is no lawyer {shift.lawyer!r}.")
        if shift.ends <= shift.starts:
            raise UserError(f"{where}: ends: must be later than starts.")
        key = f"{shift.lawyer}/{shift.organisation}/{shift.weekday}/{shift.starts:%H:%M}"
        yield ShiftDoc(
            id=shift.id or sample_id("shift", key), lawyer=known[shift.lawyer],
            organisation=folder.organisation(shift.organisation, where),
            hours=HoursDoc(weekday=shift.weekday, opens=shift.starts, closes=shift.ends),
            in_hall=shift.in_hall,
        )  # fmt: skip
