"""What a page is without being seen: its titles, texts and controls, in the order of the code.

Read from the items that are visible, by their accessible names. The order is that of the focus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import shiboken6
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem, QQuickWindow

#: Items of these names are what the shell shows over the page; the last visible one hides the rest.
DIALOGS = ("endDialog", "idleDialog")
PLATE = "noticePlate"
#: The page, then the bars; each once in an orientation.
PAGE = "pageHost"
PANEL = "lowPanel"
BARS = ("navBar", "navRail", "toolBar", "nightStrip", "wideStrip")
_TAGS = re.compile(r"<[^>]+>")
_SPOKEN_ROLES = (
    QAccessible.Role.StaticText,
    QAccessible.Role.Heading,
    QAccessible.Role.AlertMessage,
)


class Kind(Enum):
    TITLE = 0
    TEXT = 1
    CONTROL = 2
    FIELD = 3


@dataclass(frozen=True, slots=True)
class Node:
    """One thing to be spoken. ``note``: a second line; ``checked`` None: it is not a choice."""

    item: QQuickItem
    kind: Kind
    name: str
    note: str = ""
    checked: bool | None = None
    available: bool = True

    @property
    def key(self) -> int:
        """Of the item, as long as it lives."""
        return int(shiboken6.getCppPointer(self.item)[0])


def page_nodes(window: QQuickWindow) -> list[Node]:
    """Of the page alone, or of what lies over it."""
    parts = {item.objectName(): item for item in _shell(window)}
    for name in reversed(DIALOGS):
        if name in parts:
            return list(_walk(parts[name]))
    nodes = [node for name in (PLATE, PANEL, PAGE) if name in parts for node in _walk(parts[name])]
    if PAGE in parts and all(node.kind is not Kind.TITLE for node in nodes):
        title = str(parts[PAGE].property("pageName"))  # tabs stand where its title would
        if title:
            return [Node(parts[PAGE], Kind.TITLE, title), *nodes]
    return nodes


def all_nodes(window: QQuickWindow) -> list[Node]:
    """Of the page and the bars."""
    parts = {item.objectName(): item for item in _shell(window)}
    if any(name in parts for name in DIALOGS):
        strip = [parts[n] for n in ("nightStrip", "wideStrip") if n in parts]
        return [*page_nodes(window), *(n for bar in strip for n in _walk(bar))]
    bars = (parts[name] for name in BARS if name in parts)
    return [*page_nodes(window), *(node for bar in bars for node in _walk(bar))]


def node_at(nodes: list[Node], x: float, y: float) -> int:
    """Index of the node at a place of the window; -1: there is none."""
    for index in range(len(nodes) - 1, -1, -1):
        item = nodes[index].item
        if item.contains(item.mapFromScene(QPointF(x, y))):
            return index
    return -1


def _shell(window: QQuickWindow) -> Iterator[QQuickItem]:
    """The named parts of the shell that are visible, a few levels deep."""
    names = {*DIALOGS, PLATE, PANEL, PAGE, *BARS}

    def search(item: QQuickItem, depth: int) -> Iterator[QQuickItem]:
        for child in item.childItems():
            if not child.isVisible():
                continue
            if child.objectName() in names:
                yield child
            elif depth:
                yield from search(child, depth - 1)

    yield from search(window.contentItem(), 3)


def _walk(item: QQuickItem) -> Iterator[Node]:
    if not item.isVisible():
        return
    node = _node(item)
    if node is not None:
        if node.name:
            yield node
        return
    for child in item.childItems():
        yield from _walk(child)


def _node(item: QQuickItem) -> Node | None:
    """None: look at its children."""
    if item.inherits("QQuickAbstractButton"):
        name, note = _said(item)
        return Node(item, Kind.CONTROL, name, note, _checked(item), _flag(item, "available"))
    if item.inherits("QQuickTextInput") or item.inherits("QQuickTextEdit"):
        name, note = _said(item)
        return Node(item, Kind.FIELD, name, note)
    if item.inherits("QQuickText"):
        text = _TAGS.sub("", str(item.property("text"))).strip()
        heading = item.objectName() == "pageTitle" or _role(item) == QAccessible.Role.Heading
        return Node(item, Kind.TITLE if heading else Kind.TEXT, text)
    role = _role(item)
    if role in _SPOKEN_ROLES:
        heading = role == QAccessible.Role.Heading
        return Node(item, Kind.TITLE if heading else Kind.TEXT, _said(item)[0].strip())
    return None


def _role(item: QQuickItem) -> QAccessible.Role:
    found = QAccessible.queryAccessibleInterface(item)
    return QAccessible.Role.NoRole if found is None else found.role()


def _said(item: QQuickItem) -> tuple[str, str]:
    found = QAccessible.queryAccessibleInterface(item)
    if found is None:
        return "", ""
    name = found.text(QAccessible.Text.Name)
    note = found.text(QAccessible.Text.Description)
    return name.replace("\n", " ").strip(), "" if note == name else note.strip()


def _checked(item: QQuickItem) -> bool | None:
    found = QAccessible.queryAccessibleInterface(item)
    if found is None or found.role() not in (
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
    ):
        return None
    return bool(found.state().checked)


def _flag(item: QQuickItem, name: str) -> bool:
    value = item.property(name)
    return True if value is None else bool(value)
