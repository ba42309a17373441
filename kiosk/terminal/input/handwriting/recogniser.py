"""Strokes to candidates: one character, or a word of up to four on one line."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.terminal.input.handwriting import ink
from kiosk.terminal.input.handwriting.ink import Floats, Stroke
from kiosk.terminal.input.handwriting.reader import CANDIDATES, Candidate, Reader

#: Width to height: below, ink is one character; above, a word; between, it may be either.
_SURELY_ONE, _SURELY_MORE = 1.4, 2.0
#: Where it may be either: candidates of the likelier kind, the rest are of the other.
_LIKELIER = 7


class Handwriting:
    """The recogniser. It is loaded by the first call and by the first after ``drop``.

    Any thread may call; calls wait for each other. Nothing of the strokes is kept or logged.
    Raises EnvironmentFault if the files made at set-up are missing.
    """

    def __init__(self, assets: Path) -> None:
        self._assets = assets
        self._lock = threading.Lock()
        self._loaded: Reader | None = None

    def recognise(self, strokes: Sequence[Stroke], *, context: str = "") -> list[Candidate]:
        """Up to ten candidates, best first; none without ink. ``context``: the text before it."""
        points = ink.points_of(strokes)
        try:
            return self.recognise_points(points, context=context)
        finally:
            for stroke in points:
                stroke.fill(0)

    def recognise_points(self, points: Sequence[Floats], *, context: str = "") -> list[Candidate]:
        """The same for strokes as arrays [points, 2], which stay the caller's."""
        if not points:
            return []
        ratio = ink.ratio(points)
        with self._lock:
            reader = self._load()
            words = reader.words(points) if ratio > _SURELY_ONE else []
            singles = reader.singles(points, context) if ratio < _SURELY_MORE or not words else []
        if not (singles and words):
            return (singles or words)[:CANDIDATES]
        longer = [word for word in words if len(word.text) > 1]
        if len(words[0].text) == 1:
            return [*singles[:_LIKELIER], *longer][:CANDIDATES]
        return [*longer[:_LIKELIER], *singles][:CANDIDATES]

    def predict(self, text: str) -> list[str]:
        """What may follow ``text``, likeliest first, at most ten."""
        with self._lock:
            following = self._load().lexicon.continuations(text)
        return [rest for rest, _ in following[:CANDIDATES]]

    def drop(self) -> None:
        """Give the memory back; the next call loads again."""
        with self._lock:
            if self._loaded is not None:
                self._loaded = None
                _trim()

    @property
    def loaded(self) -> bool:
        return self._loaded is not None

    def _load(self) -> Reader:
        if self._loaded is None:
            try:
                self._loaded = Reader(self._assets)
            except FileNotFoundError as missing:
                raise EnvironmentFault(
                    f"{missing.filename} is missing: run `make setup`, which makes it.",
                    code="handwriting_missing",
                ) from missing
            _trim()  # the file's own copy of the weights: 20 MB
        return self._loaded


def _trim() -> None:
    """Hand freed memory to the system; the C library would keep it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
