"""A loudspeaker that writes down what it is given: nobody hears it, a test can."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.terminal.speech.sound import Sound, join


class RecordingSpeaker:
    """``hold``: what is played goes on until ``finish``; else it is over at once."""

    def __init__(self, hold: bool = False) -> None:
        self.hold = hold
        self.missing = False
        self.heard: list[Sound] = []
        self.effects: list[Sound] = []
        self.gains: list[float] = []
        self.stops = 0
        self.paused = False
        self._ended: Callable[[], None] | None = None

    @property
    def speaking(self) -> bool:
        return self._ended is not None

    def play(self, sound: Sound, gain: float, ended: Callable[[], None]) -> None:
        if self.missing:
            raise EnvironmentFault("There is no speaker. Plug one in.", code="speaker_missing")
        self.heard.append(sound)
        self.gains.append(gain)
        self._ended = ended
        if not self.hold:
            threading.Timer(0.002, self.finish).start()

    def effect(self, sound: Sound, gain: float) -> None:
        if self.missing:
            raise EnvironmentFault("There is no speaker. Plug one in.", code="speaker_missing")
        self.effects.append(sound)
        self.gains.append(gain)

    def pause(self, paused: bool) -> None:
        self.paused = paused

    def stop(self) -> None:
        self.stops += 1
        self._ended, self.paused = None, False

    def close(self) -> None:
        self.stop()

    def finish(self) -> None:
        """What is being said comes to its end."""
        ended, self._ended = self._ended, None
        if ended is not None:
            ended()

    def write(self, path: Path) -> Path:
        """All that was said, as one WAV."""
        path.write_bytes(join(self.heard).wav())
        return path
