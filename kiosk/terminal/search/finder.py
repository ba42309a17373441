"""One search: candidates from names, named articles, pages and statutes, ranked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from kiosk.domain.laws import LawStatus, parse_chinese_number
from kiosk.domain.search import SearchKind
from kiosk.terminal.search import database, sounds
from kiosk.terminal.search.database import INITIALS, SOFT
from kiosk.terminal.search.lexicon import Rows
from kiosk.terminal.search.query import Query, named_articles
from kiosk.terminal.search.rank import Candidate, rank
from kiosk.terminal.search.rows import REPUBLIC
from kiosk.terminal.search.text import phrase, runs

#: Rows that one full-text search may rank, and that are then looked at closely.
RANKED = 1_000
CANDIDATES = 25
#: Weights of the columns title, head, body where candidates are chosen.
_WEIGHTS = {"pages": "4.0, 2.0, 1.0", "statutes": "0.2, 0.8, 1.0"}
CANDIDATES_OF_A_KIND = 300
#: Names that one search looks at, the longest that is looked for, and letters that are enough of
#: one to put it before all else.
NAMES, MAX_NAME, SURE_LETTERS = 20, 30, 4
#: Lawyers before the pages, for who asks for one: the pages stay in sight.
LAWYERS = 3
_NAMED = (SearchKind.LAWYER, SearchKind.ENTRY, SearchKind.ORGANISATION)
_COLUMNS = (
    "id, kind, doc, title, head, body, title_en, body_en, place, number, suffix, status, since,"
    " number IS NOT NULL AND EXISTS (SELECT 1 FROM citations WHERE law = title),"
    " number IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM citations WHERE law = title AND article = number)"
)
#: Most words of one full-text query.
_MAX_WORDS = 60


class Finder:
    """For one query on one connection. ``day``: leave out what is not shown on it (ISO)."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        query: Query,
        kinds: Collection[SearchKind] | None,
        day: str | None,
    ) -> None:
        self._connection = connection
        self._query = query
        self._kinds = None if kinds is None else frozenset(kinds)
        self._day = day

    def find(self, limit: int) -> list[Candidate]:
        names, alike = self._names()
        first = self._articles() + names + self._lawyers()
        concepts = self._query.concepts
        ids: list[int] = []
        if concepts:
            enough = max(CANDIDATES, limit) if self._kinds is None else CANDIDATES_OF_A_KIND
            if self._wants(*(set(SearchKind) - {SearchKind.LAW})):
                ids += self._pages(enough)
            if self._wants(SearchKind.LAW):
                ids += self._statutes(enough)
        found = first + rank(self._load(ids), concepts) + alike
        if len(found) < limit and concepts and self._wants(SearchKind.LAW):
            found += rank(self._load(self._statutes(limit, repealed=True)), concepts)
        kept: dict[object, Candidate] = {}
        for candidate in found:
            kept.setdefault(_identity(candidate), candidate)
        return list(kept.values())

    def _wants(self, *kinds: SearchKind) -> bool:
        return self._kinds is None or not self._kinds.isdisjoint(kinds)

    # --- exact: names of people and bodies, 民法典第1254条 ---------------------------------------

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

    def _names(self) -> tuple[list[Candidate], list[Candidate]]:
        """People and bodies called so; those that only sound or begin like it."""
        letters = self._query.letters
        key = letters or "".join(runs(self._query.text))
        least = 2 if letters else 1
        if not least <= len(key) <= MAX_NAME or not self._wants(*_NAMED):
            return [], []
        first: list[int] = []
        others: list[int] = []
        for name in phrases_from(self._connection, key, NAMES, names_only=True):
            ids = self._connection.execute(
                "SELECT id FROM items WHERE doc_kind = ? AND doc = ?", (name.doc_kind, name.doc)
            )
            whole = name.key == sounds.plain(key)
            sure = whole or not letters or (len(key) >= SURE_LETTERS and name.loss != INITIALS)
            (first if sure and name.loss != SOFT else others).extend(row[0] for row in ids)
        return self._load(first), self._load(others)

    def _lawyers(self) -> list[Candidate]:
        if not self._query.for_a_lawyer or not self._wants(SearchKind.LAWYER):
            return []
        limit = LAWYERS if self._kinds is None else CANDIDATES_OF_A_KIND
        rows = self._connection.execute(
            "SELECT id FROM items WHERE id < ? AND kind = ? ORDER BY id LIMIT ?",
            (database.STATUTES_FROM, SearchKind.LAWYER, limit),
        )
        return self._load([row[0] for row in rows])

    # --- full text -----------------------------------------------------------------------------

    def _pages(self, limit: int) -> list[int]:
        words = self._affordable(lambda rows: rows.pages)
        ids = (1, database.STATUTES_FROM)
        return self._match("pages", " OR ".join(map(phrase, words)), ids, limit)

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
        conditions, values = "", list[object](dict.fromkeys(ids))
        marks = ",".join("?" * len(values))
        if self._kinds is not None:
            conditions += f" AND kind IN ({','.join('?' * len(self._kinds))})"
            values += sorted(self._kinds)
        if self._day is not None:
            conditions += " AND (starts IS NULL OR starts <= ?) AND (ends IS NULL OR ends >= ?)"
            values += [self._day, self._day]
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM items WHERE id IN ({marks}){conditions}", values
        )
        found = {row[0]: _candidate(row) for row in rows}
        return [found[i] for i in dict.fromkeys(ids) if i in found]


def _identity(candidate: Candidate) -> object:
    """The same article may be in the feed twice: of the sample, and imported."""
    if candidate.kind is not SearchKind.LAW:
        return candidate.id
    return candidate.title, candidate.number, candidate.suffix, candidate.status


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


class Phrase(NamedTuple):
    """What is suggested; ``key`` is how it was found, ``loss`` how far that is from its text."""

    id: int
    text: str
    kind: str | None
    doc_kind: str
    doc: str
    loss: int
    key: str


def phrases_from(
    connection: sqlite3.Connection, key: str, limit: int, *, names_only: bool
) -> list[Phrase]:
    """What begins like this, the nearest first; what sounds alike at the end."""
    keys = [(sounds.plain(key) if key.isascii() else key, f"k.loss < {SOFT}")]
    if soft := key.isascii() and sounds.soften_letters(key):
        keys.append((soft, f"k.loss = {SOFT}"))
    names = " AND p.kind IN ('lawyer', 'entry', 'organisation')" if names_only else ""
    found: dict[int, Phrase] = {}
    for each, loss in keys:
        rows = connection.execute(
            "SELECT p.id, p.text, p.kind, p.doc_kind, p.doc, k.loss, k.key FROM phrase_keys AS k"
            " JOIN phrases AS p ON p.id = k.phrase"
            f" WHERE k.key >= ? AND k.key < ? AND {loss}{names}"
            " ORDER BY k.loss, k.key != ?, p.weight DESC, length(p.text), p.text LIMIT ?",
            (each, each + "\U0010ffff", each, limit),
        )
        for phrase_found in map(Phrase._make, rows):
            found.setdefault(phrase_found.id, phrase_found)
    return list(found.values())[:limit]
