"""Words of 2 to 4 characters with how often they occur, in 4 MB, and the standard characters.

A word is one 64-bit number, 16 bits a character from the left, zero where it has ended; the numbers
are sorted, so all words with one beginning lie side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from kiosk.terminal.input.handwriting.ink import Floats

LONGEST = 4


def pack(text: str) -> int:
    """``text`` (at most four characters of the basic plane) as its number."""
    number = 0
    for character in text:
        number = number << 16 | ord(character)
    return number << 16 * (LONGEST - len(text))


def unpack(number: int) -> str:
    return number.to_bytes(2 * LONGEST, "big").decode("utf-16-be").rstrip("\0")


class Lexicon:
    """``characters`` in the standard's order, ``weights`` [characters]: ln(1 + occurrences).

    ``common`` of them are the first level.
    """

    def __init__(self, standard: Path, words: Path) -> None:
        levels = standard.read_text("utf-8").split()
        self.common = len(levels[0])
        self.characters = "".join(levels)
        with np.load(words) as data:
            self._words = data["words"]
            self._weights = data["weights"]
            self.weights: Floats = data["characters"]

    def weight(self, word: str) -> float | None:
        """ln of how often the word occurs; None if it is not a word here."""
        if not 2 <= len(word) <= LONGEST or any(ord(character) > 0xFFFF for character in word):
            return None
        number = pack(word)
        place = int(np.searchsorted(self._words, np.uint64(number)))
        if place == len(self._words) or int(self._words[place]) != number:
            return None
        return float(self._weights[place])

    def spelled_with(self, characters: Iterable[str]) -> Iterator[tuple[str, float]]:
        """All words that need no other character, with their weights."""
        first = [character for character in characters if ord(character) <= 0xFFFF]
        allowed = np.zeros(0x10000, bool)
        allowed[[0, *map(ord, first)]] = True
        for character in first:
            span = self._beginning(character)
            words = self._words[span]
            units = words.astype(">u8").view(">u2").reshape(-1, LONGEST)
            for place in np.flatnonzero(allowed[units].all(1)):
                yield unpack(int(words[place])), float(self._weights[span][place])

    def continuations(self, text: str) -> list[tuple[str, float]]:
        """What may follow ``text``: ends of the words that its last characters begin.

        Those that take up more of the text come first, then the more frequent.
        """
        found: dict[str, float] = {}
        for length in range(min(LONGEST - 1, len(text)), 0, -1):
            start = text[-length:]
            if any(ord(character) > 0xFFFF for character in start):
                continue
            span = self._beginning(start)
            order = np.argsort(-self._weights[span].astype(np.float32), kind="stable")
            for place in order:
                rest = unpack(int(self._words[span][place]))[length:]
                if rest:
                    found.setdefault(rest, float(self._weights[span][place]))
        return list(found.items())

    def _beginning(self, start: str) -> slice:
        low = pack(start)
        high = low + (1 << 16 * (LONGEST - len(start))) - 1
        left = np.searchsorted(self._words, np.uint64(low), "left")
        right = np.searchsorted(self._words, np.uint64(high), "right")
        return slice(int(left), int(right))
