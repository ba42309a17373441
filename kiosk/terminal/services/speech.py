"""Speaking: one thing at a time, sentence by sentence; and the short sounds beside it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Protocol

from kiosk.domain.calls import CallState
from kiosk.errors import EnvironmentFault
from kiosk.terminal.services.events import CallChanged, Event, EventBus, SpeechChanged
from kiosk.terminal.speech.sound import Sound

log = logging.getLogger(__name__)
#: A missing loudspeaker is looked for again after so long.
RETRY_S = 30.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence. ``language``: zh or en. ``keep``: it is public and never changes.

    ``mark`` comes back when it begins.
    """

    text: str
    language: str
    keep: bool = False
    mark: int = -1


class Speaking(Protocol):
    def render(self, text: str, language: str, keep: bool) -> Sound:
        """Blocks. Raises ``EnvironmentFault``."""


class SoundOutput(Protocol):
    """Any thread. ``play`` and ``effect`` raise ``EnvironmentFault`` without a loudspeaker."""

    def play(self, sound: Sound, gain: float, ended: Callable[[], None]) -> None: ...

    def effect(self, sound: Sound, gain: float) -> None: ...

    def pause(self, paused: bool) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


class SpeechService:
    """``say``, ``pause``, ``go_on``, ``stop``: any thread, they do not block.

    What comes of it are ``SpeechChanged`` events with the number that ``say`` returned. While
    somebody talks with a lawyer only ``say(..., asked=True)`` speaks: a key that was pressed.
    """

    def __init__(self, voice: Speaking, output: SoundOutput, bus: EventBus) -> None:
        self._voice = voice
        self._output = output
        self._bus = bus
        self._wake = threading.Condition()
        self._token = 0
        self._waiting: tuple[int, Sequence[Utterance]] | None = None
        self._closed = False
        self._in_talk = False
        self._thread: threading.Thread | None = None
        self.volume = 0.7  # 0 to 1
        self._unsubscribe = bus.subscribe(self._on_event)

    def say(self, utterances: Sequence[Utterance], *, asked: bool = False) -> int:
        """Instead of what is being said. The number of this; 0: nothing is said in a talk."""
        if self._in_talk and not asked:
            return 0
        with self._wake:
            self._token += 1
            self._output.stop()
            self._waiting = (self._token, tuple(utterances))
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="speech", daemon=True)
                self._thread.start()
            self._wake.notify_all()
            return self._token

    def pause(self) -> None:
        self._output.pause(True)

    def go_on(self) -> None:
        self._output.pause(False)

    def stop(self) -> None:
        """Silence at once; no event comes of it."""
        with self._wake:
            self._token += 1
            self._waiting = None
            self._output.stop()
            self._wake.notify_all()

    def close(self) -> None:
        self._unsubscribe()
        with self._wake:
            self._closed = True
        self.stop()
        if self._thread is not None:
            self._thread.join(5)
        self._output.close()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CallChanged):
            talks, self._in_talk = self._in_talk, event.status.state is CallState.ACTIVE
            if self._in_talk and not talks:
                self.stop()

    # --- the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._waiting is not None)
                if self._closed or self._waiting is None:
                    return
                (token, utterances), self._waiting = self._waiting, None
            try:
                done = self._speak(token, utterances)
            except EnvironmentFault as fault:
                log.warning("%s", fault)
                self._tell(token, "failed", -1)
            except Exception:
                log.exception("speaking failed")
                self._tell(token, "failed", -1)
            else:
                if done:
                    self._tell(token, "ended", -1)

    def _speak(self, token: int, utterances: Sequence[Utterance]) -> bool:
        """False where something else was to be said. The next is rendered while one is heard."""
        ended = threading.Event()
        ended.set()
        for utterance in utterances:
            if self._token != token:
                return False
            sound = self._voice.render(utterance.text, utterance.language, utterance.keep)
            if not self._heard(token, ended):
                return False
            ended = threading.Event()
            with self._wake:
                if self._token != token:
                    return False
                self._output.play(sound, self.volume, self._end_of(ended))
            self._tell(token, "speaking", utterance.mark)
        return self._heard(token, ended)

    def _end_of(self, ended: threading.Event) -> Callable[[], None]:
        def end() -> None:
            ended.set()
            with self._wake:
                self._wake.notify_all()

        return end

    def _heard(self, token: int, ended: threading.Event) -> bool:
        with self._wake:
            self._wake.wait_for(lambda: self._token != token or ended.is_set())
            return self._token == token

    def _tell(self, token: int, state: str, mark: int) -> None:
        if self._token == token:
            self._bus.publish(SpeechChanged(token, state, mark))


class SoundService:
    """Short sounds by name, always beside something seen; without a loudspeaker there are none."""

    def __init__(self, read: Callable[[str], Sound], output: SoundOutput) -> None:
        self._read = read
        self._output = output
        self._names: Queue[str] = Queue(maxsize=4)
        self._sounds: dict[str, Sound] = {}
        self._thread: threading.Thread | None = None
        self.volume = 0.7

    def play(self, name: str) -> None:
        """Soon, on a thread of its own; more than four at a time are dropped."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
            self._thread.start()
        try:
            self._names.put_nowait(name)
        except Full:
            return

    def stop(self) -> None:
        """None of those that wait is heard."""
        try:
            while True:
                self._names.get_nowait()
        except Empty:
            return

    def close(self) -> None:
        self.stop()
        if self._thread is not None:
            self._names.put("")
            self._thread.join(5)

    def _run(self) -> None:
        silent_until = 0.0
        while name := self._names.get():
            if time.monotonic() < silent_until:
                continue
            try:
                if name not in self._sounds:
                    self._sounds[name] = self._read(name)
                self._output.effect(self._sounds[name], self.volume)
            except EnvironmentFault as fault:
                log.info("%s", fault)  # whoever wants to be read to is told
                silent_until = time.monotonic() + RETRY_S
