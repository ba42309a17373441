"""Stops of the tour: the search page, and the board that one types on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.terminal.ui.viewmodels.base import PageState
from kiosk.terminal.ui.viewmodels.search import SearchViewModel

if TYPE_CHECKING:
    from kiosk.terminal.tour import Stage


def _until(stage: Stage, condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Let things happen until it is so, or the time is over."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        stage.settle()


def _named(window: QQuickWindow, name: str) -> QQuickItem | None:
    """The visible item of this objectName."""
    items = [window.contentItem()]
    while items:
        item = items.pop()
        if item.isVisible():
            if item.objectName() == name:
                return item
            items += item.childItems()
    return None


def _model(stage: Stage) -> SearchViewModel:
    model = stage.screen.app.model
    assert isinstance(model, SearchViewModel)
    return model


def _search(stage: Stage, query: str) -> None:
    """All results for it; they come from another thread."""
    stage.screen.app.open("search", query)
    loading = PageState.Status.LOADING.value
    _until(stage, lambda: _model(stage).property("status") != loading)


def _spell(stage: Stage, letters: str) -> None:
    """Tap them on the pinyin keyboard."""
    window = stage.screen.window
    stage.screen.app.open("search")
    stage.screen.app.typing_board.choose("pinyin")
    _until(stage, lambda: _named(window, "key_a"))
    for letter in letters:
        if key := _named(window, f"key_{letter}"):
            QMetaObject.invokeMethod(key, "click")
    _until(stage, lambda: _named(window, "hit_0"))


def _type_english(stage: Stage, query: str) -> None:
    stage.screen.app.open("search")
    stage.screen.app.typing_board.choose("english")
    _model(stage).setQuery(query)
    _until(stage, lambda: _named(stage.screen.window, "hit_0"))


def write(stage: Stage) -> None:
    """工, as a hurried finger writes it; read by the recogniser."""
    stage.screen.app.open("search")
    typing = stage.screen.app.typing_board
    for stroke in (((250, 100), (420, 92)), ((340, 95), (332, 260)), ((200, 270), (470, 258))):
        (x0, y0), (x1, y1) = stroke
        typing.begin(x0, y0)
        for n in range(1, 11):
            typing.extend(x0 + (x1 - x0) * n / 10, y0 + (y1 - y0) * n / 10)
        typing.finish()
    _until(stage, lambda: typing.property("preview"))


SEARCH_STOPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("07-search", lambda s: s.screen.app.open("search")),
    ("07-search-pinyin", lambda s: _spell(s, "lvshi")),
    ("07-search-english", lambda s: _type_english(s, "wages")),
    ("07-search-found", lambda s: _search(s, "拖欠工资")),
    ("07-search-nothing", lambda s: _search(s, "龘")),
)
