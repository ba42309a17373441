"""Waiting longer after each failure, never two terminals in step."""

from __future__ import annotations

import random


class Backoff:
    """Delays in seconds: ``first``, doubling up to ``longest``, each between half and all of it."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def reset(self) -> None:
        """It works again: the next delay is the first one."""
        self._next = self._first

    def slow_down(self) -> None:
        """It works, and still should not be tried so soon: the next delay is the longest one."""
        self._next = self._longest

    def delay(self) -> float:
        now = self._next
        self._next = min(self._longest, now * 2)
        return now * random.uniform(0.5, 1.0)
