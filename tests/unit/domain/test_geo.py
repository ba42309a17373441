from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.geo import Point, distance_m, walking_minutes
from kiosk.errors import UserError

points = st.builds(Point, st.floats(18, 53), st.floats(74, 135))


def test_one_minute_of_latitude_is_a_nautical_mile() -> None:
    assert distance_m(Point(30, 120), Point(30 + 1 / 60, 120)) == pytest.approx(1853, abs=2)


@given(points, points)
def test_distance_is_symmetric_and_zero_only_at_the_place_itself(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert distance_m(a, a) == 0


def test_two_datums_are_never_mixed() -> None:
    with pytest.raises(UserError, match="convert one first"):
        distance_m(Point(30, 120), Point(30, 120, "WGS-84"))


def test_500_metres_are_ten_minutes_for_an_older_person() -> None:
    assert walking_minutes(500) == 10
    assert walking_minutes(3) == 1
