"""The file ``search.db``. Damaged or of another format, it is deleted and built anew."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event

from kiosk.errors import EnvironmentFault

log = logging.getLogger(__name__)

#: Of the tables and of what is put into them: raise it with every change of tokens or keys.
FORMAT = 1
BUSY_TIMEOUT_MS = 5_000
#: Ids of items: pages first, then statutes in force, then repealed ones.
STATUTES_FROM = 1 << 40
REPEALED_FROM = 1 << 41
IDS_END = 1 << 42

#: How far a key of a phrase is from what is written: as it stands, pinyin, initials, sounds alike.
EXACT, PINYIN, INITIALS, SOFT = range(4)

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE docs (
    kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE items (
    id INTEGER PRIMARY KEY, doc_kind TEXT NOT NULL, doc TEXT NOT NULL, kind TEXT NOT NULL,
    title TEXT NOT NULL, head TEXT NOT NULL, body TEXT NOT NULL, title_en TEXT NOT NULL,
    body_en TEXT NOT NULL, place TEXT NOT NULL, number INTEGER, suffix INTEGER NOT NULL,
    status TEXT, since TEXT, starts TEXT, ends TEXT
);
CREATE INDEX items_doc ON items (doc_kind, doc);
CREATE INDEX items_number ON items (doc, number) WHERE number IS NOT NULL;
CREATE VIRTUAL TABLE pages USING fts5 (
    title, head, body, content='', tokenize="porter unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE statutes USING fts5 (
    title, head, body, content='', tokenize="porter unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE page_words USING fts5vocab (pages, row);
CREATE VIRTUAL TABLE statute_words USING fts5vocab (statutes, row);
-- Pairs of characters with how they sound: what a slip of spelling or pinyin may mean.
CREATE TABLE pairs (
    pair TEXT PRIMARY KEY, sound TEXT NOT NULL, soft TEXT NOT NULL,
    pages INTEGER NOT NULL, statutes INTEGER NOT NULL  -- rows that it stands in
) WITHOUT ROWID;
CREATE INDEX pairs_soft ON pairs (soft, pair);
CREATE TABLE characters (character TEXT PRIMARY KEY, readings TEXT NOT NULL) WITHOUT ROWID;
-- What is suggested, and what names are found by. Words without a document are everyday words.
CREATE TABLE phrases (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL, kind TEXT, doc_kind TEXT, doc TEXT,
    weight INTEGER NOT NULL
);
CREATE INDEX phrases_doc ON phrases (doc_kind, doc);
CREATE TABLE phrase_keys (
    key TEXT NOT NULL, phrase INTEGER NOT NULL, loss INTEGER NOT NULL,
    PRIMARY KEY (key, phrase, loss)
) WITHOUT ROWID;
CREATE INDEX phrase_keys_phrase ON phrase_keys (phrase);
-- What guides and questions rest on: the law that residents come with.
CREATE TABLE citations (
    law TEXT NOT NULL, article INTEGER NOT NULL, doc_kind TEXT NOT NULL, doc TEXT NOT NULL,
    PRIMARY KEY (law, article, doc_kind, doc)
) WITHOUT ROWID;
CREATE INDEX citations_doc ON citations (doc_kind, doc);
CREATE TABLE synonyms (line INTEGER PRIMARY KEY, say TEXT NOT NULL, law TEXT NOT NULL);
CREATE TABLE fillers (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class IndexDamaged(EnvironmentFault):
    """The file is broken, or of another format: it is to be built anew."""

    code = "search_damaged"


class IndexFile:
    """An engine on the file. ``writer`` creates and configures it; a reader opens what is there.

    Connections are plain ones of the driver, from the engine's pool: full-text search has no
    other language than its own SQL, and a query must not cost more to ask than to answer.
    """

    def __init__(self, path: Path, *, writer: bool = False) -> None:
        self.path = path
        mode = "rwc" if writer else "rw"
        self._engine: Engine = create_engine(
            f"sqlite:///file:{quote(str(path))}?mode={mode}&uri=true",
            hide_parameters=True,
            pool_size=2,
        )

        @event.listens_for(self._engine, "connect")
        def configure(raw: Any, _record: Any) -> None:
            raw.isolation_level = None
            raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            if writer:
                raw.execute("PRAGMA journal_mode=WAL")
                raw.execute("PRAGMA synchronous=NORMAL")  # the next build mends what is lost
            else:
                raw.execute("PRAGMA query_only=ON")
                raw.execute("PRAGMA cache_size=-2048")

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread. Raises ``IndexDamaged`` or ``EnvironmentFault``."""
        try:
            pooled = self._engine.raw_connection()
            try:
                raw = pooled.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                yield raw
            finally:
                pooled.close()
        except sqlite3.DatabaseError as error:
            raise fault(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def create(self) -> None:
        """Make the tables; raises ``IndexDamaged`` when a file is there that cannot be used."""
        with self.connection() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == FORMAT:
                if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise IndexDamaged(f"{self.path} is damaged. It is built anew.")
                return
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise IndexDamaged(f"{self.path} is of another format. It is built anew.")
            connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version={FORMAT}; COMMIT;")


def delete(path: Path) -> None:
    """Remove the file with its journal. Whoever has it open keeps reading what was there."""
    for suffix in ("-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def fault(path: Path, error: sqlite3.DatabaseError) -> EnvironmentFault:
    code = getattr(error, "sqlite_errorcode", None)
    broken = code is not None and (code & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    if broken or str(error).startswith("no such table"):
        return IndexDamaged(f"{path} is damaged ({error}). It is built anew.")
    return EnvironmentFault(
        f"Cannot use the search index {path}: {error}. Check the disk's space and health.",
        code="search_index",
    )
