"""Waiting in a coroutine for what comes by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Return as soon as ``condition`` holds; ``TimeoutError`` after ``seconds``."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - it may come from any thread or process
            await asyncio.sleep(0.005)
