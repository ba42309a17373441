"""A short walk of the monkey in each layout; ``make bench`` sends it for 20,000 steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.support.monkey import Monkey


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_is_tapped_at_random_leads_to_a_dead_end(
    open_screen: Callable[..., Rig], seed: int
) -> None:
    monkey = Monkey(open_screen(size=LANDSCAPE if seed % 2 else PORTRAIT), seed)
    monkey.run(250)
    assert len(monkey.visited) > 10, monkey.visited
