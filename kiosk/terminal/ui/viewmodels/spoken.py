"""语音操作: the terminal used with the screen unseen, by three keys and a voice (ADR 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Property, QMetaObject, QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.terminal.services.events import Event, SpeechChanged
from kiosk.terminal.services.speech import Utterance
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.outline import Kind, Node, all_nodes, node_at, page_nodes
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.read_aloud import SETTLE_MS, language_of, said_choice

if TYPE_CHECKING:
    from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: What stands behind the bars in the walk.
LOUDER, SOFTER, OFF = "louder", "softer", "off"
COMMANDS = (LOUDER, SOFTER, OFF)


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class SpokenViewModel(QObject):
    """``app.spoken`` in QML: next, previous, act; each step is spoken."""

    changed = Signal()
    ringChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app)
        self._app = app
        self._context = context
        self._window: QQuickWindow | None = None
        self._index = -1
        self._key = 0
        self._ring = QRectF()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._announce)
        self._title = ""
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(SETTLE_MS)
        self._watch.timeout.connect(self._announce_news)

    def attach(self, window: QQuickWindow) -> None:
        self._window = window

    def stop(self) -> None:
        self._settle.stop()
        self._watch.stop()

    # --- on and off --------------------------------------------------------------------------

    def _get_active(self) -> bool:
        return self._context.session.session.spoken and self._app.place.name != "hidden"

    active = Property(bool, _get_active, notify=changed)
    #: Of the present thing, in the window; empty: there is none.
    ring = Property(QRectF, lambda self: self._ring, notify=ringChanged)

    @Slot()
    def toggle(self) -> None:
        """The gesture: a finger held on an upper corner, F1, or a volume key."""
        if self._app.place.name == "hidden" or self._window is None:
            return
        self._app.touch()
        session = self._context.session.session
        session.spoken = not session.spoken
        self._app.read_aloud.stop()
        self._index, self._key = -1, 0
        self._place(None)
        self.changed.emit()
        if session.spoken:
            self._say(
                tr("语音操作开了。"),
                tr("屏幕右下角是下一个，左下角是上一个，中间是选它。"),
                tr("手指按住屏幕上面的角两秒，就关掉。"),
                *self._page_words(),
            )
        else:
            self._say(tr("语音操作关了。"))

    # --- the keys ----------------------------------------------------------------------------

    @Slot()
    def next(self) -> None:
        self._step(1)

    @Slot()
    def previous(self) -> None:
        self._step(-1)

    @Slot()
    def act(self) -> None:
        """Do what the present thing is for."""
        self._app.touch()
        nodes, index = self._found()
        if index >= len(nodes):
            self._command(COMMANDS[index - len(nodes)])
        elif index < 0:
            self._say(*self._page_words())
        else:
            self._use(nodes[index])

    @Slot(float, float)
    def explore(self, x: float, y: float) -> None:
        """A finger rests here: it is named, and nothing happens."""
        self._app.touch()
        if self._window is None:
            return
        nodes = all_nodes(self._window)
        index = node_at(nodes, x, y)
        if index >= 0:
            self._go(nodes, index)

    @Slot(int)
    def louder(self, steps: int) -> None:
        """One step up or down; said, as loud as it is then."""
        self._app.touch()
        percent = self._app.change_volume(steps)
        self._say(tr("音量 {n}").format(n=percent))

    # --- the shell ---------------------------------------------------------------------------

    @Slot()
    def on_page(self) -> None:
        """Another page is shown; its title is said when it stands."""
        self._index, self._key = -1, 0
        self._place(None)
        self.changed.emit()
        if self._get_active():
            self._context.speech.stop()
            self._settle.start()

    @Slot()
    def on_look(self) -> None:
        self.changed.emit()
        if self._get_active():
            self._settle.start()

    @Slot(str)
    def notice(self, text: str) -> None:
        """A control that cannot be used has said why."""
        if self._get_active():
            self._settle.stop()
            self._say(text)

    def handle(self, event: Event) -> None:
        if self._get_active() and not isinstance(event, SpeechChanged):
            self._watch.start()  # 正在替您约 becomes 约好了

    # --- the walk ----------------------------------------------------------------------------

    def _found(self) -> tuple[list[Node], int]:
        """What there is now, and where the present thing is in it."""
        nodes = all_nodes(self._window) if self._window is not None else []
        for index, node in enumerate(nodes):
            if self._key and node.key == self._key:
                return nodes, index
        return nodes, min(self._index, len(nodes) + len(COMMANDS) - 1)

    def _step(self, by: int) -> None:
        self._app.touch()
        nodes, index = self._found()
        count = len(nodes) + len(COMMANDS)
        self._go(nodes, (max(index, -1) + by) % count if index >= 0 or by > 0 else count - 1)

    def _go(self, nodes: list[Node], index: int) -> None:
        self._index = index
        if index >= len(nodes):
            self._key = 0
            self._place(None)
            self._say(self._command_words(COMMANDS[index - len(nodes)]))
            return
        node = nodes[index]
        self._key = node.key
        self._place(node.item)
        self._say(*node_words(node))

    def _use(self, node: Node) -> None:
        if node.kind is Kind.FIELD:
            node.item.forceActiveFocus()
            self._say(tr("可以写字了"))
        elif node.kind is Kind.CONTROL:
            place = self._app.place
            QMetaObject.invokeMethod(node.item, "click")
            if self._app.place == place and not self._app.endAsked:
                self._settle_on(node)
        else:
            self._say(*node_words(node))

    def _settle_on(self, node: Node) -> None:
        """The page has stayed: what has become of the control is said, unless a notice was."""
        if not shiboken6.isValid(node.item):
            self._settle.start()
            return
        nodes, index = self._found()
        if 0 <= index < len(nodes) and nodes[index] != node:
            self._say(*node_words(nodes[index]))

    def _command(self, name: str) -> None:
        if name == OFF:
            self.toggle()
        else:
            self.louder(1 if name == LOUDER else -1)

    @staticmethod
    def _command_words(name: str) -> str:
        return {
            LOUDER: tr("声音大一点"),
            SOFTER: tr("声音小一点"),
            OFF: tr("关掉语音操作"),
        }[name]

    # --- words -------------------------------------------------------------------------------

    @Slot()
    def _announce(self) -> None:
        if self._get_active():
            self._say(*self._page_words(), asked=False)

    @Slot()
    def _announce_news(self) -> None:
        """What has happened gave the page another title."""
        if self._get_active() and self._window is not None:
            title = title_of(page_nodes(self._window))
            if title != self._title:
                self._announce()

    def _page_words(self) -> list[str]:
        """The title, and how much there is."""
        if self._window is None:
            return []
        nodes = page_nodes(self._window)
        self._title = title_of(nodes)
        return [self._title, tr("共 {n} 样，按下一个。").format(n=len(nodes))]

    def _say(self, *texts: str, asked: bool = True) -> None:
        words = [Utterance(text, language_of(text, bool(self._app.english))) for text in texts]
        self._context.speech.say(words, asked=asked)

    def _place(self, item: QQuickItem | None) -> None:
        ring = QRectF()
        if item is not None:
            ring = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        if ring != self._ring:
            self._ring = ring
            self.ringChanged.emit()


def title_of(nodes: list[Node]) -> str:
    """The first title, or where there is none the first text."""
    titles = [n.name for n in nodes if n.kind is Kind.TITLE]
    texts = [n.name for n in nodes if n.kind is Kind.TEXT]
    return next(iter((*titles, *texts)), "")


def node_words(node: Node) -> list[str]:
    """What it is, and what it is for."""
    if node.kind is Kind.FIELD:
        return [tr("{name}，写字的地方").format(name=node.name)]
    if node.kind is not Kind.CONTROL:
        return [node.name]
    words = [said_choice(node)]
    if not node.available:
        return [*words, tr("现在不能用")]
    return [*words, tr("按钮") if node.checked is None else tr("可以选")]
