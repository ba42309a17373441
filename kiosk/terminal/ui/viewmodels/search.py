"""Behind the search page: what somebody looks for, what they may mean, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.search import SearchKind, SearchResult
from kiosk.terminal.runtime.newest import Newest
from kiosk.terminal.services.events import ContentChanged, Event
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.marked import Line, shorten, width
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel, page_count
from kiosk.terminal.ui.viewmodels.law import article_argument
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import article_name, found_badge, kind_look, law_name

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

LONGEST = 160
_MOST = 24  # six pages: more than anybody turns
#: While there is no index, it is looked for again.
_AGAIN_MS = 3_000
#: What a chip takes besides its words, in ems.
_CHIP = 1.2

_Status = PageState.Status


@dataclass(frozen=True, slots=True)
class Room:
    """Rows beside the board and on a page of results; texts in ems, that is in wide characters."""

    few: int = 3
    many: int = 4
    chips: float = 20.0
    title: float = 15.0
    line: float = 17.0
    long_title: float = 30.0
    long_line: float = 34.0


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one query."""

    query: str
    results: list[SearchResult]
    suggestions: list[str]
    built: bool
    readable: bool


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class SearchViewModel(PageViewModel):
    """``typing``: the board is open, and the best results stand beside it. Otherwise all results,
    a few to a page.
    """

    changed = Signal()
    queryChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._query = ""
        self._typing = True
        self._found: Found | None = None
        self._failed = False
        self._page = 0
        self._room = Room()
        self._rows = RowsModel(
            ("goal", "itemId", "heading", "line", "badge", "badgeTint", "symbol", "tint",
             "spoken", "spokenLine"), self)  # fmt: skip
        self._chips = RowsModel(("key", "word", "chosen"), self)
        self._worker = Newest(self._look, self)
        self._worker.done.connect(self._on_found)
        self._worker.failed.connect(self._on_failed)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask)

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        """``argument``: a query to answer at once, or nothing."""
        self._typing = not argument.strip()
        self._page = 0
        self._found = None
        self._set_query(argument[:LONGEST])
        self._ask()

    def resume(self, argument: str) -> None:
        self._ask()

    def leave(self) -> None:
        self._again.stop()

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged) and self.app.model is self:
            self._ask()

    def retranslate(self) -> None:
        if self.app.model is self:
            self._ask()

    def reset(self) -> None:
        self._worker.forget()
        self._again.stop()
        self._typing, self._found, self._page = True, None, 0
        self._set_query("")
        self._rows.set([])
        self._chips.set([])
        self.changed.emit()

    def stop(self) -> None:
        self._again.stop()
        self._worker.close()

    # --- looking -----------------------------------------------------------------------------

    def _ask(self) -> None:
        self._failed = False
        self._worker.ask(self._query.strip())
        self.changed.emit()

    def _look(self, query: str) -> Found:
        """On the worker's thread."""
        search = self.context.search
        results = search.search(query, _MOST) if query else []
        offers = [s.text for s in search.suggest(query, 12)] if query else self._needs()
        return Found(query, results, offers, search.built(), search.readable)

    def _needs(self) -> list[str]:
        """What people come with."""
        english = bool(self.app.english)
        return [(english and n.title_en) or n.title for n in self.context.directory.needs()]

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        known = [r for r in found.results if self._goal(r) is not None]
        self._found = Found(found.query, known, found.suggestions, found.built, found.readable)
        if not (found.built and found.readable):
            self._again.start()
        self._show()

    @Slot()
    def _on_failed(self) -> None:
        self._failed = True
        self._show()

    def _show(self) -> None:
        results = self._found.results if self._found else []
        self._page = min(self._page, self._get_pages() - 1)
        first = 0 if self._typing else self._page * self._room.many
        size = self._room.few if self._typing else self._room.many
        self._rows.set([self._row(result) for result in results[first : first + size]])
        self._chips.set(
            [{"key": w, "word": w, "chosen": False} for w in self._offers()] if self._typing else []
        )
        self.changed.emit()

    def _offers(self) -> list[str]:
        """Up to three things to search for; while there is no query, what people come with."""
        words = self._found.suggestions if self._found else []
        query = self._query.strip()
        offers: list[str] = []
        left = self._room.chips
        for word in words:
            if word != query and (wide := width(word) + _CHIP) <= left and len(offers) < 3:
                offers.append(word)
                left -= wide
        return offers

    # --- a result ----------------------------------------------------------------------------

    def _goal(self, result: SearchResult) -> tuple[str, str] | None:
        """Page and argument that show a result; None: no page of this program does."""
        match result.kind:
            case SearchKind.GUIDE | SearchKind.NEWS:
                goal = ("article", result.id)
            case SearchKind.LAW if result.number is not None:
                goal = ("law", article_argument(result.id, result.number, result.suffix))
            case SearchKind.EVENT:
                goal = ("events", "")
            case SearchKind.ORGANISATION:
                streets = {area.id for area, _ in self.context.directory.streets()}
                if result.id not in streets:
                    return None
                goal = ("directory", f"street:{result.id}")
            case _:
                goal = (result.kind.value, result.id)
        return goal if self.app.has_page(goal[0]) else None

    def _row(self, result: SearchResult) -> dict[str, Any]:
        page, argument = self._goal(result) or ("", "")
        word, symbol, tint = kind_look(result.kind)
        title = Line(result.title, result.title_hits)
        if result.kind is SearchKind.LAW:
            cut = len(result.title) - len(law_name(result.title))
            title = title.without_first(cut)
            if result.number is not None:
                title = title.followed_by(f" {article_name(result.number, result.suffix)}")
        badge = found_badge(result)
        room = self._room
        title_ems = room.title if self._typing else room.long_title
        line_ems = room.line if self._typing else room.long_line
        lead = " · ".join(part for part in (word, result.place) if part)
        line = Line(f"{lead} · " if result.snippet else lead)
        if result.snippet:
            line = line.followed_by(result.snippet, result.hits)
        return {
            "goal": page,
            "itemId": argument,
            "heading": shorten(title, title_ems).markup("u"),
            "line": shorten(line, line_ems).markup("b"),
            "badge": badge[0],
            "badgeTint": badge[1],
            "symbol": symbol,
            "tint": tint,
            "spoken": f"{word} {title.text}",
            "spokenLine": line.text.removeprefix(f"{word} · "),
        }

    # --- what the page reads -----------------------------------------------------------------

    def _set_query(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self.queryChanged.emit()

    def _get_status(self) -> int:
        if self._failed:
            return int(_Status.FAILED.value)
        found = self._found
        if found is None or (found.query != self._query.strip() and not found.results):
            return int(_Status.LOADING.value)
        if not found.results and (found.query or not found.built):
            return int(_Status.EMPTY.value)
        return int(_Status.READY.value)

    def _get_empty_text(self) -> str:
        found = self._found
        if found is not None and not (found.built and found.readable):
            return tr("这台机器正在整理资料，过几分钟就能查找。也可以直接问律师。")
        return tr("没找到。换个说法，或直接问律师。")

    def _get_count_text(self) -> str:
        count = len(self._found.results) if self._found else 0
        if not count:
            return ""
        if count >= _MOST:
            return tr("最合适的 {n} 条").format(n=count)
        return tr("找到 {n} 条").format(n=count)

    def _get_pages(self) -> int:
        return page_count(len(self._found.results) if self._found else 0, self._room.many)

    query = Property(str, lambda self: self._query, notify=queryChanged)
    typing = Property(bool, lambda self: self._typing, notify=changed)
    status = Property(int, _get_status, notify=changed)
    emptyText = Property(str, _get_empty_text, notify=changed)
    countText = Property(str, _get_count_text, notify=changed)
    page = Property(int, lambda self: self._page + 1, notify=changed)
    pages = Property(int, _get_pages, notify=changed)
    rows = Property(QObject, lambda self: self._rows, constant=True)
    chips = Property(QObject, lambda self: self._chips, constant=True)

    @Slot(str)
    def setQuery(self, query: str) -> None:
        """Somebody types: look at once."""
        if query[:LONGEST] == self._query:
            return
        self._set_query(query[:LONGEST])
        self._page = 0
        if not self._query:
            self._found = None
            self._show()
        self._ask()

    @Slot(str)
    def choose(self, words: str) -> None:
        """A suggestion was tapped: all results for it."""
        self.setQuery(words)
        self.submit()

    @Slot()
    def submit(self) -> None:
        """查找: the board goes, the results have the page."""
        self._set_typing(False)

    @Slot()
    def type(self) -> None:
        """The field was touched."""
        self._set_typing(True)

    def _set_typing(self, typing: bool) -> None:
        if typing != self._typing:
            self._typing = typing
            self._page = 0
            self._show()

    @Slot(int)
    def turn(self, by: int) -> None:
        self._page = max(0, min(self._page + by, self._get_pages() - 1))
        self._show()

    @Slot(str, str)
    def openItem(self, page: str, item_id: str) -> None:
        self.app.open(page, item_id)

    @Slot()
    def askLawyer(self) -> None:
        self.app.open("call")

    @Slot("QVariantMap")
    def setRoom(self, room: dict[str, Any]) -> None:
        """What the page has room for: the fields of ``Room``."""
        wanted = Room(**{**room, "few": int(room["few"]), "many": int(room["many"])})
        if wanted != self._room:
            self._room = wanted
            self._show()
