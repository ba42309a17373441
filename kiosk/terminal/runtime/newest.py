"""Work beside the Qt thread of which only the newest request matters: a search while typing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

_log = logging.getLogger(__name__)


class Newest(QObject):
    """Runs ``work(request)`` on a thread; ``done`` brings its answer to the maker's thread.

    One request at a time; a newer one takes the place of those before it, whose answers are never
    delivered. The thread is there only while there is work. ``failed`` is our bug: it is logged.
    All methods are for the maker's thread.
    """

    done = Signal(object)
    failed = Signal()
    _arrived = Signal(int, bool, object)

    def __init__(self, work: Callable[[Any], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._lock = threading.Lock()
        self._serial = 0
        self._waiting: tuple[int, Any] | None = None
        self._thread: threading.Thread | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, request: object) -> None:
        """Work on this next, and on nothing that was asked before."""
        with self._lock:
            self._serial += 1
            self._waiting = (self._serial, request)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="newest", daemon=True)
                self._thread.start()

    def forget(self) -> None:
        """No answer to anything asked so far is delivered."""
        with self._lock:
            self._serial += 1
            self._waiting = None

    def close(self) -> None:
        """Forget, and wait for the thread to end."""
        self.forget()
        if (thread := self._thread) is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                if self._waiting is None:
                    self._thread = None
                    return
                (serial, request), self._waiting = self._waiting, None
            try:
                answer, well = self._work(request), True
            except Exception as error:
                # The request may be what somebody typed: neither it nor the message is logged.
                _log.error("a search has failed: %s", type(error).__name__)
                answer, well = None, False
            with self._lock:
                if serial == self._serial:
                    self._arrived.emit(serial, well, answer)

    @Slot(int, bool, object)
    def _deliver(self, serial: int, well: bool, answer: object) -> None:
        if serial != self._serial:
            return
        if well:
            self.done.emit(answer)
        else:
            self.failed.emit()
