"""The test picture: it carries the time in a row of cells, so that both ends can prove it crossed.

The top sixteenth of the picture is 32 cells from left to right, white for 1: 27 bits of the
milliseconds of the day (UTC), highest first, then 5 bits of check. Cells are relative to the
picture's size, so a scaled picture reads the same; each is large enough to live through VP8.
"""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

DAY_MS = 24 * 60 * 60 * 1000
_CELLS = 32
_TIME_BITS = 27
_CHECK = 31
_BLACK, _WHITE, _MIDDLE = 16, 235, 126


def ms_of_day(moment: datetime) -> int:
    """Milliseconds since midnight of an aware UTC time."""
    return (
        (moment.hour * 60 + moment.minute) * 60 + moment.second
    ) * 1000 + moment.microsecond // 1000


def age_ms(stamp: int, moment: datetime) -> int:
    """How long ago a stamp was drawn; right across midnight."""
    return (ms_of_day(moment) - stamp) % DAY_MS


def _with_check(ms: int) -> int:
    # Not zero for zero: a black picture must not read as midnight.
    check = (1 + sum(ms >> shift & _CHECK for shift in range(0, _TIME_BITS, 5))) & _CHECK
    return ms << 5 | check


def draw_stamp(luma: Plane, ms: int) -> None:
    """Draw the cells of ``ms`` into a luma plane of (height, width)."""
    height, width = luma.shape
    word = _with_check(ms)
    bits = (word >> np.arange(_CELLS - 1, -1, -1)) & 1
    row = np.where(bits, _WHITE, _BLACK).astype(np.uint8)
    luma[: height // 16] = row[np.arange(width) * _CELLS // width]


def read_stamp(luma: Plane) -> int | None:
    """Milliseconds of the day in a luma plane; None when there is no stamp that checks."""
    height, width = luma.shape
    if height < 48 or width < 2 * _CELLS:
        return None
    strip = luma[height // 64 : 3 * height // 64 + 1].mean(axis=0)
    cell = width / _CELLS
    word = 0
    for i in range(_CELLS):
        middle = strip[int((i + 0.25) * cell) : max(int((i + 0.75) * cell), 1)]
        word = word << 1 | int(middle.mean() > _MIDDLE)
    ms = word >> 5
    return ms if ms < DAY_MS and _with_check(ms) == word else None


class StampedPicture:
    """640 x 480 pictures: the stamp, and a lantern with a face that sways as time goes."""

    def __init__(self, width: int = 640, height: int = 480) -> None:
        self.width, self.height = width, height
        self._radius = height // 6 * 2 // 2
        self._ground = self._make_ground()
        self._lantern, self._mask = self._make_lantern()

    def draw(self, ms: int) -> Plane:
        """The picture at ``ms`` of the day, I420 as one array of (height * 3 / 2, width)."""
        height, width = self.height, self.width
        picture = self._ground.copy()
        side = self._lantern[0].shape[0]
        angle = ms / 4000 * 2 * math.pi
        left = int((width - side) / 2 * (1 + 0.8 * math.sin(angle))) & ~1
        top = int(height * 0.28 + height * 0.06 * (1 + math.cos(2 * angle))) & ~1
        luma = picture[:height]
        u, v = (
            plane.reshape(height // 2, width // 2)
            for plane in (picture[height : height * 5 // 4], picture[height * 5 // 4 :])
        )
        half = slice(None, None, 2)
        for plane, scale, values in zip((luma, u, v), (1, 2, 2), self._lantern, strict=True):
            x, y, n = left // scale, top // scale, side // scale
            mask = self._mask if scale == 1 else self._mask[half, half]
            np.copyto(plane[y : y + n, x : x + n], values, where=mask)
        draw_stamp(luma, ms)
        return picture

    def _make_ground(self) -> Plane:
        """Paper, darker towards the bottom, with a few hills."""
        height, width = self.height, self.width
        y = np.linspace(222, 180, height)[:, None].repeat(width, axis=1)
        x = np.linspace(0, 2 * math.pi, width)
        rows = np.arange(height)[:, None]
        for level, wave, shade in ((0.72, 1.0, 150), (0.82, 1.7, 118)):
            y = np.where(rows > height * (level + 0.05 * np.sin(wave * x + wave)), shade, y)
        picture = np.empty((height * 3 // 2, width), np.uint8)
        picture[:height] = y
        picture[height : height * 5 // 4] = 118
        picture[height * 5 // 4 :] = 132
        return picture

    def _make_lantern(self) -> tuple[tuple[Plane, Plane, Plane], NDArray[np.bool_]]:
        """Y, U, V and the mask of a round lantern with two eyes and a smile."""
        r = self._radius
        side = 2 * r
        ys, xs = np.mgrid[0:side, 0:side]
        dx, dy = (xs - r + 0.5) / r, (ys - r + 0.5) / r
        distance = np.hypot(dx, dy)
        luma = np.full((side, side), 150, np.uint8)
        luma[distance > 0.9] = 96
        eyes = np.hypot(np.abs(dx) - 0.32, dy + 0.2) < 0.1
        smile = (np.abs(np.hypot(dx, dy - 0.05) - 0.5) < 0.05) & (dy > 0.22)
        luma[eyes | smile] = 40
        half = (side // 2, side // 2)
        return (luma, np.full(half, 76, np.uint8), np.full(half, 178, np.uint8)), distance <= 1.0


def black_picture(width: int, height: int) -> Plane:
    """What is sent while the camera is off, I420 as one array."""
    picture = np.full((height * 3 // 2, width), 128, np.uint8)
    picture[:height] = _BLACK
    return picture
