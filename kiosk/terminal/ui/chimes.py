"""When which short sound is heard (LOOK section 9): beside something seen; hiding is silent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.domain.calls import CallState, EndReason
from kiosk.terminal.services.events import CallChanged, CallMediaChanged, Event, SlipPrinted
from kiosk.terminal.services.speech import SoundService

RING_MS = 3000
#: The line or the other side was lost, and nobody hung up.
_LOST = (
    EndReason.LAWYER_LOST,
    EndReason.TERMINAL_LOST,
    EndReason.MEDIA_FAILED,
    EndReason.SERVER_LOST,
)
#: Said by controls; in a talk the lawyer would hear them.
OF_CONTROLS = ("touch", "selected", "error")


class Chimes(QObject):
    """``hidden`` answers whether the screen is hidden now."""

    def __init__(self, sounds: SoundService, hidden: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._sounds = sounds
        self._hidden = hidden
        self._state: CallState | None = None
        self._broken = False
        self._ring = QTimer(self)
        self._ring.setInterval(RING_MS)
        self._ring.timeout.connect(lambda: self.play("ringing"))

    @Slot(str)
    def play(self, name: str) -> None:
        """A sound by its name in ``assets/sounds``."""
        if self._hidden() or (self._state is CallState.ACTIVE and name in OF_CONTROLS):
            return
        self._sounds.play(name)

    def stop(self) -> None:
        self._ring.stop()
        self._sounds.stop()

    def handle(self, event: Event) -> None:
        if isinstance(event, CallChanged):
            self._call(event.status.state, event.status.end_reason)
        elif isinstance(event, CallMediaChanged):
            if event.reconnecting and not self._broken:
                self.play("lost")
            self._broken = event.reconnecting
        elif isinstance(event, SlipPrinted):
            self.play("printed")

    def _call(self, state: CallState, reason: EndReason | None) -> None:
        before, self._state = self._state, state
        if state is CallState.RINGING and before is not CallState.RINGING:
            self.play("ringing")
            self._ring.start()
        elif state is not CallState.RINGING:
            self._ring.stop()
        if state is CallState.ACTIVE and before is not CallState.ACTIVE:
            self.play("connected")
        if state is CallState.ENDED and before is not CallState.ENDED and reason in _LOST:
            self.play("lost")
        if state is CallState.ENDED:
            self._broken = False
