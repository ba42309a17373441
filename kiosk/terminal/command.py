"""``kiosk terminal``: open the resident's screen on this machine."""

from __future__ import annotations

import argparse
import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSize,
    QSocketNotifier,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.errors import UserError
from kiosk.settings import Settings
from kiosk.settings_command import settings_from
from kiosk.terminal.app import TerminalApp
from kiosk.terminal.core_dumps import forbid_core_dumps
from kiosk.terminal.logs import set_up_logging
from kiosk.terminal.storage.lock import FolderLock
from kiosk.terminal.ui.engine import make_application
from kiosk.terminal.ui.translations import ensure_compiled
from kiosk.terminal.ui.viewmodels.call import RATING
from kiosk.terminal.ui.viewmodels.shell import AppViewModel

log = logging.getLogger(__name__)
#: A page is photographed this long after it was reached, when its fade is over as well: its
#: pictures are there by then.
SHOT_DELAY_MS = 400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", metavar="URL", help="address of the central server")
    parser.add_argument("--window", action="store_true", help="a window instead of the full screen")
    parser.add_argument("--size", metavar="WxH", help="size of the window in pixels")
    parser.add_argument(
        "--orientation", choices=("auto", "portrait", "landscape"), help="layout of the screen"
    )
    parser.add_argument(
        "--media", choices=("devices", "test"), help="camera and microphone, or test pictures"
    )
    parser.add_argument(
        "--shots",
        metavar="DIR",
        help="save a PNG of each page that is reached, of calls only with --media test",
    )
    parser.add_argument("--tour", metavar="DIR", help="save PNGs of every page and end")
    parser.add_argument(
        "--ready-file", metavar="FILE", help="make this file when the first page is on the screen"
    )


def run(arguments: argparse.Namespace) -> int:
    # A wanted size is a window, unless the full screen is asked for by name.
    window = arguments.window or (arguments.size and not _wants_fullscreen(arguments))
    settings = settings_from(
        arguments,
        terminal__server=arguments.server,
        terminal__orientation=arguments.orientation,
        terminal__fullscreen=False if window else None,
        calls__media=arguments.media,
    )
    set_up_logging(settings["log.level"])
    forbid_core_dumps()
    size = parse_size(arguments.size) if arguments.size else None
    ensure_compiled()
    application = make_application()
    qInstallMessageHandler(_log_qt)
    if arguments.tour:
        from kiosk.terminal.tour import run_tour  # a rehearsal: not part of a terminal at work

        return run_tour(settings, Path(arguments.tour))
    with FolderLock(settings.data_dir / "terminal"):
        return _run_screen(application, settings, arguments, size)


def _run_screen(
    application: QGuiApplication,
    settings: Settings,
    arguments: argparse.Namespace,
    size: QSize | None,
) -> int:
    terminal = TerminalApp(settings)
    try:
        screen = terminal.open_window(
            size=size or window_size(application), fullscreen=settings["terminal.fullscreen"]
        )
        terminal.start()
        if arguments.shots:
            keep_shots(
                screen.window,
                screen.app,
                Path(arguments.shots),
                calls=settings["calls.media"] == "test",
            )
        if arguments.ready_file:
            _when_shown(screen.window, Path(arguments.ready_file).touch)
        with_signals = _Signals(application.quit)
        code = application.exec()
        with_signals.close()
        return code
    finally:
        terminal.stop()
        qInstallMessageHandler(None)


def parse_size(text: str) -> QSize:
    """``1080x1920``; ``UserError`` for anything else."""
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) > 0 and int(height) > 0):
        raise UserError(f"--size wants WIDTHxHEIGHT like 1080x1920, not {text!r}.")
    return QSize(int(width), int(height))


def window_size(application: QGuiApplication) -> QSize:
    """The portrait layout as large as nine tenths of the screen allow."""
    screen = application.primaryScreen()
    room = screen.availableSize() * 0.9 if screen is not None else QSize(1080, 1920)
    fit = min(room.width() / 1080, room.height() / 1920, 1.0)
    return QSize(round(1080 * fit), round(1920 * fit))


def keep_shots(window: QQuickWindow, app: AppViewModel, folder: Path, *, calls: bool) -> None:
    """Save ``NN-page.png`` of each page that is reached.

    ``calls``: in a call and of its rating too. Never where real people are seen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    host = window.findChild(QObject, "pageHost")
    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.setInterval(SHOT_DELAY_MS)
    count = 0

    def shoot() -> None:
        nonlocal count
        if not calls and (app.inCall or app.place.name == RATING):
            return
        if host is not None and host.property("fading"):
            timer.start()
            return
        count += 1
        window.grabWindow().save(str(folder / f"{count:02}-{app.place.name}.png"))

    timer.timeout.connect(shoot)
    app.pageShown.connect(timer.start)
    timer.start()


def _wants_fullscreen(arguments: argparse.Namespace) -> bool:
    return any(pair.startswith("terminal.fullscreen=") for pair in arguments.set)


def _when_shown(window: QQuickWindow, function: Callable[[], None]) -> None:
    """Call ``function`` once, after the first frame."""

    def shown() -> None:
        window.frameSwapped.disconnect(shown)
        function()

    window.frameSwapped.connect(shown)


class _Signals(QObject):
    """SIGTERM and SIGINT end the event loop: a byte in a socket wakes Qt, then Python acts."""

    def __init__(self, quit_: Callable[[], None]) -> None:
        super().__init__()
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._old_fd = signal.set_wakeup_fd(self._write.fileno())
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)

        def stop(number: int, frame: FrameType | None) -> None:
            quit_()

        self._old = {n: signal.signal(n, stop) for n in (signal.SIGTERM, signal.SIGINT)}

    def _drain(self) -> None:
        self._read.recv(64)

    def close(self) -> None:
        self._notifier.setEnabled(False)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._read.close()
        self._write.close()


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _log_qt(kind: QtMsgType, where: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{where.category or 'default'}").log(_LEVELS[kind], "%s", message)
