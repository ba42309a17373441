"""Notices on the screen: a line on the home page, a plate for an emergency on every page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.notices import Notice, NoticeLevel
from kiosk.terminal.services.events import ContentChanged, Event, ProfileChanged
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.qml_types import QmlUncreatable

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: Pages that nothing lies on: a harmless one, and the receipt that goes by itself.
_BARE = frozenset({"hidden", "erased"})


@QmlElement
@QmlUncreatable("the shell makes the one there is")
class NoticeBoardViewModel(QObject):
    """An emergency shows itself until this person has put it away; then a mark stays in the header
    and a line on the home page. An ordinary notice is that line, and opens when it is touched.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject, context: Context, page: Callable[[], str],
        in_call: Callable[[], bool],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context = context
        self._page = page
        self._in_call = in_call
        self._notices: list[Notice] = []
        self._seen: set[str] = set()  # emergencies that were put away
        self._opened: str | None = None

    def refresh(self) -> None:
        """Read again: the cache, the hall or the minute is another one."""
        notices = self._context.hall.notices()
        if notices != self._notices:
            self._notices = notices
            self._seen &= {n.id for n in notices}
            self.changed.emit()

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged | ProfileChanged):
            self.refresh()

    @Slot()
    def on_page(self) -> None:
        """Another page is shown, or a call has begun or ended."""
        self._opened = None
        self.changed.emit()

    def reset(self) -> None:
        """The next person has put nothing away."""
        self._seen.clear()
        self._opened = None
        self.changed.emit()

    # --- what is shown -----------------------------------------------------------------------

    def _emergencies(self) -> list[Notice]:
        return [n for n in self._notices if n.level is NoticeLevel.EMERGENCY]

    def _plate(self) -> Notice | None:
        if self._page() in _BARE:
            return None
        opened = next((n for n in self._notices if n.id == self._opened), None)
        return opened or next((n for n in self._emergencies() if n.id not in self._seen), None)

    def _words(self, chinese: str, english: str) -> str:
        return (self._context.session.session.language == "en" and english) or chinese

    def _get_shown(self) -> bool:
        return self._plate() is not None

    def _get_slim(self) -> bool:
        """In a call it is one line."""
        return self._in_call()

    def _get_urgent(self) -> bool:
        notice = self._plate()
        return notice is not None and notice.level is NoticeLevel.EMERGENCY

    def _get_title(self) -> str:
        notice = self._plate()
        return self._words(notice.title, notice.title_en) if notice else ""

    def _get_text(self) -> str:
        notice = self._plate()
        return self._words(notice.text, notice.text_en) if notice else ""

    def _get_example(self) -> bool:
        notice = self._plate()
        return notice is not None and notice.example

    def _get_more(self) -> bool:
        """There is another one to go on to."""
        return self._opened is not None and len(self._notices) > 1

    def _get_marked(self) -> bool:
        """An emergency was put away and goes on."""
        return bool(self._emergencies()) and not self._get_urgent()

    def _get_line(self) -> str:
        notice = self._notices[0] if self._notices else None
        return self._words(notice.title, notice.title_en) if notice else ""

    def _get_line_urgent(self) -> bool:
        return bool(self._emergencies())

    shown = Property(bool, _get_shown, notify=changed)
    slim = Property(bool, _get_slim, notify=changed)
    urgent = Property(bool, _get_urgent, notify=changed)
    title = Property(str, _get_title, notify=changed)
    text = Property(str, _get_text, notify=changed)
    example = Property(bool, _get_example, notify=changed)
    more = Property(bool, _get_more, notify=changed)
    marked = Property(bool, _get_marked, notify=changed)
    line = Property(str, _get_line, notify=changed)
    lineUrgent = Property(bool, _get_line_urgent, notify=changed)

    # --- what a touch does -------------------------------------------------------------------

    @Slot()
    def open(self) -> None:
        """The line was touched."""
        if self._notices:
            self._opened = self._notices[0].id
            self.changed.emit()

    @Slot()
    def next(self) -> None:
        ids = [n.id for n in self._notices]
        if self._opened in ids:
            self._opened = ids[(ids.index(self._opened) + 1) % len(ids)]
            self.changed.emit()

    @Slot()
    def putAway(self) -> None:
        """知道了: nothing that was on the plate comes back by itself to this person."""
        notice = self._plate()
        if notice is not None and notice.level is NoticeLevel.EMERGENCY:
            self._seen.add(notice.id)
        if self._opened is not None:
            self._seen |= {n.id for n in self._emergencies()}
        self._opened = None
        self.changed.emit()
