"""Behind the typing board: the way somebody types, the pen's strokes, and the words to choose."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement, QQmlComponent, qmlEngine
from PySide6.QtQuick import QQuickItem

from kiosk.errors import EnvironmentFault, KioskError
from kiosk.terminal.input.pinyin import make_pinyin
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import RowsModel

if TYPE_CHECKING:
    from kiosk.terminal.input.handwriting import Candidate, Scribe

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)
PEN, PINYIN, ENGLISH = "pen", "pinyin", "english"
#: Characters before the caret that the recogniser may look at.
_CONTEXT = 4
#: More points than anybody's finger makes in one square.
_MOST_POINTS = 20_000

Stroke = list[tuple[float, float]]


@QmlElement
@QmlUncreatable("the shell makes the one there is")
class TypingViewModel(QObject):
    """One for all boards, as one is shown at a time. Everything in it is gone after ``erase``."""

    wayChanged = Signal()
    inkChanged = Signal()
    choicesChanged = Signal()
    stateChanged = Signal()
    _read = Signal(object)
    _followed = Signal(object)
    _failed = Signal(object)

    def __init__(
        self, parent: QObject, context: Context, large: Callable[[], bool],
        english: Callable[[], bool],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context = context
        self._large = large
        self._english = english
        self._chosen_way = ""
        self._before = ""
        self._strokes: list[Stroke] = []
        self._points = 0
        self._choices = RowsModel(("word",), self)
        self._following = False
        self._used = False
        self._broken = False
        self._pinyin_broken = False
        self._scribe: Scribe | None = None
        self._pinyin: tuple[QQmlComponent, QObject] | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._read.connect(self._on_read, queued)
        self._followed.connect(self._on_followed, queued)
        self._failed.connect(self._on_failed, queued)

    # --- ways --------------------------------------------------------------------------------

    def _get_way(self) -> str:
        if self._chosen_way:
            return self._chosen_way
        if self._english():
            return ENGLISH
        return PEN if self._large() else PINYIN

    @Slot(str)
    def choose(self, way: str) -> None:
        """``pen``, ``pinyin`` or ``english``; it holds until the session ends."""
        self.clear()
        self._chosen_way = way
        self.wayChanged.emit()

    way = Property(str, _get_way, notify=wayChanged)

    @Slot(QQuickItem, result=QObject)
    def pinyin(self, item: QQuickItem) -> QObject | None:
        """Qt's engine, made the first time; None (and ``pinyinBroken``) where it is missing."""
        engine = qmlEngine(item)
        if self._pinyin is None and engine is not None and not self._pinyin_broken:
            try:
                self._pinyin = make_pinyin(engine)
            except EnvironmentFault as fault:
                _log.error("%s", fault)
                self._pinyin_broken = True
                self.stateChanged.emit()
        return self._pinyin[1] if self._pinyin else None

    pinyinBroken = Property(bool, lambda self: self._pinyin_broken, notify=stateChanged)

    # --- the pen -----------------------------------------------------------------------------

    @property
    def strokes(self) -> list[Stroke]:
        return self._strokes

    @Slot(str)
    def setBefore(self, before: str) -> None:
        """The text before the caret is another one."""
        self._before = before[-_CONTEXT:]
        if self._following and not self._before:
            self._show([])

    def begin(self, x: float, y: float) -> None:
        """The finger is down. The first time the recogniser is loaded while it writes."""
        self._used = True
        if not self._strokes:
            self._scribe_now().ask_next("")
        if self._following:
            self._show([])
        self._strokes.append([(x, y)])
        if len(self._strokes) == 1:
            self.inkChanged.emit()

    def extend(self, x: float, y: float) -> None:
        if self._strokes and self._points < _MOST_POINTS:
            self._strokes[-1].append((x, y))
            self._points += 1

    def finish(self) -> None:
        """The finger is up: read what there is."""
        if self._strokes:
            self._scribe_now().ask(self._strokes, context=self._before)

    @Slot()
    def undo(self) -> None:
        """Take the last stroke away."""
        if not self._strokes:
            return
        self._strokes.pop()
        if self._strokes:
            self.finish()
            self.inkChanged.emit()
        else:
            self.clear()

    @Slot()
    def clear(self) -> None:
        """No ink, nothing to choose."""
        self._strokes.clear()
        self._points = 0
        if self._scribe is not None:
            self._scribe.forget()
        self._show([])
        self.inkChanged.emit()

    @Slot(int, result=str)
    def take(self, index: int) -> str:
        """The choice, as it goes into the field; then what may follow is offered."""
        rows = self._choices.rows
        if not 0 <= index < len(rows):
            return ""
        word = str(rows[index]["word"])
        self.clear()
        self._used = True
        self._before = (self._before + word)[-_CONTEXT:]
        self._scribe_now().ask_next(self._before)
        return word

    def _get_has_ink(self) -> bool:
        return bool(self._strokes)

    def _get_preview(self) -> str:
        """What the ink most likely says."""
        rows = self._choices.rows
        return str(rows[0]["word"]) if rows and not self._following else ""

    hasInk = Property(bool, _get_has_ink, notify=inkChanged)
    choices = Property(QObject, lambda self: self._choices, constant=True)
    #: The choices may follow the text; False: they are what the ink may say.
    following = Property(bool, lambda self: self._following, notify=choicesChanged)
    offered = Property(int, lambda self: len(self._choices.rows), notify=choicesChanged)
    preview = Property(str, _get_preview, notify=choicesChanged)
    #: The recogniser cannot be used.
    broken = Property(bool, lambda self: self._broken, notify=stateChanged)

    def _show(self, words: list[str], *, following: bool = False) -> None:
        self._choices.set([{"word": word} for word in words])
        self._following = following
        self.choicesChanged.emit()

    # --- the recogniser ----------------------------------------------------------------------

    def _scribe_now(self) -> Scribe:
        if self._scribe is None:
            self._scribe = self._context.scribe(
                self._read.emit, self._failed.emit, self._followed.emit
            )
        return self._scribe

    @Slot(object)
    def _on_read(self, found: list[Candidate]) -> None:
        if self._strokes:  # else it was wiped while the answer was on its way
            self._set_broken(False)
            self._show([candidate.text for candidate in found])

    @Slot(object)
    def _on_followed(self, words: list[str]) -> None:
        self._set_broken(False)
        if not self._strokes and self._before:
            self._show(words, following=True)

    @Slot(object)
    def _on_failed(self, error: KioskError) -> None:
        if not self._broken:
            _log.error("%s", error)
        self._set_broken(True)

    def _set_broken(self, broken: bool) -> None:
        if broken != self._broken:
            self._broken = broken
            self.stateChanged.emit()

    # --- the session -------------------------------------------------------------------------

    @Slot()
    def note(self) -> None:
        """Something was typed by key."""
        self._used = True

    def look_changed(self) -> None:
        """The way at rest depends on the text size and the language."""
        if not self._chosen_way:
            self.wayChanged.emit()

    def erase(self) -> bool:
        """Forget strokes, choices and text, and let the recogniser go; False: nothing was there."""
        used, self._used = self._used, False
        self.clear()
        self._before = ""
        if self._scribe is not None:
            self._scribe.forget(drop=True)
        QGuiApplication.clipboard().clear()
        self._chosen_way = ""
        self.wayChanged.emit()
        return used

    def stop(self) -> None:
        """No thread of ours is left."""
        if self._scribe is not None:
            self._scribe.close()
            self._scribe = None
        if self._pinyin is not None:
            for thing in reversed(self._pinyin):  # before their engine
                thing.deleteLater()
                QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)
            self._pinyin = None
