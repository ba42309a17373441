"""From what a person typed to what is looked for: concepts, each with the words for it."""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.terminal.search import sounds
from kiosk.terminal.search.database import INITIALS, PINYIN
from kiosk.terminal.search.lexicon import Lexicon, Rows
from kiosk.terminal.search.text import fold, is_chinese, pairs, runs

#: Of a longer question only the beginning is looked at.
MAX_LENGTH = 160
#: Concepts of one question; the rarest are kept.
MAX_CONCEPTS = 14
#: A pair of characters that is no known word, one with a particle in it, a guess by sound.
_LOOSE = 0.5
#: A word that begins a longer one with a gap.
_PART = 0.5
_PARTICLE = 0.15
_GUESS = 0.6
_SPELT = 0.9
#: A pair that stands in fewer rows is no word that a slip would be of.
_COMMON = 20
#: Characters that sound alike: readings and words that are tried.
_MAX_SOUNDS = 4
_MAX_GUESSES = 3
_ARTICLE = re.compile(
    r"第?([零〇一二两三四五六七八九十百千万]+|\d{1,4})条(?:之([一二三四五六七八九十]))?"
)
#: A question for a lawyer, and nothing else: the matter is not named yet.
_FOR_A_LAWYER = re.compile(
    r"(?:我|想|要|找|请|问|咨询|联系|见|约|叫|帮|一|个|位|名|社区|值班|在岗|附近|视频|在线|的)*律师"
    r"(?:咨询|电话|名单|在吗|在不在|在哪|吗|呢)*"
)
_FOR_A_LAWYER_LATIN = frozenset(
    {"lvshi", "lushi", "zhaolvshi", "zhaolushi", "wenlvshi", "lawyer", "lawyers", "attorney"}
)


@dataclass(slots=True)
class Concept:
    """``words``: what stands for it, folded, the best first, each with what it says when it is
    found. ``rows``: in about how many rows each stands. ``weight``: of the whole concept."""

    words: dict[str, float]
    rows: dict[str, Rows]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """``text``: folded. ``letters``: the query, when it is all Latin letters, without spaces.
    ``for_a_lawyer``: it asks for a lawyer and names no matter."""

    text: str
    concepts: list[Concept]
    letters: str = ""
    for_a_lawyer: bool = False


