"""Samples: mono, 16 bits, 48 kHz, in blocks of 20 ms."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

RATE = 48_000
BLOCK = RATE // 50
#: What a silent line measures, in dBFS.
SILENCE_DBFS = -120.0
_FULL_SCALE = 32768.0
_TONE_PEAK = 0.1 * math.sqrt(2) * _FULL_SCALE


def level_dbfs(samples: Samples) -> float:
    """Mean level against a full-scale sine's peak; ``SILENCE_DBFS`` at the least."""
    if not samples.size:
        return SILENCE_DBFS
    rms = math.sqrt(float(np.mean(np.square(samples.astype(np.float32)))))
    return max(SILENCE_DBFS, 20 * math.log10(max(rms, 1e-9) / _FULL_SCALE))


def goertzel(samples: Samples, hz: float) -> float:
    """Share of the samples' power that is at ``hz``: 0 to 1."""
    total = float(np.sum(np.square(samples.astype(np.float64))))
    if total == 0:
        return 0.0
    turn = np.exp(-2j * math.pi * hz / RATE * np.arange(samples.size))
    return float(2 * abs(np.dot(samples, turn)) ** 2 / (samples.size * total))


def strongest_hz(samples: Samples) -> float:
    """The strongest frequency, by the peak of the spectrum; 0 for silence.

    Accurate to a fraction of ``RATE / len(samples)``.
    """
    if samples.size < 8 or level_dbfs(samples) <= -80:
        return 0.0
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    peak = int(power[1:-1].argmax()) + 1
    before, at, after = power[peak - 1 : peak + 2]
    bend = before - 2 * at + after
    shift = 0.5 * (before - after) / bend if bend else 0.0
    return float((peak + shift) * RATE / samples.size)


class Tone:
    """A sine without end, at -20 dBFS of level."""

    def __init__(self, hz: float = 440.0) -> None:
        self._step = 2 * math.pi * hz / RATE
        self._at = 0

    def block(self) -> Samples:
        phase = self._step * (self._at + np.arange(BLOCK))
        self._at = (self._at + BLOCK) % (RATE * 1000)  # whole periods of every whole frequency
        block: Samples = (_TONE_PEAK * np.sin(phase)).astype(np.int16)
        return block


class Chime:
    """Two soft notes, a third of a second each; silence after them. A source of a ``Speaker``."""

    _NOTES = (660.0, 880.0)

    def __init__(self) -> None:
        at = np.arange(RATE // 3)
        fade = np.minimum(1.0, np.minimum(at, at[::-1]) / (RATE // 50))  # no click
        notes = [_TONE_PEAK * fade * np.sin(2 * math.pi * hz / RATE * at) for hz in self._NOTES]
        self._samples: Samples = np.concatenate(notes).astype(np.int16)
        self._at = 0

    def __call__(self, count: int) -> Samples:
        """The next ``count`` samples."""
        out: Samples = np.zeros(count, np.int16)
        part = self._samples[self._at : self._at + count]
        out[: part.size] = part
        self._at += part.size
        return out


class SoundMeter:
    """Level, and when asked the strongest frequency, of the newest 100 ms."""

    def __init__(self) -> None:
        self._window: Samples = np.zeros(5 * BLOCK, np.int16)

    def feed(self, block: Samples) -> None:
        size = self._window.size
        self._window = np.concatenate((self._window, block))[-size:]

    def level_dbfs(self) -> float:
        return level_dbfs(self._window)

    def strongest_hz(self) -> float:
        return strongest_hz(self._window)
