"""Geometry of the direction sketch: from coordinates only, north up, no streets invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin

#: Kept free at the sides, above (for the pin and its name) and below (for 您在这里), in px.
SIDE, TOP, BOTTOM = 150.0, 130.0, 104.0
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


def lay_out(
    width: float, height: float, target: Polar, neighbours: Sequence[Polar]
) -> Sketch | None:
    """Fit the way from here to ``target`` into a box, as large as it goes; None: too small."""
    if height < TOP + BOTTOM or width < 2 * SIDE:
        return None
    east, north = target.east_north
    room_x, room_y = width - 2 * SIDE, height - TOP - BOTTOM
    scale = min(
        room_x / abs(east) if abs(east) > 1 else float("inf"),
        room_y / abs(north) if abs(north) > 1 else float("inf"),
        room_x / 30,  # a few metres do not fill the box
    )
    middle_x, middle_y = width / 2, TOP + room_y / 2
    here = (middle_x - east * scale / 2, middle_y + north * scale / 2)
    there = (middle_x + east * scale / 2, middle_y - north * scale / 2)
    farthest = max(hypot(x - here[0], y - here[1])
                   for x in (0.0, width) for y in (0.0, height))  # fmt: skip
    step = next((r for r in _ROUND if r * 2.2 >= target.metres), _ROUND[-1])
    rings: list[Ring] = []
    for radius in (step * i * scale for i in range(1, 5)):
        if 90 < radius < farthest:
            taken = [ring.label for ring in rings]
            label = _label(width, height, here, there, radius, taken)
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
    taken: Sequence[tuple[float, float]],
) -> tuple[float, float] | None:
    """A point of the ring in the box, clear of the way, the pin, 您在这里 and other labels."""
    towards = atan2(there[1] - here[1], there[0] - here[0])
    for turn in (25, -25, 40, -40, 60, -60, 90, -90, 130, -130):
        angle = towards + radians(turn)
        x, y = here[0] + radius * cos(angle), here[1] + radius * sin(angle)
        inside = 90 < x < width - 110 and 40 < y < height - 40
        beside_pin = abs(x - there[0]) > 130 or not -140 < y - there[1] < 50
        beside_plate = abs(x - here[0]) > 180 or not 0 < y - here[1] < 130
        apart = all(abs(x - ox) > 170 or abs(y - oy) > 64 for ox, oy in taken)
        if inside and beside_pin and beside_plate and apart:
            return x, y
    return None
