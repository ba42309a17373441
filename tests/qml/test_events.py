"""The week's rule-of-law day on the screen, with its broadcast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.terminal.calls.frames import FrameWriter
from kiosk.terminal.rehearsal import ScriptedHall, ScriptedPlayer
from kiosk.terminal.services.events import VideoEnded, VideoStarted
from tests.fakes.screen import Rig

LIVE = "https://live.example/friday.m3u8"


@pytest.fixture
def live(rig: Rig) -> Rig:
    hall = rig.context.hall
    assert isinstance(hall, ScriptedHall)
    hall.broadcast = LIVE
    return rig


def player(rig: Rig) -> ScriptedPlayer:
    found = rig.context.player
    assert isinstance(found, ScriptedPlayer)
    return found


def test_home_leads_to_it_and_it_says_when_and_where(rig: Rig) -> None:
    rig.tap("tileEvents")
    assert rig.text("eventTitle") == "租房那些事（示例）"
    assert "正在进行，到 16:00" in rig.texts()
    assert "示例社区一楼大厅" in rig.texts()
    rig.tap("askLawyer")  # nothing to watch: the next best thing
    assert rig.app.page == "call"


def test_watched_in_the_hall_and_stopped(live: Rig) -> None:
    live.app.open("events")
    live.settle()
    assert live.text("playVideo") == "看直播"
    live.tap("playVideo")
    assert player(live).source == LIVE
    assert live.text("playLine") == "正在打开，请稍等"
    with FrameWriter() as frames:
        frames.write(64, 36, [bytes([81]) * 2304, bytes([90]) * 576, bytes([240]) * 576])
        live.bus.publish(VideoStarted(frames.name))
        live.settle(60)
        colour = live.pixel(live.find("eventVideo"), 400, 200)
        assert colour.red() > 200
        assert colour.green() < 60
        live.tap("stopVideo")
    assert player(live).source == ""
    assert not live.has("eventVideo")


def test_one_that_breaks_off_may_be_tried_again(live: Rig) -> None:
    live.app.open("events")
    live.tap("playVideo")
    live.bus.publish(VideoEnded(False))
    live.settle()
    assert "不是您的问题" in live.text("playLine")
    assert live.text("playVideo") == "再试一次"
    live.tap("playVideo")
    assert live.text("playLine") == "正在打开，请稍等"


@pytest.mark.parametrize("way", ["navBack", "navHome", "stripHide"])
def test_who_leaves_the_page_stops_it(live: Rig, way: str) -> None:
    live.app.open("events")
    live.tap("playVideo")
    live.tap(way)
    assert player(live).source == ""


def test_next_week_is_another_event(rig: Rig) -> None:
    rig.clock.advance(timedelta(days=7))
    rig.app.open("events")
    rig.settle()
    assert rig.text("eventTitle") == "年底讨薪，怎么留证据（示例）"
    rig.app.synced = True
    rig.clock.advance(timedelta(days=90))
    rig.app.home()
    rig.app.open("events")
    rig.settle()
    assert any("这周没有法治日活动" in words for words in rig.texts())


def test_who_looks_on_is_not_asked_before_it_is_over(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(terminal__idle_s=0.1, terminal__idle_warning_s=30)
    hall = rig.context.hall
    assert isinstance(hall, ScriptedHall)
    hall.broadcast = LIVE
    rig.app.open("events")
    rig.tap("playVideo")
    rig.settle(300)
    assert not rig.has("idleDialog")
    rig.bus.publish(VideoEnded(True))
    rig.wait_for("idleDialog")
