"""What an import took, left out and passed over, with the reason for each."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.articles import Topic
from kiosk.domain.ids import sample_id
from kiosk.protocol.content import AnyDoc

Key = tuple[str, str]  # kind, id of a document


class LeftOut(Exception):  # noqa: N818 - no fault of ours: it becomes a line of the report
    """A file or row that cannot be taken; ``line`` counts from 1, None: the whole of it."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. ``file`` is relative to the source, fit to be printed."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Remark:
    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    def as_json(self) -> dict[str, object]:
        return {"file": self.place.file, "line": self.place.line, "reason": self.reason}


def printable(name: str) -> str:
    """A file's name for people: bytes that are not UTF-8 (as of an old Windows) read as GBK."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        name = raw.decode("latin-1")
    return "".join(mark if mark.isprintable() else "�" for mark in name)


@dataclass(slots=True)
class Wanted:
    """How to take what is found. ``kind``: law, news, guide, bodies, people or auto."""

    origin: str
    today: date
    kind: str = "auto"
    topic: Topic | None = None
    in_force_only: bool = False


def _digest_only(data: bytes, media_type: str) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(slots=True)
class Intake:
    """Collects what the sources give. Two documents of one id: the first stands."""

    wanted: Wanted
    store: Callable[[bytes, str], str] = _digest_only  # a picture's bytes, media type: SHA-256
    docs: dict[Key, AnyDoc] = field(default_factory=dict)
    left_out: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)  # taken, but not all of it
    skipped: list[Remark] = field(default_factory=list)  # not meant to be taken
    #: What was left out now, but may have been taken before: it is not withdrawn.
    spared: set[Key] = field(default_factory=set)
    #: Something could not be read whose documents nobody can name: nothing is withdrawn.
    blind: bool = False
    _places: dict[Key, Place] = field(default_factory=dict)

    def id_of(self, kind: str, key: str) -> str:
        """The same for the same thing of the same origin, each time."""
        return sample_id(kind, f"{self.wanted.origin}:{key}")

    def take(self, doc: AnyDoc, place: Place) -> bool:
        key = (doc.kind, doc.id)
        if key in self.docs:
            self.leave_out(place, f"is the same as {self._places[key]}, which was taken")
            return False
        self.docs[key] = doc
        self._places[key] = place
        return True

    def leave_out(self, place: Place, reason: str) -> None:
        self.left_out.append(Remark(place, reason))

    def note(self, place: Place, reason: str) -> None:
        self.notes.append(Remark(place, reason))

    def skip(self, place: Place, reason: str) -> None:
        self.skipped.append(Remark(place, reason))

    def counts(self) -> dict[str, int]:
        """Documents taken by kind; articles by their form."""
        return dict(
            sorted(Counter(getattr(doc, "form", doc.kind) for doc in self.docs.values()).items())
        )
