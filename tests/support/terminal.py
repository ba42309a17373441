"""The real terminal in this process: its window offscreen, its media process real."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtQuick import QQuickItem

from kiosk.domain.clock import SystemClock
from kiosk.settings import load_settings
from kiosk.terminal.app import TerminalApp
from kiosk.terminal.calls.messages import PeerStats
from kiosk.terminal.channel.enrol import enrol
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.network import Line
from kiosk.terminal.ui.engine import make_application
from tests.support.hand import Hand
from tests.support.server import ServerProcess

PORTRAIT = QSize(1080, 1920)


def enrolled_folder(server: ServerProcess, folder: Path) -> Path:
    """A terminal's data folder, enrolled and empty."""
    identity = DeviceIdentity(folder / "terminal", SystemClock())
    enrol(Line(server.url), identity, server.enrolment_code())
    return folder


class Terminal(Hand):
    """``kiosk terminal``, but for its command line. Calls go over loopback, with test media."""

    def __init__(
        self, server: ServerProcess, folder: Path, *, new: bool = True, **settings: Any
    ) -> None:
        """``settings``: more of them, dots as double underscores. ``new``: enrol it first."""
        self._server = server
        self._closed = False
        flags = {
            "data_dir": str(enrolled_folder(server, folder) if new else folder),
            "calls.media": "test",
            "calls.interfaces": "lo",
            "terminal.attract_s": 0,  # or every test would have to begin with a touch
            **{name.replace("__", "."): value for name, value in settings.items()},
        }
        make_application()
        self.app = TerminalApp(load_settings(environ={}, flags=flags))
        self.window = self.app.open_window(size=PORTRAIT, reduced_motion=True).window
        self.app.start()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.app.stop()
        QCoreApplication.sendPostedEvents(None, 0)

    def wait_until_synced(self) -> None:
        """Until the cache holds what the server has."""
        head = self._server.revision()
        self.wait(lambda: self.app.content_store.cursor()[1] == head, "the first sync", 20)

    # --- the media process --------------------------------------------------------------------

    def media_pid(self) -> int | None:
        return self.app.media.pid

    def heard_hz(self) -> float:
        """The strongest frequency in what comes from the lawyer."""
        return max((peer.sound_hz for peer in self._peers()), default=0.0)

    def heard_db(self) -> float:
        """Its level in dBFS; 0 when nothing has been measured."""
        return max((peer.sound_level for peer in self._peers()), default=0.0)

    def _peers(self) -> tuple[PeerStats, ...]:
        stats = self.app.media.stats
        return stats.peers if stats is not None else ()

    # --- pages --------------------------------------------------------------------------------

    def tap_to_page_ms(self, name: str) -> float:
        """Milliseconds from the finger's lift to the next page's first frame."""
        item: QQuickItem = self.find(name)
        shown: list[float] = []
        shell = self.app.screen.app if self.app.screen is not None else None
        assert shell is not None

        def frame() -> None:
            shown.append(time.monotonic())

        pages: list[float] = []
        arrived = shell.pageShown.connect(lambda: pages.append(time.monotonic()))
        swapped = self.window.frameSwapped.connect(frame)
        started = time.monotonic()
        self.tap_item(item)
        self.wait(lambda: pages and shown and shown[-1] >= pages[-1], "the page after a tap")
        shell.pageShown.disconnect(arrived)
        self.window.frameSwapped.disconnect(swapped)
        return 1000 * (next(at for at in shown if at >= pages[-1]) - started)
