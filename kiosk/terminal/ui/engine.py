"""Builds the Qt application and the QML engine, the same for the terminal, the tour and tests."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from kiosk.terminal.input.pinyin import use_virtual_keyboard
from kiosk.terminal.ui.fonts import install_fonts
from kiosk.terminal.ui.images import IconProvider, PictureProvider, QrProvider
from kiosk.terminal.ui.resources import QML


def has_gpu() -> bool:
    """True where a render node is there and a display to use it with."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc"):
        return False
    return any(Path("/dev/dri").glob("renderD*"))


def make_application(arguments: list[str] | None = None) -> QGuiApplication:
    """The one application: font, and the software renderer where there is no GPU."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        install_fonts()
        return existing
    if "QT_QUICK_BACKEND" not in os.environ and not has_gpu():
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    # A tap is painted at once instead of 5 ms later.
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")
    use_virtual_keyboard()
    application = QGuiApplication(arguments or ["kiosk"])
    application.setApplicationName("kiosk")
    install_fonts()
    return application


def make_engine(parent: QObject | None = None) -> QQmlEngine:
    """An engine that knows our modules and image providers."""
    engine = QQmlEngine(parent)
    engine.addImportPath(str(QML))
    engine.addImageProvider("icon", IconProvider())
    engine.addImageProvider("picture", PictureProvider())
    engine.addImageProvider("qr", QrProvider())
    return engine
