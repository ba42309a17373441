"""From probabilities over time to texts. Columns are those of ``Network.read``: 0 is the blank."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kiosk.terminal.input.handwriting.ink import Floats

_NEVER = -1e9


def variants(scores: Floats, each: int) -> list[tuple[int, ...]]:
    """The greedy text, and those that differ from it in one character, ``each`` a place."""
    best = scores.argmax(1)
    edges = np.flatnonzero(np.diff(best, prepend=0, append=0))
    spans = [(a, b) for a, b in pairwise(edges) if best[a]]
    text = tuple(int(best[start]) for start, _ in spans)
    found = [text] if text else []
    for place, (start, end) in enumerate(spans):
        top = scores[start:end, 1:].max(0)
        for column in np.argpartition(-top, each)[:each] + 1:
            if column != text[place]:
                found.append((*text[:place], int(column), *text[place + 1 :]))
    return found


def likelihoods(scores: Floats, texts: Sequence[Sequence[int]]) -> Floats:
    """ln P(text) for each text, over all ways to spread it over time (CTC's forward sum).

    ``scores`` [time, columns] are logarithms; the texts must be of one length, at least 1.
    """
    labels = np.asarray(texts)
    rows, length = labels.shape
    states = np.zeros((rows, 2 * length + 1), np.int64)
    states[:, 1::2] = labels
    skips = np.zeros(states.shape, bool)  # from one character to the next without a blank
    skips[:, 3::2] = labels[:, 1:] != labels[:, :-1]
    reached = np.full(states.shape, _NEVER)
    reached[:, 0] = 0.0  # before the first moment: as if a blank had been seen
    for moment in scores:
        stepped = np.pad(reached[:, :-1], ((0, 0), (1, 0)), constant_values=_NEVER)
        skipped = np.pad(reached[:, :-2], ((0, 0), (2, 0)), constant_values=_NEVER)
        skipped[~skips] = _NEVER
        reached = np.logaddexp(np.logaddexp(reached, stepped), skipped) + moment[states]
    total: Floats = np.logaddexp(reached[:, -1], reached[:, -2]).astype(np.float32)
    return total
