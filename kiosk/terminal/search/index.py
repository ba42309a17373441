"""Answers questions from ``search.db``. Any thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.domain.laws import LawStatus, parse_chinese_number
from kiosk.domain.search import SearchKind, SearchResult, Suggestion
from kiosk.terminal.search import database, sounds
from kiosk.terminal.search.database import IndexDamaged, IndexFile
from kiosk.terminal.search.lexicon import Lexicon, Rows
from kiosk.terminal.search.query import Analyser, Query, named_articles
from kiosk.terminal.search.rank import Candidate, rank
from kiosk.terminal.search.rows import REPUBLIC
from kiosk.terminal.search.snippet import passage, ranges
from kiosk.terminal.search.text import fold, phrase, runs

#: Rows that one full-text search may rank, and that are then looked at closely.
RANKED = 1_000
CANDIDATES = 30
#: Weights of the columns title, head, body where candidates are chosen.
_WEIGHTS = {"pages": "4.0, 2.0, 1.0", "statutes": "0.2, 0.8, 1.0"}
#: A name that was typed whole, begun, by its initials, or as it sounds.
_NAMES = 20
_COLUMNS = (
    "id, kind, doc, title, head, body, title_en, body_en, place, number, suffix, status, since,"
    " number IS NOT NULL AND EXISTS (SELECT 1 FROM citations WHERE law = title),"
    " number IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM citations WHERE law = title AND article = number)"
)
#: Most words of one full-text query.
_MAX_WORDS = 60


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
        self._seen: tuple[int, str] | None = None  # (inode, words' version and revision)

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = self._lexicon = self._seen = None

    def state(self) -> tuple[str | None, int]:
        """(feed, revision) of the cache that the index is up to date with."""
        with self._open() as opened:
            if opened is None:
                return None, 0
            meta = _meta(opened[0])
            return meta.get("feed") or None, int(meta.get("revision", "0"))

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
            finder = _Finder(connection, query, kinds, today)
            found = finder.find(limit)
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
            found = _phrases(opened[0], key, limit * 2, names_only=False)
        shown: dict[str, Suggestion] = {}
        for _phrase, said, kind, doc_kind, doc, _loss, _key in found:
            page = doc if doc_kind != "words" else None
            shown.setdefault(said, Suggestion(said, SearchKind(kind) if kind else None, page))
        return list(shown.values())[:limit]

    # --- inside --------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[tuple[sqlite3.Connection, Lexicon] | None]:
        file = self._current()
        if file is None:
            yield None
            return
        try:
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
            if self._file is not None and self._seen is not None:
                if self._seen[0] == inode or not _is_complete(self._path):
                    return self._file
                self._file.close()
                self._file = self._lexicon = None
            if self._file is None:
                self._file = IndexFile(self._path)
                self._seen = (inode, "")
            return self._file

    def _words(self, connection: sqlite3.Connection) -> Lexicon:
        with self._lock:
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            seen = f"{id(connection)} {version}"
            if self._lexicon is None or (self._seen is not None and self._seen[1] != seen):
                self._lexicon = Lexicon(connection)
            if self._seen is not None:
                self._seen = (self._seen[0], seen)
            return self._lexicon


def _is_complete(path: Path) -> bool:
    with closing(IndexFile(path)) as file, file.connection() as connection:
        try:
            return "complete" in _meta(connection)
        except sqlite3.DatabaseError:
            return False


def _meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


class _Finder:
    """One search: collects candidates from names, named articles, pages and statutes; ranks."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        query: Query,
        kinds: Collection[SearchKind] | None,
        today: date | None,
    ) -> None:
        self._connection = connection
        self._query = query
        self._kinds = None if kinds is None else frozenset(kinds)
        self._today = today.isoformat() if today else None

    def find(self, limit: int) -> list[Candidate]:
        first = self._exact()
        ids: list[int] = []
        concepts = self._query.concepts
        if concepts:
            if self._wants(*(set(SearchKind) - {SearchKind.LAW})):
                ids += self._pages(max(CANDIDATES, limit))
            if self._wants(SearchKind.LAW):
                ids += self._statutes(max(CANDIDATES, limit))
        taken = {candidate.id for candidate in first}
        ranked = rank(self._load([i for i in ids if i not in taken]), concepts)
        found = first + ranked
        if len(found) < limit and concepts and self._wants(SearchKind.LAW):
            old = self._statutes(limit, repealed=True)
            found += rank(self._load(old), concepts)
        return found

    def _wants(self, *kinds: SearchKind) -> bool:
        return self._kinds is None or not self._kinds.isdisjoint(kinds)

    # --- exact: names of people and bodies, 民法典第1254条 ---------------------------------------

    def _exact(self) -> list[Candidate]:
        found: list[Candidate] = []
        if self._wants(SearchKind.LAW):
            found += self._articles()
        if self._wants(SearchKind.LAWYER, SearchKind.ENTRY, SearchKind.ORGANISATION):
            found += self._names()
        return found

    def _articles(self) -> list[Candidate]:
        ids: list[int] = []
        for before, number, suffix in named_articles(self._query.text):
            title = (runs(before) or [""])[-1].removeprefix(REPUBLIC)
            wanted = parse_chinese_number(number)
            if len(title) < 2 or wanted is None:
                continue
            ids += [
                row[0]
                for row in self._connection.execute(
                    "SELECT i.id FROM phrase_keys AS k JOIN phrases AS p ON p.id = k.phrase"
                    " JOIN items AS i ON i.doc = p.doc AND i.number = ?"
                    " WHERE k.key = ? AND k.loss = 0 AND p.kind = 'law' AND i.suffix = ?"
                    " ORDER BY i.id LIMIT 3",
                    (wanted, title, parse_chinese_number(suffix) if suffix else 0),
                )
            ]
        return self._load(ids)

    def _names(self) -> list[Candidate]:
        key = self._query.letters or "".join(runs(self._query.text))
        if len(key) < 2 or len(key) > 30:
            return []
        rows = _phrases(self._connection, key, _NAMES, names_only=True)
        # A name in a longer question is no search for it; initials must be whole.
        documents = [
            (kind, doc) for _id, _text, kind, _dk, doc, loss, found in rows
            if loss != 2 or found == key
        ]  # fmt: skip
        loaded = self._of_documents(documents)
        return loaded

    def _of_documents(self, documents: Iterable[tuple[str | None, str]]) -> list[Candidate]:
        ids = [
            row[0]
            for kind, doc in documents
            for row in self._connection.execute(
                "SELECT id FROM items WHERE doc_kind = ? AND doc = ?", (kind, doc)
            )
        ]
        return self._load(ids)

    # --- full text -----------------------------------------------------------------------------

    def _pages(self, limit: int) -> list[int]:
        words = self._affordable(lambda rows: rows.pages)
        return self._match("pages", " OR ".join(map(phrase, words)), (1, database.STATUTES_FROM),
                           limit)  # fmt: skip

    def _statutes(self, limit: int, *, repealed: bool = False) -> list[int]:
        start, end = database.STATUTES_FROM, database.REPEALED_FROM
        ids = (end, database.IDS_END) if repealed else (start, end)
        words = self._affordable(lambda rows: rows.statutes)
        if words:
            # Each by its rarest pair: whether the whole word stands there is seen when ranking.
            rarest = {words[word].pair: None for word in words}
            return self._match("statutes", " OR ".join(map(phrase, rarest)), ids, limit)
        # Only words that stand everywhere: articles with all of them, unranked.
        groups = (" OR ".join(map(phrase, c.words)) for c in self._query.concepts[:3])
        all_of = " AND ".join(f"({group})" for group in groups)
        return self._match("statutes", all_of, ids, limit, ranked=False)

    def _affordable(self, count: Callable[[Rows], int]) -> dict[str, Rows]:
        """The rarest words, until they stand in ``RANKED`` rows together."""
        words = {word: rows for c in self._query.concepts for word, rows in c.rows.items()}
        chosen: dict[str, Rows] = {}
        ranked = 0
        for word in sorted(words, key=lambda w: count(words[w])):
            ranked += count(words[word])
            if ranked > RANKED or len(chosen) == _MAX_WORDS:
                break
            if count(words[word]):
                chosen[word] = words[word]
        return chosen

    def _match(
        self, table: str, words: str, ids: tuple[int, int], limit: int, *, ranked: bool = True
    ) -> list[int]:
        if not words:
            return []
        weights = _WEIGHTS[table]
        order = f"ORDER BY bm25({table}, {weights})" if ranked else ""
        rows = self._connection.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid >= ? AND rowid < ? {order}"
            " LIMIT ?",
            (words, *ids, limit),
        )
        return [row[0] for row in rows]

    def _load(self, ids: list[int]) -> list[Candidate]:
        """Candidates in the order of their ids' list, without those of other kinds or days."""
        marks = ",".join("?" * len(ids))
        conditions, values = "", list[object](dict.fromkeys(ids))
        marks = ",".join("?" * len(values))
        if self._kinds is not None:
            conditions += f" AND kind IN ({','.join('?' * len(self._kinds))})"
            values += sorted(self._kinds)
        if self._today is not None:
            conditions += " AND (starts IS NULL OR starts <= ?) AND (ends IS NULL OR ends >= ?)"
            values += [self._today, self._today]
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM items WHERE id IN ({marks}){conditions}", values
        )
        found = {row[0]: _candidate(row) for row in rows}
        return [found[i] for i in dict.fromkeys(ids) if i in found]


