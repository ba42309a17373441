"""Two languages: Chinese is the source, English is assets/translations/kiosk_en.ts.

QML says ``qsTr("…")``. Python says ``tr("…")``: the same catalogue, context ``Python``.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator, Signal
from PySide6.QtQml import QQmlEngine

from kiosk.terminal.ui.resources import TRANSLATIONS

CONTEXT = "Python"


def tr(text: str) -> str:
    """``text`` in the language that is on; the argument must be a literal, so that it is found."""
    return QCoreApplication.translate(CONTEXT, text)


class Language(QObject):
    """Switches the language of everything at runtime."""

    changed = Signal()

    def __init__(self, engine: QQmlEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._code = "zh_CN"
        self._english = QTranslator(self)
        self._loaded = self._english.load("kiosk_en", str(TRANSLATIONS))

    @property
    def code(self) -> str:
        """``zh_CN`` or ``en``."""
        return self._code

    @property
    def has_english(self) -> bool:
        """False when the catalogue has not been compiled (kiosk.terminal.ui.translations)."""
        return self._loaded

    def set(self, code: str) -> None:
        if code == self._code or (code == "en" and not self._loaded):
            return
        self._code = code
        if code == "en":
            QCoreApplication.installTranslator(self._english)
        else:
            QCoreApplication.removeTranslator(self._english)
        self._engine.retranslate()
        self.changed.emit()

    def close(self) -> None:
        """Leave the application as it was."""
        QCoreApplication.removeTranslator(self._english)
