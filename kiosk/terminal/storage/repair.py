"""Copies what can still be read of a damaged database into a new one, row by row.

The damaged file and its journal are only read: SQLite, which would play the journal into the file,
works on copies. The new one lies beside it (``repaired_path``) until the damaged one is set aside:
a power cut at any moment leaves the one or the other.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Table

from kiosk.terminal.storage.database import Schema, connect, repaired_path
from kiosk.terminal.storage.migrate import upgrade

log = logging.getLogger(__name__)

#: A file's header: all files of one schema begin with much the same 100 bytes.
_HEADER = 100
#: Rows in a hole of the table that are asked for one by one, at most.
_HOLE = 100_000


def repair(path: Path, schema: Schema) -> int:
    """Make the repaired database; how many rows are in it. Raises ``OSError``, ``DBAPIError``."""
    target, copy = repaired_path(path), path.with_name(path.name + ".copy")
    for old in (target, copy):
        _unlink(old)
    engine = connect(target)
    try:
        upgrade(engine, schema)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    finally:
        engine.dispose()
    tables = schema.metadata.sorted_tables
    for suffix in ("", "-wal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            shutil.copyfile(part, copy.with_name(copy.name + suffix))
    rows = _salvage(copy, target, tables)
    if rows is None and path.stat().st_size > _HEADER:
        _unlink(copy)
        copy.write_bytes(_with_header(path.read_bytes(), target.read_bytes()[:_HEADER]))
        rows = _salvage(copy, target, tables)
    _unlink(copy)
    return rows or 0


def _with_header(raw: bytes, header: bytes) -> bytes:
    """``raw`` with the header of a sound file; its size in pages and no free ones written in."""
    page = int.from_bytes(header[16:18], "big")
    pages = (len(raw) // page).to_bytes(4, "big")
    return header[:28] + pages + bytes(8) + header[40:] + raw[_HEADER:]


def _unlink(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _salvage(source: Path, target: Path, tables: list[Table]) -> int | None:
    """Copy all tables; None when the source cannot be read at all."""
    count: int | None = None
    with (
        closing(sqlite3.connect(source, isolation_level=None)) as old,
        closing(sqlite3.connect(target, isolation_level=None)) as new,
    ):
        old.execute("PRAGMA busy_timeout=5000")
        old.execute("PRAGMA writable_schema=ON")  # one table that is gone hides no other
        old.execute("PRAGMA writable_schema=ON")  # else it opens no file that is cut short
        old.text_factory = lambda raw: raw.decode("utf-8", "replace")
        new.execute("PRAGMA synchronous=FULL")
        # A row whose parent is lost is kept all the same: it is somebody's.
        new.execute("PRAGMA foreign_keys=OFF")
        new.execute("BEGIN IMMEDIATE")
        for table in tables:
            names = [column.name for column in table.columns]
            try:
                there = {row[1] for row in old.execute(f'PRAGMA table_info("{table.name}")')}
            except sqlite3.Error:
                continue
            columns = ", ".join(f'"{name}"' for name in names if name in there)
            if not columns:
                continue
            count = count or 0
            marks = ", ".join("?" for name in names if name in there)
            insert = f'INSERT OR IGNORE INTO "{table.name}" ({columns}) VALUES ({marks})'
            for row in _rows(old, table.name, columns):
                with suppress(sqlite3.Error):  # a row that the schema refuses is no row
                    count += max(0, new.execute(insert, row).rowcount)
        new.execute("COMMIT")
    return count


def _rows(old: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[object, ...]]:
    """Every row that can be read: from both ends, then those in the hole one by one."""
    query = f'SELECT rowid, {columns} FROM "{table}"'
    low, high = None, None
    try:
        for row in old.execute(query + " ORDER BY rowid"):
            low = row[0]
            yield row[1:]
        return
    except sqlite3.Error as error:
        log.info("%s breaks off: %s", table, error)
    with suppress(sqlite3.Error):
        for row in old.execute(query + " ORDER BY rowid DESC"):
            if low is not None and row[0] <= low:
                return
            high = row[0]
            yield row[1:]
    first = 1 if low is None else low + 1
    last = first + _HOLE if high is None else min(high, first + _HOLE)
    for rowid in range(first, last):
        with suppress(sqlite3.Error):
            yield from (row[1:] for row in old.execute(query + " WHERE rowid = ?", (rowid,)))
