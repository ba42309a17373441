"""Behind RatingPage: did it help? One choice and one step; kept until the server has it."""

from __future__ import annotations

import logging

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel

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
        self._score = 0
        self._phase = "asking"

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
        self._call_id, self._score, self._phase = "", 0, "asking"
        self.changed.emit()

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
        self.app.home()
