"""Handwriting that is not neat: shaking hands, joined strokes, slant; and words on one line.

Lengths are parts of the character's square (``em`` units). One seeded generator makes all choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.support.strokes import Strokes

Lines = list[NDArray[np.float64]]


@dataclass(frozen=True)
class Hand:
    """``shake``: standard deviation of each point, smooth over some 8 % of the square; ``drift``:
    of each stroke's place; ``joins``: pairs of strokes written without lifting; ``slant``: the
    shear is drawn from -slant to slant (0.25 is 14 degrees)."""

    shake: float = 0.015
    drift: float = 0.015
    joins: int = 2
    slant: float = 0.25


NEAT = Hand(0, 0, 0, 0)
SLOPPY = Hand()
SHAKY = Hand(shake=0.025, drift=0.025)


def written(strokes: Strokes, hand: Hand, random: np.random.Generator, em: float = 1024) -> Strokes:
    """The character as this hand writes it."""
    return _as_strokes(_sheared(_written(strokes, hand, hand.joins, random, em), hand, random))


def word(
    characters: Sequence[Strokes], hand: Hand, random: np.random.Generator, em: float = 1024
) -> Strokes:
    """Characters on a line, their sizes, heights and gaps uneven; the joins are the word's."""
    joins = random.multinomial(hand.joins, np.full(len(characters), 1 / len(characters)))
    line: Lines = []
    pen = 0.0
    for strokes, count in zip(characters, joins, strict=True):
        lines = _written(strokes, hand, int(count), random, em)
        everything = np.concatenate(lines)
        low, high = everything.min(0), everything.max(0)
        scale = random.uniform(0.8, 1.05)
        place = np.array([pen - low[0] * scale, random.normal(0, 0.04) * em])
        line += [points * scale + place for points in lines]
        pen += (high[0] - low[0]) * scale + random.uniform(0.08, 0.25) * em
    return _as_strokes(_sheared(line, hand, random))


def _written(
    strokes: Strokes, hand: Hand, joins: int, random: np.random.Generator, em: float
) -> Lines:
    lines = []
    for stroke in strokes:
        points = _evenly(np.asarray(stroke, float), em / 50)
        shake = _smooth(len(points), random) * hand.shake
        lines.append(points + (shake + random.normal(0, 1, 2) * hand.drift) * em)
    for _ in range(min(joins, len(lines) - 1)):
        at = random.integers(0, len(lines) - 1)
        lines[at : at + 2] = [np.concatenate(lines[at : at + 2])]
    return lines


def _sheared(lines: Lines, hand: Hand, random: np.random.Generator) -> Lines:
    shear = np.array([[1, 0], [random.uniform(-hand.slant, hand.slant), 1]])
    return [points @ shear for points in lines]


def _evenly(points: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    places = np.linspace(0, along[-1], max(2, int(along[-1] / step) + 1))
    return np.stack([np.interp(places, along, axis) for axis in points.T], 1)


def _smooth(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Noise of unit deviation [count, 2], smooth over 4 points."""
    kernel = np.exp(-0.5 * (np.arange(-12, 13) / 4) ** 2)
    kernel /= np.sqrt((kernel**2).sum())
    noise = random.normal(0, 1, (count + 24, 2))
    return np.stack([np.convolve(axis, kernel, "valid") for axis in noise.T], 1)


def _as_strokes(lines: Lines) -> Strokes:
    return [[(float(x), float(y)) for x, y in points] for points in lines]
