"""Behind the home page: who is on duty, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import ContentChanged, Event, ProfileChanged
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import RowsModel
from kiosk.terminal.ui.viewmodels.duty import DutyViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import when_text

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: So many tiles -> how many stand in each row: two that are read, or three that are looked at.
ROWS = {3: (1, 2), 4: (2, 2), 5: (2, 3), 6: (2, 2, 2), 7: (2, 2, 3)}
_ROLES = ("name", "key", "symbol", "tint", "title", "note", "row", "column", "columns")


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class HomeViewModel(DutyViewModel):
    changed = Signal()  # greeting and tiles
    stepChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._tiles = RowsModel(_ROLES, self)
        self.dutyChanged.connect(self.stepChanged)

    def enter(self, argument: str) -> None:
        self.dutyChanged.emit()
        self._refresh()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def handle(self, event: Event) -> None:
        super().handle(event)
        if isinstance(event, ContentChanged | ProfileChanged):
            self._refresh()

    def retranslate(self) -> None:
        self.enter("")

    # --- the step and the way beside it ------------------------------------------------------

    def _get_why_not(self) -> str:
        if self._get_state() == "connecting":
            return tr("正在连接，请稍等")
        if self._get_state() == "offline":
            return tr("没连上网，先打热线")
        return tr("现在没人值班")

    def _step(self) -> tuple[str, str, str, str]:
        """Words, symbol, page and argument of the one step."""
        if self._get_can_call():
            return tr("视频咨询律师"), "video", "call", "video"
        if self._get_in_hall():
            return tr("请人带我过去"), "walk", "help", ""
        if self._get_state() == "offline":
            return tr("没网，先预约"), "calendar", "appointment", ""
        return tr("看 12348 怎么打"), "phone", "hotline", "12348"

    def _get_wait_label(self) -> str:
        duty = self._duty
        if duty is None or self._get_in_hall() or not (duty.waiting or duty.wait_minutes):
            return ""
        return tr("前面还有") if duty.waiting else tr("大约等")

    def _get_wait_value(self) -> str:
        duty = self._duty
        if duty is None:
            return ""
        if self._get_in_hall():
            return tr("当面问")
        if duty.waiting:
            return tr("{n} 位").format(n=duty.waiting)
        return tr("{n} 分钟").format(n=duty.wait_minutes) if duty.wait_minutes else tr("不用等")

    whyNot = Property(str, _get_why_not, notify=stepChanged)
    stepText = Property(str, lambda self: self._step()[0], notify=stepChanged)
    stepSymbol = Property(str, lambda self: self._step()[1], notify=stepChanged)
    waitLabel = Property(str, _get_wait_label, notify=stepChanged)
    waitValue = Property(str, _get_wait_value, notify=stepChanged)

    @Slot()
    def primary(self) -> None:
        """The one step: the lawyer, or while there is none what always answers."""
        _, _, page, argument = self._step()
        self.app.open(page, argument)

    # --- greeting and tiles ------------------------------------------------------------------

    def _get_greeting(self) -> str:
        return self.context.hall_profile().words(bool(self.app.english)).greeting

    def _tile(self, page: str) -> tuple[str, str, str, Callable[[], str]]:
        """Symbol, tint, title and second line."""
        return {
            "appointment": ("calendar", "pine", tr("预约律师"), lambda: tr("挑个时间")),
            "legal-aid": ("selftest", "lamp", tr("法律援助自测"), lambda: tr("看能不能申请")),
            "guides": ("guide", "olive", tr("查法律指南"), lambda: tr("遇事怎么办")),
            "directory": ("place", "clay", tr("找服务机构"), lambda: tr("地址电话路线")),
            "news": ("news", "olive", tr("法律资讯"), self._news_note),
            "events": ("lantern", "clay", tr("法治日活动"), self._events_note),
            "slip": ("slip", "plum", tr("我的凭条"), lambda: tr("输号码查改")),
            "mediation": ("people", "lamp", tr("小纠纷调解"), lambda: tr("双方自愿才做")),
        }[page]

    def _refresh(self) -> None:
        pages = self.context.hall_profile().tiles
        rows: list[dict[str, Any]] = []
        left = iter(pages)
        for row, columns in enumerate(ROWS[len(pages)]):
            for column in range(columns):
                page = next(left)
                symbol, tint, title, note = self._tile(page)
                rows.append({
                    "name": page, "key": "tile" + page.title().replace("-", ""),
                    "symbol": symbol, "tint": tint, "title": title, "note": note(),
                    "row": row, "column": column, "columns": columns,
                })  # fmt: skip
        self._tiles.set(rows)
        self.changed.emit()

    def _news_note(self) -> str:
        today = self.context.content.published_today(ArticleKind.NEWS)
        if today:
            return tr("今天 {n} 条").format(n=today)
        return tr("新政策、新提醒")

    def _events_note(self) -> str:
        now = self.context.clock.now()
        event = next((e for e in self.context.hall.events() if e.ends > now), None)
        if event is None:
            return tr("看看有什么")
        return when_text(office_time(event.starts), office_time(now))

    def _get_last_row(self) -> int:
        return max((row["row"] for row in self._tiles.rows), default=0)

    def _get_last_columns(self) -> int:
        return self._tiles.rows[-1]["columns"] if self._tiles.rows else 1

    greeting = Property(str, _get_greeting, notify=changed)
    tiles = Property(QObject, lambda self: self._tiles, constant=True)
    lastRow = Property(int, _get_last_row, notify=changed)
    lastColumns = Property(int, _get_last_columns, notify=changed)
