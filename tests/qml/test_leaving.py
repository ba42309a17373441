"""Hotlines, help, hiding, idling, erasing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from kiosk.domain.calls import CallState, Media
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.ui.viewmodels.shell import SETTLE_MS
from tests.fakes.screen import LANDSCAPE, PORTRAIT, PROFILE, Rig
from tests.qml.fitting import scene


def wait(rig: Rig, condition: Callable[[], bool], seconds: float = 5) -> None:
    for _ in range(int(seconds * 50)):
        if condition():
            return
        QTest.qWait(20)
    raise AssertionError(f"in vain; to be read: {rig.texts()}")


def test_110_shows_the_number_and_the_address_to_read_out(rig: Rig) -> None:
    rig.tap("strip110")
    assert rig.text("hotlineNumber") == "110"
    assert rig.text("terminalAddress") == PROFILE.address
    assert rig.find("hotlineNumber").property("size") >= 200
    assert not rig.has("policeCard")
    assert not rig.has("hotlineLawyer")


def test_110_in_a_police_station_sends_to_the_counter(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(profile=PROFILE.model_copy(update={"place": "police"}))
    rig.tap("strip110")
    assert rig.has("policeCard")
    assert "这里就是派出所：请找窗口民警。" in rig.texts()


def test_every_hotline_opens(rig: Rig) -> None:
    for number in ("12348", "12345", "12333", "12338", "12315", "110"):
        rig.app.replace("hotlines")
        rig.settle()
        rig.tap(f"hotline_{number}")
        assert rig.text("hotlineNumber") == number
        assert rig.find("telCode").property("text") == f"tel:{number}"


def test_help_names_the_desk(rig: Rig) -> None:
    rig.tap("navHelp")
    assert f"在{PROFILE.address}" in rig.texts()
    assert PROFILE.desk_phone in rig.texts()
    rig.tap("helpLawyer")
    assert rig.app.page == "call"


def test_hiding_is_at_once_and_says_nothing_of_law(rig: Rig) -> None:
    rig.tap("tileNews")
    rig.tap("stripHide")
    words = "".join(rig.texts())
    assert "法律" not in words
    assert "律师" not in words
    assert "110" not in words
    assert not rig.has("navHome")
    rig.tap("cornerStart")
    assert rig.app.page == "hidden"
    rig.tap("cornerStart")
    assert rig.app.page == "hidden"
    rig.tap("cornerEnd")
    assert rig.app.page == "news"


def test_hiding_mutes_a_call_and_leaves_it_on(rig: Rig) -> None:
    rig.calls.say(CallStatus(call_id="c", state=CallState.ACTIVE, media=Media.VIDEO))
    rig.settle()
    rig.tap("stripHide")
    assert not rig.calls.microphone_on
    assert not rig.calls.camera_on
    assert rig.calls.current is not None


def test_ending_asks_once_and_erases(rig: Rig) -> None:
    rig.tap("toolContrast")
    rig.tap("tileNews")
    rig.tap("nextPage")
    rig.tap("navEnd")
    assert rig.text("dialogTitle") == "要结束并清除吗？"
    rig.tap("dialogSafe")
    assert rig.app.page == "news"
    before = rig.context.session.session
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert rig.app.page == "erased"
    assert rig.text("pageTitle") == "都清掉了"
    assert "您看过、选过的内容" in rig.texts()
    assert rig.context.session.session is not before
    assert "通话画面和声音" not in rig.texts()
    rig.tap("navBack")
    assert rig.app.page == "erased"
    rig.tap("bye")
    assert not rig.app.contrast
    rig.tap("tileNews")
    assert rig.text("pageCount").startswith("第 1 页")


def test_only_what_was_erased_is_claimed(rig: Rig, allow_log: Callable[[str], None]) -> None:
    allow_log("erasing pages failed")

    def fails() -> None:
        raise OSError("disk")

    rig.context.session._erasers["pages"] = fails
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert "您看过、选过的内容" not in rig.texts()
    assert "字号、颜色和语言" in rig.texts()


def test_ending_in_a_call_hangs_up(rig: Rig) -> None:
    rig.calls.say(CallStatus(call_id="c", state=CallState.RINGING, media=Media.VIDEO))
    rig.settle()
    rig.tap("navEnd")
    assert "电话会挂断" in rig.text("dialogText")
    rig.tap("dialogDo")
    assert rig.calls.current is None
    assert rig.app.page == "erased"
    assert "通话画面和声音" in rig.texts()
    rig.tap("bye")
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert "通话画面和声音" not in rig.texts()


def test_the_receipt_looks_and_speaks_as_the_one_who_leaves(rig: Rig) -> None:
    for tool in ("toolElderly", "toolContrast", "toolLanguage"):
        rig.tap(tool)
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert rig.text("pageTitle") == "All erased"
    assert rig.app.contrast
    assert not rig.app.elderly
    rig.tap("navHelp")
    rig.tap("navBack")
    assert rig.app.english
    rig.tap("bye")
    assert not rig.app.english
    assert not rig.app.contrast
    assert rig.app.elderly
    assert rig.text("pageTitle") == "您好，想办什么事？"


def test_idling_away_resets_the_look(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(terminal__idle_s=0.2, terminal__idle_warning_s=1)
    rig.tap("toolLanguage")
    wait(rig, lambda: rig.has("idleDialog"))
    wait(rig, lambda: not rig.app.english)
    assert rig.app.page == "home"


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("dialog", ["end", "idle"])
def test_no_dialog_covers_the_strip(
    open_screen: Callable[..., Rig], size: QSize, dialog: str
) -> None:
    rig = open_screen(size=size)
    strip = "wide" if size == LANDSCAPE else "strip"
    for button, page in (("110", "hotline"), ("12348", "hotline"), ("Hide", "hidden")):
        before = rig.pixel(rig.find(f"{strip}110"), 30, 12)
        (rig.app.askEnd if dialog == "end" else rig.app.ask_idle)()
        rig.settle()
        assert rig.has(f"{dialog}Dialog")
        assert rig.pixel(rig.find(f"{strip}110"), 30, 12) == before
        rig.tap(strip + button)
        assert rig.app.page == page
        assert not rig.has(f"{dialog}Dialog")
    assert rig.app.page == "hidden"


def test_back_from_hiding_the_page_takes_no_tap_at_first(rig: Rig) -> None:
    rig.tap("stripHide")
    rig.app.unhide()
    rig.settle()
    rig.tap("tileNews")
    assert rig.app.page == "home"
    rig.settle(SETTLE_MS + 50)
    rig.tap("tileNews")
    assert rig.app.page == "news"


def test_the_marks_of_the_hidden_page_lie_over_no_button(rig: Rig) -> None:
    buttons = [scene(i) for i in rig.items() if i.inherits("QQuickAbstractButton")]
    rig.tap("stripHide")
    for mark in ("cornerStart", "cornerEnd"):
        place = scene(rig.find(mark))
        assert not any(place.intersects(b) for b in buttons)


def test_a_notice_lies_over_no_button_and_goes_with_page_and_language(rig: Rig) -> None:
    for goes in (lambda: rig.tap("tileNews"), lambda: rig.tap("toolLanguage")):
        rig.app.home()
        rig.settle()
        rig.tap("navBack")
        assert rig.text("notice") != ""
        notice = scene(rig.find("notice"))
        buttons = [i for i in rig.items() if i.inherits("QQuickAbstractButton")]
        assert not any(notice.intersects(scene(b)) for b in buttons)
        goes()
        assert not rig.has("notice")


def test_idle_asks_then_erases(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(terminal__idle_s=0.4, terminal__idle_warning_s=2)
    rig.tap("tileNews")
    wait(rig, lambda: rig.has("idleDialog"))
    assert rig.text("dialogTitle") == "还在吗？"
    rig.tap("dialogSafe")
    assert not rig.has("idleDialog")
    assert rig.app.page == "news"
    before = rig.context.session.session
    wait(rig, lambda: rig.has("idleDialog"))
    wait(rig, lambda: rig.app.page == "home")
    assert rig.context.session.session is not before
    assert not rig.has("idleDialog")


def test_idle_does_not_ask_where_nobody_has_been(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(terminal__idle_s=0.05, terminal__idle_warning_s=1)
    rig.settle(400)
    assert not rig.has("idleDialog")


def test_never_idle_in_a_call(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen(terminal__idle_s=0.05, terminal__idle_warning_s=1)
    rig.calls.say(CallStatus(call_id="c", state=CallState.QUEUED, media=Media.VIDEO))
    rig.settle(400)
    assert not rig.has("idleDialog")
    assert rig.calls.current is not None


def test_the_receipt_goes_home_by_itself(rig: Rig) -> None:
    rig.app.end()
    rig.settle()
    assert rig.text("erasedFooter").startswith("15 秒后自己回到首页")
    for _ in range(15):
        rig.app.pageModel._second()
    rig.settle()
    assert rig.app.page == "home"


def test_back_from_help_the_receipt_counts_on(rig: Rig) -> None:
    rig.app.end()
    rig.settle()
    rig.tap("navHelp")
    rig.tap("navBack")
    assert rig.app.page == "erased"
    wait(rig, lambda: rig.text("erasedFooter").startswith("14 秒后自己回到首页"))


def test_the_clock_goes_on(rig: Rig) -> None:
    rig.clock.advance(timedelta(minutes=5))
    wait(rig, lambda: rig.text("clock") == "周五 15:25")
