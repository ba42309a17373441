"""Geometry of the direction sketch: from coordinates only, north up, no streets invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin

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
class Ring:
    """A circle around here, and where its distance is written: all but ``metres`` in px."""

    metres: int
    radius: float
    label: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sketch:
    """Positions in px from the top left."""

    here: tuple[float, float]
    target: tuple[float, float]
    rings: tuple[Ring, ...]
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
    rings = []
    for radius in (step * i * scale for i in range(1, 5)):
        if 90 < radius < farthest:
            label = _label(width, height, here, there, radius)
            if label is not None:
                rings.append(Ring(round(radius / scale), radius, label))
    dots = []
    for place in neighbours:
        e, n = place.east_north
        x, y = here[0] + e * scale, here[1] - n * scale
        inside = 30 < x < width - 30 and 30 < y < height - 30
        clear = all(hypot(x - ox, y - oy) > _CLEAR for ox, oy in (here, there))
        if inside and clear:
            dots.append((x, y))
    return Sketch(here, there, tuple(rings), tuple(dots))


def _label(
    width: float,
    height: float,
    here: tuple[float, float],
    there: tuple[float, float],
    radius: float,
) -> tuple[float, float] | None:
    """A point of the ring that is in the box and clear of the way, the pin and 您在这里."""
    towards = atan2(there[1] - here[1], there[0] - here[0])
    for turn in (25, -25, 40, -40, 60, -60, 90, -90, 130, -130):
        angle = towards + radians(turn)
        x, y = here[0] + radius * cos(angle), here[1] + radius * sin(angle)
        inside = 90 < x < width - 110 and 40 < y < height - 40
        beside_pin = abs(x - there[0]) > 130 or not -140 < y - there[1] < 50
        beside_plate = abs(x - here[0]) > 180 or not 0 < y - here[1] < 130
        if inside and beside_pin and beside_plate:
            return x, y
    return None
