"""What a resident sees while something is broken: what works all the same, and one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.services.events import UpdateChanged
from tests.fakes.screen import PROFILE, Rig


def works(rig: Rig) -> list[str]:
    return [str(i.property("text")) for i in rig.items() if i.objectName() == "stillWorks"]


def updating(rig: Rig, under_way: bool) -> None:
    rig.bus.publish(UpdateChanged(under_way))
    rig.settle()


def test_without_a_camera_one_is_told_once_and_may_go_on(rig: Rig) -> None:
    rig.calls.unplugged = frozenset({"camera"})
    rig.tap("primary")
    rig.tap("topic_labour")
    rig.tap("startCall")
    assert rig.text("pageTitle") == "摄像头没接好"
    assert "律师听得到您说话" in works(rig)
    assert rig.calls.started == []
    rig.tap("stateAction")
    assert [media for media, topic in rig.calls.started] == [Media.VIDEO]
    assert rig.calls.started[0][1] == "labour"  # what was chosen still holds
    assert rig.app.page == "ringing"


def test_by_voice_nobody_needs_a_camera(rig: Rig) -> None:
    rig.calls.unplugged = frozenset({"camera"})
    rig.tap("voice")
    rig.tap("startCall")
    assert rig.app.page == "ringing"


def test_without_a_microphone_no_call_is_begun_that_nobody_would_hear(rig: Rig) -> None:
    rig.calls.unplugged = frozenset({"camera", "microphone"})
    rig.tap("voice")
    rig.tap("startCall")
    assert rig.text("pageTitle") == "话筒没接好"
    assert rig.calls.started == []
    assert works(rig)
    rig.tap("stateAction")
    assert rig.app.page == "help"
    rig.tap("navBack")
    assert rig.app.page == "home"


def test_while_it_is_updated_there_are_the_numbers_and_help(rig: Rig) -> None:
    rig.tap("tileNews")
    updating(rig, True)
    assert rig.text("pageTitle") == "正在更新"
    rig.tap("navHome")
    assert rig.text("pageTitle") == "正在更新"
    rig.tap("stateAction")
    assert rig.text("hotlineNumber") == "12348"
    rig.tap("navBack")
    rig.tap("navHelp")
    assert rig.app.page == "help"
    rig.tap("navHome")
    updating(rig, False)
    assert rig.app.page == "home"
    rig.tap("tileNews")
    assert rig.app.page == "news"


def test_an_update_waits_for_the_end_of_a_call(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("startCall")
    updating(rig, True)
    assert rig.app.page == "ringing"
    rig.calls.end(EndReason.NO_ANSWER)
    rig.settle()
    assert rig.text("pageTitle") == "正在更新"


def test_a_list_that_is_not_here_says_what_is(open_screen: Callable[..., Rig], tmp_path) -> None:  # type: ignore[no-untyped-def]
    rig = open_screen(cache=tmp_path / "empty", online=False)
    rig.tap("tileGuides")
    assert rig.text("stateText").startswith("没连上网")
    assert "110 和 12348 的号码，在最下面" in works(rig)
    rig.tap("stateAction")
    assert rig.app.page == "home"


def test_offline_the_step_at_home_is_one_that_needs_no_line(rig: Rig) -> None:
    rig.duty(None)
    assert rig.text("primary") == "没网，先预约"
    rig.tap("primary")
    assert rig.app.page == "appointment"


def test_a_police_station_offers_mediation_and_never_for_violence(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(profile=PROFILE.model_copy(update={"place": "police"}))
    rig.tap("tileMediation")
    assert "双方都愿意才做" in rig.texts()
    assert "家里有人动手，不调解" in rig.texts()
    rig.tap("mediationViolence")
    assert rig.app.page == "article"
    assert any("先保平安" in text for text in rig.texts())
    rig.tap("navBack")
    rig.tap("findMediators")
    assert rig.app.page == "directory"


@pytest.mark.parametrize("place", ["community", "public"])
def test_elsewhere_mediation_is_not_on_the_home_page(
    open_screen: Callable[..., Rig], place: str
) -> None:
    rig = open_screen(profile=PROFILE.model_copy(update={"place": place}))
    assert not rig.has("tileMediation")


def test_the_hotlines_come_in_the_order_of_the_hall(open_screen: Callable[..., Rig]) -> None:
    for place, first in (("community", "12348 12345"), ("police", "12348 12338")):
        rig = open_screen(profile=PROFILE.model_copy(update={"place": place}))
        rig.tap("strip12348")
        rig.tap("otherHotlines")
        numbers = [i.objectName().removeprefix("hotline_") for i in rig.items()
                   if i.objectName().startswith("hotline_")]  # fmt: skip
        assert numbers[:2] == first.split()
        assert len(numbers) == 6


def test_in_a_queue_nobody_is_asked_whether_they_are_there(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(terminal__idle_s=0.05, terminal__idle_warning_s=1, terminal__attract_s=0.05)
    rig.app.home()
    rig.calls.say(CallStatus(call_id="c", state=CallState.QUEUED, media=Media.VOICE))
    rig.settle(250)
    assert not rig.has("idleDialog")
    assert rig.app.page != "attract"
