"""From strokes to the pictures that the network reads. Pure functions of the points.

A stroke is a sequence of (x, y), y downwards, in any unit. What was shown on the screen plays no
part: pictures are drawn anew, with one thickness, at the network's height. The order of the strokes
and their direction play none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Stroke = Sequence[tuple[float, float]]

HEIGHT = 48
MAX_WIDTH = 384  # four wide characters and their gaps; a longer line is squeezed
_FLAT = 0.2  # lower than this part of its width, ink has no height of its own: 一
_STEP = 0.5  # pixels between the discs that make a line


@dataclass(frozen=True, slots=True)
class View:
    """How ink is framed. ``margin`` is a part of the ink's height, ``thickness`` is in pixels."""

    margin: float
    stretch: float = 1.0  # of the width
    thickness: float = 3.25


def points_of(strokes: Sequence[Stroke]) -> list[Floats]:
    """Each stroke as an array [points, 2], copied; empty ones are left out."""
    return [np.array(stroke, np.float32).reshape(-1, 2) for stroke in strokes if len(stroke)]


def ratio(ink: Sequence[Floats]) -> float:
    """Width to height; 1 for ink so flat that it has no height. There must be a point."""
    low, high = _bounds(ink)
    width, height = (high - low).tolist()
    return width / height if height > _FLAT * width else 1.0


def _bounds(ink: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Lowest and highest (x, y). There must be a point."""
    return (
        np.min([stroke.min(0) for stroke in ink], axis=0),
        np.max([stroke.max(0) for stroke in ink], axis=0),
    )


def picture(ink: Sequence[Floats], view: View) -> Floats:
    """The line of ink as [HEIGHT, width]: 1.0 is paper, 0.0 ink. There must be a point."""
    low, high = _bounds(ink)
    width, height = (high - low).tolist()
    if height < _FLAT * width:  # in the middle of a square
        height = width
    height = max(height, 1e-6)
    scale = HEIGHT / (height * (1 + 2 * view.margin))
    across = (width * view.stretch + 2 * view.margin * height) * scale
    columns = max(1, round(min(across, MAX_WIDTH)))
    zoom = np.array([scale * view.stretch * min(1.0, MAX_WIDTH / across), scale], np.float32)
    centre = np.array([columns / 2, HEIGHT / 2], np.float32)
    shift = centre - (low + high) / 2 * zoom
    dots = np.concatenate([_walk((stroke * zoom + shift).astype(np.float32)) for stroke in ink])
    return 1 - _stamp(dots, view.thickness / 2, columns)


def _walk(stroke: Floats) -> Floats:
    """Points along the stroke, ``_STEP`` apart."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))))
    if along[-1] == 0:
        return stroke[:1]
    steps = np.linspace(0, along[-1], int(along[-1] / _STEP) + 2)
    return np.stack([np.interp(steps, along, axis) for axis in stroke.T], 1).astype(np.float32)


def _stamp(dots: Floats, radius: float, columns: int) -> Floats:
    """Anti-aliased discs: how much of each pixel [HEIGHT, columns] is covered."""
    reach = int(np.ceil(radius + 1))
    offsets = np.arange(-reach, reach + 1)
    cell = np.floor(dots).astype(np.int32)
    middle = (dots - cell - 0.5)[:, None, :]
    away = (offsets[None, :, None] - middle) ** 2  # [dots, offsets, (x, y)]
    cover = np.clip(radius + 0.5 - np.sqrt(away[:, :, None, 1] + away[:, None, :, 0]), 0, 1)
    sheet = np.zeros((HEIGHT + 2 * reach, columns + 2 * reach), np.float32)
    cell = np.clip(cell, 0, (columns - 1, HEIGHT - 1)) + reach
    rows = cell[:, 1, None, None] + offsets[None, :, None]
    places = rows * sheet.shape[1] + cell[:, 0, None, None] + offsets[None, None, :]
    np.maximum.at(sheet.reshape(-1), places, cover.astype(np.float32))
    return sheet[reach:-reach, reach:-reach]
