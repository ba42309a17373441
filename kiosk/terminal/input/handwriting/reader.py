"""The loaded recogniser: ink as one character, or as a word on a line, with scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.terminal.input.handwriting import decode, ink
from kiosk.terminal.input.handwriting.ink import Floats, View
from kiosk.terminal.input.handwriting.lexicon import Lexicon
from kiosk.terminal.input.handwriting.network import Network

CANDIDATES = 10
#: Two looks at one character, averaged: as it is, and narrowed.
_SINGLE = (View(margin=0.1), View(margin=0.14, stretch=0.85))
_LINE = View(margin=0.05)
#: The network was taught by texts and takes a rare character for a common one that is like it.
#: What it owes to frequency is taken off: by occurrences, and for the standard's first level.
_BY_FREQUENCY, _BY_LEVEL = 0.5, 1.5
_PRIOR_IN_LINES = 0.2  # part of that in words, where frequency is right more often
_LANGUAGE = 0.3  # weight of the lexicon against the ink
_CORPUS = 18.0  # ln of the characters in the corpus behind the lexicon
_UNKNOWN = 9.0  # minus ln of the probability of a character outside any word
_FOLLOWS = 1.0  # for a character that makes a word with what stands before
_PLACES = 40  # characters considered for the words of a line
_FLOOR = 1e-8


@dataclass(frozen=True, slots=True)
class Candidate:
    """``score`` is a logarithm: higher is likelier, comparable within one answer only."""

    text: str
    score: float


class Reader:
    """The network and the lexicon, loaded. Not to be called from two threads at once.

    Raises FileNotFoundError if a file made at set-up is missing.
    """

    def __init__(self, assets: Path) -> None:
        self.lexicon = Lexicon(assets / "standard.txt", assets / "words.npz")
        model = assets / "recogniser.onnx"
        if not model.exists():
            raise FileNotFoundError(2, "missing", str(model))
        self._network = Network(model, self.lexicon.characters)
        self.texts = self._network.characters
        self._column = {text: index for index, text in enumerate(self.texts, 1)}
        known = np.isin(list(self.lexicon.characters), self.texts)
        level = np.arange(len(known)) < self.lexicon.common
        prior = _BY_FREQUENCY * self.lexicon.weights + _BY_LEVEL * level
        self._prior: Floats = prior[known].astype(np.float32)

    def singles(self, points: Sequence[Floats], context: str) -> list[Candidate]:
        """The ink as one character."""
        tables = self._read(points, *_SINGLE)
        scores = np.log(tables[:, :, 1:].max(1).mean(0) + _FLOOR) - self._prior
        for following in {rest[0] for rest, _ in self.lexicon.continuations(context)}:
            if column := self._column.get(following):
                scores[column - 1] += _FOLLOWS
        best = np.argpartition(-scores, CANDIDATES)[:CANDIDATES]
        return _ranked((self.texts[column], float(scores[column])) for column in best)

    def line(self, points: Sequence[Floats]) -> Floats:
        """Logarithms [time, 1 + characters] for the ink as a line, the blank first."""
        (table,) = self._read(points, _LINE)
        scores: Floats = np.log(table + _FLOOR)
        scores[:, 1:] -= _PRIOR_IN_LINES * self._prior
        return scores

    def words(self, points: Sequence[Floats]) -> list[Candidate]:
        """The ink as a line of characters."""
        scores = self.line(points)
        texts = {"".join(self.texts[c - 1] for c in row) for row in decode.variants(scores, 5)}
        peaks = scores[:, 1:].max(0)
        likely = [self.texts[column] for column in np.argpartition(-peaks, _PLACES)[:_PLACES]]
        texts.update(word for word, _ in self.lexicon.spelled_with(likely))
        scored: list[tuple[str, float]] = []
        for length in {len(text) for text in texts}:
            group = [text for text in texts if len(text) == length]
            rows = [[self._column[character] for character in text] for text in group]
            for text, seen in zip(group, decode.likelihoods(scores, rows), strict=True):
                scored.append((text, float(seen) + _LANGUAGE * self._language(text)))
        return _ranked(scored)

    def _read(self, points: Sequence[Floats], *views: View) -> Floats:
        pictures = [ink.picture(points, view) for view in views]
        tables = self._network.read(pictures)
        for picture in pictures:  # they show what somebody wrote
            picture.fill(0)
        return tables

    def _language(self, text: str) -> float:
        weight = self.lexicon.weight(text)
        return -_UNKNOWN * len(text) if weight is None else weight - _CORPUS


def _ranked(scored: Iterable[tuple[str, float]]) -> list[Candidate]:
    ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
    return [Candidate(text, score) for text, score in ordered]
