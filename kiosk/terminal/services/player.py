"""Videos in the hall: one at a time, and none during a call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from kiosk.errors import EnvironmentFault
from kiosk.terminal.calls.messages import Died, MediaEvent, Played, Playing
from kiosk.terminal.services.events import EventBus, VideoEnded, VideoStarted

log = logging.getLogger(__name__)


class VideoMedia(Protocol):
    """The media process, as far as videos go. Call on the runtime's loop."""

    def subscribe(self, handler: Callable[[MediaEvent], None]) -> Callable[[], None]: ...

    async def play(self, source: str) -> None: ...

    async def stop_playing(self) -> None: ...


class PlayerService:
    """``play`` and ``stop`` from any thread. Publishes ``VideoStarted`` and ``VideoEnded``."""

    def __init__(
        self, media: VideoMedia, bus: EventBus, post: Callable[[Callable[[], None]], None]
    ) -> None:
        self._media = media
        self._bus = bus
        self._post = post
        self._playing = False
        self._last: asyncio.Task[None] | None = None
        media.subscribe(self._on_media)

    def play(self, source: str) -> None:
        """A file's path, or the http(s) address of a broadcast; it takes the place of another."""
        self._post(lambda: self._do(self._play(source)))

    def stop(self) -> None:
        """Does nothing when nothing plays."""
        self._post(lambda: self._do(self._stop()))

    # --- on the loop -----------------------------------------------------------------------------

    def _do(self, step: Coroutine[Any, Any, None]) -> None:
        """One step after another."""
        before, loop = self._last, asyncio.get_running_loop()

        async def run() -> None:
            if before is not None:
                await asyncio.wait({before})
            await step

        self._last = loop.create_task(run())

    async def _play(self, source: str) -> None:
        self._playing = True
        try:
            await self._media.play(source)
        except EnvironmentFault as fault:
            log.warning("a video cannot be played: %s", fault)
            self._ended(False)

    async def _stop(self) -> None:
        if not self._playing:
            return
        self._playing = False
        try:
            await self._media.stop_playing()
        except EnvironmentFault as fault:  # the process is gone, and the video with it
            log.info("%s", fault)

    def _on_media(self, event: MediaEvent) -> None:
        if not self._playing:
            return
        if isinstance(event, Playing):
            self._bus.publish(VideoStarted(event.frames))
        elif isinstance(event, Played):
            self._ended(event.whole)
        elif isinstance(event, Died):
            self._ended(False)

    def _ended(self, whole: bool) -> None:
        self._playing = False
        self._bus.publish(VideoEnded(whole))
