"""What happens to SQLite files in the field."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

PAGE = 4096


def _flip_header(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[0] ^= 0x40
    path.write_bytes(raw)


def _zero_page(path: Path) -> None:
    """One in the middle."""
    raw = bytearray(path.read_bytes())
    at = len(raw) // PAGE // 2 * PAGE
    raw[at : at + PAGE] = bytes(PAGE)
    path.write_bytes(raw)


def _zero_first_page(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[:PAGE] = bytes(PAGE)
    path.write_bytes(raw)


def _truncate(path: Path) -> None:
    """A third of it."""
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // PAGE * 2 // 3 * PAGE])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all\n" * 500)


def _garbage_journal(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + b"rubbish " * 2000)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").write_text("of somebody")


def _other_application(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as line:
        line.executescript("CREATE TABLE places (id, url); INSERT INTO places VALUES (1, 'x');")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as line:
        line.executescript("UPDATE alembic_version SET version_num = 'of_2031'")


DAMAGE: Mapping[str, Callable[[Path], None]] = {
    "flipped header": _flip_header,
    "zeroed page": _zero_page,
    "zeroed first page": _zero_first_page,
    "truncated": _truncate,
    "empty": _empty,
    "garbage": _garbage,
    "garbage journal": _garbage_journal,
    "a folder": _folder,
    "of another application": _other_application,
    "of newer software": _newer,
}
