"""Behind the week's events of the rule-of-law day: one at a time, with its video in the hall."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import office_time
from kiosk.domain.events import LawDayEvent
from kiosk.terminal.services.events import (
    CallChanged,
    ContentChanged,
    Event,
    ProfileChanged,
    VideoEnded,
    VideoStarted,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.words import example_mark, when_text

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class LawDayViewModel(PageViewModel):
    """``playing``: idle | opening | on | over | failed."""

    changed = Signal()
    playingChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._events: list[LawDayEvent] = []
        self._at = 0
        self._playing = "idle"
        self._frames = ""

    def enter(self, argument: str) -> None:
        """The one that is on or comes next."""
        self._load()
        now = self.context.clock.now()
        self._at = next((n for n, e in enumerate(self._events) if e.ends > now), 0)
        self._stop()
        self.changed.emit()

    def resume(self, argument: str) -> None:
        self._load()
        self.changed.emit()

    def leave(self) -> None:
        self._stop()

    def retranslate(self) -> None:
        self.changed.emit()
        self.playingChanged.emit()

    def reset(self) -> None:
        self._at = 0
        self._stop()

    def watched(self) -> bool:
        return self._playing in ("opening", "on")

    def handle(self, event: Event) -> None:
        if isinstance(event, ContentChanged | ProfileChanged) and self.app.model is self:
            self._load()
            self.changed.emit()
        elif isinstance(event, CallChanged):
            self._stop()
        elif self._playing == "idle":
            return
        elif isinstance(event, VideoStarted):
            self._frames = event.frames
            self._set("on")
        elif isinstance(event, VideoEnded):
            self._frames = ""
            self._set("over" if event.whole else "failed")

    def _load(self) -> None:
        self._events = self.context.hall.events()
        self._at = min(self._at, max(0, len(self._events) - 1))

    @property
    def _event(self) -> LawDayEvent | None:
        return self._events[self._at] if self._events else None

    # --- the video -----------------------------------------------------------------------------

    def _source(self) -> str:
        """A broadcast while it is on, else the recording, if it is here."""
        event = self._event
        if event is None:
            return ""
        if event.stream and event.starts <= self.context.clock.now() < event.ends:
            return event.stream
        file = self.context.hall.video_of(event)
        return str(file) if file is not None else ""

    def _get_live(self) -> bool:
        event = self._event
        return event is not None and bool(event.stream) and self._source() == event.stream

    @Slot()
    def play(self) -> None:
        """看直播, 看录像, 再看一次"""
        source = self._source()
        if source and self._playing not in ("opening", "on"):
            self._set("opening")
            self.context.player.play(source)

    @Slot()
    def stop(self) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._playing in ("opening", "on"):
            self.context.player.stop()
        self._frames = ""
        self._set("idle")

    def _set(self, playing: str) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playingChanged.emit()

    # --- what is shown -------------------------------------------------------------------------

    @Slot(int)
    def turn(self, by: int) -> None:
        """Another one of the week."""
        if 0 <= self._at + by < len(self._events):
            self._stop()
            self._at += by
            self.changed.emit()

    def _get_status(self) -> int:
        return self.list_status(len(self._events))

    def _text(self, name: str) -> str:
        event = self._event
        if event is None:
            return ""
        english = str(getattr(event, f"{name}_en")) if self.app.english else ""
        return english or str(getattr(event, name))

    def _get_title(self) -> str:
        event = self._event
        return self._text("title") + example_mark(event is not None and event.example)

    def _get_when(self) -> str:
        event = self._event
        if event is None:
            return ""
        now, starts, ends = (
            office_time(t) for t in (self.context.clock.now(), event.starts, event.ends)
        )
        if ends <= now:
            return tr("已经结束")
        when = when_text(starts, now)
        return tr("正在进行，到 {time}").format(time=f"{ends:%H:%M}") if starts <= now else when

    def _get_place(self) -> str:
        event = self._event
        return event.place if event is not None else ""

    def _get_poster(self) -> str:
        event = self._event
        return file_path(self.context.content.picture(event.poster)) if event is not None else ""

    def _get_watch_words(self) -> str:
        """What the button says; empty: there is nothing to watch."""
        if not self._source():
            return ""
        if self._playing in ("over", "failed"):
            return tr("再看一次") if self._playing == "over" else tr("再试一次")
        return tr("看直播") if self._get_live() else tr("看录像")

    def _get_play_line(self) -> str:
        return {
            "opening": tr("正在打开，请稍等"),
            "over": tr("放完了"),
            "failed": tr("现在放不出来，不是您的问题。过一会儿再试，也可以到现场去。"),
        }.get(self._playing, "")

    def _get_place_in_week(self) -> str:
        if len(self._events) < 2:
            return ""
        return tr("本周第 {n} 场，共 {count} 场").format(n=self._at + 1, count=len(self._events))

    status = Property(int, _get_status, notify=changed)
    title = Property(str, _get_title, notify=changed)
    text = Property(str, lambda self: self._text("text"), notify=changed)
    when = Property(str, _get_when, notify=changed)
    place = Property(str, _get_place, notify=changed)
    poster = Property(str, _get_poster, notify=changed)
    placeInWeek = Property(str, _get_place_in_week, notify=changed)
    hasPrevious = Property(bool, lambda self: self._at > 0, notify=changed)
    hasNext = Property(bool, lambda self: self._at + 1 < len(self._events), notify=changed)
    playing = Property(str, lambda self: self._playing, notify=playingChanged)
    frames = Property(str, lambda self: self._frames, notify=playingChanged)
    watchWords = Property(str, _get_watch_words, notify=playingChanged)
    playLine = Property(str, _get_play_line, notify=playingChanged)
