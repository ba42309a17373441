"""Reads a folder of content (Markdown with front matter, YAML) into documents of the feed.

The format is in docs/content.md. Whatever is wrong is a ``UserError`` that names the file, the
entry and the field. Ids are made of slugs, so that the same folder is the same content everywhere.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

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


def _clock_time(value: Any) -> Any:
    # YAML 1.1 reads an unquoted 09:00 as a number of base 60.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    return value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Text = Annotated[str, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]


class _Row(BaseModel):
    """One entry of a file; an unknown field is a spelling mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from None
    except yaml.YAMLError as error:
        raise UserError(f"{path} is not YAML: {str(error).replace(chr(10), ' ')}.") from None


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
        seen: set[tuple[str, str]] = set()
        for doc in docs:
            if (doc.kind, doc.id) in seen:
                raise UserError(f"Two things of kind {doc.kind} have the same slug: {doc!r:.120}")
            seen.add((doc.kind, doc.id))
        return docs

    def _rows(self, name: str, model: type[R]) -> Iterator[tuple[R, str]]:
        """Entries of a YAML list, each with words that say where it is."""
        path = self._folder / "directory" / name
        if not path.exists():
            return
        rows = _read_yaml(path) or []
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
        data = path.read_bytes()
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
        for path in sorted((self._folder / "directory").glob("holidays-*.yaml")):
            year = _check(_Holidays, _read_yaml(path), str(path))
            yield HolidaysDoc(id=sample_id("holidays", str(year.year)), year=year.year,
                              holidays=year.holidays, working_days=year.working_days)  # fmt: skip

    def _articles(self, name: str, kind: ArticleKind) -> Iterator[ArticleDoc]:
        for path in sorted((self._folder / name).glob("*.md")):
            if path.name == "README.md":
                continue
            if path.name == "README.md":  # for people, not content
                continue
            where = str(path)
            parts = path.read_text("utf-8").split("---\n", 2)
            if len(parts) != 3 or parts[0].strip():
                raise UserError(f"{where} must begin with front matter between two lines of ---.")
            try:
                head = yaml.safe_load(parts[1])
            except yaml.YAMLError as error:
                raise UserError(
                    f"{where}: the front matter is not YAML: {str(error).replace(chr(10), ' ')}."
                ) from None
            row = _check(_Article, head, where)
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
