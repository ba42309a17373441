"""Geometry of the direction sketch: from coordinates only, north up, no streets invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

#: Kept free at the sides, above (for the pin and its name) and below (for 您在这里), in px.
SIDE, TOP, BOTTOM = 150.0, 170.0, 120.0
#: Radii that people can picture, in metres.
_ROUND = (50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10000)
#: Neighbours nearer to either end than this would hide under its mark, in px.
_CLEAR = 56.0


@dataclass(frozen=True, slots=True)
class Polar:
    """A place as seen from the terminal: metres, and degrees clockwise from north."""

    metres: float
    bearing_deg: float

    @property
    def east_north(self) -> tuple[float, float]:
        angle = radians(self.bearing_deg)
        return self.metres * sin(angle), self.metres * cos(angle)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Positions in px from the top left; ``rings``: (metres, px) of circles around here."""

    here: tuple[float, float]
    target: tuple[float, float]
    rings: tuple[tuple[int, float], ...]
    neighbours: tuple[tuple[float, float], ...]


def lay_out(width: float, height: float, target: Polar, neighbours: Sequence[Polar]) -> Sketch:
    """Fit the way from here to ``target`` into a box, as large as it goes."""
    east, north = target.east_north
    room_x, room_y = max(1.0, width - 2 * SIDE), max(1.0, height - TOP - BOTTOM)
    scale = min(
        room_x / abs(east) if abs(east) > 1 else float("inf"),
        room_y / abs(north) if abs(north) > 1 else float("inf"),
        0.75 * min(room_x, room_y) / 20,  # nobody stands on top of it: 20 m at the least
    )
    middle_x, middle_y = width / 2, TOP + room_y / 2
    here = (middle_x - east * scale / 2, middle_y + north * scale / 2)
    there = (middle_x + east * scale / 2, middle_y - north * scale / 2)
    farthest = max(hypot(x - here[0], y - here[1])
                   for x in (0.0, width) for y in (0.0, height))  # fmt: skip
    step = next((r for r in _ROUND if r * 2.2 >= target.metres), _ROUND[-1])
    rings = tuple(
        (step * i, step * i * scale) for i in range(1, 5) if 90 < step * i * scale < farthest
    )
    dots = []
    for place in neighbours:
        e, n = place.east_north
        x, y = here[0] + e * scale, here[1] - n * scale
        inside = 30 < x < width - 30 and 30 < y < height - 30
        clear = all(hypot(x - ox, y - oy) > _CLEAR for ox, oy in (here, there))
        if inside and clear:
            dots.append((x, y))
    return Sketch(here, there, rings, tuple(dots))
