"""Waiting for what comes by itself: in a coroutine, or for another process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Return as soon as ``condition`` holds; ``TimeoutError`` after ``seconds``."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - it may come from any thread or process
            await asyncio.sleep(0.005)


def wait_until(condition: Callable[[], bool], what: str, seconds: float) -> None:
    """Poll a process that cannot tell us by itself; fails the test after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(0.05)
