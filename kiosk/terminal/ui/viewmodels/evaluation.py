"""Behind the evaluation of a community's lawyer: three faces, one step; kept until it is sent."""

from __future__ import annotations

import logging

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault
from kiosk.terminal.services.directory import LawyerView
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import example_mark, person_name

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_log = logging.getLogger(__name__)


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class EvaluationViewModel(PageViewModel):
    """``score``: 3 good, 2 so-so, 1 not good, 0 not chosen. ``phase``: asking | thanked | failed.

    One evaluation for each lawyer and session: who comes back is thanked again.
    """

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._view: LawyerView | None = None
        self._forget()

    def _forget(self) -> None:
        self._lawyer_id, self._key = "", ""
        self._score, self._phase = 0, "asking"
        self._done: set[str] = set()

    def enter(self, argument: str) -> None:
        """``argument``: the lawyer."""
        self._lawyer_id, self._key = argument, new_id()
        self._score = 0
        self._phase = "thanked" if argument in self._done else "asking"
        self._load()

    def resume(self, argument: str) -> None:
        self._load()

    def retranslate(self) -> None:
        self.changed.emit()

    def reset(self) -> None:
        self._forget()
        self._view = None
        self.changed.emit()

    def _load(self) -> None:
        self._view = self.context.directory.lawyer(self._lawyer_id)
        self.changed.emit()

    def _get_status(self) -> int:
        found = self._view is not None
        return int((PageState.Status.READY if found else PageState.Status.EMPTY).value)

    def _get_who(self) -> str:
        if self._view is None:
            return ""
        lawyer = self._view.lawyer
        name = person_name(lawyer.name, lawyer.name_en, bool(self.app.english))
        return tr("{name}律师{mark}").format(name=name, mark=example_mark(lawyer.example))

    def _get_portrait(self) -> str:
        return file_path(self._view.portrait) if self._view is not None else ""

    status = Property(int, _get_status, notify=changed)
    who = Property(str, _get_who, notify=changed)
    portrait = Property(str, _get_portrait, notify=changed)
    score = Property(int, lambda self: self._score, notify=changed)
    phase = Property(str, lambda self: self._phase, notify=changed)

    @Slot(int)
    def choose(self, score: int) -> None:
        if self._phase != "thanked":
            self._score = score
            self.changed.emit()

    @Slot()
    def finish(self) -> None:
        """好了: keep it and say thanks."""
        if not self._score or self._phase == "thanked":
            return
        try:
            self.context.evaluations.evaluate(self._lawyer_id, self._score, self._key)
        except EnvironmentFault as fault:
            _log.error("An evaluation could not be kept: %s", fault)
            self._phase = "failed"
        else:
            self._phase = "thanked"
            self._done.add(self._lawyer_id)
        self.changed.emit()
