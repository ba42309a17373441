"""Behind the help page: ringing for the hall's staff, and what else there is."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.terminal.services.events import Event, HelpChanged
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.hotline import StandingViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class HelpViewModel(StandingViewModel):
    """``stage`` as ``services.help.HelpStage``; a call goes on when the page is left."""

    stageChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        context.session.register_eraser("help", self._erase)

    def enter(self, argument: str) -> None:
        self.profileChanged.emit()
        self.dutyChanged.emit()
        self.stageChanged.emit()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self.enter("")

    def handle(self, event: Event) -> None:
        super().handle(event)
        if isinstance(event, HelpChanged):
            self.stageChanged.emit()

    def _erase(self) -> bool:
        """Who has left needs nobody any more."""
        rang = self.context.help.stage != "idle"
        self.context.help.give_up()
        return rang

    @Slot()
    def ring(self) -> None:
        self.context.help.ask()

    @Slot()
    def giveUp(self) -> None:
        self.context.help.give_up()

    def _get_stage(self) -> str:
        return self.context.help.stage

    def _get_under_way(self) -> bool:
        return self._get_stage() in ("asking", "ringing", "coming")

    def _get_title(self) -> str:
        return {
            "asking": tr("正在叫工作人员"),
            "ringing": tr("工作人员那边响铃了"),
            "coming": tr("工作人员马上过来"),
            "late": tr("还没有人应"),
            "over": tr("工作人员说办好了"),
        }.get(self._get_stage(), self.words.helper)

    def _get_line(self) -> str:
        stage = self._get_stage()
        if stage in ("asking", "ringing", "coming"):
            return tr("请在这里等一下。")
        where = self._get_address()
        if stage == "late":
            return self.words.way + (tr("这里是{place}。").format(place=where) if where else "")
        if stage == "over":
            return tr("还要帮忙，就再叫一次。")
        return tr("在{place}").format(place=where) if where else self.words.way

    def _get_ring_words(self) -> str:
        again = self._get_stage() in ("late", "over")
        return tr("再叫一次") if again else tr("叫工作人员过来")

    stage = Property(str, _get_stage, notify=stageChanged)
    underWay = Property(bool, _get_under_way, notify=stageChanged)
    title = Property(str, _get_title, notify=stageChanged)
    line = Property(str, _get_line, notify=stageChanged)
    ringWords = Property(str, _get_ring_words, notify=stageChanged)
