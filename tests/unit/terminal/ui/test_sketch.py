"""The direction sketch is true to the coordinates, whatever they are."""

from __future__ import annotations

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.ui.viewmodels.sketch import Polar, Sketch, lay_out

WIDTH, HEIGHT = 978.0, 420.0
places = st.builds(
    Polar,
    st.floats(min_value=0, max_value=40_000),
    st.floats(min_value=0, max_value=360, exclude_max=True),
)


def drawn(target: Polar, neighbours: list[Polar]) -> Sketch:
    sketch = lay_out(WIDTH, HEIGHT, target, neighbours)
    assert sketch is not None
    return sketch


def inside(point: tuple[float, float]) -> bool:
    return 0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT


def scale_of(sketch: Sketch, metres: float) -> float:
    (ax, ay), (bx, by) = sketch.here, sketch.target
    return hypot(bx - ax, by - ay) / metres


@given(places, st.lists(places, max_size=12))
def test_everything_lies_in_the_box(target: Polar, neighbours: list[Polar]) -> None:
    sketch = drawn(target, neighbours)
    assert inside(sketch.here)
    assert inside(sketch.target)
    assert all(inside(dot) for dot in sketch.neighbours)
    assert all(inside(ring.label) for ring in sketch.rings)


@given(st.floats(min_value=50, max_value=40_000), st.floats(min_value=0, max_value=359))
def test_north_is_up_and_one_scale_holds_for_all(metres: float, bearing: float) -> None:
    target = Polar(metres, bearing)
    sketch = drawn(target, [])
    east, north = target.east_north
    scale = scale_of(sketch, metres)
    assert abs(sketch.target[0] - sketch.here[0] - east * scale) < 0.01
    assert abs(sketch.here[1] - sketch.target[1] - north * scale) < 0.01
    for ring in sketch.rings:
        assert abs(ring.radius - ring.metres * scale) < 0.01 * ring.radius
        (x, y), (hx, hy) = ring.label, sketch.here
        assert abs(hypot(x - hx, y - hy) - ring.radius) < 0.01


def test_a_neighbour_stands_where_it_is() -> None:
    sketch = drawn(Polar(1000, 90), [Polar(500, 60), Polar(90_000, 10)])
    assert len(sketch.neighbours) == 1  # the other one is far outside
    (x, y), (hx, hy) = sketch.neighbours[0], sketch.here
    assert hx < x < sketch.target[0]
    assert y < hy


def test_a_neighbour_under_the_pin_is_left_out() -> None:
    sketch = drawn(Polar(1000, 90), [Polar(1000, 90.5)])
    assert sketch.neighbours == ()


def test_a_box_that_is_too_small_shows_nothing_rather_than_a_muddle() -> None:
    assert lay_out(WIDTH, 200, Polar(1000, 90), []) is None


@given(places)
def test_distances_are_not_written_over_each_other(target: Polar) -> None:
    labels = [ring.label for ring in drawn(target, []).rings]
    for n, (x, y) in enumerate(labels):
        assert all(abs(x - ox) > 170 or abs(y - oy) > 64 for ox, oy in labels[n + 1 :])
