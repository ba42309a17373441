"""A resident's hand and eyes on a window of this process: taps real mouse events, reads pixels."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest


def is_text(item: QObject) -> bool:
    return item.inherits("QQuickText")


class Hand:
    """Items are named by their ``objectName``; only what is visible counts.

    Whoever derives from it has a ``window``.
    """

    window: QQuickWindow

    # --- eyes --------------------------------------------------------------------------------

    def items(self, root: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """Every visible item, parents first."""
        top = root or self.window.contentItem()
        if not top.isVisible():
            return
        yield top
        for child in top.childItems():
            yield from self.items(child)

    def find(self, name: str) -> QQuickItem:
        for item in self.items():
            if item.objectName() == name:
                return item
        raise AssertionError(f"nothing visible is called {name}; to be read: {self.texts()}")

    def has(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def text(self, name: str) -> str:
        return str(self.find(name).property("text"))

    def texts(self) -> list[str]:
        """All that can be read."""
        return [str(i.property("text")) for i in self.items() if is_text(i) and i.property("text")]

    def grab(self) -> QImage:
        self.settle()
        return self.window.grabWindow()

    def pixel(self, item: QQuickItem, x: float, y: float) -> QColor:
        """The colour on the screen at a place of an item."""
        return self.grab().pixelColor(item.mapToScene(QPointF(x, y)).toPoint())

    # --- hand --------------------------------------------------------------------------------

    def tap(self, name: str) -> None:
        """Wait for an item and touch its middle."""
        self.wait(lambda: self.has(name), f"{name} to be there")
        self.tap_item(self.find(name))

    def tap_item(self, item: QQuickItem) -> None:
        QTest.mouseClick(
            self.window,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            self.centre(item),
        )
        self.settle()

    @staticmethod
    def centre(item: QQuickItem) -> QPoint:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    # --- time --------------------------------------------------------------------------------

    @staticmethod
    def settle(ms: int = 30) -> None:
        """Let queued events and one frame happen.

        Not by ``QTest.qWait``: it keeps Python's other threads from running.
        """
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def wait(self, condition: Callable[[], object], what: str, seconds: float = 10) -> float:
        """Let the program run until ``condition()``; the seconds that took. Fails in the end."""
        started = time.monotonic()
        while not condition():
            passed = time.monotonic() - started
            assert passed < seconds, (
                f"waited {seconds:g} s in vain for {what}; to be read: {self.texts()}"
            )
            self.settle(20)
        return time.monotonic() - started

    def wait_for(self, name: str, seconds: float = 10) -> float:
        """Wait until an item is visible; the seconds that took."""
        return self.wait(lambda: self.has(name), name, seconds)

    def done(self, future: Future[Any], seconds: float = 20) -> Any:
        """The result of what another thread does, while the program runs on."""
        self.wait(future.done, "the other side", seconds)
        return future.result()
