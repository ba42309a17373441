"""The only way from the services' threads to Qt's: events of the bus become a signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.terminal.services.events import Event, EventBus


class Bridge(QObject):
    """Re-emits each event of the bus on the thread that made the bridge, in order."""

    happened = Signal(object)
    _arrived = Signal(object)

    def __init__(self, bus: EventBus) -> None:
        super().__init__()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = bus.subscribe(self._take)

    def close(self) -> None:
        """Hear nothing more."""
        self._unsubscribe()

    def _take(self, event: Event) -> None:
        self._arrived.emit(event)

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        self.happened.emit(event)
