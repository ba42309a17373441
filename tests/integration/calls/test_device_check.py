"""The check before a call with the real media process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.domain.calls import Media
from kiosk.settings import load_settings
from kiosk.terminal.calls.engine import MediaEngine
from kiosk.terminal.calls.frames import FrameReader
from kiosk.terminal.services.device_check import DeviceCheckService
from kiosk.terminal.services.events import DevicesChecked, Event, EventBus, MicrophoneLevel


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110 - the process speaks when it likes
            await asyncio.sleep(0.02)


def test_own_picture_and_level_and_nothing_is_left_open() -> None:
    async def main() -> None:
        engine = MediaEngine(load_settings(environ={}, flags={"calls.media": "test"}))
        bus, events = EventBus(), list[Event]()
        bus.subscribe(events.append)
        loop = asyncio.get_running_loop()
        check = DeviceCheckService(engine, bus, lambda f: loop.call_soon(f) and None)

        def state() -> DevicesChecked:
            found = [e for e in events if isinstance(e, DevicesChecked)]
            return found[-1] if found else DevicesChecked("")

        engine.start()
        try:
            check.watch(True)
            check.open(Media.VIDEO)  # while the process is still loading
            await until(lambda: state().frames is not None and state().stage == "open")
            name = state().frames or ""
            with FrameReader(name) as reader:
                await until(reader.latest)
            await until(lambda: MicrophoneLevel(8) in events)  # the tone
            check.chime()
            check.close()
            check.open(Media.VOICE)  # before the answer to the first closing
            await until(lambda: state().stage == "open" and state().frames is None)
            with pytest.raises(FileNotFoundError):
                FrameReader(name)
            events.clear()
            check.watch(True)
            await until(lambda: MicrophoneLevel(8) in events)
            check.close()
            await until(lambda: state().stage == "closed")
            await engine.close()
            events.clear()
            check.watch(True)
            await asyncio.sleep(0.5)  # two levels would have come
            assert events == []
        finally:
            await engine.stop()

    asyncio.run(main())
