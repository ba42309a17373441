"""Speaking: in order, stopped at once, silent in a talk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.domain.calls import CallState, Media
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.services.events import CallChanged, Event, EventBus, SpeechChanged
from kiosk.terminal.services.speech import SoundService, SpeechService, Utterance
from kiosk.terminal.speech.sound import Sound
from tests.fakes.speaker import RecordingSpeaker


class Voice:
    """Says as many samples as the text has characters."""

    def render(self, text: str, language: str, keep: bool) -> Sound:
        return Sound(16000, bytes(2 * len(text)))


class Watch:
    """Waits for what the service publishes."""

    def __init__(self, bus: EventBus) -> None:
        self.seen: list[tuple[int, str, int]] = []
        self._new = threading.Condition()
        bus.subscribe(self._take)

    def _take(self, event: Event) -> None:
        if isinstance(event, SpeechChanged):
            with self._new:
                self.seen.append((event.token, event.state, event.mark))
                self._new.notify_all()

    def wait(self, condition: Callable[[], object]) -> None:
        with self._new:
            assert self._new.wait_for(condition, 5), self.seen


@pytest.fixture
def parts() -> Iterator[tuple[SpeechService, RecordingSpeaker, Watch, EventBus]]:
    bus, speaker = EventBus(), RecordingSpeaker(hold=True)
    service = SpeechService(Voice(), speaker, bus)
    yield service, speaker, Watch(bus), bus
    service.close()


Parts = tuple[SpeechService, RecordingSpeaker, Watch, EventBus]


def text(*words: str) -> list[Utterance]:
    return [Utterance(word, "zh", mark=n) for n, word in enumerate(words)]


def test_sentences_come_one_after_the_other_with_their_marks(parts: Parts) -> None:
    service, speaker, watch, _ = parts
    token = service.say(text("一", "二二"))
    watch.wait(lambda: watch.seen == [(token, "speaking", 0)])
    speaker.finish()
    watch.wait(lambda: watch.seen[-1] == (token, "speaking", 1))
    speaker.finish()
    watch.wait(lambda: watch.seen[-1] == (token, "ended", -1))
    assert [len(s.samples) for s in speaker.heard] == [2, 4]


def test_stop_is_silence_at_once(parts: Parts) -> None:
    service, speaker, watch, _ = parts
    service.say(text("一", "二"))
    watch.wait(lambda: watch.seen)
    service.stop()
    assert not speaker.speaking
    token = service.say(text("三"))
    watch.wait(lambda: watch.seen[-1] == (token, "speaking", 0))
    assert len(speaker.heard) == 2  # the second sentence never came


def test_something_new_takes_the_place_of_what_is_said(parts: Parts) -> None:
    service, speaker, watch, _ = parts
    service.say(text("一", "二"))
    watch.wait(lambda: watch.seen)
    token = service.say(text("三"))
    watch.wait(lambda: watch.seen[-1] == (token, "speaking", 0))
    speaker.finish()
    watch.wait(lambda: watch.seen[-1] == (token, "ended", -1))


def call(state: CallState) -> CallChanged:
    return CallChanged(CallStatus(call_id="c", state=state, media=Media.VOICE))


def test_in_a_talk_nothing_is_read_but_what_a_key_asks_for(parts: Parts) -> None:
    service, speaker, watch, bus = parts
    bus.publish(call(CallState.RINGING))
    service.say(text("正在呼叫"))
    watch.wait(lambda: watch.seen)
    bus.publish(call(CallState.ACTIVE))
    assert not speaker.speaking
    assert service.say(text("挂断")) == 0
    assert service.say(text("挂断"), asked=True) > 0
    bus.publish(call(CallState.ENDED))
    assert service.say(text("通话结束")) > 0


def test_without_a_loudspeaker_it_says_so(parts: Parts, allow_log: Callable[[str], None]) -> None:
    allow_log("no speaker")
    service, speaker, watch, _ = parts
    speaker.missing = True
    token = service.say(text("一"))
    watch.wait(lambda: watch.seen == [(token, "failed", -1)])


def test_sounds_are_played_and_a_missing_loudspeaker_is_no_trouble(
    allow_log: Callable[[str], None],
) -> None:
    allow_log("no speaker")
    speaker = RecordingSpeaker()
    read = threading.Semaphore(0)

    def load(name: str) -> Sound:
        read.release()
        return Sound(16000, b"\0\0")

    sounds = SoundService(load, speaker)
    speaker.missing = True
    sounds.play("touch")
    assert read.acquire(timeout=5)
    sounds.close()
    speaker.missing = False
    sounds = SoundService(load, speaker)
    sounds.play("touch")
    assert read.acquire(timeout=5)
    sounds.close()
    assert len(speaker.effects) == 1
