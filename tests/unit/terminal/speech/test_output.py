"""The loudspeaker's mixer, over a sound card that is a list."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kiosk.errors import EnvironmentFault
from kiosk.terminal.speech.output import BLOCK, RATE, SpeakerOutput
from kiosk.terminal.speech.sound import Sound


class Card:
    """PortAudio's stream; ``block`` is what the card would ask for next."""

    opened = 0
    broken = False

    def __init__(self, callback: Callable[..., None], **facts: Any) -> None:
        if Card.broken:
            raise ValueError("No Default Output Device Available")
        Card.opened += 1
        Card.last = self
        self.active = True
        self.device = facts["device"]
        self._callback = callback

    def start(self) -> None:
        assert self.active

    def close(self) -> None:
        self.active = False

    def block(self) -> np.ndarray[Any, Any]:
        out = np.zeros((BLOCK, 1), np.int16)
        self._callback(out, BLOCK, None, None)
        return out[:, 0]


@pytest.fixture(autouse=True)
def card(monkeypatch: pytest.MonkeyPatch) -> type[Card]:
    Card.opened, Card.broken = 0, False
    module = types.SimpleNamespace(OutputStream=Card, PortAudioError=OSError)
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    return Card


def level(value: int, blocks: int = 2) -> Sound:
    return Sound(RATE, np.full(BLOCK * blocks, value, "<i2").tobytes())


def output() -> SpeakerOutput:
    return SpeakerOutput(lambda: "hall")


def test_a_voice_and_a_sound_are_heard_together(card: type[Card]) -> None:
    ended: list[bool] = []
    speaker = output()
    speaker.play(level(10_000), 0.5, lambda: ended.append(True))
    speaker.effect(level(2_000, blocks=1), 1.0)
    assert (card.opened, card.last.device) == (1, "hall")
    assert set(card.last.block()) == {7_000}
    assert not ended
    assert set(card.last.block()) == {5_000}
    assert ended == [True]
    assert set(card.last.block()) == {0}
    speaker.close()
    assert not card.last.active


def test_it_is_held_goes_on_and_is_silent_at_once(card: type[Card]) -> None:
    speaker = output()
    speaker.play(level(1_000, blocks=3), 1.0, lambda: None)
    assert set(card.last.block()) == {1_000}
    speaker.pause(True)
    assert set(card.last.block()) == {0}
    speaker.pause(False)
    assert set(card.last.block()) == {1_000}
    speaker.stop()
    assert set(card.last.block()) == {0}


def test_too_much_is_cut_and_does_not_turn_over(card: type[Card]) -> None:
    speaker = output()
    speaker.play(level(30_000), 1.0, lambda: None)
    speaker.effect(level(30_000), 1.0)
    assert set(card.last.block()) == {32_767}


def test_without_a_sound_card_it_is_said(card: type[Card]) -> None:
    card.broken = True
    with pytest.raises(EnvironmentFault, match="speaker hall cannot be opened"):
        output().play(level(1), 1.0, lambda: None)


def test_a_card_that_comes_back_is_opened_again(card: type[Card]) -> None:
    speaker = output()
    speaker.effect(level(1), 1.0)
    card.last.active = False  # pulled out
    speaker.effect(level(1), 1.0)
    assert card.opened == 2
