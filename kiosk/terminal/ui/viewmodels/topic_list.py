"""Behind lists by topic: chips, pages of a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Topic
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    Event,
    FirstSyncTried,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel, page_count
from kiosk.terminal.ui.viewmodels.chips import ALL, MORE, ROLES, TopicChips
from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_ROLES = ("goal", "itemId", "heading", "topic", "tint", "badge", "badgeTint", "fresh", "line",
          "picture", "pictureAlt")  # fmt: skip


@QmlElement
@QmlUncreatable("a base")
class TopicListViewModel(PageViewModel):
    """Chips: 全部, some topics, and 更多 for the next ones when there are more than fit."""

    listChanged = Signal()

    is_public = True

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._items = RowsModel(_ROLES, self)
        self._chips = RowsModel(ROLES, self)
        self._topic: Topic | None = None
        self._turner = TopicChips()
        self._page = 0
        self._pages = 1
        self._aside = ""
        self._page_size = 4
        self._chip_slots = 5

    # --- what is listed ----------------------------------------------------------------------

    def _things(self) -> Sequence[Any]:
        """All of ``self._topic``."""
        raise NotImplementedError

    def _topics(self) -> Sequence[Topic]:
        raise NotImplementedError

    def _row(self, thing: Any) -> dict[str, Any]:
        """Roles of one; what is left out is empty (``row_of``)."""
        raise NotImplementedError

    def _aside_words(self) -> str:
        return ""

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        """``argument``: a topic to begin with, or nothing."""
        self._topic = Topic(argument) if argument else None
        self._turner.group = self._page = 0
        self._refresh()

    def resume(self, argument: str) -> None:
        self._refresh()

    def handle(self, event: Event) -> None:
        if self.app.model is not self:
            return  # it reads again when it is shown
        if isinstance(event, ContentChanged):
            self._refresh()
        elif isinstance(event, ConnectionChanged | FirstSyncTried):
            self.listChanged.emit()

    def retranslate(self) -> None:
        self._refresh()

    def reset(self) -> None:
        self._topic = None
        self._turner.group = self._page = 0
        self._items.set([])
        self.listChanged.emit()

    def _refresh(self) -> None:
        things = self._things()
        if self._topic is not None and not things:
            self._topic, self._page = None, 0
            things = self._things()
        self._pages = page_count(len(things), self._page_size)
        self._page = min(self._page, self._pages - 1)
        first = self._page * self._page_size
        self._items.set([row_of(**self._row(t)) for t in things[first : first + self._page_size]])
        self._chips.set(self._chip_rows())
        self._aside = self._aside_words()
        self.listChanged.emit()

    # --- topics ------------------------------------------------------------------------------

    def _chip_rows(self) -> list[dict[str, Any]]:
        return self._turner.rows(self._topics(), self._topic, self._chip_slots)

    @Slot(str)
    def choose(self, key: str) -> None:
        """A chip was tapped."""
        if key == MORE:
            self._turner.group += 1
        else:
            self._topic = None if key == ALL else Topic(key)
            self._page = 0
        self._refresh()

    # --- pages -------------------------------------------------------------------------------

    @Slot(int, int)
    def setRoom(self, items: int, chips: int) -> None:
        """How many items and chips the page has room for."""
        if (items, chips) == (self._page_size, self._chip_slots):
            return
        first = self._page * self._page_size
        self._page_size, self._chip_slots = items, chips
        self._page, self._turner.group = first // items, 0
        self._refresh()

    @Slot()
    def next(self) -> None:
        self._page += 1
        self._refresh()

    @Slot()
    def previous(self) -> None:
        self._page = max(0, self._page - 1)
        self._refresh()

    @Slot(str, str)
    def openItem(self, page: str, item_id: str) -> None:
        self.app.open(page, item_id)

    def _get_status(self) -> int:
        return self.list_status(len(self._items.rows))

    def _get_page(self) -> int:
        return self._page + 1

    def _get_pages(self) -> int:
        return self._pages

    def _get_items(self) -> QObject:
        return self._items

    def _get_chips(self) -> QObject:
        return self._chips

    def _get_aside(self) -> str:
        return self._aside

    status = Property(int, _get_status, notify=listChanged)
    page = Property(int, _get_page, notify=listChanged)
    pages = Property(int, _get_pages, notify=listChanged)
    aside = Property(str, _get_aside, notify=listChanged)
    items = Property(QObject, _get_items, constant=True)
    chips = Property(QObject, _get_chips, constant=True)


def row_of(**roles: Any) -> dict[str, Any]:
    """A row of the list: a page (``goal``, ``itemId``) and how it looks."""
    plain: dict[str, Any] = dict.fromkeys(_ROLES, "")
    return {**plain, "fresh": False, **roles}
