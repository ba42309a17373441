"""Mono sound in 16 bits, and WAV files of it."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class Sound:
    """``samples``: signed 16 bits, little-endian, one channel, ``rate`` a second."""

    rate: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / self.rate

    def wav(self) -> bytes:
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(self.rate)
            out.writeframes(self.samples)
        return buffer.getvalue()


def silence(rate: int, seconds: float) -> Sound:
    return Sound(rate, bytes(2 * round(rate * seconds)))


def read_wav(path: Path) -> Sound:
    """Raises ``EnvironmentFault`` for a file that is gone, cut short, or of another kind."""
    try:
        with wave.open(str(path)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise wave.Error("not mono in 16 bits")
            return Sound(file.getframerate(), file.readframes(file.getnframes()))
    except (OSError, EOFError, wave.Error) as error:
        raise EnvironmentFault(
            f"The sound {path} cannot be read: {error}. Delete it; it is made again.",
            code="sound_unreadable",
        ) from None


def join(parts: list[Sound]) -> Sound:
    """One after the other, at the rate of the first; the others are brought to it."""
    rate = parts[0].rate
    return Sound(rate, b"".join(resampled(part, rate) for part in parts))


def resampled(sound: Sound, rate: int) -> bytes:
    """Samples at another rate, linearly."""
    if sound.rate == rate or not sound.samples:
        return sound.samples
    import numpy as np  # not before it is needed: a terminal that is silent goes without

    old = np.frombuffer(sound.samples, np.int16)
    at = np.arange(round(old.size * rate / sound.rate)) * (sound.rate / rate)
    made: bytes = np.interp(at, np.arange(old.size), old).astype(np.int16).tobytes()
    return made
