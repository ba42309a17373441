"""Echo of a simulated room is taken out of the microphone, and the near voice stays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.terminal.calls.audio.voice import VoiceProcessor
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples
from tests.bench.line_bench import hall_echo
from tests.support.speech import spoken

SECONDS = 6


def _clean(far: Samples, microphone: NDArray[np.float64]) -> Samples:
    processor = VoiceProcessor(gain_control=False)
    noise = np.random.default_rng(5).normal(0, 4, far.size)
    heard = np.clip(microphone + noise, -32768, 32767).astype(np.int16)
    out = []
    for at in range(0, far.size, BLOCK):
        processor.far(far[at : at + BLOCK])
        out.append(processor.near(heard[at : at + BLOCK]))
    return np.concatenate(out)


def _db(sound: NDArray[np.generic]) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(np.square(sound.astype(float)))) + 1e-9))


def test_the_loudspeaker_is_not_heard_by_the_other_side() -> None:
    far = spoken()[: SECONDS * RATE]
    echo = hall_echo(far)
    clean = _clean(far, echo)
    soon = slice(RATE, SECONDS * RATE)
    assert _db(echo[soon]) - _db(clean[soon]) > 35


def test_a_voice_in_the_hall_goes_through() -> None:
    near = spoken()[: SECONDS * RATE]
    clean = _clean(np.zeros(near.size, np.int16), near.astype(float))
    assert clean.size == near.size
    settled = slice(2 * RATE, SECONDS * RATE)
    assert abs(_db(near[settled]) - _db(clean[settled])) < 3


def test_blocks_of_any_size_come_out_whole() -> None:
    processor = VoiceProcessor()
    sizes = [processor.near(np.zeros(n, np.int16)).size for n in (100, 500, 960, 1000, 320)]
    assert sum(sizes) == 2880
    processor.far(np.zeros(333, np.int16))
