"""Files of a content folder. Whatever is wrong is a ``UserError`` with file, entry and field."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.composer import Composer
from yaml.parser import ParserError
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from kiosk.domain.directory import Scope
from kiosk.errors import UserError

R = TypeVar("R", bound=BaseModel)
#: The largest picture, in bytes: a terminal on a slow line loads every one of them.
MAX_PICTURE = 2 * 1024 * 1024
#: The largest video, in bytes: some four minutes of 1080p, or ten of 720p.
MAX_VIDEO = 64 * 1024 * 1024
PICTURES = {"image/svg+xml", "image/png", "image/jpeg", "image/webp"}
VIDEOS = {"video/mp4", "video/webm"}


class _Loader(Composer, yaml.CSafeLoader):
    """YAML whose numbers are only what people mean by one.

    YAML 1.1 makes 9:30 the number 570, and 055163 (a telephone) an octal one. Dates stay text: the
    models check them, and name the field.

    libyaml reads seven times as fast; but what puts its events together there has no limit of
    depth, and ends the process: the composer is Python's.
    """

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)


_OWN = ("int", "float", "timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.rpartition(":")[2] not in _OWN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _regexp in (("int", r"-?(0|[1-9]\d*)"), ("float", r"-?(0|[1-9]\d*)\.\d+")):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_regexp}$", re.ASCII), list("-0123456789")
    )


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}. Give this user the right to read it."
        ) from None


def read_text(path: Path) -> str:
    try:
        # Some editors begin a file with a byte order mark, or end lines as DOS did.
        return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is not UTF-8 (byte {error.start + 1}). Save it in that encoding."
        ) from None


def parse_yaml(text: str, where: str, first_line: int = 1) -> Any:
    """``first_line``: the number of the text's first line in its file."""
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if (error.context or "").startswith("while scanning"):  # where the quotes were opened
            mark = error.context_mark
        line = first_line + min(mark.line, text.rstrip().count("\n")) if mark else first_line
        hint = (
            'Look at this line and the one before: blanks at its beginning, quotes "" and brackets '
            "[] that are not closed, or a text with a colon or # in it, which must stand between "
            "quotes."
            if isinstance(error, (ScannerError, ParserError))
            else "Put a text that begins with a mark such as ! & or * between quotes."
        )
        raise UserError(f"{where}, line {line}: not YAML: {error.problem}. {hint}") from None
    except ReaderError as error:
        line = first_line + text[: error.position].count("\n")
        raise UserError(
            f"{where}, line {line}: not YAML: there is an invisible control character in it. Write "
            "the line anew."
        ) from None
    except RecursionError:
        raise UserError(
            f"{where}: not YAML that can be read: its brackets are nested too deeply. Close each [ "
            "and { again."
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise UserError(f"{where}: not YAML: {error}. Put that value between quotes.") from None


def check(model: type[R], raw: Any, where: str) -> R:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the entry"
        raise UserError(f"{where}: {name}: {first['msg']}.") from None


def read_yaml(path: Path, model: type[R]) -> R:
    """A file that is one entry."""
    return check(model, parse_yaml(read_text(path), str(path)), str(path))


class Folder:
    """A content folder being read; ``store`` takes a file's bytes and gives its SHA-256."""

    def __init__(self, root: Path, store: Callable[[bytes, str], str]) -> None:
        self._root = root
        self._store = store
        #: Organisations by slug: id and scope. Of all nouns they are read first.
        self.organisations: dict[str, tuple[str, Scope]] = {}

    def files(self, part: str, pattern: str) -> list[Path]:
        """Files of a part of the folder by name. A part that is not there has none; one that
        cannot be read is a mistake: what is not seen would count as withdrawn."""
        folder = self._root / part
        try:
            found = [p for p in folder.iterdir() if re.fullmatch(pattern, p.name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UserError(
                f"{folder} cannot be read: {error.strerror}. Give this user the right to read it."
            ) from None
        return sorted(found)

    def rows(self, part: str, pattern: str, model: type[R]) -> Iterator[tuple[R, str]]:
        """Entries of the YAML lists in these files, each with words that say where it is."""
        for path in self.files(part, pattern):
            yield from self.rows_of(path, model)

    @staticmethod
    def rows_of(path: Path, model: type[R]) -> Iterator[tuple[R, str]]:
        rows = parse_yaml(read_text(path), str(path)) or []
        if not isinstance(rows, list):
            raise UserError(f"{path} must be a list of entries.")
        for number, raw in enumerate(rows, 1):
            slug = raw.get("slug") if isinstance(raw, dict) else None
            where = f"{path}, entry {number}" + (f" ({slug})" if slug else "")
            yield check(model, raw, where), where

    def texts(self, part: str, model: type[R]) -> Iterator[tuple[R, str, Path]]:
        """Markdown files of a part: front matter, body (not empty), path."""
        for path in self.files(part, r".*\.md"):
            if path.name == "README.md":  # for people, not content
                continue
            parts = read_text(path).split("---\n", 2)
            if len(parts) != 3 or parts[0].strip():
                raise UserError(f"{path} must begin with front matter between two lines of ---.")
            row = check(model, parse_yaml(parts[1], str(path), first_line=2), str(path))
            body = parts[2].strip()
            if not body:
                raise UserError(f"{path}: the body is empty.")
            yield row, body, path

    def picture(self, name: str | None, where: str, field: str = "picture") -> str | None:
        """SHA-256 of a picture file, which is kept."""
        return self._blob(name, where, field, PICTURES, "SVG, PNG, JPEG or WebP", MAX_PICTURE)

    def video(self, name: str | None, where: str) -> str | None:
        return self._blob(name, where, "video", VIDEOS, "MP4 or WebM", MAX_VIDEO)

    def _blob(
        self, name: str | None, where: str, field: str, types: set[str], words: str, limit: int
    ) -> str | None:
        if name is None:
            return None
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root.resolve()):
            raise UserError(
                f"{where}: {field}: {name} is outside of the content folder. Copy the file into "
                f"{self._root}, and name it as it is called from there: {field}s/name."
            )
        if not path.is_file():
            raise UserError(
                f"{where}: {field}: there is no file {name} in {self._root}. Put it there, or "
                "correct its name."
            )
        media_type = mimetypes.guess_type(path.name)[0] or ""
        if media_type not in types:
            raise UserError(f"{where}: {field}: {name} must be {words}.")
        if path.stat().st_size > limit:  # before its bytes fill the memory
            raise UserError(f"{where}: {field}: {name} is over {limit} bytes.")
        return self._store(read_bytes(path), media_type)

    def organisation(self, slug: str, where: str, field: str = "organisation") -> str:
        """Id of the organisation of a slug."""
        if slug not in self.organisations:
            raise UserError(f"{where}: {field}: there is no organisation {slug!r}.")
        return self.organisations[slug][0]

    def shown_in(self, slugs: tuple[str, ...], where: str) -> tuple[str, ...]:
        """Ids of the organisations in whose halls something is shown."""
        return tuple(self.organisation(slug, where, "organisations") for slug in slugs)
