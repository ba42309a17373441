"""Brings the index up to date with the cache: document by document, old rows staying until then."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.laws import LawStatus
from kiosk.domain.search import SearchKind
from kiosk.errors import EnvironmentFault
from kiosk.terminal.search import database, readings, sounds, words
from kiosk.terminal.search.database import (
    EXACT,
    INITIALS,
    PINYIN,
    SOFT,
    IndexDamaged,
    IndexFile,
)
from kiosk.terminal.search.rows import KINDS, Row, rows
from kiosk.terminal.search.text import fold, is_chinese, pairs, runs, tokens

log = logging.getLogger(__name__)

#: Documents, and characters of them, that are written in one transaction.
CHUNK = 200
CHUNK_SIZE = 400_000
#: Pairs in fewer articles of statutes are kept only when they stand on a page or in a synonym.
_MIN_STATUTES = 2
#: Everyday words are suggested after titles of pages.
_WEIGHT = {SearchKind.GUIDE: 9, SearchKind.FAQ: 8, SearchKind.LAWYER: 7, SearchKind.ENTRY: 6,
           SearchKind.EVENT: 5, SearchKind.NEWS: 4, SearchKind.LAW: 3,
           SearchKind.ORGANISATION: 3}  # fmt: skip
_WORD_WEIGHT = 5


class Documents(Protocol):
    """The cache, as the index reads it."""

    def cursor(self) -> tuple[str | None, int]:
        """(feed, revision) that the cache holds."""
        ...

    def raw(self, kinds: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        """(kind, id, revision, JSON) of every document of these kinds."""
        ...


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did. ``finished`` False: nothing, since another one is at work."""

    documents: int
    rows: int
    finished: bool = True


def update(path: Path, documents: Documents, *, pause_s: float = 0.0) -> Update:
    """Index what is new, changed or gone since the last time; goes on where it was broken off.

    Pauses ``pause_s`` after each chunk. Raises ``EnvironmentFault`` when the disk does not let us.
    """
    with _alone(path) as alone:
        if not alone:
            return Update(0, 0, finished=False)
        try:
            return _Writer(path, pause_s).run(documents)
        except IndexDamaged as damage:
            log.info("%s", damage)
            database.delete(path)
            return _Writer(path, pause_s).run(documents)


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """One writer at a time, whatever process it is in."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EnvironmentFault(
            f"Cannot open {path}: {error.strerror}. Check the disk and its permissions.",
            code="search_index",
        ) from error
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except BlockingIOError:
            alone = False
        yield alone
    finally:
        os.close(fd)


class _Writer:
    def __init__(self, path: Path, pause_s: float) -> None:
        self._file = IndexFile(path, writer=True)
        self._pause_s = pause_s
        self._written = 0

    def run(self, documents: Documents) -> Update:
        try:
            self._file.create()
            return self._run(documents)
        finally:
            self._file.close()

    def _run(self, documents: Documents) -> Update:
        feed, revision = documents.cursor()
        with self._file.transaction() as connection:
            _begin(connection, feed)
            words_changed = _store_words(connection, words.load())
            held = {
                (kind, document): at
                for kind, document, at in connection.execute("SELECT kind, id, revision FROM docs")
            }
        changed = 0
        # By kind, so that pages can be found long before the last statute is in.
        for kind in KINDS:
            if kind == KINDS[-1] and changed:
                self._publish()
            chunk: list[tuple[str, str, int, str]] = []
            for change in documents.raw((kind,)):
                if held.pop(change[:2], None) == change[2]:
                    continue
                chunk.append(change)
                changed += 1
                if len(chunk) >= CHUNK or sum(len(raw) for *_, raw in chunk) > CHUNK_SIZE:
                    self._write(chunk)
                    chunk = []
            self._write(chunk)
        with self._file.transaction() as connection:
            for kind, document in held:  # what is left is no longer in the cache
                _remove(connection, kind, document)
                connection.execute("DELETE FROM docs WHERE kind = ? AND id = ?", (kind, document))
        if changed or held or words_changed:
            self._publish()
        with self._file.transaction() as connection:
            _set(connection, revision=str(revision), complete="1")
        with self._file.connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Update(changed + len(held), self._written)

    def _publish(self) -> None:
        """Let searches use what was written until now."""
        with self._file.transaction() as connection:
            _store_pairs(connection)
            _set(connection, serial=uuid.uuid4().hex)

    def _write(self, chunk: list[tuple[str, str, int, str]]) -> None:
        with self._file.transaction() as connection:
            for kind, document, revision, raw in chunk:
                _remove(connection, kind, document)
                found = rows(kind, raw)
                _add(connection, kind, document, found)
                connection.execute(
                    "INSERT OR REPLACE INTO docs VALUES (?, ?, ?)", (kind, document, revision)
                )
                self._written += len(found)
        time.sleep(self._pause_s)


def _begin(connection: sqlite3.Connection, feed: str | None) -> None:
    """Another feed counts its revisions anew: whatever is held may be something else there."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'feed'").fetchone()
    if row is not None and row[0] != (feed or ""):
        connection.execute("UPDATE docs SET revision = -1")
    _set(connection, feed=feed or "")


