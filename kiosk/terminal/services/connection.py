"""What the device socket says about the terminal itself: online, profile, settings, duty."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.errors import EnvironmentFault
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.socket import AnyMessage, Duty, Welcome
from kiosk.terminal.services.events import (
    ConnectionChanged,
    DutyChanged,
    EventBus,
    ProfileChanged,
    SettingsPushed,
)

log = logging.getLogger(__name__)


class ConnectionService:
    """Turns messages of the socket into events. Call it on the runtime's loop."""

    def __init__(
        self, bus: EventBus, remember: Callable[[DeviceProfile, Mapping[str, Any]], bool]
    ) -> None:
        """``remember`` keeps profile and pushed settings on the disk; True when they are new."""
        self._bus = bus
        self._remember = remember

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket."""
        if isinstance(message, Welcome):
            self._welcomed(message)
        elif isinstance(message, Duty):
            self._bus.publish(DutyChanged(message))

    def set_online(self, online: bool) -> None:
        self._bus.publish(ConnectionChanged(online))

    def _welcomed(self, welcome: Welcome) -> None:
        try:
            new = self._remember(welcome.profile, welcome.settings)
        except EnvironmentFault as fault:
            log.error("%s", fault)
            new = True  # what cannot be kept holds until the next start
        if new:
            self._bus.publish(ProfileChanged(welcome.profile))
            self._bus.publish(SettingsPushed(welcome.settings))
