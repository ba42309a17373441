"""Opens the one window: QML engine, view models, shell."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

import kiosk.terminal.ui.ink  # noqa: F401  # makes InkPad known to QML
from kiosk.errors import InternalError
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.engine import make_engine
from kiosk.terminal.ui.i18n import Language
from kiosk.terminal.ui.pages import start_pages
from kiosk.terminal.ui.viewmodels.shell import AppViewModel


@dataclass
class Screen:
    """What must live as long as the window; ``close`` takes it down in the right order."""

    engine: QQmlEngine
    component: QQmlComponent  # owns the window
    window: QQuickWindow
    app: AppViewModel
    language: Language

    def close(self) -> None:
        self.window.close()
        self.app.stop()
        self.language.close()
        # QML first, then what its bindings read.
        for thing in (self.window, self.component, self.engine, self.app):
            thing.deleteLater()
            QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)


def open_screen(
    context: Context,
    *,
    size: QSize | None = None,
    orientation: str = "auto",
    fullscreen: bool = False,
    reduced_motion: bool = False,
) -> Screen:
    """Build and show the window. Needs the application (``make_application``)."""
    engine = make_engine()
    language = Language(engine)
    app = AppViewModel(context, language)
    start_pages(app, context)
    component = QQmlComponent(engine)
    component.loadFromModule("Kiosk", "Main")
    wanted = size or QSize(1080, 1920)
    window = component.createWithInitialProperties(
        {
            "app": app,
            "orientation": orientation,
            "reducedMotion": reduced_motion,
            "width": wanted.width(),
            "height": wanted.height(),
        }
    )
    if not isinstance(window, QQuickWindow):
        raise InternalError(f"The screen cannot be built: {component.errorString()}")
    app.read_aloud.attach(window)
    app.spoken_mode.attach(window)
    _load_video_later(window)
    if fullscreen:
        window.showFullScreen()
    else:
        window.show()
    return Screen(engine, component, window, app, language)


def _load_video_later(window: QQuickWindow) -> None:
    """Make VideoView known to QML, after the first frame: it brings numpy, which takes a while."""

    def load() -> None:
        window.frameSwapped.disconnect(load)
        QTimer.singleShot(0, lambda: importlib.import_module("kiosk.terminal.ui.video"))

    window.frameSwapped.connect(load)
