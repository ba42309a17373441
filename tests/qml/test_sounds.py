"""Short sounds: which is heard when, how loud, and that hiding is silent."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.domain.calls import CallState, EndReason
from kiosk.terminal.rehearsal import ScriptedSounds
from kiosk.terminal.speech.sounds import read_sound
from kiosk.terminal.tour import Stage
from tests.fakes.screen import Rig
from tests.support.loudness import lufs
from tests.support.make_sounds import LOUDNESS, SCORE


def played(rig: Rig) -> list[str]:
    sounds = rig.context.sounds
    assert isinstance(sounds, ScriptedSounds)
    heard, sounds.played = sounds.played, []
    return heard


def test_a_touch_ticks_a_choice_sings_and_what_cannot_be_is_low(rig: Rig) -> None:
    rig.tap("primary")
    assert played(rig) == ["touch"]
    rig.tap("topic_labour")
    assert played(rig) == ["touch", "selected"]
    rig.tap("navHome")
    rig.tap("navBack")
    assert played(rig) == ["touch", "touch", "error"]


def test_hiding_is_silent(rig: Rig) -> None:
    rig.tap("stripHide")
    rig.tap("cornerStart")
    assert played(rig) == []


def test_a_call_is_heard_coming_and_going(rig: Rig) -> None:
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    stage.ask_and_ring()
    rig.settle()
    assert played(rig) == ["ringing"]
    rig.calls.update(state=CallState.ACTIVE)
    rig.settle()
    assert played(rig) == ["connected"]
    rig.tap("toggleMicrophone")
    assert played(rig) == []  # the lawyer would hear it
    rig.calls.flow(True)
    rig.calls.flow(False)
    rig.settle()
    assert played(rig) == ["lost"]
    rig.calls.end(EndReason.SERVER_LOST)
    rig.settle()
    assert played(rig) == ["lost"]


def test_the_end_closes_a_door(rig: Rig) -> None:
    rig.app.end()
    assert played(rig) == ["erased"]


@pytest.mark.parametrize("name", SCORE)
def test_every_sound_is_as_loud_as_the_others(name: str) -> None:
    sound = read_sound(name)
    samples = np.frombuffer(sound.samples, np.int16) / 32768
    assert lufs(samples) == pytest.approx(LOUDNESS, abs=0.5)
    assert np.abs(samples).max() < 0.95
