"""What a terminal's and a console's socket have in common: coming, being there, going."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import timedelta

from kiosk.protocol.socket import AnyMessage
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.hub import Hub

#: A client that was away this long at most is told how its call ended.
RECENT = timedelta(seconds=60)


class ClientSocket(ABC):
    """One client's connection. ``actor``: its name in the audit."""

    def __init__(self, hub: Hub, connection: Connection, actor: str) -> None:
        self._hub = hub
        self._connection = connection
        self._actor = actor
        self._removers: list[Callable[[], None]] = []

    async def serve(self) -> None:
        """Welcome, resume, and serve until the socket closes.

        ``NotAllowedError`` when the client is not known any more.
        """
        hub, connection = self._hub, self._connection
        try:
            await connection.run(
                lambda: hub.open(self._open, self._actor, gone=lambda: connection.gone,
                                 ready=self._ready),
                self._receive, lambda: hub.held.beat(connection.id),
                hub.timing.heartbeat.total_seconds(),
            )  # fmt: skip
        finally:
            for remove in self._removers:
                remove()
            hub.held.remove(connection.id)  # the next sweep writes it
            hub.changed()

    def _ready(self) -> None:
        self._removers = [
            self._hub.bus.subscribe(address, self._connection.deliver)
            for address in self._addresses()
        ]
        self._forget()
        self._hub.changed()

    async def _receive(self, message: AnyMessage) -> None:
        await self._hub.act(lambda board: self._handle(board, message), self._actor)

    @abstractmethod
    def _addresses(self) -> tuple[str, ...]:
        """Where on the bus it is reached."""

    @abstractmethod
    def _forget(self) -> None:
        """What was last told to it is void: tell it all again."""

    @abstractmethod
    def _open(self, board: Switchboard) -> None:
        """Note the socket, and tell what it has to know."""

    @abstractmethod
    def _handle(self, board: Switchboard, message: AnyMessage) -> None:
        """Carry out one message; ``UserError`` for what it may not say."""