def _set(connection: sqlite3.Connection, **values: str) -> None:
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _store_words(connection: sqlite3.Connection, data: words.Words) -> bool:
    row = connection.execute("SELECT value FROM meta WHERE name = 'words'").fetchone()
    if row is not None and row[0] == data.version:
        return False
    connection.execute("DELETE FROM synonyms")
    connection.execute("DELETE FROM fillers")
    _remove_phrases(connection, "words", "")
    connection.executemany(
        "INSERT INTO synonyms VALUES (?, ?, ?)",
        [(i, " ".join(say), " ".join(law)) for i, (say, law) in enumerate(data.groups)],
    )
    connection.executemany("INSERT OR IGNORE INTO fillers VALUES (?)", [(w,) for w in data.fillers])
    for word in dict.fromkeys(word for say, law in data.groups for word in (*say, *law)):
        if words.GAP in word or word.isascii():  # English words are no titles of ours
            continue
        _add_phrase(connection, word, None, ("words", ""), _WORD_WEIGHT, _title_keys(word))
    _set(connection, words=data.version)
    return True


# --- rows ---------------------------------------------------------------------------------


def _tokens(values: tuple[str, str, str, str, str]) -> tuple[str, str, str]:
    """The columns of ``words`` for (title, head, body, title_en, body_en) of an item.

    They are made again to take a row out: a full-text table without content has to be told.
    """
    title, head, body, title_en, body_en = map(fold, values)
    return tokens(f"{title} {title_en}"), tokens(head), tokens(f"{body} {body_en}")


def _add(connection: sqlite3.Connection, kind: str, document: str, found: list[Row]) -> None:
    for row in found:
        start, end = _range(row)
        key = connection.execute(
            "SELECT max(id) FROM items WHERE id >= ? AND id < ?", (start, end)
        ).fetchone()[0]
        key = start if key is None else key + 1
        texts = (row.title, row.head, row.body, row.title_en, row.body_en)
        connection.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, kind, document, row.kind, *texts, row.place, row.number, row.suffix, row.status,
             *(day and day.isoformat() for day in (row.since, row.starts, row.ends))),
        )  # fmt: skip
        connection.execute(
            f"INSERT INTO {_table(kind)} (rowid, title, head, body) VALUES (?, ?, ?, ?)",
            (key, *_tokens(texts)),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO citations VALUES (?, ?, ?, ?)",
            [(law, article, kind, document) for law, article in row.citations],
        )
        if row.suggested:
            keys = _title_keys(row.suggested)
            if row.named:
                keys |= _name_keys(row.title, row.title_en, person=row.kind is SearchKind.LAWYER)
            weight = _WEIGHT[row.kind]
            _add_phrase(connection, row.suggested, row.kind, (kind, document), weight, keys)


def _table(kind: str) -> str:
    return "statutes" if kind == "law" else "pages"


def _range(row: Row) -> tuple[int, int]:
    if row.kind is not SearchKind.LAW:
        return 1, database.STATUTES_FROM
    if row.status is LawStatus.REPEALED:
        return database.REPEALED_FROM, database.IDS_END
    return database.STATUTES_FROM, database.REPEALED_FROM


def _remove(connection: sqlite3.Connection, kind: str, document: str) -> None:
    old = connection.execute(
        "SELECT id, title, head, body, title_en, body_en FROM items WHERE doc_kind = ? AND doc = ?",
        (kind, document),
    ).fetchall()
    table = _table(kind)
    connection.executemany(
        f"INSERT INTO {table} ({table}, rowid, title, head, body) VALUES ('delete', ?, ?, ?, ?)",
        [(key, *_tokens(texts)) for key, *texts in old],
    )
    for name in ("items", "citations"):
        connection.execute(f"DELETE FROM {name} WHERE doc_kind = ? AND doc = ?", (kind, document))
    _remove_phrases(connection, kind, document)


