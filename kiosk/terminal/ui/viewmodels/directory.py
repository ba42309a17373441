"""Behind DirectoryPage: kinds of place as tiles, then a list of places or lawyers by pages."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Topic
from kiosk.domain.directory import Category
from kiosk.terminal.services.directory import EntryView, LawyerView
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    DutyChanged,
    Event,
    FirstSyncTried,
    ProfileChanged,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel, page_count
from kiosk.terminal.ui.viewmodels.places import (
    FACES,
    category_title,
    distance_words,
    opening_words,
    walk_words,
)
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import example_mark, person_name, tier_word, topic_word

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: The argument of the lawyers' list; all others are a ``Category``, or empty for the tiles.
LAWYERS = "lawyers"


def speciality_words(specialities: tuple[str, ...]) -> str:
    """Topics in words, joined; what is no topic of this version is left out."""
    known = {t.value for t in Topic}
    return tr("、").join(topic_word(Topic(s)) for s in specialities if s in known)


def language_words(languages: tuple[str, ...]) -> str:
    """Spoken languages, joined; one that has no translation stays as it is written."""
    names = {
        "普通话": tr("普通话"),
        "本地话": tr("本地话"),
        "英语": tr("英语"),
        "手语": tr("手语"),
    }
    return tr("、").join(names.get(language, language) for language in languages)


@QmlElement
@QmlUncreatable("made by the shell")
class DirectoryViewModel(PageViewModel):
    """``mode``: categories, entries or lawyers. ``setRoom`` says how many fit."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._categories = RowsModel(["key", "title", "note", "symbol", "tint"], self)
        self._entries = RowsModel(
            ["entryId", "name", "mark", "walk", "distance", "openState", "openTag", "openDetail",
             "picture", "sign", "tint"], self)  # fmt: skip
        self._lawyers = RowsModel(
            ["lawyerId", "name", "mark", "tier", "firm", "specialities", "languages", "portrait",
             "onDuty"], self)  # fmt: skip
        self._argument = ""
        self._pages: dict[str, int] = {}
        self._count = 0
        self._tiles = 8
        self._rows = 4

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._argument = argument
        self._pages[argument] = 1
        self._load()

    def resume(self, argument: str) -> None:
        self._argument = argument
        self._load()

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self._argument = ""
        self._pages.clear()
        self._load()

    def handle(self, event: Event) -> None:
        if self.app.model is not self:
            return  # it reads again when it is shown
        if isinstance(event, ContentChanged | ProfileChanged | DutyChanged | ConnectionChanged):
            self._load()
        elif isinstance(event, FirstSyncTried):
            self.changed.emit()

    def _load(self) -> None:
        if self._get_mode() == "categories":
            rows = self._category_rows()
            self._categories.set(self._window(rows))
        elif self._get_mode() == "lawyers":
            self._lawyers.set([self._lawyer_row(v) for v in self._window(self._ordered_lawyers())])
        else:
            views = self.context.directory.entries(Category(self._argument))
            self._entries.set([self._entry_row(v) for v in self._window(views)])
        self.changed.emit()

    def _window(self, rows: list[Any]) -> list[Any]:
        """The rows of the present page; the page is kept within what there is."""
        self._count = len(rows)
        page = min(self._get_page(), self._get_page_count())
        self._pages[self._argument] = page
        return rows[(page - 1) * self._per_page : page * self._per_page]

    # --- rows --------------------------------------------------------------------------------

    def _category_rows(self) -> list[dict[str, Any]]:
        lawyers = len(self.context.directory.lawyers())
        rows = []
        for category, count in self.context.directory.categories():
            symbol, tint = FACES[category]
            rows.append(
                {
                    "key": category.value,
                    "title": category_title(category),
                    "note": tr("{n} 处").format(n=count),
                    "symbol": symbol,
                    "tint": tint,
                }
            )
        if lawyers:
            rows.insert(
                0,
                {
                    "key": LAWYERS,
                    "title": tr("律师"),
                    "note": tr("{n} 位").format(n=lawyers),
                    "symbol": "people",
                    "tint": "lamp",
                },
            )
        return rows

    def _entry_row(self, view: EntryView) -> dict[str, Any]:
        entry = view.entry
        words = opening_words(entry.hours, view.opening, self.context.clock.now())
        symbol, tint = FACES[entry.category]
        return {
            "entryId": entry.id,
            "name": person_name(entry.name, entry.name_en, bool(self.app.english)),
            "mark": example_mark(entry.example),
            "walk": walk_words(view.walk_minutes, view.distance_m),
            "distance": distance_words(view.distance_m),
            "openState": words.state,
            "openTag": words.tag,
            "openDetail": words.detail,
            "picture": file_path(view.picture),
            "sign": symbol,
            "tint": tint,
        }

    def _duty_lawyer(self) -> str:
        duty = self.context.duty.current
        return duty.lawyer_id or "" if duty is not None and duty.state != "nobody" else ""

    def _ordered_lawyers(self) -> list[LawyerView]:
        """On duty now first, then this community's own, then as the directory has them."""
        profile = self.context.profile()
        here = profile.organisation_id if profile is not None else ""
        on_duty = self._duty_lawyer()
        return sorted(
            self.context.directory.lawyers(),
            key=lambda v: (v.lawyer.id != on_duty, here not in v.lawyer.communities),
        )

    def _lawyer_row(self, view: LawyerView) -> dict[str, Any]:
        lawyer = view.lawyer
        return {
            "lawyerId": lawyer.id,
            "name": person_name(lawyer.name, lawyer.name_en, bool(self.app.english)),
            "mark": example_mark(lawyer.example),
            "tier": tier_word(lawyer.tier),
            "firm": (bool(self.app.english) and view.firm_name_en) or view.firm_name,
            "specialities": speciality_words(lawyer.specialities),
            "languages": language_words(lawyer.languages),
            "portrait": file_path(view.portrait),
            "onDuty": lawyer.id == self._duty_lawyer(),
        }

    # --- what the page reads -----------------------------------------------------------------

    def _get_mode(self) -> str:
        return {"": "categories", LAWYERS: "lawyers"}.get(self._argument, "entries")

    def _get_title(self) -> str:
        mode = self._get_mode()
        if mode == "categories":
            return tr("找谁帮忙？")
        return tr("律师") if mode == "lawyers" else category_title(Category(self._argument))

    def _get_aside(self) -> str:
        mode = self._get_mode()
        if mode == "entries":
            return tr("近的在前面") if self._count > 1 else ""
        return tr("{n} 位").format(n=self._count) if mode == "lawyers" else ""

    def _get_status(self) -> int:
        return self.list_status(self._count)

    def _get_page(self) -> int:
        return self._pages.get(self._argument, 1)

    def _get_page_count(self) -> int:
        return page_count(self._count, self._per_page)

    @property
    def _per_page(self) -> int:
        return self._tiles if self._get_mode() == "categories" else self._rows

    categories = Property(QObject, lambda self: self._categories, constant=True)
    entries = Property(QObject, lambda self: self._entries, constant=True)
    lawyers = Property(QObject, lambda self: self._lawyers, constant=True)
    mode = Property(str, _get_mode, notify=changed)
    title = Property(str, _get_title, notify=changed)
    aside = Property(str, _get_aside, notify=changed)
    status = Property(int, _get_status, notify=changed)
    page = Property(int, _get_page, notify=changed)
    pages = Property(int, _get_page_count, notify=changed)

    @Slot(int, int)
    def setRoom(self, tiles: int, rows: int) -> None:
        """How many tiles, and how many places or lawyers, the page has room for."""
        if (tiles, rows) != (self._tiles, self._rows):
            self._tiles, self._rows = tiles, rows
            self._load()

    @Slot(int)
    def turn(self, by: int) -> None:
        """Go ``by`` pages on (or back, when negative), as far as there are any."""
        self._pages[self._argument] = max(1, self._get_page() + by)
        self._load()

    @Slot(str)
    def openCategory(self, key: str) -> None:
        self.app.open("directory", key)

    @Slot(str)
    def openEntry(self, entry_id: str) -> None:
        self.app.open("entry", entry_id)

    @Slot(str)
    def openLawyer(self, lawyer_id: str) -> None:
        self.app.open("lawyer", lawyer_id)
