"""A call on a bad line: speech and pictures as the bars ask, with some room for a busy machine."""

from __future__ import annotations

import asyncio

from kiosk.terminal.calls.messages import SoundStats
from tests.network.calls import line_call
from tests.network.line import Way

SECONDS = 12


def shares(before: SoundStats, after: SoundStats) -> tuple[float, float]:
    """(played as it was spoken or recovered, concealed) of the seconds between."""
    arrived = after.arrived_s - before.arrived_s + after.recovered_s - before.recovered_s
    concealed = after.concealed_s - before.concealed_s
    return arrived / (arrived + concealed), concealed / (arrived + concealed)


def test_five_per_cent_of_loss_hardly_touch_speech_or_pictures() -> None:
    async def call() -> None:
        async with line_call(seed=5) as up:
            up.net.set(Way(delay=50, jitter=2, loss=0.05))
            await asyncio.sleep(5)  # FEC comes once the reports say that it is wanted
            sound, pictures = await up.sound(), await up.pictures()
            browser = await up.browser()
            await asyncio.sleep(SECONDS)
            sound_after, browser_after = await up.sound(), await up.browser()
            kept, _ = shares(sound, sound_after)
            assert kept > 0.97
            assert sound_after.recovered_s > sound.recovered_s  # really by FEC
            assert sound_after.delay_s < 0.110
            assert (await up.pictures() - pictures) / SECONDS > 20
            assert (browser_after["frames"] - browser["frames"]) / SECONDS > 20
            assert browser_after["freezes"] - browser["freezes"] < 1.5

            up.net.set(Way(delay=50, jitter=2))
            await asyncio.sleep(10)
            assert (await up.sound()).delay_s < 0.070

    asyncio.run(call())