def _candidate(row: tuple[Any, ...]) -> Candidate:
    key, kind, doc, title, head, body, title_en, body_en, place, number, suffix, *rest = row
    status, since, *cited = rest
    return Candidate(
        id=key,
        kind=SearchKind(kind),
        doc=doc,
        title=title,
        head=head,
        body=body,
        title_en=title_en,
        body_en=body_en,
        place=place,
        number=number,
        suffix=suffix,
        status=LawStatus(status) if status else None,
        since=since,
        cited=sum(cited),
    )


def _phrases(
    connection: sqlite3.Connection, key: str, limit: int, *, names_only: bool
) -> list[tuple[int, str, str | None, str | None, str, int, str]]:
    """(phrase, text, kind, document's kind, document, loss, key) of phrases that begin so."""
    keys = [key]
    if key.isascii() and key.isalpha():
        keys = list(dict.fromkeys([sounds.plain(key), sounds.soften_letters(key) or key]))
    names = " AND p.kind IN ('lawyer', 'entry', 'organisation')" if names_only else ""
    found: dict[int, tuple[int, str, str | None, str | None, str, int, str]] = {}
    for number, each in enumerate(keys):
        loss = "k.loss < 3" if number == 0 else "k.loss = 3"
        for row in connection.execute(
            "SELECT p.id, p.text, p.kind, p.doc_kind, p.doc, k.loss, k.key FROM phrase_keys AS k"
            " JOIN phrases AS p ON p.id = k.phrase"
            f" WHERE k.key >= ? AND k.key < ? AND {loss}{names}"
            " ORDER BY k.loss, k.key != ?, p.weight DESC, length(p.text), p.text LIMIT ?",
            (each, each + "\U0010ffff", each, limit),
        ):
            found.setdefault(row[0], row)
    return list(found.values())[:limit]


def _result(candidate: Candidate, words: list[str], english: bool) -> SearchResult:
    title, body = candidate.title, candidate.body
    if english and candidate.title_en:
        title, body = candidate.title_en, candidate.body_en or candidate.body
    elif candidate.head and candidate.kind is not SearchKind.LAW and not ranges(body, words):
        body = candidate.head
    snippet, hits = passage(body, words)
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
