"""Copies what can still be read of a damaged database into a new one, row by row.

SQLite plays the journal into what it opens, so it opens a copy: the damaged file and its journal
stay as they were found. The new one lies beside it (``repaired_path``) until the damaged one is set
aside: a power cut at any moment leaves the one or the other.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from kiosk.terminal.storage.aside import beside, copy, repaired_path, unlink
from kiosk.terminal.storage.database import Schema, make_database

log = logging.getLogger(__name__)

#: A file's header: all files of one schema begin with much the same 100 bytes.
_HEADER = 100
#: Rows in a hole of the table that are asked for one by one, at most.
_HOLE = 100_000


def repair(path: Path, schema: Schema) -> tuple[int, int]:
    """Make the repaired database; how many rows are in it, and how many could be read and are not.

    Raises ``OSError``, ``DBAPIError``.
    """
    target, work = repaired_path(path), beside(path, ".copy")
    make_database(target, schema)
    unlink(work)
    try:
        copy(path, work)
        found = _salvage(work, target, schema)
        if found is None and path.stat().st_size > _HEADER:
            unlink(work)
            copy(path, work)
            work.write_bytes(_with_header(path.read_bytes(), target.read_bytes()[:_HEADER]))
            found = _salvage(work, target, schema)
    finally:
        unlink(work)
    return found or (0, 0)


def _with_header(raw: bytes, header: bytes) -> bytes:
    """``raw`` with the header of a sound file; its size in pages and no free ones written in."""
    page = int.from_bytes(header[16:18], "big")
    pages = (len(raw) // page).to_bytes(4, "big")
    return header[:28] + pages + bytes(8) + header[40:] + raw[_HEADER:]


def _salvage(source: Path, target: Path, schema: Schema) -> tuple[int, int] | None:
    """Copy all tables; None when the source cannot be read at all."""
    found = False
    count, refused = 0, 0
    with (
        closing(sqlite3.connect(source, isolation_level=None)) as old,
        closing(sqlite3.connect(target, isolation_level=None)) as new,
    ):
        old.execute("PRAGMA writable_schema=ON")  # one table that is gone hides no other
        old.execute("PRAGMA writable_schema=ON")  # else it opens no file that is cut short
        old.text_factory = lambda raw: raw.decode("utf-8", "replace")
        new.execute("PRAGMA synchronous=FULL")
        new.execute("PRAGMA foreign_keys=OFF")  # a row whose parent is lost is a row
        new.execute("BEGIN IMMEDIATE")
        for table in schema.metadata.sorted_tables:
            names = [column.name for column in table.columns]
            try:
                there = {row[1] for row in old.execute(f'PRAGMA table_info("{table.name}")')}
            except sqlite3.Error:
                continue
            columns = ", ".join(f'"{name}"' for name in names if name in there)
            if not columns:
                continue
            found = True
            marks = ", ".join("?" for name in names if name in there)
            insert = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
            for row in _rows(old, table.name, columns):
                try:
                    new.execute(insert, row)
                    count += 1
                except sqlite3.Error:  # it is in the file that is kept
                    refused += 1
        for statement in schema.mend:
            count += max(0, new.execute(statement).rowcount)
        new.execute("COMMIT")
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return (count, refused) if found else None


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
