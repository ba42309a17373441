"""Reads a folder of content (Markdown with front matter, YAML) into documents of the feed.

The format is in docs/content.md. Whatever is wrong is a ``UserError`` that names the file, the
entry and the field. Ids are made of slugs, so that the same folder is the same content everywhere.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Category, Scope
from kiosk.domain.ids import sample_id
from kiosk.errors import UserError
from kiosk.protocol.content import (
    AnyDoc,
    ArticleDoc,
    CitationDoc,
    EntryDoc,
    HolidaysDoc,
    HoursDoc,
    LawyerDoc,
    OrganisationDoc,
    PointDoc,
    ShiftDoc,
)

R = TypeVar("R", bound="_Row")
#: The largest picture, in bytes: a terminal on a slow line loads every one of them.
MAX_PICTURE = 2 * 1024 * 1024


def organisation_id(slug: str) -> str:
    return sample_id("organisation", slug)


def lawyer_id(slug: str) -> str:
    return sample_id("lawyer", slug)


#: 24:00 as the feed has it: its times end at 23:59.
END_OF_DAY = time(23, 59)


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


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Text = Annotated[str, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]


class _Row(BaseModel):
    """One entry of a file; an unknown field is a spelling mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Placed(_Row):
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    datum: Literal["GCJ-02", "WGS-84"] = "GCJ-02"

    @property
    def point(self) -> PointDoc | None:
        if self.latitude is None or self.longitude is None:
            return None
        return PointDoc(latitude=self.latitude, longitude=self.longitude, datum=self.datum)


class _Hours(_Row):
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...]
    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> _Hours:
        if self.closes <= self.opens:
            raise ValueError("closes must be later than opens; hours past midnight are two spans")
        return self


class _Visited(_Placed):
    """What bodies and firms share: places that a resident walks to."""

    slug: str = Field(min_length=1)
    name: str = Field(min_length=1)
    name_en: str = ""
    address: str = ""
    address_hint: str = ""
    phone: Text = ""
    hours: tuple[_Hours, ...] = ()
    services: tuple[str, ...] = ()
    services_en: tuple[str, ...] = ()
    picture: str | None = None
    example: bool = False


class _Organisation(_Visited):
    kind: Scope
    parent: str | None = None


class _Body(_Visited):
    category: Category
    organisation: str


class _Lawyer(_Row):
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


class _Shift(_Row):
    lawyer: str
    organisation: str
    weekday: int = Field(ge=1, le=7)
    starts: ClockTime
    ends: ClockTime


class _Holidays(_Row):
    year: int
    source: str = ""
    holidays: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


class _Citation(_Row):
    law: str = Field(min_length=1)
    article: int = Field(ge=1)


class _Article(_Row):
    title: str = Field(min_length=1)
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    topic: Topic
    published: date
    source: str = ""
    picture: str | None = None
    picture_alt: str = ""
    picture_alt_en: str = ""
    checked: date | None = None
    citations: tuple[_Citation, ...] = ()
    example: bool = False


class _Loader(yaml.SafeLoader):
    """YAML whose numbers are only what people mean by one.

    YAML 1.1 makes 9:30 the number 570, and 055163 (a telephone) an octal one. Dates stay text: the
    models check them, and name the field.
    """


_OWN = ("int", "float", "timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.rpartition(":")[2] not in _OWN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _regexp in (("int", r"-?(0|[1-9]\d*)"), ("float", r"-?(0|[1-9]\d*)\.\d+")):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_regexp}$", re.ASCII), list("-0123456789")
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}. Give this user the right to read it."
        ) from None


def _read_text(path: Path) -> str:
    try:
        # Some editors begin a file with a byte order mark, or end lines as DOS did.
        return _read(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is not UTF-8 (byte {error.start + 1}). Save it in that encoding."
        ) from None


def _parse_yaml(text: str, where: str) -> Any:
    try:
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UserError(f"{where} is not YAML: {str(error).replace(chr(10), ' ')}.") from None


def _check(model: type[R], raw: Any, where: str) -> R:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the entry"
        raise UserError(f"{where}: {name}: {first['msg']}.") from None


