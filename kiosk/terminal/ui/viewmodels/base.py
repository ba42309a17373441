"""The base of all view models, and the one list model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEnum,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtQml import QmlElement

from kiosk.terminal.services.events import Event
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.qml_types import QmlUncreatable

if TYPE_CHECKING:
    from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("an enum")
class PageState(QObject):
    """The one enum of what a page can be in (``Page.status``)."""

    @QEnum
    class Status(Enum):
        LOADING = 0
        READY = 1
        EMPTY = 2
        OFFLINE = 3
        FAILED = 4


class PageViewModel(QObject):
    """Behind one page. It lives as long as the program; all its state is dropped by ``reset``.

    The shell calls ``enter`` when the page is opened, ``resume`` when the resident comes back to
    it, ``leave`` when it goes away, ``handle`` for each event of the bus (always, shown or not),
    ``retranslate`` after a change of language and ``reset`` when the session ends.
    """

    #: Nothing on it is of the person: what is read out of it may be kept as a file.
    is_public = False

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app)
        self.app = app
        self.context = context

    def enter(self, argument: str) -> None:
        """Show ``argument`` (an id; may be empty) from its beginning."""

    def resume(self, argument: str) -> None:
        """Show ``argument`` again as it was left; the page's place in a list is kept."""

    def leave(self) -> None:
        """Another page is shown."""

    def watched(self) -> bool:
        """Something plays: who looks on touches nothing, and is there all the same."""
        return False

    def list_status(self, count: int) -> int:
        """``PageState`` of a list of so many: it waits for the first sync, and no longer."""
        state = PageState.Status
        if count:
            return int(state.READY.value)
        if not self.context.content.readable:
            return int(state.FAILED.value)
        if not (self.context.duty.online or self.context.duty.connecting):
            return int(state.OFFLINE.value)
        return int((state.EMPTY if self.app.synced else state.LOADING).value)

    def thing_status(self, found: bool) -> int:
        """``PageState`` of the page of one thing."""
        state = PageState.Status
        if found:
            return int(state.READY.value)
        return int((state.EMPTY if self.context.content.readable else state.FAILED).value)

    def handle(self, event: Event) -> None:
        """Something happened in the services."""

    def retranslate(self) -> None:
        """Emit the change of all that contains words."""

    def reset(self) -> None:
        """Forget everything of the person."""

    def stop(self) -> None:
        """The program ends: no thread of this model is left when it returns."""


def page_count(items: int, size: int) -> int:
    """Pages of ``size`` items; one at least."""
    return max(1, -(-items // size))


class RowsModel(QAbstractListModel):
    """A list of rows with named roles; a delegate takes them as required properties."""

    def __init__(self, roles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roles = {
            Qt.ItemDataRole.UserRole + 1 + i: QByteArray(role.encode("ascii"))
            for i, role in enumerate(roles)
        }
        self._names = {key: bytes(name.data()).decode("ascii") for key, name in self._roles.items()}
        self._rows: list[Mapping[str, Any]] = []

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        return self._rows

    def set(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace all rows (a no-op when they are the same)."""
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        name = self._names.get(role)
        if name is None or not 0 <= index.row() < len(self._rows):
            return None
        return self._rows[index.row()][name]

    def roleNames(self) -> dict[int, QByteArray]:
        return self._roles
