"""Where the interface's files lie: beside the package, or inside a frozen bundle."""

from __future__ import annotations

import sys
from pathlib import Path


def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parents[3]


ROOT = _root()
ASSETS = ROOT / "assets"
ICONS = ASSETS / "icons"
FONTS = ASSETS / "fonts"
TRANSLATIONS = ASSETS / "translations"
QML = ROOT / "kiosk" / "terminal" / "ui" / "qml"
