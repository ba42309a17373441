"""Behind NeedPage: what to do first, the right bodies, and the lawyers who know it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.laws import Badge
from kiosk.domain.needs import Need
from kiosk.terminal.services.directory import EntryView
from kiosk.terminal.services.events import ContentChanged, Event, ProfileChanged
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.directory import LAWYERS_OF, entry_row
from kiosk.terminal.ui.viewmodels.places import category_title
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import badge_text, badge_tint

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class NeedViewModel(PageViewModel):
    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._id = ""
        self._need: Need | None = None
        self._badge: Badge | None = None
        self._lawyers = 0
        self._steps = RowsModel(["number", "words"], self)
        self._bodies = RowsModel(["entryId", "name", "about", "sign", "tint"], self)

    def enter(self, argument: str) -> None:
        self._id = argument
        self._load()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self._load()

    def reset(self) -> None:
        self.enter("")

    def handle(self, event: Event) -> None:
        if self.app.model is self and isinstance(event, ContentChanged | ProfileChanged):
            self._load()

    def _load(self) -> None:
        directory, english = self.context.directory, bool(self.app.english)
        self._need = need = directory.need(self._id) if self._id else None
        self._badge = self.context.laws.badge(need) if need else None
        self._bodies.set([self._body_row(v) for v in (directory.bodies(need) if need else ())])
        self._lawyers = len(self._known_by(need)) if need else 0
        steps = ((english and need.steps_en) or need.steps) if need else ()
        self._steps.set([{"number": n, "words": step} for n, step in enumerate(steps, 1)])
        self.changed.emit()

    def _body_row(self, view: EntryView) -> dict[str, str]:
        """A place in two lines: which, and how far and whether it is open."""
        row = entry_row(view, self.context.clock.now(), english=False)
        facts = [row["walk"] or row["distance"], row["openTag"], row["openDetail"]]
        if self.app.english:  # both names would take three lines
            row["name"] = category_title(view.entry.category)
        about = " · ".join(fact for fact in facts if fact)
        return {"about": about, **{k: row[k] for k in ("entryId", "name", "sign", "tint")}}

    def _known_by(self, need: Need) -> list[object]:
        topic = self._speciality(need)
        return [*self.context.directory.lawyers((topic.value,))] if topic else []

    @staticmethod
    def _speciality(need: Need) -> Topic | None:
        known = {t.value for t in Topic}
        return next((Topic(s) for s in need.specialities if s in known), None)

    def _get_title(self) -> str:
        if self._need is None:
            return ""
        return (bool(self.app.english) and self._need.title_en) or self._need.title

    def _get_guides(self) -> int:
        content = self.context.content
        return len(content.articles(ArticleKind.GUIDE, self._need.topic)) if self._need else 0

    status = Property(int, lambda self: self.thing_status(self._need is not None), notify=changed)
    title = Property(str, _get_title, notify=changed)
    badge = Property(str, lambda self: badge_text(self._badge), notify=changed)
    badgeTint = Property(str, lambda self: badge_tint(self._badge), notify=changed)
    hotline = Property(str, lambda self: self._need.hotline if self._need else "", notify=changed)
    lawyers = Property(int, lambda self: self._lawyers, notify=changed)
    guides = Property(int, _get_guides, notify=changed)
    steps = Property(QObject, lambda self: self._steps, constant=True)
    bodies = Property(QObject, lambda self: self._bodies, constant=True)

    @Slot(str)
    def openEntry(self, entry_id: str) -> None:
        self.app.open("entry", entry_id)

    @Slot()
    def openLawyers(self) -> None:
        topic = self._speciality(self._need) if self._need else None
        if topic is not None:
            self.app.open("directory", f"{LAWYERS_OF}{topic.value}")

    @Slot()
    def openGuides(self) -> None:
        if self._need is not None:
            self.app.open("guides", self._need.topic.value)

    @Slot()
    def openHotline(self) -> None:
        self.app.open("hotline", self._get_hotline())

    def _get_hotline(self) -> str:
        return self._need.hotline if self._need else ""
