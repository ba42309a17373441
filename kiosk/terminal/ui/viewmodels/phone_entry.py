"""Behind a number pad: digits as they are typed, masked after a moment, and what is missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.phones import PhoneFault, typed_phone
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: A digit can be checked for so long, then nobody behind can read it.
MASK_MS = 2000
_MASK = "●"


@QmlElement
@QmlUncreatable("made by a page's view model")
class PhoneEntry(QObject):
    """``shown`` is what may be seen: ``●●● 1234 _ _ _ _``. ``text`` is for the services only."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self._masked = 0  # digits from the left that are not shown any more

    def clear(self) -> None:
        self.text, self._masked = "", 0
        self.changed.emit()

    @Slot(str)
    def press(self, digit: str) -> None:
        """A key: a digit."""
        if typed_phone(self.text).room == 0:
            return
        self.text += digit
        QTimer.singleShot(MASK_MS, self, partial(self._mask, len(self.text)))
        self.changed.emit()

    @Slot()
    def back(self) -> None:
        """退一位"""
        self.text = self.text[:-1]
        self._masked = min(self._masked, len(self.text))
        self.changed.emit()

    def _mask(self, count: int) -> None:
        if min(count, len(self.text)) > self._masked:
            self._masked = min(count, len(self.text))
            self.changed.emit()

    def _get_shown(self) -> str:
        typed = typed_phone(self.text)
        signs = [_MASK if n < self._masked else d for n, d in enumerate(self.text)]
        signs += ["_"] * typed.missing
        words, at = [], 0
        for size in typed.groups:
            part = signs[at : at + size]
            # Blanks stand apart, so that they can be counted.
            joined = "".join(f" {s}" if s == "_" else s for s in part).strip()
            if joined:
                words.append(joined)
            at += size
        return "  ".join(words)

    def _get_hint(self) -> str:
        typed = typed_phone(self.text)
        if typed.fault is PhoneFault.NO_AREA:
            return tr("座机先按区号，如 0551")
        if typed.fault is PhoneFault.WRONG:
            return tr("这个号不对，请退一位")
        if not self.text:
            return tr("手机、座机都行")
        return tr("还差 {n} 位").format(n=typed.missing) if typed.missing else tr("号码齐了")

    def _get_complete(self) -> bool:
        return typed_phone(self.text).complete

    def _get_tail(self) -> str:
        """The last four digits, for a slip: whose number it was, and not which."""
        return self.text[-4:]

    shown = Property(str, _get_shown, notify=changed)
    hint = Property(str, _get_hint, notify=changed)
    complete = Property(bool, _get_complete, notify=changed)
    empty = Property(bool, lambda self: not self.text, notify=changed)
    full = Property(bool, lambda self: typed_phone(self.text).room == 0, notify=changed)
