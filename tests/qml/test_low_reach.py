"""低位: whoever sits in a wheelchair or is small reaches everything, on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.terminal.services.session import TextSize
from kiosk.terminal.tour import STOPS, Stage
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.qml.fitting import misfits, scene
from tests.qml.test_look import bar_misfits, small_targets

TOP = {"portrait": 640, "landscape": 360}
SIZES = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


def targets(rig: Rig) -> list[QQuickItem]:
    return [i for i in rig.items() if i.inherits("QQuickAbstractButton")]


def views(rig: Rig) -> list[int]:
    """What a page that is turned can be turned to; one for every other page."""
    host = rig.find("pageHost")
    return list(range(host.property("steps") + 1)) if host.property("turned") else [0]


def out_of_reach(rig: Rig, top: int) -> list[str]:
    """Targets that no view of the page shows whole below ``top``."""
    host, view = rig.find("pageHost"), rig.find("pageView")
    reached: set[QQuickItem] = set()
    for number in views(rig):
        host.setProperty("view", number)
        seen = scene(view).intersected(QRectF(0, top, 9999, 9999))
        for item in targets(rig):
            room = seen if view.isAncestorOf(item) else QRectF(0, top, 9999, 9999)
            if room.contains(scene(item)):
                reached.add(item)
    host.setProperty("view", 0)
    return [i.objectName() or i.metaObject().className() for i in targets(rig) if i not in reached]


@pytest.mark.parametrize("size", SIZES)
def test_every_target_of_every_page_is_low(open_screen: Callable[..., Rig], size: str) -> None:
    rig = open_screen(size=SIZES[size])
    rig.app.toggleLowReach()
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    wrong: list[str] = []
    for name, go in STOPS:
        stage.home()
        rig.settle(20)
        go(stage)
        rig.settle(30)
        faults = [f"out of reach: {item}" for item in out_of_reach(rig, TOP[size])]
        faults += [*small_targets(rig), *bar_misfits(rig)]
        if len(views(rig)) == 1:
            faults += misfits(rig)
        wrong += [f"{name}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)


def test_a_list_shows_two_and_the_panel_says_what_it_is(rig: Rig) -> None:
    rig.tap("tileNews")
    assert rig.has("article_3")
    rig.tap("toolLow")
    assert rig.text("panelTitle") == "法律资讯"
    assert rig.has("article_1")
    assert not rig.has("article_2")
    rig.tap("nextPage")
    assert rig.text("pageCount") == "第 2 页 / 共 7 页"


def test_a_page_without_a_low_form_is_turned(rig: Rig) -> None:
    rig.tap("toolLow")
    rig.tap("primary")
    assert rig.app.page == "call"
    rig.tap("lookUp")
    assert rig.text("notice") == "这是最上面了"
    rig.tap("lookDown")
    rig.tap("topic_labour")
    rig.tap("lookDown")
    rig.tap("startCall")
    assert rig.app.page == "ringing"


def test_hidden_in_low_reach_it_comes_back_from_the_lower_corners(rig: Rig) -> None:
    rig.tap("toolLow")
    rig.tap("stripHide")
    for corner in ("cornerStart", "cornerEnd"):
        assert scene(rig.find(corner)).y() > TOP["portrait"]
        rig.tap(corner)
    assert rig.app.page == "home"


def test_the_next_person_finds_the_screen_as_it_was(rig: Rig) -> None:
    rig.tap("toolLow")
    rig.tap("navEnd")
    rig.tap("dialogDo")
    assert rig.app.page == "erased"
    assert rig.app.lowReach  # its receipt is read by who leaves
    rig.app.home()
    assert not rig.app.lowReach
    assert rig.context.session.session.text_size is TextSize.LARGE
