"""Behind SlipPage: a slip from before, found by the number that stands on it."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.terminal.services.events import ConnectionChanged, Event, SlipAnswered
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.appointment import BOOKED
from kiosk.terminal.ui.viewmodels.appointment_words import slot_text
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.viewmodels.slip_block import grouped

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: Digits of the number on a slip.
DIGITS = 8


@QmlElement
@QmlUncreatable("made by the shell")
class MySlipViewModel(PageViewModel):
    """``phase``: typing | looking | no_slip | too_many_tries | no_answer | open | done (the last
    two: a call-back, and how it stands)."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._digits = ""
        self._phase = "typing"

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self.reset()

    def resume(self, argument: str) -> None:
        self.reset()

    def retranslate(self) -> None:
        self.changed.emit()

    def reset(self) -> None:
        self._digits, self._phase = "", "typing"
        self.changed.emit()

    def handle(self, event: Event) -> None:
        if isinstance(event, ConnectionChanged):
            self.changed.emit()
        elif (
            isinstance(event, SlipAnswered)
            and self._phase == "looking"
            and self.context.session.is_on(event.session)
        ):
            self._answer(event)

    def _answer(self, event: SlipAnswered) -> None:
        found = event.found
        if found is None:
            self._phase = event.code or "no_slip"
        elif found.kind == "call_back":
            self._phase = "done" if found.state == "done" else "open"
        else:
            try:
                appointment_id = self.context.appointments.take_up(found)
            except KioskError:  # of a newer server, or the disk is full: no reason to get stuck
                self._phase = "no_answer"
            else:
                self._phase = "typing"
                if self.app.model is self:
                    self.app.replace(BOOKED, appointment_id)
        self._digits = ""
        self.changed.emit()

    # --- for the page ----------------------------------------------------------------------------

    def _get_online(self) -> bool:
        return self.context.duty.online

    def _get_shown(self) -> str:
        blanks = self._digits + "_" * (DIGITS - len(self._digits))
        return grouped(blanks).replace("_", " _").replace("   ", "  ").strip()

    def _get_hint(self) -> str:
        missing = DIGITS - len(self._digits)
        return tr("还差 {n} 位").format(n=missing) if missing else tr("号码齐了")

    def _get_trouble(self) -> tuple[str, str]:
        return {
            "no_slip": (tr("没找到这个号"), tr("看看有没有按错。过了一天的号就不能用了，"
                        "手机扫凭条上的码，能要一个新号。")),
            "too_many_tries": (tr("这台机器上试的次数太多了"), tr("为了保护大家的凭条，请过一小时"
                               "再试，或请工作人员帮您。")),
            "no_answer": (tr("没查成，不是您的问题"), tr("请再试一次。急的话，打 12348。")),
        }.get(self._phase, ("", ""))  # fmt: skip

    def _get_result(self) -> str:
        """How a call-back stands; empty for anything else."""
        return {
            "open": tr("您的电话已经收到，会有人打给您。请留意来电。"),
            "done": tr("已经回过您的电话了。还有事，可以再找律师。"),
        }.get(self._phase, "")

    def _get_recent(self) -> str:
        """The appointment that was made a moment ago, in this session."""
        mine = self.context.appointments.mine()
        return slot_text(mine[-1].starts_at) if mine else ""

    status = Property(int, lambda self: PageState.Status.READY.value, constant=True)
    online = Property(bool, _get_online, notify=changed)
    shown = Property(str, _get_shown, notify=changed)
    hint = Property(str, _get_hint, notify=changed)
    full = Property(bool, lambda self: len(self._digits) == DIGITS, notify=changed)
    empty = Property(bool, lambda self: not self._digits, notify=changed)
    looking = Property(bool, lambda self: self._phase == "looking", notify=changed)
    troubleTitle = Property(str, lambda self: self._get_trouble()[0], notify=changed)
    troubleText = Property(str, lambda self: self._get_trouble()[1], notify=changed)
    result = Property(str, _get_result, notify=changed)
    recent = Property(str, _get_recent, notify=changed)

    # --- taps ------------------------------------------------------------------------------------

    @Slot(str)
    def press(self, digit: str) -> None:
        if len(self._digits) < DIGITS and self._phase != "looking":
            self._digits, self._phase = self._digits + digit, "typing"
            self.changed.emit()

    @Slot()
    def back(self) -> None:
        """退一位"""
        self._digits = self._digits[:-1]
        self.changed.emit()

    @Slot()
    def find(self) -> None:
        """查一查"""
        if len(self._digits) == DIGITS and self._phase != "looking":
            self._phase = "looking"
            self.changed.emit()
            self.context.inquiries.find(self._digits)

    @Slot()
    def openRecent(self) -> None:
        mine = self.context.appointments.mine()
        if mine:
            self.app.open(BOOKED, mine[-1].appointment_id)
