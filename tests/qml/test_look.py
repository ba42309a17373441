"""What holds on every page, in both layouts, every look and language: it can be read and hit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem
from shiboken6 import getCppPointer

from kiosk.terminal.tour import STOPS, Stage
from kiosk.terminal.ui.outline import Kind, Node, all_nodes, page_nodes
from kiosk.terminal.ui.translations import TS, find_strings, read_catalogue, untranslated
from tests.fakes.screen import LANDSCAPE, PORTRAIT, Rig
from tests.qml.fitting import misfits, scene
from tests.support.hand import is_text

LOOKS = {
    "large": (),
    "standard": ("toggleElderly",),
    "contrast": ("toggleContrast",),
    "english": ("toggleLanguage",),
    "english-standard": ("toggleLanguage", "toggleElderly"),
}
SIZES = {"portrait": PORTRAIT, "landscape": LANDSCAPE}
MIN_TARGET = 81
#: Bars with buttons around the page.
BARS = ("NavBar", "NavRail", "ToolBar", "NightStrip", "WideStrip")


def kind(item: QQuickItem) -> str:
    return item.metaObject().className().split("_QML")[0]


def bar_misfits(rig: Rig) -> list[str]:
    """Words that stick out of a button of the shell."""
    found = []
    for item in rig.items():
        if kind(item) not in ("NavButton", "ToolButton", "StripButton"):
            continue
        room = scene(item).adjusted(4, 0, -4, 0)
        found += [
            f"wider than its button: {t.property('text')}"
            for t in rig.items(item)
            if is_text(t) and not room.contains(scene(t).adjusted(0, 8, 0, -8))
        ]
    header = [t for t in rig.items() if is_text(t) and scene(t).bottom() < 112]
    for n, one in enumerate(header):
        found += [
            f"over each other: {one.property('text')} / {two.property('text')}"
            for two in header[n + 1 :]
            if scene(one).intersects(scene(two))
        ]
    return found


def small_targets(rig: Rig) -> list[str]:
    return [
        f"{item.objectName() or kind(item)}: {item.width():.0f} x {item.height():.0f}"
        for item in rig.items()
        if item.inherits("QQuickAbstractButton") and min(item.width(), item.height()) < MIN_TARGET
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_read_and_hit(
    open_screen: Callable[..., Rig], size: str, look: str
) -> None:
    rig = open_screen(size=SIZES[size])
    for toggle in LOOKS[look]:
        getattr(rig.app, toggle)()
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    wrong: list[str] = []
    for name, go in STOPS:
        stage.home()
        rig.settle(20)
        go(stage)
        rig.settle(40)
        faults = [*misfits(rig), *bar_misfits(rig), *small_targets(rig)]
        wrong += [f"{name}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)


def test_the_floor_never_moves(rig: Rig) -> None:
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    names = ("navBack", "navHome", "navHelp", "navEnd", "toolElderly", "toolRead", "toolContrast",
             "toolLanguage", "toolLow", "strip110", "strip12348", "stripHide")  # fmt: skip
    before: dict[str, QRectF] = {}
    for name, go in STOPS:
        if name == "12-hidden" or name.startswith("01-attract"):
            continue
        stage.home()
        go(stage)
        rig.settle()
        places = {n: scene(rig.find(n)) for n in names}
        assert not before or places == before, name
        before = places
    assert before["navEnd"].width() == 350
    assert before["strip110"].y() == 1920 - 120 + 14


def test_the_tour_shows_a_place_with_the_way_to_it(rig: Rig) -> None:
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    dict(STOPS)["06-entry"](stage)
    rig.settle()
    assert rig.has("sketchTarget")


def luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return (
        0.2126 * channel(colour.redF())
        + 0.7152 * channel(colour.greenF())
        + 0.0722 * channel(colour.blueF())
    )


def contrast(one: QColor, two: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


#: Text on ground, wherever a page sets one on the other.
PAIRS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "sunk"), ("ink2", "paper"), ("ink2", "card"),
    ("ink", "lampT"), ("dis", "paper"), ("dis", "sunk"), ("pine", "paper"), ("pine", "card"),
    ("pine", "pineT"), ("inkOnPine", "pine"), ("inkOnPine", "pineP"), ("inkOnLamp", "lamp"),
    ("lampI", "lampT"), ("inkOnCin", "cin"), ("inkOnCin", "cinP"), ("cin", "paper"),
    ("cin", "card"), ("cin", "cinT"), ("clay", "clayT"), ("clay", "card"), ("plum", "plumT"),
    ("olive", "oliveT"), ("cream", "night"), ("lamp", "night"),
]  # fmt: skip


@pytest.mark.parametrize("toggles", [(), ("toggleElderly",), ("toggleContrast",)])
def test_every_text_colour_stands_out(rig: Rig, toggles: tuple[str, ...]) -> None:
    for toggle in toggles:
        getattr(rig.app, toggle)()
    component = QQmlComponent(rig.screen.engine)
    names = sorted({n for pair in PAIRS for n in pair})
    properties = "\n".join(f"property color {n}_: Theme.{n}" for n in names)
    component.setData(f"import QtQuick\nimport Kiosk\nQtObject {{ {properties} }}".encode(), "")
    probe = component.create()
    assert probe is not None, component.errorString()
    for text, ground in PAIRS:
        ratio = contrast(probe.property(f"{text}_"), probe.property(f"{ground}_"))
        assert ratio >= 4.5, f"{text} on {ground}: {ratio:.2f}"
    probe.deleteLater()


def test_english_is_complete() -> None:
    assert untranslated() == []


def test_english_holds_nothing_that_is_gone() -> None:
    assert set(read_catalogue(TS)) == find_strings()


def test_english_keeps_every_placeholder() -> None:
    for (_, source), text in read_catalogue(TS).items():
        wanted = set(re.findall(r"\{\w+\}|%\d", source))
        assert set(re.findall(r"\{\w+\}|%\d", text)) <= wanted, source


def tab_order(nodes: list[Node]) -> list[int]:
    """Keys of the controls as Tab goes through them, once around."""
    controls = {n.key for n in nodes if n.kind in (Kind.CONTROL, Kind.FIELD)}
    order: list[int] = []
    item = next(n.item for n in nodes if n.key in controls)
    while (key := getCppPointer(item)[0]) not in order:
        if key in controls:
            order.append(key)
        item = item.nextItemInFocusChain()
    return order


def is_key_cap(item: QQuickItem) -> bool:
    return item.metaObject().className().startswith("KeyCap")


def test_every_control_has_a_name_and_tab_goes_where_the_walk_goes(rig: Rig) -> None:
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    wrong = []
    for name, go in STOPS:
        stage.home()
        rig.settle(20)
        go(stage)
        rig.settle(20)
        if rig.app.page in ("hidden", "attract"):
            continue
        nodes = all_nodes(rig.window)
        page = page_nodes(rig.window)
        named = {n.item for n in nodes}
        roots = [rig.find(r) for r in ("endDialog", "idleDialog", "pageHost") if rig.has(r)][:1]
        wrong += [
            f"{name}: {i.objectName()} has no name"
            for i in rig.items(roots[0])
            if i.inherits("QQuickAbstractButton") and i not in named
        ]
        if not any(n.kind in (Kind.TITLE, Kind.TEXT) for n in page):
            wrong.append(f"{name}: nothing is said before its controls")
        controls = [n for n in nodes if n.kind in (Kind.CONTROL, Kind.FIELD)]
        order = tab_order(nodes)
        # Who has keys to press Tab on types with them: those of the screen are for the finger.
        controls = [n for n in controls if not is_key_cap(n.item)]
        walk = [n.key for n in controls]
        if rig.app.endAsked or rig.app.idleAsking or rig.has("noticePlate"):
            continue  # Tab also reaches what lies under it
        if order != walk:
            names = {n.key: n.name for n in nodes}
            wrong.append(f"{name}: Tab goes {[names.get(k) for k in order]}, the walk "
                         f"{[n.name for n in controls]}")  # fmt: skip
    assert not wrong, "\n".join(wrong)
