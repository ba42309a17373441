"""Behind the hotlines and the help page: numbers to ring, and where this terminal stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.terminal.hall_profiles import HallWords
from kiosk.terminal.services.events import ConnectionChanged, DutyChanged, Event, ProfileChanged
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import duty_state

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class Hotline:
    """A national short number."""

    number: str
    name: str
    about: str
    tint: str


def hotlines() -> list[Hotline]:
    """In the order in which they are offered."""
    return [
        Hotline("12348", tr("法律热线"), tr("打官司、合同、家里的事，都可以问"), "pine"),
        Hotline("12345", tr("政务热线"), tr("找部门、投诉、查办事"), "olive"),
        Hotline("12333", tr("劳动社保"), tr("工资、社保、工伤"), "clay"),
        Hotline("12338", tr("妇女维权"), tr("家暴、婚姻、孩子"), "plum"),
        Hotline("12315", tr("消费投诉"), tr("买东西、退款、假货"), "lamp"),
        Hotline("110", tr("报警"), tr("有危险，马上打"), "cin"),
    ]


@QmlElement
@QmlUncreatable("a base")
class StandingViewModel(PageViewModel):
    """What both pages know: where the terminal stands, and whether a lawyer can be called."""

    profileChanged = Signal()
    dutyChanged = Signal()

    def handle(self, event: Event) -> None:
        if isinstance(event, ProfileChanged):
            self.profileChanged.emit()
        elif isinstance(event, DutyChanged | ConnectionChanged):
            self.dutyChanged.emit()

    def _get_address(self) -> str:
        profile = self.context.profile()
        return (profile.address or profile.name) if profile else ""

    def _get_desk(self) -> str:
        profile = self.context.profile()
        return profile.desk_phone if profile else ""

    @property
    def words(self) -> HallWords:
        """What is said differently in each kind of hall."""
        return self.context.hall_profile().words(bool(self.app.english))

    def _get_at_once(self) -> str:
        """Who is nearer than 110 (an officer at the window); empty: nobody."""
        return self.words.at_once

    def _get_can_call(self) -> bool:
        return duty_state(self.context.duty) in ("available", "busy")

    address = Property(str, _get_address, notify=profileChanged)
    deskPhone = Property(str, _get_desk, notify=profileChanged)
    atOnce = Property(str, _get_at_once, notify=profileChanged)
    canCall = Property(bool, _get_can_call, notify=dutyChanged)


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class HotlineViewModel(StandingViewModel):
    """``argument``: a number; nothing: all of them."""

    hotlineChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._number = ""
        self._rows = RowsModel(("number", "name", "about", "tint"), self)

    def enter(self, argument: str) -> None:
        self._number = argument
        self._rows.set(
            [
                {"number": h.number, "name": h.name, "about": h.about, "tint": h.tint}
                for h in sorted(hotlines(), key=self._place_in_order)
            ]
        )
        self.hotlineChanged.emit()
        self.profileChanged.emit()
        self.dutyChanged.emit()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self.enter(self._number)

    def reset(self) -> None:
        self._number = ""

    def _place_in_order(self, hotline: Hotline) -> int:
        """As the hall's profile says; what it does not name comes after, as it is."""
        first = self.context.hall_profile().hotlines
        return first.index(hotline.number) if hotline.number in first else len(first)

    @Slot(str)
    def openNumber(self, number: str) -> None:
        self.app.open("hotline", number)

    @property
    def _hotline(self) -> Hotline | None:
        return next((h for h in hotlines() if h.number == self._number), None)

    def _get_number(self) -> str:
        return self._number

    def _get_title(self) -> str:
        if self._number == "110":
            return tr("有危险，马上打 110")
        hotline = self._hotline
        return hotline.name if hotline else tr("常用热线")

    def _get_about(self) -> str:
        if self._number == "110":
            return tr("用手机打，或请旁边的人帮您打。")
        if self._number == "12348":
            return tr("用手机打，全天，咨询免费。")
        hotline = self._hotline
        return tr("用手机打。{about}。").format(about=hotline.about) if hotline else ""

    def _get_urgent(self) -> bool:
        return self._number == "110"

    def _get_rows(self) -> QObject:
        return self._rows

    number = Property(str, _get_number, notify=hotlineChanged)
    title = Property(str, _get_title, notify=hotlineChanged)
    about = Property(str, _get_about, notify=hotlineChanged)
    urgent = Property(bool, _get_urgent, notify=hotlineChanged)
    rows = Property(QObject, _get_rows, constant=True)
