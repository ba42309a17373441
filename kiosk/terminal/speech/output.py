"""The loudspeaker: one voice and short sounds over it, mixed, through PortAudio."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.errors import EnvironmentFault
from kiosk.terminal.speech.sound import Sound, resampled

log = logging.getLogger(__name__)
RATE = 48_000
BLOCK = 960


@dataclass(slots=True)
class _Playing:
    samples: Any  # numpy int16
    gain: float
    ended: Callable[[], None] | None
    at: int = 0


class SilentOutput:
    """Of a terminal whose devices are a test picture and a tone: takes its time, is not heard."""

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None

    def play(self, sound: Sound, gain: float, ended: Callable[[], None]) -> None:
        self.stop()
        self._timer = threading.Timer(sound.seconds, ended)
        self._timer.daemon = True
        self._timer.start()

    def effect(self, sound: Sound, gain: float) -> None:
        """Not heard either."""

    def pause(self, paused: bool) -> None:
        """Nothing is heard anyway."""

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def close(self) -> None:
        self.stop()


class SpeakerOutput:
    """Opened by the first sound; closed by ``close``. All methods: any thread.

    ``device``: PortAudio's name; empty: the default one.
    """

    def __init__(self, device: Callable[[], str]) -> None:
        self._device = device
        self._lock = threading.Lock()
        self._stream: Any = None
        self._voice: _Playing | None = None
        self._effects: list[_Playing] = []
        self._paused = False

    def play(self, sound: Sound, gain: float, ended: Callable[[], None]) -> None:
        """Speak, in place of what is being spoken; ``ended`` comes on the device's thread.

        ``gain``: 0 to 1. Raises ``EnvironmentFault`` where there is no loudspeaker.
        """
        import numpy as np

        samples = np.frombuffer(resampled(sound, RATE), np.int16)
        with self._lock:
            self._open()
            self._paused = False
            self._voice = _Playing(samples, gain, ended)

    def effect(self, sound: Sound, gain: float) -> None:
        """Over whatever is being spoken. Raises ``EnvironmentFault`` likewise."""
        import numpy as np

        samples = np.frombuffer(resampled(sound, RATE), np.int16)
        with self._lock:
            self._open()
            self._effects = [*self._effects[-3:], _Playing(samples, gain, None)]

    def pause(self, paused: bool) -> None:
        with self._lock:
            self._paused = paused

    def stop(self) -> None:
        """Silence at once."""
        with self._lock:
            self._voice, self._effects, self._paused = None, [], False

    def close(self) -> None:
        self.stop()
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _open(self) -> None:
        if self._stream is not None and self._stream.active:
            return
        try:
            import sounddevice
        except (ImportError, OSError):
            raise EnvironmentFault(
                "The terminal cannot speak: the PortAudio library is missing. Install "
                "libportaudio2.", code="speaker_missing",
            ) from None  # fmt: skip
        name = self._device()
        try:
            self._stream = sounddevice.OutputStream(
                samplerate=RATE, channels=1, dtype="int16", blocksize=BLOCK, latency="high",
                device=name or None, callback=self._fill,
            )  # fmt: skip
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self._stream = None
            raise EnvironmentFault(
                f"The speaker {name or '(default)'} cannot be opened: {error}. See that it is "
                "plugged in and that its name is right.", code="speaker_missing",
            ) from None  # fmt: skip

    def _fill(self, block: Any, frames: int, _time: object, _status: object) -> None:
        """PortAudio's thread: never blocks for long, never raises."""
        import numpy as np

        mixed = np.zeros(frames, np.float32)
        ended = None
        with self._lock:
            playing = list(self._effects)
            if self._voice is not None and not self._paused:
                playing.append(self._voice)
            for one in playing:
                piece = one.samples[one.at : one.at + frames]
                mixed[: piece.size] += piece * one.gain
                one.at += frames
            self._effects = [e for e in self._effects if e.at < e.samples.size]
            if self._voice is not None and self._voice.at >= self._voice.samples.size:
                ended, self._voice = self._voice.ended, None
        block[:, 0] = np.clip(mixed, -32768, 32767).astype(np.int16)
        if ended is not None:
            ended()