class Analyser:
    """Reads one question at a time, with the index's lexicon and pairs."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self._connection = connection
        self._lexicon = lexicon

    def analyse(self, text: str) -> Query:
        folded = fold(text[:MAX_LENGTH]).strip()
        found = runs(folded)
        letters = "".join(found)
        if letters.isascii() and letters.isalpha():
            concepts = self._spoken(folded) + self._latin(found)
        else:
            letters = ""
            concepts = self._chinese(folded) + self._latin([r for r in found if not is_chinese(r)])
        concepts.sort(key=lambda c: -c.weight)
        for_a_lawyer = (
            letters in _FOR_A_LAWYER_LATIN
            if letters
            else _FOR_A_LAWYER.fullmatch("".join(found)) is not None
        )
        return Query(folded, _merged(concepts)[:MAX_CONCEPTS], letters, for_a_lawyer)

    # --- Chinese -----------------------------------------------------------------------------

    def _chinese(self, text: str) -> list[Concept]:
        concepts: list[Concept] = []
        rest = list(text)
        for match in self._lexicon.matches(text):
            concepts.append(self._concept(dict(match.words), _PART if match.part else 1.0))
            for start, end in match.spans:
                rest[start:end] = " " * (end - start)
        loose = self._lexicon.without_fillers("".join(rest))
        for run in filter(is_chinese, runs(loose)):
            for pair in pairs(run):
                concepts += self._pair(pair) if len(pair) == 2 else []
        if not concepts:  # one character, or nothing but fillers
            for run in filter(is_chinese, runs(text)):
                concepts += [self._concept({word: 1.0}) for word in pairs(run)]
        return concepts

    def _pair(self, pair: str) -> list[Concept]:
        """A pair that no known word covers, and what it may be a slip of."""
        lexicon = self._lexicon
        seen = lexicon.frequency(self._connection, pair).all
        if any(map(lexicon.is_particle, pair)):
            return [self._concept({pair: 1.0}, _PARTICLE)] if seen else []
        concepts = [self._concept({pair: 1.0}, _LOOSE)] if seen else []
        for guess in self._alike(pair):
            common = lexicon.frequency(self._connection, guess).all >= _COMMON
            if lexicon.knows(guess) or (common and not seen):
                words = dict(lexicon.synonyms(guess))
                concepts.append(self._concept(words, _GUESS if seen else _SPELT))
                break
        return concepts

    def _alike(self, pair: str) -> list[str]:
        """Pairs that sound like this one and differ in one character, known words first."""
        first, second = map(self._readings, pair)
        ways = itertools.islice(itertools.product(first, second), _MAX_SOUNDS)
        found: dict[str, None] = {}
        for way in ways:
            for guess in self._sounding(way):
                if (guess[0] == pair[0]) != (guess[1] == pair[1]):
                    found[guess] = None
        return sorted(found, key=lambda g: not self._lexicon.knows(g))

    def _readings(self, character: str) -> list[str]:
        row = self._connection.execute(
            "SELECT readings FROM characters WHERE character = ?", (character,)
        ).fetchone()
        return row[0].split() if row else []

    def _sounding(self, syllables: tuple[str, ...]) -> list[str]:
        """Pairs with this sound, else with a similar one; the most frequent first."""
        exact = " ".join(map(sounds.plain, syllables))
        rows = self._connection.execute(
            "SELECT pair, sound FROM pairs WHERE soft = ? ORDER BY pages + statutes DESC LIMIT 40",
            (" ".join(map(sounds.soften, syllables)),),
        ).fetchall()
        same = [pair for pair, sound in rows if sound == exact]
        known = [pair for pair, _sound in rows if self._lexicon.knows(pair)]
        return list(dict.fromkeys(same + known))[: _MAX_GUESSES * 3]

    # --- Latin letters -------------------------------------------------------------------------

    def _latin(self, found: list[str]) -> list[Concept]:
        """English words, and numbers that are names (12315)."""
        words = [w for w in found if not self._lexicon.is_stop_word(w) and len(w) > 1]
        return [
            self._concept(dict(self._lexicon.synonyms(w)) | {w: 1.0, _singular(w): 1.0})
            for w in words
        ]

    def _spoken(self, text: str) -> list[Concept]:
        """Pinyin, whole or its initials: what it may stand for, word by word."""
        letters = re.sub(r"[^a-z']", "", text)
        concepts: list[Concept] = []
        if " " in text.strip():  # spaces are borders of syllables, or it is no pinyin
            pieces = [sounds.cuts(piece, 1) for piece in text.split()]
            cuts = [sum((ways[0] for ways in pieces), ())] if all(pieces) else []
        else:
            cuts = sounds.cuts(letters)
        for way in cuts:
            concepts += self._read(way)
            if concepts:
                return concepts
        words = dict.fromkeys(self._phrases(letters, initials=True), 1.0)
        return [self._concept(self._with_synonyms(words))] if words else []

    def _read(self, syllables: tuple[str, ...]) -> list[Concept]:
        concepts: list[Concept] = []
        at = 0
        while at < len(syllables):
            for end in range(len(syllables), at, -1):
                key = sounds.plain("".join(syllables[at:end]))
                words = self._phrases(key) if end - at > 1 else []
                if not words and end - at == 2:
                    words = self._sounding(syllables[at:end])[:_MAX_GUESSES]
                if words:
                    known = {word: _SPELT if i else 1.0 for i, word in enumerate(words)}
                    concepts.append(self._concept(self._with_synonyms(known)))
                    at = end
                    break
            else:
                at += 1
        return concepts

    def _phrases(self, key: str, *, initials: bool = False) -> list[str]:
        rows = self._connection.execute(
            "SELECT p.text FROM phrase_keys AS k JOIN phrases AS p ON p.id = k.phrase"
            " WHERE k.key = ? AND k.loss = ? AND p.doc_kind = 'words' LIMIT 6",
            (key, INITIALS if initials else PINYIN),
        )
        return [text for (text,) in rows]

    def _with_synonyms(self, words: dict[str, float]) -> dict[str, float]:
        found: dict[str, float] = {}
        for word, weight in words.items():
            for other, strength in self._lexicon.synonyms(word):
                found[other] = max(found.get(other, 0.0), weight * strength)
        return found

    def _concept(self, words: dict[str, float], factor: float = 1.0) -> Concept:
        lexicon = self._lexicon
        rows = {word: lexicon.frequency(self._connection, word) for word in words}
        # What was said is never worth less than what only stands for it.
        most = max((lexicon.rarity(rows[w].all) for w, s in words.items() if s == 1.0), default=99)
        worth = {
            word: factor * strength * min(most, lexicon.rarity(rows[word].all))
            for word, strength in words.items()
        }
        ordered = dict(sorted(worth.items(), key=lambda item: -item[1]))
        return Concept(ordered, rows, factor * lexicon.rarity(sum(r.all for r in rows.values())))


def named_articles(text: str) -> Iterator[tuple[str, str, str | None]]:
    """(what stands before it, number, suffix) of each 第…条 in a folded question."""
    for found in _ARTICLE.finditer(text):
        yield text[: found.start()], found[1], found[2]


def _merged(concepts: list[Concept]) -> list[Concept]:
    """Each word in one concept only: in the one where it says most."""
    home: dict[str, Concept] = {}
    for concept in concepts:
        for word, worth in concept.words.items():
            if word not in home or worth > home[word].words[word]:
                home[word] = concept
    for concept in concepts:
        concept.words = {w: worth for w, worth in concept.words.items() if home[w] is concept}
    return [concept for concept in concepts if concept.words]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
