"""A resident at an X display: sees its pixels, taps with the pointer. Knows no names of buttons."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ImageGrab

from tests.support.waiting import wait_until

PINE = (0x1E, 0x5A, 0x48)  # the one clear next step of a page
CINNABAR = (0xA8, 0x2E, 0x1E)  # hang up


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled button: its middle and its pixels."""

    x: int
    y: int
    area: int


class Resident:
    """``display``: the X display that the terminal fills."""

    def __init__(self, display: str) -> None:
        self._display = display

    def look(self) -> NDArray[np.uint8]:
        """What is on the screen: (height, width, 3)."""
        return np.asarray(ImageGrab.grab(xdisplay=self._display).convert("RGB"))

    def button(self, colour: tuple[int, int, int], above: int = 1560) -> Patch | None:
        """The largest button filled with ``colour`` that lies above y = ``above``."""
        same = (self.look()[:above] == np.array(colour, np.uint8)).all(axis=2)
        best: Patch | None = None
        # A button is a band of rows; the words on it cut none of them off from side to side.
        rows = np.flatnonzero(same.sum(axis=1) > 100)
        for band in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
            if len(band) < 60:
                continue
            part = same[band[0] : band[-1] + 1]
            columns = np.flatnonzero(part.any(axis=0))
            patch = Patch(
                int(columns[0] + columns[-1]) // 2, int(band[0] + band[-1]) // 2, int(part.sum())
            )
            if best is None or patch.area > best.area:
                best = patch
        return best

    def tap(self, colour: tuple[int, int, int], what: str, *, seconds: float = 15) -> None:
        """Wait for the button and tap it, as a finger would: down and up in its middle."""
        found: list[Patch] = []

        def there() -> bool:
            patch = self.button(colour)
            found[:] = [patch] if patch else []
            return bool(found)

        wait_until(there, what, seconds)
        self.tap_at(found[0].x, found[0].y)

    def tap_at(self, x: int, y: int) -> None:
        subprocess.run(
            ["xdotool", "mousemove", str(x), str(y), "click", "1"],
            env={"DISPLAY": self._display, "PATH": "/usr/bin:/bin"},
            check=True,
        )

    def wait(self, sees: Callable[[NDArray[np.uint8]], bool], what: str, seconds: float) -> None:
        wait_until(lambda: sees(self.look()), what, seconds)
