"""Values that several nouns of the content folder share, and ids made of slugs."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.ids import sample_id
from kiosk.protocol.content import CitationDoc, PointDoc

#: 24:00 as the feed has it: its times end at 23:59.
END_OF_DAY = time(23, 59)


def organisation_id(slug: str) -> str:
    return sample_id("organisation", slug)


def lawyer_id(slug: str) -> str:
    return sample_id("lawyer", slug)


def _clock_time(value: Any) -> time:
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('must be a time such as "09:00"')
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (24, 0):
        return END_OF_DAY
    if hour > 23 or minute > 59:
        raise ValueError(f"{value} is no time of day")
    return time(hour, minute)


def _moment(value: Any) -> datetime:
    found = (
        re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d)", value)
        if isinstance(value, str)
        else None
    )
    if found is None:
        raise ValueError('must be a day and a time such as "2026-12-04 15:00", Beijing time')
    day, clock = date.fromisoformat(found[1]), _clock_time(found[2])
    return datetime.combine(day, clock, OFFICE_ZONE)


def _stream(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+/\S*\.m3u8(\?\S*)?", value):
        raise ValueError("must be the http(s) address of an HLS list (.m3u8)")
    return value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
#: A moment on the office's wall clock.
Moment = Annotated[datetime, BeforeValidator(_moment)]
Text = Annotated[str, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]
#: Address of a broadcast.
Stream = Annotated[str, AfterValidator(_stream)]


class Row(BaseModel):
    """One entry of a file; an unknown field is a spelling mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Named(Row):
    """What the feed knows by an id: that of an export, or one made of slugs."""

    id: str | None = Field(default=None, min_length=1, max_length=64)


class Placed(Named):
    """Coordinates as they are given: nothing is converted."""

    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    datum: Literal["GCJ-02", "WGS-84"] = "GCJ-02"

    @property
    def point(self) -> PointDoc | None:
        if self.latitude is None or self.longitude is None:
            return None
        return PointDoc(latitude=self.latitude, longitude=self.longitude, datum=self.datum)


class Hours(Row):
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...]
    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Hours:
        if self.closes <= self.opens:
            raise ValueError("closes must be later than opens; hours past midnight are two spans")
        return self


class Shown(Named):
    """What is on the screen from ``starts`` to ``ends``, in the halls of ``organisations``."""

    slug: str = Field(min_length=1)
    title: str = Field(min_length=1)
    title_en: str = ""
    starts: Moment | None = None
    ends: Moment | None = None
    organisations: tuple[str, ...] = ()
    example: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Shown:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends must be later than starts")
        return self


class Citation(Row):
    law: str = Field(min_length=1)
    article: int = Field(ge=1)

    def doc(self) -> CitationDoc:
        return CitationDoc(law=self.law, article=self.article)
