"""Behind ForOtherPage: what one may ask or do for somebody else, and what that takes."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.authorities import Authority, AuthorityKind
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    Event,
    FirstSyncTried,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.shell import CALL, AppViewModel
from kiosk.terminal.ui.words import badge_text, badge_tint

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

ROLES = ("words", "paper", "badge", "badgeTint")
SHOWN = (ContentChanged, FirstSyncTried, ConnectionChanged)


@QmlElement
@QmlUncreatable("made by the shell")
class ForOtherViewModel(PageViewModel):
    """``free``: what takes no paper. ``bound``: the rest."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._free = RowsModel(ROLES, self)
        self._bound = RowsModel(ROLES, self)
        self._from = ""

    def enter(self, argument: str) -> None:
        """``argument``: ``call`` when the choice was made there."""
        self._from = argument
        self._load()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self._from = ""

    def handle(self, event: Event) -> None:
        if self.app.model is self and isinstance(event, SHOWN):
            self._load()

    def _load(self) -> None:
        authorities = self.context.directory.authorities()
        needs_none = AuthorityKind.NOTHING
        self._free.set([self._row(a) for a in authorities if a.kind is needs_none])
        self._bound.set([self._row(a) for a in authorities if a.kind is not needs_none])
        self.changed.emit()

    def _row(self, authority: Authority) -> dict[str, str]:
        english, badge = bool(self.app.english), self.context.laws.badge(authority)
        return {
            "words": (english and authority.text_en) or authority.text,
            "paper": (english and authority.paper_en) or authority.paper,
            "badge": badge_text(badge),
            "badgeTint": badge_tint(badge),
        }

    def _get_status(self) -> int:
        return self.list_status(len(self._free.rows) + len(self._bound.rows))

    status = Property(int, _get_status, notify=changed)
    free = Property(QObject, lambda self: self._free, constant=True)
    bound = Property(QObject, lambda self: self._bound, constant=True)

    @Slot()
    def ask(self) -> None:
        """To the call, for somebody else; back where it was chosen."""
        self.context.session.session.for_other = True
        if self._from == CALL:
            self.app.back()
        else:
            self.app.open(CALL)
