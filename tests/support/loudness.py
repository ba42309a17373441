"""Loudness in LUFS after ITU-R BS.1770-4, mono at 48 kHz."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 48_000
#: The K weighting: a shelf for the head, then a high pass. (b, a) each, for 48 kHz.
_STAGES = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285),
     (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)  # fmt: skip


def _weighted(sound: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """By the spectrum: for sounds of a few seconds that is the same filter."""
    size = 2 * sound.size + RATE
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones_like(z)
    for b, a in _STAGES:
        response *= (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: sound.size]


def lufs(sound: npt.NDArray[np.float64]) -> float:
    """Of samples between -1 and 1. A sound under 400 ms is measured over its own length."""
    weighted = _weighted(sound)
    block, hop = min(int(0.4 * RATE), weighted.size), int(0.1 * RATE)
    powers = np.array([
        np.mean(weighted[at : at + block] ** 2)
        for at in range(0, weighted.size - block + 1, hop)
    ])  # fmt: skip
    loud = powers[-0.691 + 10 * np.log10(powers + 1e-12) > -70]
    gate = np.mean(loud) / 10
    return float(-0.691 + 10 * np.log10(np.mean(loud[loud > gate])))
