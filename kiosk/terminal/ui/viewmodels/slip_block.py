"""Behind SlipCard: what a person takes along. A page's view model owns one and fills it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.terminal.services.slips import Slip
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import RowsModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_EMPTY = Slip(title="", day="", steps=())


def grouped(digits: str) -> str:
    """Digits in fours, as they are read out: ``7241 0836``."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


@QmlElement
@QmlUncreatable("made by a page's view model")
class SlipBlock(QObject):
    """``show`` a slip, or None: nothing of the last one stays."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._slip = _EMPTY
        self._steps = RowsModel(("number", "line", "note"), self)

    @property
    def slip(self) -> Slip | None:
        """What is shown."""
        return None if self._slip is _EMPTY else self._slip

    def show(self, slip: Slip | None) -> None:
        slip = slip or _EMPTY
        if slip == self._slip:
            return
        self._slip = slip
        self._steps.set(
            [
                {"number": str(n), "line": step.text, "note": step.note}
                for n, step in enumerate(slip.steps, 1)
            ]
        )
        self.changed.emit()

    title = Property(str, lambda self: self._slip.title, notify=changed)
    day = Property(str, lambda self: self._slip.day, notify=changed)
    steps = Property(QObject, lambda self: self._steps, constant=True)
    qr = Property(str, lambda self: self._slip.qr, notify=changed)
    code = Property(str, lambda self: grouped(self._slip.code), notify=changed)
    note = Property(str, lambda self: self._slip.note, notify=changed)
