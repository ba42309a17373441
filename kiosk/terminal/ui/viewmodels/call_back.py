"""Behind CallBackPage: nobody answers, so somebody is to ring the person."""

from __future__ import annotations

import logging

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.terminal.services.events import (
    CallBackReceived,
    CallBackRefused,
    ConnectionChanged,
    Event,
    SlipCodeTold,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.appointment_words import call_back_slip
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel
from kiosk.terminal.ui.viewmodels.phone_entry import PhoneEntry
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.viewmodels.slip_block import SlipBlock

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)


@QmlElement
@QmlUncreatable("made by the shell")
class CallBackViewModel(PageViewModel):
    """``phase``: typing | waiting (for the server) | received | refused. Argument: the topic."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._phone = PhoneEntry(self)
        self._slip = SlipBlock(self)
        self._forget()

    def _forget(self) -> None:
        self._id, self._topic, self._tail = "", "", ""
        self._phase, self._failed = "typing", False
        self._phone.clear()
        self._slip.show(None)

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        """Begins anew: whoever has left one number may leave another."""
        self._forget()
        self._id, self._topic = new_id(), argument
        self.changed.emit()

    def retranslate(self) -> None:
        self._phone.changed.emit()
        self._load()

    def reset(self) -> None:
        self._forget()
        self.changed.emit()

    def handle(self, event: Event) -> None:
        if isinstance(event, ConnectionChanged):
            self._load()
        elif isinstance(event, CallBackReceived | CallBackRefused):
            if event.call_back_id == self._id and self._phase != "typing":
                received = isinstance(event, CallBackReceived)
                self._phase = "received" if received else "refused"
                self._load()
        elif isinstance(event, SlipCodeTold) and event.subject == self._id:
            self._load()

    def _load(self) -> None:
        shown = self._phase in ("waiting", "received")
        self._slip.show(call_back_slip(self.context, self._id, self._tail) if shown else None)
        self.changed.emit()

    # --- for the page ----------------------------------------------------------------------------

    def _get_title(self) -> str:
        return {
            "typing": tr("留家人的号码，请人打给他")
            if self.context.session.session.for_other
            else tr("留个号码，请人打给您"),
            "waiting": tr("先替您记下了"),
            "received": tr("收到了，会打给家人")
            if self.context.session.session.for_other
            else tr("收到了，会打给您"),
            "refused": tr("没有留成，不是您的问题"),
        }[self._phase]

    def _get_text(self) -> str:
        online = self.context.duty.online
        if self._phase == "waiting":
            return tr("请等一下，马上就好。") if online else tr("现在没连上网，连上网就送出去。")
        if self._phase == "refused":
            return tr("请换个号码再试，或打 12348 法律热线。")
        if self._phase == "typing" and not online:
            return tr("没连上网，可以先留。连上网就送出去。")
        return ""

    status = Property(int, lambda self: PageState.Status.READY.value, constant=True)
    phase = Property(str, lambda self: self._phase, notify=changed)
    title = Property(str, _get_title, notify=changed)
    text = Property(str, _get_text, notify=changed)
    failed = Property(bool, lambda self: self._failed, notify=changed)
    phone = Property(PhoneEntry, lambda self: self._phone, constant=True)
    slip = Property(SlipBlock, lambda self: self._slip, constant=True)

    @Slot()
    def leaveNumber(self) -> None:
        """请打给我"""
        if not self._phone.complete or self._phase != "typing":
            return
        self._tail = self._phone.text[-4:]
        try:
            self.context.call_backs.request(self._id, self._phone.text, topic=self._topic)
        except EnvironmentFault as fault:
            _log.error("A call-back could not be kept: %s", fault)
            self._failed = True
        except UserError:  # the rule of what is typed and of what is kept is one and the same
            self._phase = "refused"
        else:
            self._phase, self._failed = "waiting", False
            self._phone.clear()
        self._load()

    @Slot()
    def again(self) -> None:
        """再留一次"""
        self.enter(self._topic)
