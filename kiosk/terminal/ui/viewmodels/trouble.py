"""Behind the trouble pages: what does not work, what works all the same, and one next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel
from kiosk.terminal.ui.viewmodels.call import CallViewModel
from kiosk.terminal.ui.viewmodels.shell import WAITING, AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """``step``: words and symbol, and what it does. ``fault``: something of ours is broken."""

    symbol: str
    title: str
    sentence: str
    works: tuple[str, ...]
    step: tuple[str, str]
    act: Callable[[], None]
    fault: bool = False


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class TroubleViewModel(PageViewModel):
    """``argument``: camera | microphone | update."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._kind = "update"

    def enter(self, argument: str) -> None:
        self._kind = argument
        self.changed.emit()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self.changed.emit()

    @Slot()
    def step(self) -> None:
        self._trouble.act()

    @property
    def _trouble(self) -> Trouble:
        return {
            "camera": self._camera,
            "microphone": self._microphone,
            "update": self._update,
        }[self._kind]()

    # --- the three ----------------------------------------------------------------------------

    def _camera(self) -> Trouble:
        return Trouble(
            "cameraoff", tr("摄像头没接好"), tr("律师看不到您。不是您的问题，照样可以问。"),
            (tr("律师听得到您说话"), tr("您看得到律师")),
            (tr("接着打"), "phone"), self._call_anyway,
        )  # fmt: skip

    def _microphone(self) -> Trouble:
        works = (tr("约个时间，当面问律师"), tr("看指南、看法律、找地方"),
                 tr("110 和 12348 的号码，在最下面"))  # fmt: skip
        return Trouble(
            "micoff", tr("话筒没接好"), tr("律师听不到您说话，不是您的问题。请工作人员来看看。"),
            works, (tr("叫工作人员过来"), "people"), lambda: self.app.replace("help"),
            fault=True,
        )  # fmt: skip

    def _update(self) -> Trouble:
        return Trouble(
            "clock", tr("正在更新"), tr("机器正在换新的版本，过几分钟就好。"),
            (tr("110 和 12348 的号码，在最下面"), tr("要人帮忙，按求助")),
            (tr("看 12348 怎么打"), "phone"), lambda: self.app.open("hotline", "12348"),
        )  # fmt: skip

    def _call_anyway(self) -> None:
        call = self.app.model_behind(WAITING)
        assert isinstance(call, CallViewModel)
        self.app.back()
        call.start_anyway()

    title = Property(str, lambda self: self._trouble.title, notify=changed)
    symbol = Property(str, lambda self: self._trouble.symbol, notify=changed)
    sentence = Property(str, lambda self: self._trouble.sentence, notify=changed)
    works = Property(list, lambda self: list(self._trouble.works), notify=changed)
    stepText = Property(str, lambda self: self._trouble.step[0], notify=changed)
    stepSymbol = Property(str, lambda self: self._trouble.step[1], notify=changed)
    fault = Property(bool, lambda self: self._trouble.fault, notify=changed)
