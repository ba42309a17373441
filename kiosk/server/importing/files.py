"""The files of a source, found without leaving it, and read within limits."""

from __future__ import annotations

import mimetypes
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.domain.clock import office_time
from kiosk.errors import UserError
from kiosk.server.content_folder.files import MAX_PICTURE, PICTURES
from kiosk.server.importing.report import Intake, LeftOut, Place, printable

#: Bytes of one file. A batch of the feed holds 16 MiB.
MAX_FILE = 12 * 1024 * 1024
_TEXTS = frozenset({".md", ".markdown", ".txt"})
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
_FEEDS = frozenset({".xml", ".rss", ".atom"})
_ADVICE = {
    ".doc": "save it as .docx", ".wps": "save it as .docx", ".rtf": "save it as .docx",
    ".odt": "save it as .docx", ".xls": "save it as .xlsx", ".et": "save it as .xlsx",
    ".ods": "save it as .xlsx", ".pdf": "save its text as .docx or .md",
    ".html": "save its text as .docx or .md", ".htm": "save its text as .docx or .md",
    ".zip": "unpack it first", ".rar": "unpack it first", ".7z": "unpack it first",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file. ``name`` is its path in the source, for people and for ids."""

    root: Path
    path: Path
    name: str
    kind: str  # text | docx | table | feed

    def read(self) -> bytes:
        """Its bytes; ``LeftOut``: too large, gone, or not to be read."""
        try:
            # O_NONBLOCK: what was a file may have become a pipe.
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise LeftOut("is no file")
                data = file.read(MAX_FILE + 1)
        except OSError as error:
            raise LeftOut(f"cannot be read: {error.strerror}") from None
        if len(data) > MAX_FILE:
            raise LeftOut(f"is over {MAX_FILE // 2**20} MB")
        if not data.strip():
            raise LeftOut("is empty")
        return data

    @property
    def modified(self) -> date:
        try:
            return office_time(datetime.fromtimestamp(self.path.stat().st_mtime, UTC)).date()
        except OSError as error:
            raise LeftOut(f"cannot be read: {error.strerror}") from None

    def picture(self, name: str) -> tuple[bytes, str]:
        """(bytes, media type) of a picture in the source; ``LeftOut``."""
        media_type = mimetypes.guess_type(name)[0] or ""
        if media_type not in PICTURES:
            raise LeftOut(f"picture: {name} must be SVG, PNG, JPEG or WebP", 1)
        try:
            path = self._inside(name)
            if path.stat().st_size > MAX_PICTURE:
                raise LeftOut(f"picture: {name} is over {MAX_PICTURE} bytes", 1)
            return path.read_bytes(), media_type
        except OSError as error:
            raise LeftOut(f"picture: {name} cannot be read: {error.strerror}", 1) from None

    def _inside(self, name: str) -> Path:
        for base in (self.path.parent, self.root):
            path = (base / name).resolve()
            if path.is_relative_to(self.root) and path.is_file():
                return path
        raise LeftOut(f"picture: there is no file {name} in the source", 1)


def _kind(suffix: str) -> str | None:
    if suffix in _TEXTS:
        return "text"
    if suffix in _TABLES:
        return "table"
    return "docx" if suffix == ".docx" else "feed" if suffix in _FEEDS else None


def find_files(source: Path, intake: Intake) -> Iterator[SourceFile]:
    """The files of a folder in the order of their names, or the one file that ``source`` is.

    Links are not followed: what they point to may be outside, or come twice. ``UserError``: there
    is nothing at ``source``.
    """
    try:
        source = source.resolve(strict=True)
    except (OSError, RuntimeError):
        raise UserError(f"There is nothing at {printable(str(source))} to import.") from None
    if not source.is_dir():
        if (kind := _kind(source.suffix.lower())) is None:
            raise UserError(_unknown(source.name))
        yield SourceFile(source.parent, source, _name(source.name), kind)
        return
    yield from _walk(source, source, intake)


def _walk(root: Path, folder: Path, intake: Intake) -> Iterator[SourceFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        intake.blind = True
        place = Place(_name(str(folder.relative_to(root))))
        intake.leave_out(place, f"cannot be read: {error.strerror}")
        return
    for entry in entries:
        path = folder / entry.name
        name = _name(str(path.relative_to(root)))
        if entry.name.startswith((".", "~$")) or entry.name in ("README.md", "__MACOSX"):
            intake.skip(Place(name), "is hidden, or for people")
        elif entry.is_symlink():
            intake.leave_out(Place(name), "is a link: import what it points to")
        elif entry.is_dir():
            yield from _walk(root, path, intake)
        elif not entry.is_file():
            intake.leave_out(Place(name), "is no file")
        elif kind := _kind(path.suffix.lower()):
            yield SourceFile(root, path, name, kind)
        elif advice := _ADVICE.get(path.suffix.lower()):
            intake.leave_out(Place(name), f"is of a kind that is not imported: {advice}")
        else:
            intake.skip(Place(name), "is of a kind that is not imported")


def _unknown(name: str) -> str:
    advice = _ADVICE.get(Path(name).suffix.lower(), "name a file or a folder of them")
    return (
        f"{printable(name)} is none of .md, .txt, .docx, .csv, .tsv, .xlsx and .xml (RSS, Atom): "
        f"{advice}."
    )


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", printable(name))
