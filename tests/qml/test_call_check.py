"""Camera, microphone and loudspeaker tried on the resident's screen before a call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, Media
from kiosk.terminal.rehearsal import ScriptedDevices
from kiosk.terminal.services.events import DevicesChecked
from tests.fakes.screen import Rig


def devices(rig: Rig) -> ScriptedDevices:
    found = rig.context.device_check
    assert isinstance(found, ScriptedDevices)
    return found


def check(rig: Rig, *missing: str) -> ScriptedDevices:
    """From home, two taps."""
    devices(rig).missing = frozenset(missing)
    rig.tap("primary")
    rig.tap("tryDevices")
    return devices(rig)


def test_nobody_is_led_through_the_check(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("startCall")
    assert rig.app.page == "ringing"
    assert devices(rig).opened is None


def test_it_opens_what_the_call_would_open_and_calls_nobody(rig: Rig) -> None:
    check(rig)
    assert devices(rig).opened is Media.VIDEO
    assert rig.text("devicesOpen") == "摄像头和话筒开着，不传出去"
    assert rig.calls.started == []
    rig.tap("navHome")
    rig.tap("voice")
    rig.tap("tryDevices")
    assert devices(rig).opened is Media.VOICE
    assert rig.text("devicesOpen") == "话筒开着，声音不传出去"
    assert rig.text("checkPictureLine") == "只用声音，不开摄像头"


def test_the_meter_follows_the_voice_and_says_what_it_means(rig: Rig) -> None:
    mouth = check(rig)
    assert rig.text("hearing") == "请说一句话试试"
    mouth.hear(7)
    rig.settle()
    assert rig.find("levelMeter").property("level") == 7
    assert rig.text("hearing") == "听得到您"
    mouth.hear(1)
    rig.settle()
    assert rig.find("levelMeter").property("level") == 1
    assert rig.text("hearing") == "听得到您"  # a pause is no fault


def test_a_long_silence_is_said(rig: Rig) -> None:
    mouth = check(rig)
    rig.app.pageModel._silence.timeout.emit()
    rig.settle()
    assert rig.text("hearing") == "没听见，请对着话筒说话"
    mouth.hear(5)
    rig.app.pageModel._silence.timeout.emit()  # as loud ever since
    rig.settle()
    assert rig.text("hearing") == "听得到您"


def test_without_a_camera_the_call_is_by_voice(rig: Rig) -> None:
    check(rig, "camera")
    assert rig.text("checkPictureLine") == "摄像头没接好，只用声音也能说"
    assert rig.text("devicesOpen") == "话筒开着，声音不传出去"
    assert rig.text("startCall") == "用声音接通"
    rig.tap("startCall")
    assert rig.calls.started == [(Media.VOICE, None)]


def test_a_missing_microphone_and_loudspeaker_are_said(rig: Rig) -> None:
    check(rig, "microphone", "speaker")
    assert rig.text("hearing") == "话筒没接好，请按求助"
    assert rig.text("speakerLine") == "喇叭没接好，请按求助"
    assert not rig.has("levelMeter")
    assert not rig.has("chime")
    assert rig.text("devicesOpen") == "摄像头开着，画面不传出去"


def test_two_notes_are_played(rig: Rig) -> None:
    check(rig)
    rig.tap("chime")
    assert devices(rig).chimes == 1


def test_the_call_from_here_is_about_what_was_chosen(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("topic_labour")
    rig.tap("tryDevices")
    rig.tap("startCall")
    assert rig.calls.started == [(Media.VIDEO, Topic.LABOUR)]
    assert devices(rig).opened is None
    assert not devices(rig).watched


def test_the_choice_is_kept_on_the_way_back(rig: Rig) -> None:
    rig.tap("voice")
    rig.tap("topic_debt")
    rig.tap("tryDevices")
    rig.tap("navBack")
    assert rig.find("mediaVoice").property("selected")
    assert rig.find("topic_debt").property("selected")


def end(rig: Rig) -> None:
    rig.tap("navEnd")
    rig.tap("dialogDo")


def idle(rig: Rig) -> None:
    rig.app.ask_idle()
    for _ in range(rig.app.idleLeft):
        rig.app._on_warning_second()
    rig.settle()


@pytest.mark.parametrize(
    "go",
    [lambda r: r.tap("navBack"), lambda r: r.tap("navHome"), lambda r: r.tap("navHelp"),
     lambda r: r.tap("stripHide"), end, idle],
    ids=["back", "home", "help", "hide", "end", "idle"],
)  # fmt: skip
def test_whoever_leaves_leaves_nothing_open(rig: Rig, go: Callable[[Rig], None]) -> None:
    check(rig)
    assert devices(rig).opened is Media.VIDEO
    go(rig)
    assert rig.app.page != "call-check"
    assert devices(rig).opened is None
    assert not devices(rig).watched


def test_back_from_hiding_it_tries_again(rig: Rig) -> None:
    check(rig)
    rig.app.hide()
    rig.settle()
    rig.app.unhide()
    rig.settle()
    assert rig.app.page == "call-check"
    assert devices(rig).opened is Media.VIDEO


def test_when_they_cannot_be_tried_there_is_a_way_on(rig: Rig) -> None:
    check(rig)
    rig.bus.publish(DevicesChecked("failed"))
    rig.settle()
    assert "不是您的问题" in rig.text("stateText")
    rig.tap("stateAction")
    assert rig.app.page == "home"


def test_the_meter_in_a_call_is_fed_only_while_it_is_shown(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("startCall")
    assert not devices(rig).watched
    rig.calls.update(state=CallState.ACTIVE, answered_at=rig.clock.now())
    rig.calls.flow()
    rig.settle()
    assert devices(rig).watched
    devices(rig).hear(6)
    rig.settle()
    assert rig.find("levelMeter").property("level") == 6
    rig.app.open("help")
    rig.settle()
    assert not devices(rig).watched
    rig.tap("navBack")
    assert devices(rig).watched
    rig.tap("hangUp")
    rig.wait(lambda: not devices(rig).watched, "nobody to look at the meter")
