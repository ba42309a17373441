"""A passage around what was searched for, and where in it the words stand."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.domain.search import Hit
from kiosk.terminal.search.text import fold

#: The longest passage, in characters.
LENGTH = 60
_LEAD = 12  # characters before the first hit
_STOPS = "。；！？\n "


def ranges(text: str, words: Collection[str]) -> tuple[Hit, ...]:
    """Where these folded words stand in ``text``; ranges that touch are one."""
    lower = text.lower()  # most of what is published needs no more folding
    found = _found(lower, words) if len(lower) == len(text) else []
    return _joined(found or _found(fold(text), words))


def _found(folded: str, words: Collection[str]) -> list[Hit]:
    found: list[Hit] = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return found


def passage(text: str, words: Collection[str]) -> tuple[str, tuple[Hit, ...]]:
    """At most ``LENGTH`` characters where most of the words stand, and the ranges of these."""
    text = " ".join(text.split())
    hits = ranges(text, words)
    start = _start(text, hits)
    end = min(len(text), start + LENGTH - (start > 0) - (len(text) - start > LENGTH))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = (
        (max(a, start) + shift, min(b, end) + shift) for a, b in hits if a < end and b > start
    )
    return before + text[start:end] + after, tuple(inside)


def _start(text: str, hits: tuple[Hit, ...]) -> int:
    """Where the window with the most hit characters begins, if possible with a sentence."""
    if len(text) <= LENGTH or not hits:
        return 0
    best = max(hits, key=lambda h: (_inside(hits, h[0] - _LEAD), -h[0]))[0]
    start = max(0, min(best - _LEAD, len(text) - LENGTH + 1))
    for at in range(start, best):
        if text[at] in _STOPS and text[at + 1] not in _STOPS:
            return at + 1
    return start


def _inside(hits: tuple[Hit, ...], start: int) -> int:
    return sum(b - a for a, b in hits if a >= start and b <= start + LENGTH - 2)


def _joined(found: list[Hit]) -> tuple[Hit, ...]:
    joined: list[Hit] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
