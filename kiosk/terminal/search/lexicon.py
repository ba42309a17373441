"""The synonyms and filler words of an index, in memory, with how often each word occurs."""

from __future__ import annotations

import math
import re
import sqlite3
from dataclasses import dataclass, replace
from typing import NamedTuple

from kiosk.terminal.search.text import is_chinese, pairs, runs
from kiosk.terminal.search.words import GAP

#: Characters that a gap in an everyday word may span.
MAX_GAP = 8
#: How much another word of the same line counts against the word that was said.
_SAID = 0.8
_LAW = 0.9
#: Two of the law's words in one line say less about each other.
_NEAR = 0.4


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word to recognise: its first part, the rest behind a gap if any, the lines it stands in."""

    word: str
    pattern: re.Pattern[str] | None
    lines: tuple[tuple[int, bool], ...]  # (line, is an everyday word there)


@dataclass(frozen=True, slots=True)
class Match:
    """A word found in a question at ``spans``; ``words`` stand for it, with their weights.

    ``part``: it is the beginning of one with a gap, which says more.
    """

    spans: tuple[tuple[int, int], ...]
    words: tuple[tuple[str, float], ...]
    part: bool = False


class Rows(NamedTuple):
    """In about how many pages and articles of statutes a word stands, by its rarest ``pair``."""

    pages: int
    statutes: int
    pair: str

    @property
    def all(self) -> int:
        return self.pages + self.statutes


class Lexicon:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._lines = [
            (say.split(), law.split())
            for say, law in connection.execute("SELECT say, law FROM synonyms ORDER BY line")
        ]
        fillers = {word for (word,) in connection.execute("SELECT word FROM fillers")}
        self._particles = frozenset(w for w in fillers if len(w) == 1 and is_chinese(w))
        self._stop = frozenset(w for w in fillers if w.isascii())
        long = sorted((w for w in fillers - self._particles - self._stop), key=len, reverse=True)
        self._fillers = re.compile("|".join(map(re.escape, long)) or r"(?!)")
        self._entries = self._index()
        self.total = int(connection.execute("SELECT count(*) FROM items").fetchone()[0])
        #: Day of the oldest page: where the clock is before it, the clock is wrong.
        self.first_day: str = connection.execute(
            "SELECT coalesce(min(starts), '') FROM items WHERE doc_kind = 'article'"
        ).fetchone()[0]
        # Of known words only: nothing of what somebody typed is kept.
        self._frequencies = {
            entry.word: _frequency(connection, entry.word)
            for entries in self._entries.values()
            for entry in entries
        }

    def is_particle(self, character: str) -> bool:
        return character in self._particles

    def is_stop_word(self, word: str) -> bool:
        return word in self._stop

    def without_fillers(self, text: str) -> str:
        """As long as before: fillers become spaces."""
        return self._fillers.sub(lambda found: " " * len(found[0]), text)

    def knows(self, word: str) -> bool:
        return any(e.word == word for e in self._entries.get(word[:1], ()))

    def synonyms(self, word: str) -> tuple[tuple[str, float], ...]:
        """The word and what stands for it."""
        for entry in self._entries.get(word[:1], ()):
            if entry.word == word:
                return self._words(entry, word)
        return ((word, 1.0),)

    def matches(self, text: str) -> list[Match]:
        """Known words of a folded text, from left to right, the longest at each place.

        One with a gap takes nothing from others.
        """
        found: list[Match] = []
        at = 0
        while at < len(text):
            match, spread = self._at(text, at)
            if spread is not None:
                found.append(spread)
            if match is not None:
                found.append(replace(match, part=spread is not None))
                at = match.spans[0][1]
            else:
                at += 1
        return found

    def frequency(self, connection: sqlite3.Connection, word: str) -> Rows:
        """In how many rows a word stands at most: its rarest pair decides."""
        return self._frequencies.get(word) or _frequency(connection, word)

    def rarity(self, rows: int) -> float:
        """How much a word that stands in so many rows says."""
        return math.log(1 + (self.total + 100) / (1 + rows))

    def _index(self) -> dict[str, list[_Entry]]:
        lines: dict[str, dict[tuple[int, bool], None]] = {}
        for number, (say, law) in enumerate(self._lines):
            for words, everyday in ((say, True), (law, False)):
                for word in words:
                    lines.setdefault(word, {})[(number, everyday)] = None
        index: dict[str, list[_Entry]] = {}
        for word, places in lines.items():
            pattern = None
            if GAP in word:
                gap = rf"(\w{{0,{MAX_GAP}}}?)"
                pattern = re.compile(gap.join(f"({re.escape(p)})" for p in word.split(GAP) if p))
            index.setdefault(word[0], []).append(_Entry(word, pattern, tuple(places)))
        for entries in index.values():
            entries.sort(key=lambda e: -len(e.word.replace(GAP, "")))
        return index

    def _at(self, text: str, at: int) -> tuple[Match | None, Match | None]:
        """The longest plain word that begins here, and the longest one with a gap."""
        plain = spread = None
        for entry in self._entries.get(text[at], ()):
            if entry.pattern is None:
                if plain is None and text.startswith(entry.word, at):
                    span = (at, at + len(entry.word))
                    plain = Match((span,), self._words(entry, entry.word))
            elif spread is None and (found := entry.pattern.match(text, at)):
                groups = range(1, len(found.groups()) + 1, 2)
                spans = tuple(found.span(group) for group in groups)
                spread = Match(spans, self._words(entry, None))
        return plain, spread

    def _words(self, entry: _Entry, said: str | None) -> tuple[tuple[str, float], ...]:
        words: dict[str, float] = {} if said is None else {said: 1.0}
        for number, everyday in entry.lines:
            say, law = self._lines[number]
            if everyday:
                for word in say:
                    if GAP not in word:
                        words[word] = max(words.get(word, 0.0), _SAID)
            elif say[0].isascii():
                continue  # an English word's Chinese ones are no synonyms of each other
            for word in law:
                words[word] = max(words.get(word, 0.0), _LAW if everyday else _NEAR)
        return tuple(words.items())


_COUNT = "SELECT pages, statutes FROM pairs WHERE pair = ?"
#: A single character, Latin: neither rare nor common.
_UNCOUNTED = 10


def _frequency(connection: sqlite3.Connection, word: str) -> Rows:
    counts = [
        Rows._make((*(connection.execute(_COUNT, (pair,)).fetchone() or (0, 0)), pair))
        for run in runs(word)
        if is_chinese(run) and len(run) > 1
        for pair in pairs(run)
    ]
    return min(counts, key=lambda r: r.all, default=Rows(_UNCOUNTED, _UNCOUNTED, word))
