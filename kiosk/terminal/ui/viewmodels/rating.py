"""Behind RatingPage: did it help? One choice and one step; kept until the server has it."""

from __future__ import annotations

import logging

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.services.events import CallChanged, Event
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.advice import AdviceBlock
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import example_mark, person_name

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)


@QmlElement
@QmlUncreatable("made by the shell")
class RatingViewModel(PageViewModel):
    """``score``: 3 helped, 2 so-so, 1 did not help, 0 not chosen yet."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._call_id = ""
        self._call: CallStatus | None = None
        self._score = 0
        self._phase = "asking"
        self._advice = AdviceBlock(self, context)

    def enter(self, argument: str) -> None:
        """``argument``: the call. The key is made here, so that two taps are one rating."""
        if argument == self._call_id:
            return
        self._call_id, self._score, self._phase = argument, 0, "asking"
        self.context.session.session.rating_key = new_id()
        self.changed.emit()

    def retranslate(self) -> None:
        self.changed.emit()

    def reset(self) -> None:
        self._call_id, self._call, self._score, self._phase = "", None, 0, "asking"
        self._advice.reset()
        self.changed.emit()

    def handle(self, event: Event) -> None:
        self._advice.handle(event)
        # The end of an erased call comes after the erasing.
        if (
            isinstance(event, CallChanged)
            and event.status.call_id == self.context.session.session.call_id
        ):
            self._call = event.status
            self.changed.emit()

    def _get_with_whom(self) -> str:
        """和陈静律师（示例）的通话结束了"""
        call = self._call
        if call is None or call.call_id != self._call_id or not call.lawyer_name:
            return tr("通话结束了")
        name = person_name(call.lawyer_name, call.lawyer_name_en, bool(self.app.english))
        return tr("和{name}律师{mark}的通话结束了").format(
            name=name, mark=example_mark(call.example)
        )

    def _get_portrait(self) -> str:
        call = self._call
        if call is None or call.call_id != self._call_id:
            return ""
        return file_path(self.context.content.picture(call.portrait))

    advice = Property(AdviceBlock, lambda self: self._advice, constant=True)
    withWhom = Property(str, _get_with_whom, notify=changed)
    portrait = Property(str, _get_portrait, notify=changed)
    status = Property(int, lambda self: PageState.Status.READY.value, constant=True)
    score = Property(int, lambda self: self._score, notify=changed)
    #: asking | thanked | failed (it could not be kept; the resident may try again or leave it)
    phase = Property(str, lambda self: self._phase, notify=changed)

    @Slot(int)
    def choose(self, score: int) -> None:
        if self._phase != "thanked":
            self._score = score
            self.changed.emit()

    @Slot()
    def finish(self) -> None:
        """好了: keep the rating and say thanks."""
        key = self.context.session.session.rating_key
        if not self._score or self._phase == "thanked" or key is None:
            return
        try:
            self.context.ratings.rate(self._call_id, self._score, key)
        except EnvironmentFault as fault:
            _log.error("A rating could not be kept: %s", fault)
            self._phase = "failed"
        else:
            self._phase = "thanked"
        self.changed.emit()

    @Slot()
    def skip(self) -> None:
        """不用了"""
        self.goOn()

    @Slot()
    def goOn(self) -> None:
        """To what the lawyer wrote, if there is any; else home."""
        if self._advice.any:
            self.app.replace("advice", self._call_id)
        else:
            self.app.home()
