"""Distances between coordinates of one datum."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from kiosk.errors import UserError

EARTH_RADIUS_M = 6_371_008.8
#: 1.1 m/s, the pace of an older person, on streets 1.3 times as long as the straight line.
WALKING_M_PER_MIN = 66.0
DETOUR = 1.3


@dataclass(frozen=True, slots=True)
class Point:
    """A place: degrees, with the datum that they are given in (Chinese maps: GCJ-02)."""

    latitude: float
    longitude: float
    datum: str = "GCJ-02"


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres; both points must share a datum (else ``UserError``)."""
    if a.datum != b.datum:
        raise UserError(f"Cannot measure between {a.datum} and {b.datum}: convert one first.")
    lat1, lat2 = radians(a.latitude), radians(b.latitude)
    dlat, dlon = lat2 - lat1, radians(b.longitude - a.longitude)
    h = sin(dlat / 2) ** 2 + cos(lat1) * cos(lat2) * sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, h)))


def bearing_deg(a: Point, b: Point) -> float:
    """Direction from ``a`` to ``b`` in degrees clockwise from north, 0 <= d < 360; one datum."""
    if a.datum != b.datum:
        raise UserError(f"Cannot aim from {a.datum} to {b.datum}: convert one first.")
    lat1, lat2 = radians(a.latitude), radians(b.latitude)
    dlon = radians(b.longitude - a.longitude)
    y = sin(dlon) * cos(lat2)
    x = cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(dlon)
    return degrees(atan2(y, x)) % 360.0


def walking_minutes(metres: float) -> int:
    """Minutes on foot for a straight-line distance, at least 1."""
    return max(1, round(metres * DETOUR / WALKING_M_PER_MIN))
