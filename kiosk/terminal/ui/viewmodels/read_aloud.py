"""朗读: the page that is shown is read out, title, state, then what can be chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickWindow

from kiosk.domain.calls import CallState
from kiosk.terminal.services.events import CallChanged, Event, SpeechChanged
from kiosk.terminal.services.speech import Utterance
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.outline import Kind, Node, page_nodes
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.reader import ReaderViewModel

if TYPE_CHECKING:
    from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: A page that was opened stands still before it is read.
SETTLE_MS = 250


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class ReadAloudViewModel(QObject):
    """``app.readAloud`` in QML. It stops with the session, with hiding and in a talk."""

    changed = Signal()
    said = Signal(str)  # to be shown: why it does not read

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app)
        self._app = app
        self._context = context
        self._window: QQuickWindow | None = None
        self._token = 0
        self._speaking = self._paused = self._in_talk = False
        self._reader: ReaderViewModel | None = None
        self._layout = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._read_if_on)

    def attach(self, window: QQuickWindow) -> None:
        """The window whose pages are read; until then there is nothing to read."""
        self._window = window

    def stop(self) -> None:
        """Silence at once."""
        self._settle.stop()
        self._context.speech.stop()
        self._rest()

    # --- the tool ----------------------------------------------------------------------------

    def _get_on(self) -> bool:
        return self._context.session.session.read_aloud

    on = Property(bool, _get_on, notify=changed)
    speaking = Property(bool, lambda self: self._speaking, notify=changed)
    paused = Property(bool, lambda self: self._paused, notify=changed)
    available = Property(bool, lambda self: not self._in_talk, notify=changed)

    @Slot()
    def toggle(self) -> None:
        """Read this page and those that follow; or no longer."""
        session = self._context.session.session
        session.read_aloud = not session.read_aloud
        if session.read_aloud:
            self._read()
        else:
            self.stop()
        self.changed.emit()

    @Slot()
    def pauseOrGoOn(self) -> None:
        """The button of an article: read, stop for a moment, go on."""
        if not self._speaking:
            self._context.session.session.read_aloud = True
            self._read()
        else:
            self._paused = not self._paused
            if self._paused:
                self._context.speech.pause()
            else:
                self._context.speech.go_on()
        self.changed.emit()

    # --- the shell ---------------------------------------------------------------------------

    @Slot()
    def on_page(self) -> None:
        """Another page is shown: what was said of the last one is over."""
        if self._speaking:
            self.stop()
        if self._get_on():
            self._settle.start()

    @Slot()
    def on_look(self) -> None:
        """Text size, language, reach: an article is broken into other parts."""
        if self._speaking and not self._get_on():
            self.stop()
        elif self._speaking:
            self._settle.start()
        self.changed.emit()

    def turned(self) -> None:
        """The reader turned a part by hand: the voice follows."""
        if self._speaking:
            self._read()

    def handle(self, event: Event) -> None:
        if isinstance(event, CallChanged):
            self._in_talk = event.status.state is CallState.ACTIVE
            if self._in_talk and self._speaking:
                self.stop()
            self.changed.emit()
        elif isinstance(event, SpeechChanged) and event.token == self._token and self._token:
            self._heard(event)

    def _heard(self, event: SpeechChanged) -> None:
        if event.state == "speaking":
            if self._reader is not None and self._layout != self._reader.layout:
                self._read()  # it was broken anew
            elif self._reader is not None:
                self._reader.mark(event.mark)
            return
        self._rest()
        if event.state == "failed":
            self._context.session.session.read_aloud = False
            self.changed.emit()
            self.said.emit(tr("现在读不出声，请看屏幕，或按求助。"))

    def _rest(self) -> None:
        self._token = 0
        if self._reader is not None:
            self._reader.mark(-1)
            self._reader = None
        if self._speaking or self._paused:
            self._speaking = self._paused = False
            self.changed.emit()

    # --- what is read ------------------------------------------------------------------------

    @Slot()
    def _read_if_on(self) -> None:
        if self._get_on() and not self._context.session.session.spoken:
            self._read()

    def _read(self) -> None:
        app = self._app
        if self._window is None or app.place.name in ("hidden", "attract"):
            return
        model, over = app.model, bool(app.endAsked or app.idleAsking)
        reads = isinstance(model, ReaderViewModel) and not over and bool(model.sentences())
        keep = model.is_public and not over
        nodes = page_nodes(self._window)
        if isinstance(model, ReaderViewModel) and reads:
            title = [n.name for n in nodes if n.kind is Kind.TITLE][:1] if model.at_first else []
            words = [
                *(self._utterance(text, True) for text in title),
                *(self._utterance(text, True, n) for n, text in model.sentences_from_here()),
                *self._choices(nodes, keep),
            ]
        else:
            words = [*self._page(nodes, keep), *self._choices(nodes, keep)]
        self._rest()
        self._reader = model if isinstance(model, ReaderViewModel) and reads else None
        self._layout = 0 if self._reader is None else self._reader.layout
        self._token = self._context.speech.say(words)
        self._speaking = self._token != 0
        self.changed.emit()

    def _page(self, nodes: Sequence[Node], keep: bool) -> list[Utterance]:
        """Title first, then what else there is to read."""
        titles = [n for n in nodes if n.kind is Kind.TITLE]
        texts = [n for n in nodes if n.kind is Kind.TEXT]
        return [self._utterance(n.name, keep) for n in (*titles, *texts)]

    def _choices(self, nodes: Sequence[Node], keep: bool) -> list[Utterance]:
        """共三样：…"""
        choices = [n for n in nodes if n.kind is Kind.CONTROL and n.available]
        if not choices:
            return []
        count = tr("共 {n} 样可以选。").format(n=len(choices))
        return [
            self._utterance(count, True),
            *(self._utterance(said_choice(n), keep) for n in choices),
        ]

    def _utterance(self, text: str, keep: bool, mark: int = -1) -> Utterance:
        return Utterance(text, language_of(text, bool(self._app.english)), keep, mark)


def said_choice(node: Node) -> str:
    """A control in one sentence."""
    chosen = tr("选中了") if node.checked else ""
    return tr("，").join(part for part in (node.name, node.note, chosen) if part)


def language_of(text: str, english: bool) -> str:
    """zh or en: the one most of it is in; digits are in the language of the screen."""
    if len(re.findall(r"[\u3400-\u9fff]", text)) * 2 > len(re.findall(r"[A-Za-z]+", text)):
        return "zh"
    return "en" if english or re.search(r"[A-Za-z]{2}", text) else "zh"
