"""Answers questions from ``search.db``. Any thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from kiosk.domain.search import SearchKind, SearchResult, Suggestion
from kiosk.terminal.search import database
from kiosk.terminal.search.database import FORMAT, IndexDamaged, IndexFile
from kiosk.terminal.search.finder import Finder, phrases_from
from kiosk.terminal.search.lexicon import Lexicon
from kiosk.terminal.search.query import Analyser
from kiosk.terminal.search.rank import Candidate
from kiosk.terminal.search.snippet import passage, ranges
from kiosk.terminal.search.text import fold, runs

MAX_RESULTS = 100


class SearchIndex:
    """Reads the index that a writer keeps, and takes over a new file once it is complete.

    Everything but ``close`` raises ``EnvironmentFault`` when the file cannot be read; a damaged
    file is deleted then, for the next update to build it anew. No file: nothing is found.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: IndexFile | None = None
        self._lexicon: Lexicon | None = None
        self._inode = 0
        self._read_at = ""  # serial of the update that the lexicon is of

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = self._lexicon = None

    def state(self) -> tuple[str | None, int]:
        """(feed, revision) of the cache that the index is up to date with."""
        with self._open() as opened:
            if opened is None:
                return None, 0
            connection, _lexicon = opened
            return _meta(connection, "feed") or None, int(_meta(connection, "revision") or 0)

    def search(
        self,
        text: str,
        limit: int = 20,
        kinds: Collection[SearchKind] | None = None,
        *,
        today: date | None = None,
        english: bool = False,
    ) -> list[SearchResult]:
        """The best answers first. ``today``: leave out what is not shown on that day."""
        with self._open() as opened:
            if opened is None or limit <= 0:
                return []
            connection, lexicon = opened
            query = Analyser(connection, lexicon).analyse(text)
            day = today.isoformat() if today else None
            if day is not None and day < lexicon.first_day:
                day = None  # an empty battery: 1970
            limit = min(limit, MAX_RESULTS)
            found = Finder(connection, query, kinds, day).find(limit)
            words = [w for c in query.concepts for w, worth in c.words.items() if worth > 1.0]
            return [_result(candidate, words, english) for candidate in found[:limit]]

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """What begins like this: titles, questions, names, everyday words."""
        key = "".join(runs(fold(text[:40])))
        if not key or limit <= 0:
            return []
        with self._open() as opened:
            if opened is None:
                return []
            found = phrases_from(opened[0], key, limit * 2, names_only=False)
        shown: dict[str, Suggestion] = {}
        for phrase in found:
            page = None if phrase.kind is None else (SearchKind(phrase.kind), phrase.doc)
            shown.setdefault(phrase.text, Suggestion(phrase.text, *(page or ())))
        return list(shown.values())[:limit]

    # --- inside --------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[tuple[sqlite3.Connection, Lexicon] | None]:
        try:
            file = self._current()
            if file is None:
                yield None
                return
            with file.connection() as connection:
                yield connection, self._words(connection)
        except IndexDamaged:
            self.close()
            database.delete(self._path)
            raise

    def _current(self) -> IndexFile | None:
        """The file to read: a new one as soon as it is complete, or when there is no other."""
        try:
            inode = self._path.stat().st_ino
        except OSError:
            return self._file  # deleted: what is open still holds what was there
        with self._lock:
            if self._file is not None and self._inode != inode and _is_complete(self._path):
                self._file.close()
                self._file = self._lexicon = None
            if self._file is None and _is_made(self._path):
                self._file, self._inode = IndexFile(self._path), inode
            return self._file

    def _words(self, connection: sqlite3.Connection) -> Lexicon:
        """The lexicon; read again after an update."""
        serial = _meta(connection, "serial")  # another one after each update
        with self._lock:
            if self._lexicon is None or self._read_at != serial:
                self._lexicon = Lexicon(connection)
                self._read_at = serial
            return self._lexicon


def _is_made(path: Path) -> bool:
    """False: a writer has only begun it, or it is one of another format."""
    with closing(IndexFile(path)) as file, file.connection() as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT)


def _is_complete(path: Path) -> bool:
    if not _is_made(path):
        return False
    with closing(IndexFile(path)) as file, file.connection() as connection:
        return bool(_meta(connection, "complete"))


def _meta(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def _result(candidate: Candidate, words: list[str], english: bool) -> SearchResult:
    title, body = candidate.title, candidate.body
    if english and candidate.title_en:
        title, body = candidate.title_en, candidate.body_en or candidate.body
    snippet, hits = passage(body, words)
    if not hits and not english and candidate.kind is not SearchKind.LAW and candidate.head:
        snippet, hits = passage(candidate.head.partition("\n")[0], words)
    return SearchResult(
        kind=candidate.kind,
        id=candidate.doc,
        title=title,
        snippet=snippet,
        number=candidate.number,
        suffix=candidate.suffix,
        place=candidate.place,
        title_hits=ranges(title, words),
        hits=hits,
        status=candidate.status,
        since=date.fromisoformat(candidate.since) if candidate.since else None,
    )
