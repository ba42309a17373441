"""Whether everything on a page can be read: nothing cut off, nothing over something else."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from tests.fakes.screen import Rig
from tests.support.hand import is_text

#: Lines are set with room above and below; this much of it may meet, in px.
SLACK = 8.0


def scene(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def misfits(rig: Rig) -> list[str]:
    """What cannot be read on the page that is shown; empty when all is well."""
    host = rig.find("pageHost")
    whole = scene(host).adjusted(-1, -host.y(), 1 + 256, 1)  # the call's bar lies over the header
    texts = [i for i in rig.items(host) if is_text(i) and str(i.property("text")).strip()]
    found = []
    for item in texts:
        text = str(item.property("text"))
        if item.property("truncated"):
            found.append(f"cut off: {text}")
        if float(item.property("contentWidth")) > item.width() + 2:
            found.append(f"wider than its place: {text}")
        if not whole.contains(scene(item).adjusted(SLACK, SLACK, -SLACK, -SLACK)):
            found.append(f"outside the page: {text}")
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
        if kind.startswith(("Card_", "KButton_", "Tile_", "PlaceRow_", "LawyerRow_", "Choice_",
                            "Chip_", "Tag_", "OpenTag_", "DutyTag_", "ErrorCard_")):  # fmt: skip
            return parent
        parent = parent.parentItem()
    return None
