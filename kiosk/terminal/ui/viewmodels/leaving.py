"""Behind the two ways to leave: the harmless page, and the receipt of what was erased."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import Event, SessionEnded
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import full_day_text, weekday

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: The receipt stays this long, then the terminal goes home by itself.
RECEIPT_S = 15


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class HiddenViewModel(PageViewModel):
    """Park notices and the day: true, dull, and nothing about law. Both corners bring it back."""

    shown = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._touched: set[str] = set()

    def enter(self, argument: str) -> None:
        self._touched.clear()
        self.shown.emit()

    def retranslate(self) -> None:
        self.shown.emit()

    @Slot(str)
    def corner(self, which: str) -> None:
        self._touched.add(which)
        if len(self._touched) == 2:
            self._touched.clear()
            self.app.unhide()

    def _get_day(self) -> str:
        return full_day_text(office_time(self.context.clock.now()).date())

    def _get_weekday(self) -> str:
        return weekday(office_time(self.context.clock.now()).date())

    def _get_weather(self) -> str:
        month = office_time(self.context.clock.now()).month
        if month in (12, 1, 2):
            return tr("天冷，出门多穿一件。路面可能结冰，慢慢走。")
        if month in (6, 7, 8):
            return tr("天热，多喝水。中午少晒，出门带伞。")
        return tr("早晚凉，带件外衣。看看天，要不要带伞。")

    day = Property(str, _get_day, notify=shown)
    weekday = Property(str, _get_weekday, notify=shown)
    weather = Property(str, _get_weather, notify=shown)


def _receipt_line(step: str) -> dict[str, str] | None:
    """What a resident reads for a step that was done; None for one that says nothing to them."""
    words = {
        "pages": (tr("您看过、选过的内容"), tr("已从这台机器删除")),
        "typing": (tr("您写过、打过的字"), tr("已删除，输入法也没有记住")),
        "call": (tr("通话画面和声音"), tr("已断开，这台机器没有保存")),
        "session": (tr("字号、颜色和语言"), tr("看完这一页，就变回平常的样子")),
    }.get(step)
    return {"title": words[0], "note": words[1]} if words else None


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class ErasedViewModel(PageViewModel):
    receiptChanged = Signal()
    secondsChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._steps: tuple[str, ...] = ()
        self._rows = RowsModel(("title", "note"), self)
        self._seconds = RECEIPT_S
        self._at = ""
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._second)

    def handle(self, event: Event) -> None:
        if isinstance(event, SessionEnded):
            self._steps = event.erased
            self._at = f"{office_time(self.context.clock.now()):%H:%M}"
            self._refresh()

    def enter(self, argument: str) -> None:
        self._seconds = RECEIPT_S
        self._timer.start()
        self._refresh()
        self.secondsChanged.emit()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def leave(self) -> None:
        self._timer.stop()

    def retranslate(self) -> None:
        self._refresh()
        self.secondsChanged.emit()

    def _refresh(self) -> None:
        rows: list[dict[str, Any]] = []
        for step in self._steps:
            line = _receipt_line(step)
            if line is not None:
                rows.append(line)
        self._rows.set(rows)
        self.receiptChanged.emit()

    def _second(self) -> None:
        self._seconds -= 1
        self.secondsChanged.emit()
        if self._seconds <= 0:
            self._timer.stop()
            self.app.home()

    def _get_footer(self) -> str:
        text = tr("{n} 秒后自己回到首页").format(n=max(0, self._seconds))
        return f"{text}    {tr('{time} 清除').format(time=self._at)}"

    def _get_rows(self) -> QObject:
        return self._rows

    footer = Property(str, _get_footer, notify=secondsChanged)
    rows = Property(QObject, _get_rows, constant=True)
