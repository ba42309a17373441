"""Speech without a recording: a voice of moving pitch and syllables, and its packets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kiosk.terminal.calls.audio.opus import OpusEncoder
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples


def voice(seconds: float, seed: int = 1) -> Samples:
    """Mono at 48 kHz: harmonics of 110 to 180 Hz in syllables of a quarter second, with pauses."""
    rng = np.random.default_rng(seed)
    size = int(seconds * RATE)
    t = np.arange(size) / RATE
    pitch = 145 + 30 * np.sin(2 * np.pi * 0.7 * t) + 5 * np.sin(2 * np.pi * 5.1 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = sum(np.sin(n * phase) / n**1.2 for n in range(1, 24))
    syllables = np.repeat(rng.random(size // (RATE // 4) + 1) > 0.25, RATE // 4)[:size]
    window = np.hanning(RATE // 25)
    envelope = np.convolve(syllables, window / window.sum(), "same")
    loud: Samples = (4000 * sound * envelope + rng.normal(0, 20, size)).astype(np.int16)
    return loud


@dataclass(frozen=True, slots=True)
class Packet:
    sequence: int
    timestamp: int
    payload: bytes
    arrival: float


def on_a_line(
    sound: Samples,
    *,
    loss: float = 0.0,
    jitter_s: float = 0.002,
    delay_s: float = 0.05,
    burst: int = 1,
    seed: int = 1,
    start: int = 0,
    told_loss: float = 0.10,
    drift: float = 0.0,
) -> Iterator[Packet]:
    """Packets of 20 ms as they arrive, sorted by arrival; ``loss``: share that never does.

    ``told_loss`` is what the encoder was told; ``drift``: the sender's clock runs so much faster.
    """
    rng = random.Random(seed)
    encoder = OpusEncoder(32_000)
    encoder.loss = told_loss
    packets = []
    dead = 0
    for number in range(sound.size // BLOCK):
        payload = encoder.encode(sound[number * BLOCK : (number + 1) * BLOCK])
        if dead == 0 and rng.random() < loss / burst:
            dead = burst
        if dead:
            dead -= 1
            continue
        sent = number * BLOCK / RATE / (1 + drift)
        arrival = sent + delay_s + rng.random() * jitter_s
        at = (start + number * BLOCK) & 0xFFFFFFFF
        packets.append(Packet((start + number) & 0xFFFF, at, payload, arrival))
    yield from sorted(packets, key=lambda p: p.arrival)
