"""The attract loop: what it shows, and that one touch leads home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.calls import CallState, Media
from kiosk.domain.clock import FixedClock
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.rehearsal import FLOOD, FRIDAY, duty_now
from kiosk.terminal.storage.content import ContentStore
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig

#: Long enough to be of no matter in a test, and not zero: that would be no loop.
LATER = {"terminal__attract_s": 600}


def press(rig: Rig, x: int, y: int) -> None:
    """A finger comes down, and does not come off again."""
    QTest.mousePress(
        rig.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, y)
    )
    rig.settle()


def turn_until(rig: Rig, title: str) -> None:
    for _ in range(12):
        if rig.has("slideTitle") and title in rig.text("slideTitle"):
            return
        rig.app.model.turn()
        rig.settle(10)
    raise AssertionError(f"{title} never came; to be read: {rig.texts()}")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_at_the_start_nobody_is_there_and_one_touch_opens_home(
    open_screen: Callable[..., Rig], size: QSize
) -> None:
    rig = open_screen(size=size, **LATER)
    assert rig.text("pageTitle") == "遇到难事，进来问问"
    assert rig.text("dutyTag") == "现在有人在"
    assert "陈静" in rig.text("dutyLawyer")
    for name in ("navHome", "railHome", "toolElderly", "clock"):
        assert not rig.has(name)
    press(rig, 300, 200)
    assert rig.app.page == "home"
    assert rig.has("railHome" if size == LANDSCAPE else "navHome")
    # Nothing lies under the finger yet: its second tap is not a choice.
    assert rig.has("settling")


@pytest.mark.parametrize("name", ["strip110", "strip12348"])
def test_the_strip_works_and_leads_home_afterwards(
    open_screen: Callable[..., Rig], name: str
) -> None:
    rig = open_screen(**LATER)
    rig.tap(name)
    assert rig.text("hotlineNumber") == name.removeprefix("strip")
    rig.tap("navBack")
    assert rig.app.page == "home"


def test_hiding_is_possible_at_once(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(**LATER)
    rig.tap("stripHide")
    assert rig.app.page == "hidden"
    rig.app.unhide()
    assert rig.app.page == "home"


def test_shows_the_weeks_event_posters_and_headlines(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(**LATER)
    assert not rig.has("slideTitle")  # it begins with the doorway
    turn_until(rig, "租房那些事")
    assert rig.text("slideNote") == "今天 15:00 · 示例社区一楼大厅"
    turn_until(rig, "要您转账的，先打 96110 问一问")
    turn_until(rig, rig.context.content.articles(ArticleKind.NEWS)[0].title)
    for _ in range(12):
        rig.app.model.turn()
        if not rig.app.model.property("slideTitle"):
            break
    assert rig.app.model.property("slide") == "doorway"


def test_an_event_that_is_over_is_not_announced(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(**LATER)
    rig.clock.advance(FRIDAY.replace(hour=16, minute=1) - rig.clock.now())
    rig.app.model.enter("")
    kinds = []
    for _ in range(12):
        kinds.append(rig.app.model.property("slide"))
        rig.app.model.turn()
    assert "event" not in kinds
    assert {"doorway", "poster", "news"} <= set(kinds)


def test_without_content_the_doorway_stays(open_screen: Callable[..., Rig], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    ContentStore(empty, FixedClock(FRIDAY)).close()
    rig = open_screen(cache=empty, online=False, **LATER)
    rig.app.model.turn()
    assert rig.app.model.property("slide") == "doorway"
    assert rig.text("dutyTag") == "没连上网"


def test_home_at_rest_leads_to_it(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(terminal__attract_s=0.4)
    press(rig, 300, 200)
    rig.wait(lambda: rig.app.page == "attract", "the attract loop")


def test_not_while_somebody_has_left_something(open_screen: Callable[..., Rig]) -> None:
    """A page, a look, a call: that is asked about, and erased, first."""
    rig = open_screen(terminal__attract_s=0.05)
    rig.app.home()
    rig.app.toggleContrast()
    rig.settle(120)
    assert rig.app.page == "home"
    rig.app.toggleContrast()
    rig.app.open("news")
    rig.settle(120)
    assert rig.app.page == "news"
    rig.calls.say(CallStatus(call_id="c", state=CallState.QUEUED, media=Media.VOICE))
    rig.wait(lambda: rig.app.inCall, "the call")
    rig.app.rest()
    rig.settle(120)
    assert rig.app.page == "news"


def test_after_the_idle_erase_it_is_shown_in_the_look_at_rest(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(terminal__idle_s=0.05, terminal__idle_warning_s=1, **LATER)
    rig.app.home()
    rig.app.toggleContrast()
    rig.app.toggleLanguage()
    rig.app.open("news")
    rig.wait(lambda: rig.app.page == "attract", "the attract loop")
    assert not rig.app.contrast
    assert rig.text("pageTitle") == "遇到难事，进来问问"


def test_who_is_there_changes_while_it_is_shown(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(**LATER)
    rig.duty(duty_now(state="nobody", next_shift=FRIDAY.replace(day=23, hour=9, minute=0)))
    assert rig.text("dutyTag") == "现在没人值班"
    assert rig.text("dutyLine") == "下次值班：周一 9:00"


def test_an_emergency_lies_over_it(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(**LATER)
    rig.context.hall.script = [FLOOD]  # type: ignore[attr-defined]
    rig.app.notice_board.refresh()
    rig.settle()
    assert any(FLOOD.title in text for text in rig.texts())


def test_who_has_been_on_a_page_is_asked_first(open_screen: Callable[..., Rig]) -> None:
    """Home again, and gone: what they left is erased, and not by the way."""
    rig = open_screen(terminal__attract_s=0.05, terminal__idle_s=0.3, terminal__idle_warning_s=1)
    rig.app.home()
    rig.app.open("news")
    rig.app.home()
    first = rig.context.session.session
    rig.wait_for("idleDialog")
    assert rig.app.page == "home"
    rig.wait(lambda: rig.app.page == "attract", "the attract loop")
    assert rig.context.session.session is not first


def test_an_emergency_that_one_has_put_away_is_there_for_the_next(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(**LATER)
    rig.context.hall.script = [FLOOD]  # type: ignore[attr-defined]
    rig.app.home()
    rig.app.notice_board.refresh()
    rig.app.notice_board.putAway()
    rig.settle()
    assert rig.has("noticeMark")
    rig.app.rest()
    rig.settle()
    assert rig.app.notice_board.property("shown")
