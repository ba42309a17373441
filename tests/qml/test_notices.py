"""Notices: the line at home, the plate of an emergency on every page, one line of it in a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtQuick import QQuickItem

from kiosk.domain.notices import Notice, NoticeLevel
from kiosk.terminal.rehearsal import FLOOD
from kiosk.terminal.tour import Stage
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.qml.fitting import scene
from tests.support.hand import is_text


def stage(rig: Rig) -> Stage:
    return Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)


def warn(rig: Rig, *notices: Notice) -> None:
    stage(rig).warn(*notices)
    rig.settle()


def wait_until_settled(rig: Rig) -> None:
    rig.wait(lambda: rig.find("noticePlate").property("settled"), "the plate takes taps")


def shown(rig: Rig) -> bool:
    return bool(rig.app.notice_board.shown)


def test_an_ordinary_notice_is_a_line_at_home_that_opens(rig: Rig) -> None:
    assert rig.find("noticeLine").property("text") == "周五下午律师在大厅值班"
    assert not shown(rig)
    rig.tap("noticeLine")
    assert rig.find("noticeTitle").property("text") == "周五下午律师在大厅值班"
    rig.tap("noticeNext")
    assert rig.find("noticeTitle").property("text") == "12 月 4 日有宪法日活动"
    rig.app.open("news")  # it stays behind
    assert not shown(rig)
    rig.app.home()
    assert not shown(rig)
    rig.tap("noticeLine")
    wait_until_settled(rig)
    rig.tap("noticeAway")
    assert not shown(rig)
    assert not rig.has("noticeMark")


def test_an_emergency_shows_itself_without_a_touch_on_any_page(rig: Rig) -> None:
    for page in ("home", "news", "directory", "hotlines", "help", "call"):
        rig.app.home()
        if page != "home":
            rig.app.open(page)
        warn(rig)
        rig.app.notice_board.reset()
        assert not shown(rig), page
        warn(rig, FLOOD)
        assert shown(rig), page
        assert rig.find("noticeTitle").property("text") == FLOOD.title
        assert scene(rig.find("noticePlate")).bottom() < 1560  # nothing of the floor is covered


def test_put_away_it_leaves_a_mark_and_comes_back_for_the_next_person(rig: Rig) -> None:
    rig.app.open("news")
    warn(rig, FLOOD)
    rig.tap("noticeAway")  # on its way to something else
    assert shown(rig)
    wait_until_settled(rig)
    rig.tap("noticeAway")
    assert not shown(rig)
    assert rig.has("noticeMark")
    rig.app.home()
    assert not shown(rig)
    rig.tap("noticeLine")  # to read it again
    assert shown(rig)
    assert not rig.has("noticeMark")
    wait_until_settled(rig)
    rig.tap("noticeAway")
    rig.app.end()
    rig.settle()
    assert not shown(rig)  # not over the receipt
    rig.app.home()
    rig.settle()
    assert shown(rig)
    warn(rig)  # it is over
    assert not shown(rig)
    assert not rig.has("noticeMark")


def test_a_second_emergency_shows_itself_too(rig: Rig) -> None:
    warn(rig, FLOOD)
    wait_until_settled(rig)
    rig.tap("noticeAway")
    other = replace(FLOOD, id="fire", title="三楼有烟，请走楼梯")
    warn(rig, other, FLOOD)
    assert rig.find("noticeTitle").property("text") == other.title
    wait_until_settled(rig)
    rig.tap("noticeAway")
    assert not shown(rig)
    warn(rig, FLOOD)
    warn(rig, other, FLOOD)  # it was over, and is back
    assert shown(rig)


def test_in_a_call_an_emergency_is_one_line_and_nothing_else_is_shown(rig: Rig) -> None:
    stage(rig).talk()
    warn(rig, replace(FLOOD, level=NoticeLevel.ORDINARY))
    assert not shown(rig)
    warn(rig, FLOOD)
    assert rig.find("noticeTitle").property("text") == FLOOD.title
    assert not rig.has("noticeText")
    hang_up = scene(rig.find("hangUp"))
    assert not scene(rig.find("noticePlate")).intersects(hang_up)
    wait_until_settled(rig)
    rig.tap("noticeAway")
    assert not shown(rig)


def test_hiding_hides_it(rig: Rig) -> None:
    warn(rig, FLOOD)
    rig.app.hide()
    rig.settle()
    assert not rig.has("noticePlate")
    rig.app.unhide()
    rig.settle()
    assert rig.has("noticePlate")


def test_a_notice_begins_and_ends_by_the_clock(rig: Rig) -> None:
    board = rig.app.notice_board
    assert board.line
    rig.clock.advance(timedelta(days=100))
    rig.app._on_second()
    assert board.line == ""
    rig.settle()
    assert not rig.has("noticeLine")


#: As much as the content folder lets through.
LONGEST = replace(
    FLOOD,
    title="今天夜里到明天有特大暴雨请快转移",
    title_en="Very heavy rain until tomorrow: move out",
    text="请带好身份证和常用药，到社区服务站二楼的活动室去。老人走不动的，请打社区值班电话，我们马上派人上门来接您过去。",
    text_en="Please take your identity card and medicine to the activity room on the second floor."
    " If you cannot walk, ring us and we come.",
)


@pytest.mark.parametrize(
    "looks",
    [
        (),
        ("toggleElderly",),
        ("toggleContrast",),
        ("toggleLanguage",),
        ("toggleLanguage", "toggleElderly"),
    ],
)
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_the_longest_notice_fits(
    open_screen: Callable[..., Rig], size: object, looks: tuple[str, ...]
) -> None:
    rig = open_screen(size=size)
    for toggle in looks:
        getattr(rig.app, toggle)()
    warn(rig, LONGEST, replace(LONGEST, id="two"))

    def check(where: str) -> None:
        rig.grab()
        plate = rig.find("noticePlate")
        texts = [i for i in rig.items(plate) if is_text(i) and i.property("text")]
        assert texts
        room = scene(plate)
        for item in texts:
            assert not item.property("truncated"), where
            assert float(item.property("contentWidth")) <= item.width() + 2, where
            assert room.contains(scene(item).adjusted(0, 8, 0, -8)), (where, item.property("text"))
        for n, one in enumerate(texts):
            for two in texts[n + 1 :]:
                shared = scene(one).intersected(scene(two))
                assert not (shared.width() > 8 and shared.height() > 8), where
        for button in (i for i in rig.items(plate) if i.inherits("QQuickAbstractButton")):
            assert min(button.width(), button.height()) >= 81
        assert room.height() <= (620 if size == PORTRAIT else 460), where
        host: QQuickItem = rig.find("pageHost")
        assert scene(host).adjusted(-1, -1, 1, 1).contains(room), where

    check("by itself")
    rig.app.notice_board.open()
    check("opened")
    rig.app.home()
    stage(rig).talk()
    rig.settle()
    check("in a call")
