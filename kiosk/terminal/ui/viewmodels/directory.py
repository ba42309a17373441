"""Behind DirectoryPage: what people come with, kinds of place and streets as tiles; places and
lawyers by pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Topic
from kiosk.domain.directory import Category, Organisation, Scope
from kiosk.domain.needs import Need
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
from kiosk.terminal.ui.viewmodels.chips import ALL, MORE, ROLES, TopicChips
from kiosk.terminal.ui.viewmodels.places import (
    FACES,
    category_title,
    distance_words,
    opening_words,
    walk_words,
)
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import (
    example_mark,
    person_name,
    tier_word,
    topic_symbol,
    topic_tint,
    topic_word,
)

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: Arguments of the page. Empty: what people come with. All others are a ``Category``.
CATEGORIES, STREETS, LAWYERS = "categories", "streets", "lawyers"
#: ``street:<id of a street or district>``, ``lawyers:<topic>``
STREET, LAWYERS_OF = "street:", "lawyers:"


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


ENTRY_ROLES = ("entryId", "name", "mark", "walk", "distance", "openState", "openTag",
               "openDetail", "picture", "sign", "tint")  # fmt: skip


def entry_row(view: EntryView, now: datetime, english: bool) -> dict[str, Any]:
    """A place as ``PlaceRow`` shows it."""
    entry = view.entry
    words = opening_words(entry.hours, view.opening, now)
    symbol, tint = FACES[entry.category]
    return {
        "entryId": entry.id,
        "name": person_name(entry.name, entry.name_en, english),
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


def _tile(
    key: str, title: str, note: str, symbol: str, tint: str, page: str = "directory"
) -> dict[str, Any]:
    return {"key": key, "page": page, "title": title, "note": note, "symbol": symbol, "tint": tint}


@QmlElement
@QmlUncreatable("made by the shell")
class DirectoryViewModel(PageViewModel):
    """``mode``: tiles, entries or lawyers. ``section``: which of the chips above is on; empty on
    the pages that the tiles lead to. ``setRoom`` says how many fit."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._tiles = RowsModel(["key", "page", "title", "note", "symbol", "tint"], self)
        self._entries = RowsModel(ENTRY_ROLES, self)
        self._topic_chips = RowsModel(ROLES, self)
        self._language_chips = RowsModel(ROLES, self)
        self._turner = TopicChips()
        self._topic: Topic | None = None
        self._language = ""
        self._slots = 5
        self._lawyers = RowsModel(
            ["lawyerId", "name", "mark", "tier", "firm", "specialities", "languages", "portrait",
             "onDuty"], self)  # fmt: skip
        self._argument = ""
        self._pages: dict[str, int] = {}
        self._count = 0
        self._room = {"tiles": 8, "entries": 4, LAWYERS: 3}

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._argument = argument
        self._pages[argument] = 1
        if self._get_mode() == "lawyers":
            self._turner.group = 0
            topic = argument.removeprefix(LAWYERS).removeprefix(":")
            self._topic, self._language = Topic(topic) if topic else None, ""
        self._load()

    def resume(self, argument: str) -> None:
        self._argument = argument
        self._load()

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self._argument = ""
        self._pages.clear()
        self._topic, self._language, self._turner.group = None, "", 0
        for rows in (self._tiles, self._entries, self._lawyers):
            rows.set([])
        self.changed.emit()

    def handle(self, event: Event) -> None:
        if self.app.model is not self:
            return  # it reads again when it is shown
        if isinstance(event, ContentChanged | ProfileChanged | DutyChanged | ConnectionChanged):
            self._load()
        elif isinstance(event, FirstSyncTried):
            self.changed.emit()

    def _load(self) -> None:
        mode = self._get_mode()
        if mode == "tiles":
            self._tiles.set(self._window(self._tile_rows()))
        elif mode == "lawyers":
            self._load_chips()
            self._lawyers.set([self._lawyer_row(v) for v in self._window(self._ordered_lawyers())])
        else:
            now, english = self.context.clock.now(), bool(self.app.english)
            views = self._window(self._views())
            self._entries.set([entry_row(v, now, english) for v in views])
        self.changed.emit()

    def _views(self) -> list[EntryView]:
        directory = self.context.directory
        if self._argument.startswith(STREET):
            return directory.street(self._argument.removeprefix(STREET))[1]
        return directory.entries(Category(self._argument))

    def _load_chips(self) -> None:
        topics = self.context.directory.specialities()
        self._topic_chips.set(self._turner.rows(topics, self._topic, self._slots))
        languages = self.context.directory.languages()
        rows = [{"key": ALL, "word": tr("不限语言"), "chosen": not self._language}]
        rows += [
            {"key": n, "word": language_words((n,)), "chosen": n == self._language}
            for n in languages
        ]
        self._language_chips.set(rows if languages else [])

    def _window(self, rows: list[Any]) -> list[Any]:
        """The rows of the present page; the page is kept within what there is."""
        self._count = len(rows)
        page = min(self._get_page(), self._get_page_count())
        self._pages[self._argument] = page
        return rows[(page - 1) * self._per_page : page * self._per_page]

    # --- rows --------------------------------------------------------------------------------

    def _tile_rows(self) -> list[dict[str, Any]]:
        directory = self.context.directory
        match self._get_section():
            case "needs":
                return [self._need_tile(need) for need in directory.needs()]
            case "streets":
                return [self._street_tile(area, n) for area, n in directory.streets()]
        rows = []
        for category, count in directory.categories():
            symbol, tint = FACES[category]
            note = tr("{n} 处").format(n=count)
            rows.append(_tile(category.value, category_title(category), note, symbol, tint))
        return rows

    def _need_tile(self, need: Need) -> dict[str, Any]:
        title = (self.app.english and need.title_en) or need.title
        symbol, tint = topic_symbol(need.topic), topic_tint(need.topic)
        return _tile(need.id, title, "", symbol, tint, page="need")

    def _street_tile(self, area: Organisation, count: int) -> dict[str, Any]:
        district = area.kind is Scope.DISTRICT
        title = tr("全区") if district else person_name(
            area.name, area.name_en, bool(self.app.english))  # fmt: skip
        note = tr("{n} 处").format(n=count)
        return _tile(f"{STREET}{area.id}", title, note, "building" if district else "place",
                     "pine" if district else "clay")  # fmt: skip

    def _duty_lawyer(self) -> str:
        duty = self.context.duty.current
        return duty.lawyer_id or "" if duty is not None and duty.state != "nobody" else ""

    def _ordered_lawyers(self) -> list[LawyerView]:
        """On duty now first, then this community's own, then as the directory has them."""
        profile = self.context.profile()
        here = profile.organisation_id if profile is not None else ""
        on_duty = self._duty_lawyer()
        return sorted(
            self.context.directory.lawyers(
                (self._topic.value,) if self._topic else (), self._language
            ),
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

    def _get_section(self) -> str:
        if self._argument in (CATEGORIES, STREETS):
            return self._argument
        if self._argument.startswith(LAWYERS):
            return LAWYERS
        if self._argument:
            return ""
        # A feed of before has no needs.
        return "needs" if self.context.directory.needs() else CATEGORIES

    def _get_mode(self) -> str:
        return {LAWYERS: LAWYERS, "": "entries"}.get(self._get_section(), "tiles")

    def _get_title(self) -> str:
        match self._get_section():
            case "needs":
                return tr("您遇到了什么事？")
            case "":
                return self._entries_title()
        return tr("找谁帮忙？")

    def _entries_title(self) -> str:
        if not self._argument.startswith(STREET):
            return category_title(Category(self._argument))
        area, _ = self.context.directory.street(self._argument.removeprefix(STREET))
        if area is None:
            return ""
        return person_name(area.name, area.name_en, bool(self.app.english))

    def _get_aside(self) -> str:
        if self._get_mode() == "entries":
            return tr("近的在前面") if self._count > 1 else ""
        return tr("{n} 位").format(n=self._count) if self._get_mode() == "lawyers" else ""

    def _get_status(self) -> int:
        if self._get_mode() == "lawyers" and (self._topic or self._language):
            # The chips stay: they are the way back.
            return self.list_status(len(self.context.directory.lawyers()))
        return self.list_status(self._count)

    def _get_page(self) -> int:
        return self._pages.get(self._argument, 1)

    def _get_page_count(self) -> int:
        return page_count(self._count, self._per_page)

    @property
    def _per_page(self) -> int:
        return self._room[self._get_mode()]

    tiles = Property(QObject, lambda self: self._tiles, constant=True)
    topicChips = Property(QObject, lambda self: self._topic_chips, constant=True)
    languageChips = Property(QObject, lambda self: self._language_chips, constant=True)
    section = Property(str, _get_section, notify=changed)
    count = Property(int, lambda self: self._count, notify=changed)
    entries = Property(QObject, lambda self: self._entries, constant=True)
    lawyers = Property(QObject, lambda self: self._lawyers, constant=True)
    mode = Property(str, _get_mode, notify=changed)
    title = Property(str, _get_title, notify=changed)
    aside = Property(str, _get_aside, notify=changed)
    status = Property(int, _get_status, notify=changed)
    page = Property(int, _get_page, notify=changed)
    pages = Property(int, _get_page_count, notify=changed)

    @Slot(int, int, int, int)
    def setRoom(self, tiles: int, places: int, lawyers: int, chips: int) -> None:
        """How many tiles, places, lawyers and chips the page has room for."""
        room = {"tiles": tiles, "entries": places, LAWYERS: lawyers}
        if (room, chips) != (self._room, self._slots):
            self._room, self._slots = room, chips
            self._load()

    @Slot(str)
    def choose(self, key: str) -> None:
        """A chip of what lawyers know was tapped."""
        if key == MORE:
            self._turner.group += 1
        else:
            self._topic = None if key == ALL else Topic(key)
            self._pages[self._argument] = 1
        self._load()

    @Slot(str)
    def chooseLanguage(self, key: str) -> None:
        self._language = "" if key == ALL else key
        self._pages[self._argument] = 1
        self._load()

    @Slot(int)
    def turn(self, by: int) -> None:
        """Go ``by`` pages on (or back, when negative), as far as there are any."""
        self._pages[self._argument] = max(1, self._get_page() + by)
        self._load()

    @Slot(str, str)
    def openTile(self, page: str, key: str) -> None:
        self.app.open(page, key)

    @Slot(str)
    def openEntry(self, entry_id: str) -> None:
        self.app.open("entry", entry_id)

    @Slot(str)
    def openLawyer(self, lawyer_id: str) -> None:
        self.app.open("lawyer", lawyer_id)
