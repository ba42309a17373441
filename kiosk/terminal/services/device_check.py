"""Camera, microphone and loudspeaker tried before a call, and how loud the microphone hears.

Nobody is called: the media process opens its devices without a connection. A call that begins
closes them first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

from kiosk.domain.calls import CallState, Media
from kiosk.errors import EnvironmentFault
from kiosk.terminal.calls.messages import DeviceMissing, Died, Levels, MediaEvent, SelfPictures
from kiosk.terminal.services.events import (
    CallChanged,
    DevicesChecked,
    Event,
    EventBus,
    MicrophoneLevel,
)

log = logging.getLogger(__name__)

#: dBFS of the lowest and the highest of the ten steps that a level meter shows.
_QUIETEST, _LOUDEST = -60.0, -10.0
STEPS = 10


class CheckMedia(Protocol):
    """The media process, as far as a check goes. Call on the runtime's loop."""

    def subscribe(self, handler: Callable[[MediaEvent], None]) -> Callable[[], None]: ...

    async def open(self, media: Media) -> None: ...

    async def chime(self) -> None: ...

    async def close(self) -> None: ...


def level_step(dbfs: float) -> int:
    """0 to ``STEPS``: how many steps of a meter are lit."""
    share = (dbfs - _QUIETEST) / (_LOUDEST - _QUIETEST)
    return max(0, min(STEPS, round(share * STEPS)))


class DeviceCheckService:
    """``open``, ``close``, ``chime`` and ``watch`` from any thread.

    Publishes ``DevicesChecked``, and ``MicrophoneLevel`` while somebody watches it, in a call too.
    """

    def __init__(
        self, media: CheckMedia, bus: EventBus, post: Callable[[Callable[[], None]], None]
    ) -> None:
        self._media = media
        self._bus = bus
        self._post = post
        self._state: DevicesChecked | None = None  # None: closed
        self._opening: asyncio.Task[None] | None = None
        self._others: set[asyncio.Task[None]] = set()
        self._in_call = False
        self._watched = False
        self._level = -1
        media.subscribe(self._on_media)
        bus.subscribe(self._on_event)

    # --- any thread ------------------------------------------------------------------------------

    def open(self, media: Media) -> None:
        """Open the devices of such a call. Nothing happens while there is one."""
        self._post(lambda: self._open(media))

    def close(self) -> None:
        """Close them at once, also those that are still opening."""
        self._post(self._close)

    def chime(self) -> None:
        """Two notes from the loudspeaker."""
        self._post(self._chime)

    def watch(self, on: bool) -> None:
        """Whether ``MicrophoneLevel`` is wanted."""
        self._level = -1
        self._watched = on

    # --- on the loop -----------------------------------------------------------------------------

    def _open(self, media: Media) -> None:
        if self._in_call or self._state is not None:
            return
        self._level = -1
        self._tell(DevicesChecked(stage="opening"))
        self._opening = asyncio.create_task(self._try(media))

    async def _try(self, media: Media) -> None:
        try:
            await self._media.open(media)
        except EnvironmentFault as fault:
            log.info("The devices cannot be tried: %s", fault)
            if self._state is not None:
                self._fail()
        else:
            if self._state is not None:
                self._tell(replace(self._state, stage="open"))

    def _chime(self) -> None:
        if self._state is not None:
            self._run(self._media.chime)

    def _close(self) -> None:
        if self._state is None:
            return
        self._state = None
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        self._run(self._media.close)
        self._bus.publish(DevicesChecked(stage="closed"))

    def _fail(self) -> None:
        self._close()
        self._bus.publish(DevicesChecked(stage="failed"))

    def _run(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def run() -> None:
            try:
                await step()
            except EnvironmentFault as fault:
                log.info("%s", fault)

        task = asyncio.create_task(run())
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    def _tell(self, state: DevicesChecked) -> None:
        self._state = state
        self._bus.publish(state)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CallChanged):
            self._in_call = event.status.state is not CallState.ENDED
            if self._in_call:
                self._close()

    def _on_media(self, event: MediaEvent) -> None:
        if isinstance(event, Levels):
            step = level_step(event.microphone)
            if self._watched and step != self._level:
                self._level = step
                self._bus.publish(MicrophoneLevel(step))
        elif self._state is None:
            return
        elif isinstance(event, SelfPictures):
            self._tell(replace(self._state, frames=event.frames or None))
        elif isinstance(event, DeviceMissing):
            self._tell(replace(self._state, missing=self._state.missing | {event.device}))
        elif isinstance(event, Died):
            self._fail()
