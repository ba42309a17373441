"""Texts of results with the words that were searched for marked: plain runs, cut to their room."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.search import Hit

#: Width of a narrow character in ems: the mean of bold Latin text, generously.
_NARROW = 0.6


def width(text: str) -> float:
    """About how many ems a text takes on one line."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW for c in text)


@dataclass(frozen=True, slots=True)
class Line:
    """``hits``: half-open ranges of ``text``, in order."""

    text: str
    hits: tuple[Hit, ...] = ()

    @property
    def ems(self) -> float:
        return width(self.text)

    def without_first(self, count: int) -> Line:
        return self._part(count, len(self.text))

    def followed_by(self, text: str, hits: Iterable[Hit] = ()) -> Line:
        shift = len(self.text)
        moved = tuple((start + shift, end + shift) for start, end in hits)
        return Line(self.text + text, self.hits + moved)

    def _part(self, first: int, last: int) -> Line:
        cut = ((max(a, first) - first, min(b, last) - first) for a, b in self.hits)
        return Line(self.text[first:last], tuple((a, b) for a, b in cut if a < b))

    def markup(self, tag: str) -> str:
        """For ``Text.StyledText``: the hits in ``<tag>``, all else as it is, whatever it is."""
        parts, at = [], 0
        for start, end in self.hits:
            parts.append(html.escape(self.text[at:start], quote=False))
            parts.append(f"<{tag}>{html.escape(self.text[start:end], quote=False)}</{tag}>")
            at = end
        parts.append(html.escape(self.text[at:], quote=False))
        return "".join(parts)


def shorten(line: Line, ems: float) -> Line:
    """As much of the line as fits, with … where the rest was."""
    if line.ems <= ems:
        return line
    last, room = 0, ems - 1.0
    while (room := room - width(line.text[last])) >= 0:
        last += 1
    return line._part(0, last).followed_by("…")
