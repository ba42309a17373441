"""Make the terminal's short sounds anew: ``python -m tests.support.make_sounds``.

Wood and bell, by rule (LOOK section 9), each at -20 LUFS; written to ``assets/sounds``.
"""

from __future__ import annotations

import wave
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from kiosk.terminal.speech.sounds import SOUNDS
from tests.support.loudness import lufs

RATE = 48_000
LOUDNESS = -20.0
PEAK = 0.89  # -1 dBFS: a short tick cannot be louder without breaking

Wave = npt.NDArray[np.float64]


def _time(seconds: float) -> Wave:
    return np.arange(int(seconds * RATE)) / RATE


def wood(pitch: float, seconds: float) -> Wave:
    """A soft knock."""
    t = _time(seconds)
    tone = np.sin(2 * np.pi * pitch * t) + 0.4 * np.sin(2 * np.pi * 2.7 * pitch * t)
    shape: Wave = tone * np.exp(-t / (seconds / 5)) * np.minimum(1, t / 0.002)
    return shape


def bell(pitch: float, seconds: float) -> Wave:
    """A small bell, its overtones out of tune as a bell's are."""
    t = _time(seconds)
    parts = ((1.0, 1.0, 1.0), (2.0, 0.5, 0.6), (2.76, 0.25, 0.4), (5.4, 0.08, 0.2))
    tone = sum(a * np.sin(2 * np.pi * pitch * f * t) * np.exp(-t / (seconds * d / 3))
               for f, a, d in parts)  # fmt: skip
    shape: Wave = tone * np.minimum(1, t / 0.004)
    return shape


def sweep(start: float, end: float, seconds: float) -> Wave:
    """One note that falls or rises."""
    t = _time(seconds)
    pitch = start * (end / start) ** (t / seconds)
    shape: Wave = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-t / (seconds / 2.5))
    return shape * np.minimum(1, t / 0.01)


def swish(seconds: float) -> Wave:
    """Paper."""
    t = _time(seconds)
    noise = np.random.default_rng(7).normal(0, 1, t.size)
    smooth = np.convolve(noise, np.ones(6) / 6, "same")
    shape: Wave = (noise - smooth) * np.sin(np.pi * t / seconds) ** 2
    return shape


def one_after_the_other(*parts: tuple[float, Wave]) -> Wave:
    """Each begins at its second."""
    whole = np.zeros(max(int(at * RATE) + part.size for at, part in parts))
    for at, part in parts:
        first = int(at * RATE)
        whole[first : first + part.size] += part
    return whole


#: name -> the sound, as LOOK names them.
SCORE: dict[str, Callable[[], Wave]] = {
    "touch": lambda: wood(620, 0.03),
    "selected": lambda: one_after_the_other((0, bell(659, 0.25)), (0.09, bell(880, 0.4))),
    "ringing": lambda: bell(392, 1.4),
    "connected": lambda: one_after_the_other(
        (0, bell(523, 0.3)), (0.12, bell(659, 0.3)), (0.24, bell(784, 0.6))),
    "lost": lambda: sweep(523, 262, 0.7),
    "printed": lambda: swish(0.6),
    "erased": lambda: one_after_the_other((0, swish(0.25) * 0.15), (0.2, wood(110, 0.45))),
    "error": lambda: wood(196, 0.4),
}  # fmt: skip


def levelled(sound: Wave) -> Wave:
    """At the loudness that all have, or as near as its peak lets it."""
    sound = sound / np.abs(sound).max()
    gain = 10 ** ((LOUDNESS - lufs(sound)) / 20)
    shape: Wave = sound * min(gain, PEAK)
    return shape


def main() -> None:
    SOUNDS.mkdir(parents=True, exist_ok=True)
    for name, make in SCORE.items():
        samples = (levelled(make()) * 32767).astype("<i2")
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples.tobytes())
        print(f"{name}: {samples.size / RATE:.2f} s, {lufs(samples / 32767):.1f} LUFS")


if __name__ == "__main__":
    main()