class _Reader:
    """One pass over a folder; ``store`` takes a picture's bytes and gives its SHA-256."""

    def __init__(self, folder: Path, store: Callable[[bytes, str], str]) -> None:
        self._folder = folder
        self._store = store
        self._organisations: dict[str, Scope] = {}
        self._lawyers: set[str] = set()

    def docs(self) -> list[AnyDoc]:
        if not self._folder.is_dir():
            raise UserError(
                f"There is no content folder {self._folder}. Set server.content_dir to one."
            )
        docs = [*self._directory(), *self._articles("news", ArticleKind.NEWS),
                *self._articles("guides", ArticleKind.GUIDE)]  # fmt: skip
        if not docs:
            raise UserError(
                f"There is no content in {self._folder}. Is it the right folder, and is it mounted?"
            )
        seen: set[tuple[str, str]] = set()
        for doc in docs:
            if (doc.kind, doc.id) in seen:
                raise UserError(f"Two things of kind {doc.kind} have the same slug: {doc!r:.120}")
            seen.add((doc.kind, doc.id))
        return docs

    def _files(self, part: str, pattern: str) -> list[Path]:
        """Files of a part of the folder by name. A part that is not there has none; one that
        cannot be read is a mistake: what is not seen would count as withdrawn."""
        try:
            found = [p for p in (self._folder / part).iterdir() if re.fullmatch(pattern, p.name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UserError(
                f"{self._folder / part} cannot be read: {error.strerror}. Give this user the "
                "right to read it."
            ) from None
        return sorted(found)

    def _rows(self, name: str, model: type[R]) -> Iterator[tuple[R, str]]:
        """Entries of a YAML list, each with words that say where it is."""
        for path in self._files("directory", re.escape(name)):
            yield from self._entries(path, model)

    @staticmethod
    def _entries(path: Path, model: type[R]) -> Iterator[tuple[R, str]]:
        rows = _parse_yaml(_read_text(path), str(path)) or []
        if not isinstance(rows, list):
            raise UserError(f"{path} must be a list of entries.")
        for number, raw in enumerate(rows, 1):
            slug = raw.get("slug") if isinstance(raw, dict) else None
            where = f"{path}, entry {number}" + (f" ({slug})" if slug else "")
            yield _check(model, raw, where), where

    def _picture(self, name: str | None, where: str, field_name: str = "picture") -> str | None:
        if name is None:
            return None
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise UserError(f"{where}: {field_name}: there is no file {name} in the folder.")
        media_type = mimetypes.guess_type(path.name)[0] or ""
        if media_type not in ("image/svg+xml", "image/png", "image/jpeg", "image/webp"):
            raise UserError(f"{where}: {field_name}: {name} must be SVG, PNG, JPEG or WebP.")
        data = _read(path)
        if len(data) > MAX_PICTURE:
            raise UserError(f"{where}: {field_name}: {name} is over {MAX_PICTURE} bytes.")
        return self._store(data, media_type)

    def _organisation(self, slug: str, where: str, field_name: str) -> str:
        if slug not in self._organisations:
            raise UserError(f"{where}: {field_name}: there is no organisation {slug!r}.")
        return organisation_id(slug)

    def _directory(self) -> Iterator[AnyDoc]:
        organisations = list(self._rows("organisations.yaml", _Organisation))
        self._organisations = {row.slug: row.kind for row, _ in organisations}
        for row, where in organisations:
            parent = self._organisation(row.parent, where, "parent") if row.parent else None
            yield OrganisationDoc(
                id=organisation_id(row.slug), scope=row.kind, parent=parent, name=row.name,
                name_en=row.name_en, address=row.address, phone=row.phone, point=row.point,
                example=row.example,
            )  # fmt: skip
            if row.kind is Scope.FIRM:
                yield self._entry(row, sample_id("entry", f"firm/{row.slug}"), Category.LAW_FIRM,
                                  organisation_id(row.slug), where)  # fmt: skip
        for body, where in self._rows("bodies.yaml", _Body):
            owner = self._organisation(body.organisation, where, "organisation")
            yield self._entry(body, sample_id("entry", body.slug), body.category, owner, where)
        yield from self._people()

    def _entry(self, row: _Visited, entry_id: str, category: Category, organisation: str,
               where: str) -> EntryDoc:  # fmt: skip
        return EntryDoc(
            id=entry_id, category=category, organisation=organisation, name=row.name,
            name_en=row.name_en, address=row.address, address_hint=row.address_hint,
            phone=row.phone, point=row.point,
            hours=tuple(HoursDoc(weekday=day, opens=span.opens, closes=span.closes)
                        for span in row.hours for day in span.days),
            services=row.services, services_en=row.services_en,
            picture=self._picture(row.picture, where), example=row.example,
        )  # fmt: skip

    def _people(self) -> Iterator[AnyDoc]:
        for row, where in self._rows("lawyers.yaml", _Lawyer):
            self._lawyers.add(row.slug)
            firm = self._organisation(row.firm, where, "firm")
            if self._organisations[row.firm] is not Scope.FIRM:
                raise UserError(f"{where}: firm: {row.firm} is no firm.")
            yield LawyerDoc(
                id=lawyer_id(row.slug), name=row.name, name_en=row.name_en, firm=firm,
                communities=tuple(self._organisation(c, where, "communities")
                                  for c in row.communities),
                tier=row.tier, specialities=tuple(t.value for t in row.specialities),
                languages=row.languages, phone=row.phone,
                portrait=self._picture(row.portrait, where, "portrait"),
                bio=row.bio, bio_en=row.bio_en, example=row.example,
            )  # fmt: skip
        for shift, where in self._rows("shifts.yaml", _Shift):
            if shift.lawyer not in self._lawyers:
                raise UserError(f"{where}: lawyer: there is no lawyer {shift.lawyer!r}.")
            if shift.ends <= shift.starts:
                raise UserError(f"{where}: ends: must be later than starts.")
            key = f"{shift.lawyer}/{shift.organisation}/{shift.weekday}/{shift.starts:%H:%M}"
            yield ShiftDoc(
                id=sample_id("shift", key), lawyer=lawyer_id(shift.lawyer),
                organisation=self._organisation(shift.organisation, where, "organisation"),
                hours=HoursDoc(weekday=shift.weekday, opens=shift.starts, closes=shift.ends),
            )  # fmt: skip
        for path in self._files("directory", r"holidays-.*\.yaml"):
            year = _check(_Holidays, _parse_yaml(_read_text(path), str(path)), str(path))
            yield HolidaysDoc(id=sample_id("holidays", str(year.year)), year=year.year,
                              holidays=year.holidays, working_days=year.working_days)  # fmt: skip

    def _articles(self, name: str, kind: ArticleKind) -> Iterator[ArticleDoc]:
        for path in self._files(name, r".*\.md"):
            if path.name == "README.md":  # for people, not content
                continue
            where = str(path)
            parts = _read_text(path).split("---\n", 2)
            if len(parts) != 3 or parts[0].strip():
                raise UserError(f"{where} must begin with front matter between two lines of ---.")
            row = _check(_Article, _parse_yaml(parts[1], f"{where}: the front matter"), where)
            body = parts[2].strip()
            if not body:
                raise UserError(f"{where}: the body is empty.")
            yield ArticleDoc(
                id=sample_id("article", f"{name}/{path.stem}"), form=kind, title=row.title,
                title_en=row.title_en, summary=row.summary, summary_en=row.summary_en,
                topic=row.topic, published=row.published, source=row.source, body=body,
                picture=self._picture(row.picture, where), picture_alt=row.picture_alt,
                picture_alt_en=row.picture_alt_en, checked=row.checked,
                citations=tuple(CitationDoc(law=c.law, article=c.article) for c in row.citations),
                example=row.example,
            )  # fmt: skip


def read_folder(folder: Path, store: Callable[[bytes, str], str]) -> list[AnyDoc]:
    """Every document of the folder. ``store`` keeps a picture (bytes, media type): its SHA-256."""
    return _Reader(folder, store).docs()
