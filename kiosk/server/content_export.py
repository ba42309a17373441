"""Documents of the feed back into a content folder (docs/content.md), ids and pictures included."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import office_time
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.files import sync_folder
from kiosk.protocol.content import (
    BLOB_FIELDS,
    AnyDoc,
    ArticleDoc,
    AuthorityDoc,
    EntryDoc,
    EventDoc,
    FaqDoc,
    HolidaysDoc,
    HoursDoc,
    LawDoc,
    LawyerDoc,
    LegalAidDoc,
    NeedDoc,
    NoticeDoc,
    OrganisationDoc,
    PointDoc,
    ShiftDoc,
    SignageDoc,
)
from kiosk.server.content_folder.laws import law_text

#: Names what an export wrote; only such a folder, or an empty one, is written into.
MARKER = ".kiosk-export.json"
_ENDINGS = {
    "image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp",
    "video/mp4": "mp4", "video/webm": "webm",
}  # fmt: skip

Row = dict[str, Any]
#: A blob's file and media type by its SHA-256; None: the server does not have it.
FindBlob = Callable[[str], tuple[Path, str] | None]


class _Dumper(yaml.SafeDumper):
    """Text that could pass for the end of the front matter is put between quotes."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = '"' if "---" in value or "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _text)


def _yaml(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


class Export:
    """One export: ``add`` all documents, then ``write``."""

    def __init__(self, folder: Path, find_blob: FindBlob) -> None:
        self._folder = folder
        self._find_blob = find_blob
        self._files: dict[str, bytes | Path] = {}  # name in the folder -> content, or its file
        self._rows: dict[str, list[Row]] = {}
        self._slugs: dict[str, str] = {}
        self.documents = 0
        self.missing: list[str] = []  # blobs that documents name and the server does not have

    def add(self, docs: Iterable[AnyDoc]) -> None:
        docs = list(docs)
        for doc in docs:  # others name these
            if isinstance(doc, OrganisationDoc | LawyerDoc):
                self._slugs[doc.id] = _slug(doc, doc.name)
        for doc in sorted(docs, key=lambda d: getattr(d, "order", 0)):
            self._add(doc)
        self.documents += len(docs)

    def _add(self, doc: AnyDoc) -> None:
        match doc:
            case ArticleDoc():
                part = "guides" if doc.form is ArticleKind.GUIDE else "news"
                self._page(part, doc, doc.title, doc.body, without=("form", "body"))
            case LawDoc():
                self._page("laws", doc, doc.title, law_text(doc), without=("chapters", "articles"))
            case FaqDoc():
                self._row(f"faqs/{doc.topic.value}", doc, doc.question, without=("topic",))
            case NoticeDoc():
                self._row("notices", doc, doc.title, **self._shown(doc))
            case SignageDoc():
                self._row("signage", doc, doc.title, **self._shown(doc))
            case EventDoc():
                self._row("events", doc, doc.title, starts=_moment(doc.starts),
                          ends=_moment(doc.ends),
                          organisation=self._named(doc.organisation))  # fmt: skip
            case NeedDoc():
                self._row("needs", doc, doc.title, without=("order",))
            case AuthorityDoc():
                self._row("authorities", doc, doc.text, without=("order", "authority"),
                          kind=doc.authority.value)  # fmt: skip
            case LegalAidDoc():
                name = f"legal-aid/{_short(doc)}.yaml"
                self._files[name] = _yaml(self._fields(doc)).encode()
            case OrganisationDoc():
                self._row("directory/organisations", doc, doc.name, without=("scope",),
                          kind=doc.scope.value, parent=self._named(doc.parent),
                          listed=False)  # fmt: skip
            case EntryDoc():
                self._row("directory/bodies", doc, doc.name, hours=_hours(doc.hours),
                          organisation=self._named(doc.organisation))  # fmt: skip
            case LawyerDoc():
                self._row("directory/lawyers", doc, doc.name, firm=self._named(doc.firm),
                          communities=[self._named(c) for c in doc.communities])  # fmt: skip
            case ShiftDoc():
                hours = doc.hours
                row = {
                    "lawyer": self._named(doc.lawyer),
                    "organisation": self._named(doc.organisation),
                    "weekday": hours.weekday,
                    "starts": f"{hours.opens:%H:%M}",
                    "ends": f"{hours.closes:%H:%M}",
                    "in_hall": doc.in_hall,
                }
                self._rows.setdefault("directory/shifts", []).append({"id": doc.id, **row})
            case HolidaysDoc():
                name = f"directory/holidays-{doc.year}-{_short(doc)}.yaml"
                self._files[name] = _yaml(self._fields(doc)).encode()

    def _named(self, key: str | None) -> str | None:
        """The slug of an organisation or lawyer; of one that is not in the feed: its id."""
        return None if key is None else self._slugs.get(key, key)

    def _shown(self, doc: NoticeDoc | SignageDoc) -> Row:
        return {
            "starts": _moment(doc.starts), "ends": _moment(doc.ends),
            "organisations": [self._named(organisation) for organisation in doc.organisations],
        }  # fmt: skip

    def _fields(self, doc: AnyDoc, without: Iterable[str] = ()) -> Row:
        """The id, and what is not as by default."""
        raw = doc.model_dump(mode="json", exclude_defaults=True,
                             exclude={"kind", "id", "point", *without})  # fmt: skip
        for field in BLOB_FIELDS:
            if field in raw and (file := self._blob(raw.pop(field))) is not None:
                raw[field] = file
        point: PointDoc | None = getattr(doc, "point", None)
        return {"id": doc.id, **raw, **(point.model_dump() if point else {})}

    def _row(self, table: str, doc: AnyDoc, name: str, without: Iterable[str] = (),
             **given: Any) -> None:  # fmt: skip
        row = {"slug": self._slugs.get(doc.id) or _slug(doc, name), **self._fields(doc, without)}
        self._rows.setdefault(table, []).append({**row, **given})

    def _page(self, part: str, doc: AnyDoc, title: str, body: str,
              without: Iterable[str] = ()) -> None:  # fmt: skip
        front = _yaml(self._fields(doc, without))
        self._files[f"{part}/{_slug(doc, title)}.md"] = f"---\n{front}---\n{body}\n".encode()

    def _blob(self, sha256: str) -> str | None:
        found = self._find_blob(sha256)
        ending = _ENDINGS.get(found[1]) if found else None
        if found is None or ending is None:
            self.missing.append(sha256)
            return None
        name = f"pictures/{sha256[:16]}.{ending}"
        self._files[name] = found[0]
        return name

    def write(self) -> None:
        """Put the files into the folder, each whole or not at all, and take away those of an
        earlier export that are no longer wanted.

        ``UserError``: the folder has something else in it. ``EnvironmentFault``: the disk.
        """
        for table, rows in self._rows.items():
            self._files[f"{table}.yaml"] = _yaml(rows).encode()
        try:
            before = self._earlier()
            self._folder.mkdir(parents=True, exist_ok=True)
            # First of all both lists: an export that breaks off can be done again.
            self._put(MARKER, _marker({*before, *self._files}))
            for name, content in self._files.items():
                self._put(name, content if isinstance(content, bytes) else content.read_bytes())
            for name in before - self._files.keys():
                (self._folder / name).unlink(missing_ok=True)
            self._put(MARKER, _marker(self._files))
            sync_folder(self._folder)
        except OSError as error:
            raise EnvironmentFault(
                f"The export cannot be written: {error.filename or self._folder}: "
                f"{error.strerror}. Free some space, or name another folder."
            ) from None

    def _earlier(self) -> set[str]:
        """The files of the export that is there."""
        if not self._folder.exists():
            return set()
        refusal = UserError(
            f"{self._folder} has something in it that is no export. Name a new or empty folder."
        )
        if not self._folder.is_dir():
            raise refusal
        try:
            names = json.loads((self._folder / MARKER).read_bytes())["files"]
            inside = [n for n in names if ".." not in Path(n).parts and not Path(n).is_absolute()]
            return set(inside)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            if any(self._folder.iterdir()):
                raise refusal from None
            return set()

    def _put(self, name: str, content: bytes) -> None:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{new_id()}.part")
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _marker(names: Iterable[str]) -> bytes:
    return json.dumps({"files": sorted(names)}, ensure_ascii=False).encode()


def _short(doc: AnyDoc) -> str:
    return hashlib.sha256(doc.id.encode()).hexdigest()[:10]


def _slug(doc: AnyDoc, name: str) -> str:
    """A name for people that no other document has."""
    words = re.sub(r"[^\w]+", "-", name)[:30].strip("-_")
    return f"{words}-{_short(doc)}" if words else _short(doc)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{office_time(moment):%Y-%m-%d %H:%M}"


def _hours(hours: tuple[HoursDoc, ...]) -> list[Row]:
    """Spans of days that follow one another, in the order of the document."""
    return [
        {"days": [hour.weekday for hour in group], "opens": f"{opens:%H:%M}",
         "closes": f"{closes:%H:%M}"}
        for (opens, closes), group in groupby(hours, key=lambda h: (h.opens, h.closes))
    ]  # fmt: skip