# --- phrases: names and suggestions -------------------------------------------------------


def _add_phrase(
    connection: sqlite3.Connection,
    text: str,
    kind: SearchKind | None,
    document: tuple[str, str],
    weight: int,
    keys: set[tuple[str, int]],
) -> None:
    phrase = connection.execute(
        "INSERT INTO phrases (text, kind, doc_kind, doc, weight) VALUES (?, ?, ?, ?, ?)",
        (text, kind, *document, weight),
    ).lastrowid
    connection.executemany(
        "INSERT OR IGNORE INTO phrase_keys VALUES (?, ?, ?)",
        [(key, phrase, loss) for key, loss in keys if key],
    )


def _remove_phrases(connection: sqlite3.Connection, kind: str, document: str) -> None:
    mine = "SELECT id FROM phrases WHERE doc_kind = ? AND doc = ?"
    connection.execute(f"DELETE FROM phrase_keys WHERE phrase IN ({mine})", (kind, document))
    connection.execute("DELETE FROM phrases WHERE doc_kind = ? AND doc = ?", (kind, document))


def _title_keys(text: str) -> set[tuple[str, int]]:
    """A title is found by its beginning, and by that of each of its parts."""
    keys: set[tuple[str, int]] = set()
    found = runs(fold(text))
    for index in range(len(found)):
        part = "".join(found[index:])
        syllables = readings.of_word(part)
        keys |= {
            (part, EXACT),
            (sounds.plain("".join(syllables)), PINYIN),
            ("".join(s[:1] for s in syllables), INITIALS),
        }
    return keys


def _name_keys(name: str, name_en: str, *, person: bool) -> set[tuple[str, int]]:
    """A name, its spellings with all readings, initials, and what sounds alike."""
    name = fold(name)
    keys = {(name, EXACT), ("".join(runs(fold(name_en))), PINYIN)}
    if not person:
        return keys
    given = name[2 if name[:2] in readings.SURNAMES else 1 :]
    if len(given) > 1:
        keys.add((given, EXACT))
    for letters, initials in readings.spellings(name):
        keys |= {(sounds.plain(letters), PINYIN), (initials, INITIALS)}
        if soft := sounds.soften_letters(letters):
            keys.add((soft, SOFT))
    return keys


# --- pairs and characters -----------------------------------------------------------------


def _store_pairs(connection: sqlite3.Connection) -> None:
    """Pairs with their sounds, for pinyin and slips of spelling; readings of every character."""
    counts: dict[str, list[int]] = {
        pair: [0, 0]
        for (text,) in connection.execute("SELECT text FROM phrases")
        for run in runs(fold(text))
        if is_chinese(run) and len(run) > 1
        for pair in pairs(run)
    }
    for column, least in enumerate((1, _MIN_STATUTES)):
        table = ("page_words", "statute_words")[column]
        for term, count in connection.execute(f"SELECT term, doc FROM {table}"):
            if len(term) == 2 and is_chinese(term) and (count >= least or term in counts):
                counts.setdefault(term, [0, 0])[column] = count
    known = {row[0]: row for row in connection.execute("SELECT * FROM pairs")}
    connection.executemany(
        "DELETE FROM pairs WHERE pair = ?", [(pair,) for pair in known.keys() - counts.keys()]
    )
    for pair, rows_with in sorted(counts.items()):
        old = known.get(pair)
        row = (pair, *(old[1:3] if old else _sound(pair)), *rows_with)
        if row != old:
            connection.execute("INSERT OR REPLACE INTO pairs VALUES (?, ?, ?, ?, ?)", row)
    if connection.execute("SELECT count(*) FROM characters").fetchone()[0] == 0:
        connection.executemany(
            "INSERT INTO characters VALUES (?, ?)",
            ((c, " ".join(found)) for c in _common() if (found := readings.of_character(c))),
        )


def _common() -> Iterator[str]:
    """The 6,763 characters of GB 2312: what a keyboard offers first."""
    for row in range(0xB0, 0xF8):
        yield from bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode(
            "gb2312", "ignore"
        )


def _sound(pair: str) -> tuple[str, str]:
    syllables = readings.of_word(pair)
    return " ".join(map(sounds.plain, syllables)), " ".join(map(sounds.soften, syllables))
