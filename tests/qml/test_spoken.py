"""语音操作: everything can be reached and done with the screen unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.domain.calls import Media
from kiosk.terminal.rehearsal import ScriptedSpeech
from kiosk.terminal.services.events import EventBus
from kiosk.terminal.services.speech import SpeechService
from kiosk.terminal.speech.cache import SpokenCache
from kiosk.terminal.speech.sound import Sound
from kiosk.terminal.speech.voices import Voices
from kiosk.terminal.tour import Stage
from tests.fakes.screen import Rig
from tests.fakes.speaker import RecordingSpeaker

Key = Qt.Key


def said(rig: Rig) -> list[str]:
    speech = rig.context.speech
    assert isinstance(speech, ScriptedSpeech)
    return [u.text for u in speech.said[-1]] if speech.said else []


def press(rig: Rig, key: Qt.Key) -> None:
    QTest.keyClick(rig.window, key)
    rig.settle(10)


def walk_to(rig: Rig, name: str, key: Qt.Key = Key.Key_Tab) -> None:
    """Press until the thing is named: what a person does who hears."""
    for _ in range(80):
        press(rig, key)
        if said(rig)[0].startswith(name):
            return
    raise AssertionError(f"{name} is never named")


def test_a_finger_held_on_a_corner_turns_it_on_and_off(rig: Rig) -> None:
    corner = QPoint(30, 30)
    for on in (True, False):
        QTest.mousePress(rig.window, Qt.MouseButton.LeftButton, pos=corner)
        rig.wait(lambda on=on: rig.app.spoken.active is on, "the mode to change", 4)
        QTest.mouseRelease(rig.window, Qt.MouseButton.LeftButton, pos=corner)
        rig.settle()
        assert said(rig)[0] == ("语音操作开了。" if on else "语音操作关了。")
        assert rig.has("spokenKeys") is on


def test_a_short_touch_of_the_corner_does_nothing(rig: Rig) -> None:
    QTest.mouseClick(rig.window, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    rig.settle()
    assert not rig.app.spoken.active


def test_three_keys_walk_the_page_and_act(rig: Rig) -> None:
    press(rig, Key.Key_F1)
    rig.tap("spokenNext")
    assert said(rig) == ["您好，想办什么事？"]
    walk_to(rig, "视频咨询律师")
    assert said(rig) == ["视频咨询律师", "按钮"]
    rig.tap("spokenPrevious")
    assert said(rig)[0] != "视频咨询律师"
    rig.tap("spokenNext")
    rig.tap("spokenAct")
    assert rig.app.page == "call"
    rig.wait(lambda: said(rig)[0] == "想问什么？", "the title of the page")
    walk_to(rig, "婚姻家庭")
    assert said(rig)[-1] == "可以选"
    press(rig, Key.Key_Return)
    assert "选中了" in said(rig)[0]


def test_a_finger_is_told_what_lies_under_it_and_nothing_happens(rig: Rig) -> None:
    press(rig, Key.Key_F1)
    rig.tap("tileNews")
    assert rig.app.page == "home"
    assert said(rig)[0].startswith("法律资讯")
    press(rig, Key.Key_Space)
    assert rig.app.page == "news"


def test_what_cannot_be_used_says_why(rig: Rig) -> None:
    press(rig, Key.Key_F1)
    walk_to(rig, "返回", Key.Key_Left)
    assert "现在不能用" in said(rig)
    press(rig, Key.Key_Return)
    assert said(rig) == ["已经在最前面了"]


def test_volume_is_said_and_is_the_halls_again_for_the_next_person(rig: Rig) -> None:
    press(rig, Key.Key_VolumeUp)
    assert said(rig) == ["音量 80"]
    for _ in range(4):
        press(rig, Key.Key_VolumeUp)
    assert said(rig) == ["音量 100"]
    assert rig.context.speech.volume == 1.0
    assert rig.context.sounds.volume == 0.7  # never louder than the hall wants it
    rig.app.end()
    rig.app.home()
    assert rig.context.speech.volume == 0.7


def test_hiding_and_the_end_are_silent_and_end_the_mode(rig: Rig) -> None:
    press(rig, Key.Key_F1)
    rig.app.hide()
    rig.settle(300)
    assert not rig.has("spokenKeys")
    assert rig.context.speech.silent
    rig.app.unhide()
    rig.wait(lambda: rig.has("spokenKeys"), "the keys to be back")
    rig.app.end()
    rig.wait(lambda: said(rig)[0] == "都清掉了", "the receipt to be read")
    rig.app.home()
    assert not rig.app.spoken.active


def test_whether_somebody_is_there_is_asked_aloud(rig: Rig) -> None:
    press(rig, Key.Key_F1)
    rig.app.ask_idle()
    rig.wait(lambda: said(rig)[0] == "还在吗？", "the question")
    press(rig, Key.Key_Tab)
    assert not rig.app.idleAsking


def test_in_a_talk_only_a_pressed_key_speaks(rig: Rig) -> None:
    press(rig, Key.Key_F1)
    Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock).talk(Media.VOICE)
    assert rig.app.page == "in-call"
    walk_to(rig, "挂断")
    press(rig, Key.Key_Return)
    rig.wait(lambda: rig.calls.current is None, "the call to end")


# --- the whole way, with a real voice ----------------------------------------------------------


@pytest.fixture
def blind(
    open_screen: Callable[..., Rig], tmp_path: Path
) -> Iterator[tuple[Rig, RecordingSpeaker, list[str]]]:
    """A terminal that speaks with espeak-ng into a recording; what it was given to say."""
    speaker, texts = RecordingSpeaker(), []

    class Noting(SpokenCache):
        def render(self, text: str, language: str, keep: bool) -> Sound:
            texts.append(text)
            return super().render(text, language, keep)

    def service(bus: EventBus) -> SpeechService:
        return SpeechService(Noting(tmp_path / "speech", Voices.configured()), speaker, bus)

    rig = open_screen(speech=service)
    yield rig, speaker, texts
    rig.context.speech.close()


def hear(rig: Rig, texts: list[str], name: str) -> None:
    """Press next until it is heard."""
    for _ in range(80):
        count = len(texts)
        QTest.keyClick(rig.window, Key.Key_Right)
        rig.wait(lambda count=count: len(texts) > count, "something to be said")
        if texts[count].startswith(name):
            return
    raise AssertionError(f"{name} is never heard: {texts}")


def loud_seconds(sound: Sound) -> float:
    level = np.abs(np.frombuffer(sound.samples, np.int16).astype(float))
    return float((level > 500).sum() / sound.rate)


def test_from_home_to_a_ringing_lawyer_by_keys_and_voice(
    blind: tuple[Rig, RecordingSpeaker, list[str]], tmp_path: Path
) -> None:
    rig, speaker, texts = blind
    QTest.keyClick(rig.window, Key.Key_F1)
    rig.wait(lambda: "您好，想办什么事？" in texts, "the title")
    hear(rig, texts, "视频咨询律师")
    QTest.keyClick(rig.window, Key.Key_Return)
    rig.wait(lambda: "想问什么？" in texts, "the page of the call")
    hear(rig, texts, "工钱和工作")
    QTest.keyClick(rig.window, Key.Key_Return)
    hear(rig, texts, "开始接通")
    QTest.keyClick(rig.window, Key.Key_Return)
    rig.wait(lambda: rig.app.page == "ringing", "the call to begin")
    assert rig.calls.started[0][0] is Media.VIDEO
    rig.context.speech.stop()
    recording = speaker.write(tmp_path / "way.wav")
    assert recording.stat().st_size > 100_000
    assert loud_seconds(speaker.heard[0]) > 0.2


def test_from_home_to_a_booked_appointment_by_keys_and_voice(
    blind: tuple[Rig, RecordingSpeaker, list[str]], tmp_path: Path
) -> None:
    rig, speaker, texts = blind
    QTest.keyClick(rig.window, Key.Key_F1)
    rig.wait(lambda: "您好，想办什么事？" in texts, "the title")
    hear(rig, texts, "预约律师")
    QTest.keyClick(rig.window, Key.Key_Return)
    rig.wait(lambda: "约律师" in texts, "the first step")
    hear(rig, texts, "16:00")
    QTest.keyClick(rig.window, Key.Key_Return)
    rig.wait(lambda: "16:00，选中了" in texts, "the time to be chosen")
    hear(rig, texts, "下一步，留电话")
    QTest.keyClick(rig.window, Key.Key_Return)
    rig.wait(lambda: rig.app.page == "appointment-phone", "the second step")
    hear(rig, texts, "不留号码")
    QTest.keyClick(rig.window, Key.Key_Return)
    rig.wait(lambda: "正在替您约" in texts, "the slip")
    waiting = rig.resident.next()
    assert waiting is not None
    assert waiting.name == "book_appointment"
    rig.context.inquiries.answer()  # type: ignore[attr-defined]  # the server has it
    rig.wait(lambda: "约好了" in texts, "it to be said that it is booked")
    hear(rig, texts, "11 月 20 日 周五 16:00")
    rig.context.speech.stop()
    assert sum(sound.seconds for sound in speaker.heard) > 20
    assert loud_seconds(speaker.heard[-1]) > 0.5
    assert speaker.write(tmp_path / "way.wav").stat().st_size > 1_000_000
    kept = {file.name for file in (tmp_path / "speech").glob("*")}
    assert kept == set()  # what a person hears in this mode leaves no file
