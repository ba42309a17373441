"""Whether everything on a page can be read: nothing cut off, nothing over something else."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.fakes.screen import Rig
from tests.support.hand import is_text

#: Lines are set with room above and below; this much of it may meet, in px.
SLACK = 8.0
#: What stands nearer to the edge of the window is taken to run off it.
EDGE = 24.0
#: What a text must not leave.
CARDS = tuple(
    f"{name}_"
    for name in ("Card", "KButton", "Tile", "ArticleTile", "PlaceRow", "LawyerRow", "Choice",
                 "Chip", "Tag", "OpenTag", "DutyTag", "ErrorCard",
                 "TelCard", "DutyCard", "HelpCard")
)  # fmt: skip


def scene(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def misfits(rig: Rig) -> list[str]:
    """What cannot be read on the page that is shown; empty when all is well."""
    host = rig.find("pageHost")
    whole = scene(host).adjusted(-1, -host.y(), 1 + 256, 1)  # the call's bar lies over the header
    texts = [i for i in rig.items(host) if is_text(i) and str(i.property("text")).strip()]
    window = scene(rig.stage)
    found = []
    for item in texts:
        text = str(item.property("text"))
        if item.property("truncated"):
            found.append(f"cut off: {text}")
        if float(item.property("contentWidth")) > item.width() + 2:
            found.append(f"wider than its place: {text}")
        if not whole.contains(scene(item).adjusted(SLACK, SLACK, -SLACK, -SLACK)):
            found.append(f"outside the page: {text}")
        place = scene(item)  # no text is wider than its item, see above
        if place.left() < EDGE or place.right() > window.width() - EDGE:
            found.append(f"beyond the window's margin: {text}")
        card = _card(item)
        if card is not None and not scene(card).contains(scene(item).adjusted(0, SLACK, 0, -SLACK)):
            found.append(f"outside its card: {text}")
    for n, one in enumerate(texts):
        for other in texts[n + 1 :]:
            shared = scene(one).intersected(scene(other))
            if shared.width() > SLACK and shared.height() > SLACK:
                found.append(f"over each other: {one.property('text')} / {other.property('text')}")
    return found


def _card(item: QQuickItem) -> QQuickItem | None:
    """The nearest card, button or row that an item stands in."""
    parent = item.parentItem()
    while parent is not None:
        kind = parent.metaObject().className()
        if kind.startswith(CARDS):
            return parent
        parent = parent.parentItem()
    return None
