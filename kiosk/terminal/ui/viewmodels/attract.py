"""Behind the attract loop: a lit doorway, posters, the week's event, news, and who is there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from PySide6.QtCore import Property, QTimer, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import ContentChanged, Event, ProfileChanged
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.duty import DutyViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import example_mark, when_text

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: The doorway, an event and a headline stand for so many seconds; a poster says its own.
SLIDE_S = 8
#: So many of the newest headlines take their turn.
HEADLINES = 3


@dataclass(frozen=True, slots=True)
class Slide:
    """``kind``: doorway | event | poster | news. Words are finished; ``picture`` is a file."""

    kind: str
    seconds: int
    tag: str = ""
    title: str = ""
    note: str = ""
    picture: str = ""


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class AttractViewModel(DutyViewModel):
    """Turns its slides while it is shown; nothing moves between two of them but the lamp."""

    slideChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._slides: list[Slide] = [Slide("doorway", SLIDE_S)]
        self._at = 0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self.turn)

    def enter(self, argument: str) -> None:
        self._slides = self._make()
        self._at = 0
        self.dutyChanged.emit()
        self._show()

    def leave(self) -> None:
        self._turn.stop()

    def retranslate(self) -> None:
        if self.app.model is self:
            self.enter("")

    def handle(self, event: Event) -> None:
        super().handle(event)
        if isinstance(event, ContentChanged | ProfileChanged) and self.app.model is self:
            self._slides = self._make()
            self._at %= len(self._slides)
            self._show()

    def turn(self) -> None:
        """The next slide; with the doorway the whole round is looked up anew."""
        self._at += 1
        if self._at >= len(self._slides):
            self._slides, self._at = self._make(), 0
        self._show()

    def _show(self) -> None:
        self._turn.start(self._slide.seconds * 1000)
        self.slideChanged.emit()

    # --- slides ------------------------------------------------------------------------------

    def _make(self) -> list[Slide]:
        """The doorway, the week's event, then posters and headlines in turn."""
        pairs = zip_longest(self._posters(), self._headlines())
        return [
            Slide("doorway", SLIDE_S),
            *self._event(),
            *(slide for pair in pairs for slide in pair if slide is not None),
        ]

    def _title(self, title: str, title_en: str, example: bool) -> str:
        return (title_en if self.app.english and title_en else title) + example_mark(example)

    def _event(self) -> list[Slide]:
        """The first of this week that is not over."""
        now = self.context.clock.now()
        event = next((e for e in self.context.hall.events() if e.ends > now), None)
        if event is None:
            return []
        when = when_text(office_time(event.starts), office_time(now))
        return [
            Slide(
                "event", SLIDE_S, tr("本周法治日"),
                self._title(event.title, event.title_en, event.example),
                " · ".join(part for part in (when, event.place) if part),
                file_path(self.context.content.picture(event.poster)),
            )
        ]  # fmt: skip

    def _posters(self) -> list[Slide]:
        """Videos are left to the events' page: a moving picture would take the machine's rest."""
        return [
            Slide(
                "poster", view.signage.seconds,
                title=self._title(view.signage.title, view.signage.title_en, view.signage.example),
                picture=file_path(view.poster),
            )
            for view in self.context.hall.signage()
            if view.poster
        ]  # fmt: skip

    def _headlines(self) -> list[Slide]:
        news = self.context.content.articles(ArticleKind.NEWS)[:HEADLINES]
        return [
            Slide(
                "news", SLIDE_S, tr("法律资讯"), self._title(a.title, a.title_en, a.example),
                picture=file_path(self.context.content.picture(a.picture)),
            )
            for a in news
        ]  # fmt: skip

    @property
    def _slide(self) -> Slide:
        return self._slides[self._at]

    slide = Property(str, lambda self: self._slide.kind, notify=slideChanged)
    slideTag = Property(str, lambda self: self._slide.tag, notify=slideChanged)
    slideTitle = Property(str, lambda self: self._slide.title, notify=slideChanged)
    slideNote = Property(str, lambda self: self._slide.note, notify=slideChanged)
    picture = Property(str, lambda self: self._slide.picture, notify=slideChanged)
