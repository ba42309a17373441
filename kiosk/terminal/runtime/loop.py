"""One asyncio loop on a thread of its own, beside Qt's main loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from kiosk.terminal.backoff import Backoff

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
#: How long ``stop`` waits for tasks that have been cancelled.
STOP_S = 5.0


class AsyncRuntime:
    """Runs coroutines for the terminal. ``post``, ``submit``, ``stop``: from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="asyncio", daemon=True)
        self._started = threading.Event()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def start(self) -> None:
        """Start the thread and wait until the loop runs."""
        self._thread.start()
        self._started.wait()

    def post(self, function: Callable[[], None]) -> None:
        """Run ``function`` on the loop soon. After ``stop`` it is dropped."""
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:  # the loop has been closed: nothing is left to happen
            _log.debug("dropped a function: the loop is closed")

    def later(self, seconds: float, function: Callable[[], None]) -> Callable[[], None]:
        """Run ``function`` on the loop after so long; the returned one cancels it. On the loop."""
        return self._loop.call_later(seconds, function).cancel

    def submit(self, coroutine: Coroutine[Any, Any, _T]) -> Future[_T]:
        """Run a coroutine on the loop; the future carries its result or error."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def stop(self) -> None:
        """Cancel all tasks, wait for them, close the loop. Does nothing when it never ran."""
        if not self._thread.is_alive():
            if not self._loop.is_closed():
                self._loop.close()
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=2 * STOP_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.call_soon(self._started.set)
        try:
            self._loop.run_forever()
        finally:
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            if tasks:
                self._loop.run_until_complete(asyncio.wait(tasks, timeout=STOP_S))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            with contextlib.suppress(TimeoutError):
                self._loop.run_until_complete(
                    asyncio.wait_for(self._loop.shutdown_default_executor(), STOP_S)
                )
            self._loop.close()


async def keep_running(
    work: Callable[[], Coroutine[Any, Any, None]], backoff: Backoff | None = None
) -> None:
    """Run a service until cancelled. That it ends by itself is our bug: logged, and begun again."""
    backoff = backoff or Backoff(1.0, 60.0)
    while True:
        try:
            await work()
            _log.error("a service of the terminal has ended; it begins again")
        except Exception:
            _log.exception("a service of the terminal has failed; it begins again")
        await asyncio.sleep(backoff.delay())
