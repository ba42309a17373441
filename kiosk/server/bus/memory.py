"""Delivery within one process."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.protocol.socket import Message
from kiosk.server.bus import Close, Handler


class MemoryBus:
    """Calls the handlers of an address at once. Event loop only."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler]] = {}

    def publish(self, address: str, message: Message | Close) -> None:
        for handler in tuple(self._handlers.get(address, ())):
            handler(message)

    def subscribe(self, address: str, handler: Handler) -> Callable[[], None]:
        handlers = self._handlers.setdefault(address, [])
        handlers.append(handler)

        def remove() -> None:
            handlers.remove(handler)
            if not handlers and self._handlers.get(address) is handlers:
                del self._handlers[address]

        return remove
