"""The typeface: Noto Sans SC from assets, else what the system has of it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from kiosk.errors import EnvironmentFault
from kiosk.terminal.ui.resources import FONTS

_SYSTEM = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")


def install_fonts() -> str:
    """Make it the application's font; returns its family. ``EnvironmentFault`` if there is none."""
    for file in sorted(FONTS.glob("NotoSansSC-*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    families = set(QFontDatabase.families())
    family = next((name for name in _SYSTEM if name in families), None)
    if family is None:
        raise EnvironmentFault(
            "There is no Chinese font. Install the package fonts-noto-cjk, or put "
            "NotoSansSC-Regular.otf and NotoSansSC-Bold.otf into assets/fonts."
        )
    font = QFont(family)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QGuiApplication.setFont(font)
    return family
