"""Who answers for this terminal now, as the server last said over a socket that is still up."""

from __future__ import annotations

from kiosk.protocol.socket import Duty
from kiosk.terminal.services.events import ConnectionChanged, DutyChanged, Event, EventBus


class DutyService:
    """Make it before other subscribers of the bus, so that they find it up to date."""

    def __init__(self, bus: EventBus) -> None:
        self._current: Duty | None = None
        self._online = False
        self._connecting = True
        bus.subscribe(self._on_event)

    @property
    def current(self) -> Duty | None:
        """None while the socket is down: what it said last may no longer be so."""
        return self._current

    @property
    def online(self) -> bool:
        return self._online

    @property
    def connecting(self) -> bool:
        """From the start until the socket has said who is there, or that it cannot come up."""
        return self._connecting

    def _on_event(self, event: Event) -> None:
        match event:
            case DutyChanged(duty=duty):
                self._current = duty
                self._connecting = False
            case ConnectionChanged(online=online):
                self._online = online
                if not online:
                    self._current = None
                    self._connecting = False
            case _:
                pass
