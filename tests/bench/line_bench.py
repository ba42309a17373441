"""Calls over a line that loses, with real Chromium on the far side: two network namespaces."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.terminal.calls.audio.voice import VoiceProcessor
from kiosk.terminal.calls.messages import SoundStats
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples
from tests.bench.figures import Figure
from tests.network.calls import LineCall, line_call
from tests.network.line import Way
from tests.support.speech import spoken

#: Each way: half of a round trip of 100 ms.
DELAY_MS = 50.0
SETTLE_S, MEASURE_S = 5.0, 20.0
KEPT = {0.02: 0.995, 0.05: 0.985, 0.10: 0.96}


@dataclass(frozen=True, slots=True)
class _Look:
    sound: SoundStats
    pictures: int
    browser: dict[str, float]


async def _look(call: LineCall) -> _Look:
    return _Look(await call.sound(), await call.pictures(), await call.browser())


def measure() -> list[Figure]:
    """Some three minutes."""
    return [*asyncio.run(_losses()), *asyncio.run(_cuts()), *_echo()]


async def _losses() -> list[Figure]:
    figures: list[Figure] = []
    async with line_call(seed=3) as call:
        call.net.set(Way(delay=DELAY_MS, jitter=2))
        await asyncio.sleep(SETTLE_S)
        floor = (await call.sound()).delay_s
        grown = floor
        for loss, kept in KEPT.items():
            call.net.set(Way(delay=DELAY_MS, jitter=2, loss=loss))
            await asyncio.sleep(SETTLE_S)
            before = await _look(call)
            await asyncio.sleep(MEASURE_S)
            after = await _look(call)
            grown = max(grown, after.sound.delay_s)
            figures += _speech(round(loss * 100), kept, before, after)
            if loss == 0.05:
                figures += _pictures(before, after)
        call.net.set(Way(delay=DELAY_MS, jitter=2))
        await asyncio.sleep(10)
        back = (await call.sound()).delay_s
    return [
        *figures,
        Figure("calls.playout_delay", floor * 1000, "ms"),
        Figure("calls.playout_delay_growth", (grown - floor) * 1000, "ms", "<= 60"),
        Figure("calls.playout_delay_after_10_s", (back - floor) * 1000, "ms", "<= 10"),
    ]


def _speech(percent: int, kept: float, before: _Look, after: _Look) -> list[Figure]:
    a, z = before.sound, after.sound
    arrived, recovered = z.arrived_s - a.arrived_s, z.recovered_s - a.recovered_s
    whole = arrived + recovered + z.concealed_s - a.concealed_s
    browser = (after.browser["concealedSamples"] - before.browser["concealedSamples"]) / max(
        1, after.browser["samples"] - before.browser["samples"]
    )
    name = f"calls.speech_kept_at_{percent}_percent"
    return [
        Figure(name, (arrived + recovered) / whole, "", f">= {kept}", 1 - browser),
        Figure(f"calls.speech_recovered_at_{percent}_percent", recovered / whole, ""),
    ]


def _pictures(before: _Look, after: _Look) -> list[Figure]:
    seconds = MEASURE_S + 2  # looks wait for the next second's figures
    frames = after.browser["frames"] - before.browser["frames"]
    return [
        Figure("calls.pictures_at_5_percent.terminal",
               (after.pictures - before.pictures) / seconds, "1/s", ">= 28"),
        Figure("calls.pictures_at_5_percent.browser", frames / seconds, "1/s", ">= 28"),
        Figure("calls.freezes_at_5_percent.browser",
               after.browser["freezes"] - before.browser["freezes"], "s", "<= 0.5"),
    ]  # fmt: skip


async def _cuts() -> list[Figure]:
    """A cable that is out for ten seconds: when it is noticed, and when sound is back."""
    noticed, back = [], []
    async with line_call(seed=4) as call:
        await asyncio.sleep(3)
        for _ in range(3):
            began = asyncio.get_running_loop().time()
            call.net.cut()
            noticed.append(await call.until_stalled(True) - began)
            await asyncio.sleep(10 - noticed[-1])
            began = asyncio.get_running_loop().time()
            call.net.set(Way())
            back.append(await call.until_stalled(False) - began)
            await asyncio.sleep(2)
    return [
        Figure("calls.dead_path_noticed", max(noticed), "s", "<= 2"),
        Figure("calls.back_after_a_cut", max(back), "s", "<= 2"),
    ]


def _echo() -> list[Figure]:
    """Echo return loss enhancement in a simulated hall; no devices, no time."""
    far = spoken()[: 6 * RATE]
    echo = hall_echo(far)
    clean = np.concatenate(
        [_both(processor, far, echo, at) for processor in [VoiceProcessor(gain_control=False)]
         for at in range(0, far.size, BLOCK)]
    )  # fmt: skip
    first, later = slice(0, RATE), slice(RATE, far.size)
    return [
        Figure("calls.echo_loss_first_second", _db(echo[first]) - _db(clean[first]), "dB", ">= 35"),
        Figure("calls.echo_loss_later", _db(echo[later]) - _db(clean[later]), "dB", ">= 35"),
    ]


def hall_echo(far: Samples, delay_s: float = 0.06) -> NDArray[np.float64]:
    """What a hall makes of the loudspeaker: 120 ms of fading reflections, 6 dB lower."""
    rng = np.random.default_rng(3)
    room = rng.normal(0, 1, int(0.12 * RATE)) * np.exp(-np.arange(int(0.12 * RATE)) / 600)
    room *= 0.5 / np.sqrt(np.square(room).sum())
    late = np.zeros(int(delay_s * RATE))
    return np.concatenate((late, np.convolve(far, room)))[: far.size]


def _both(processor: VoiceProcessor, far: Samples, echo: NDArray[np.float64], at: int) -> Samples:
    processor.far(far[at : at + BLOCK])
    return processor.near(np.clip(echo[at : at + BLOCK], -32768, 32767).astype(np.int16))


def _db(sound: NDArray[np.generic]) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(np.square(sound.astype(float)))) + 1e-9))
