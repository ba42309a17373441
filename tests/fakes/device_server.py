"""The server's end of a device socket, doing only what a test tells it to."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from kiosk.protocol import socket as wire
from kiosk.protocol.devices import DeviceProfile

PROFILE = DeviceProfile(device_id="d", name="终端", organisation_id="c", organisation_name="社区")


class FakeDeviceServer:
    """Welcomes each terminal and beats each 0.1 s, unless told otherwise. Loopback."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.received: list[wire.AnyMessage] = []
        self.requests: list[Request] = []
        self.connections: list[ServerConnection] = []
        self.heartbeats = True
        self.welcomes = True
        self.refuse: HTTPStatus | None = None
        self._server: Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; again on the same port after ``stop``."""
        self._server = await serve(
            self._handle,
            "127.0.0.1",
            self.port,
            ssl=self._tls,
            compression=None,
            ping_interval=None,
            close_timeout=0.1,
            process_request=self._check,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """Close everything at once, as a process that dies does."""
        assert self._server is not None
        for connection in self.connections:
            connection.transport.abort()
        self._server.close()
        await self._server.wait_closed()

    async def send(self, message: wire.Message) -> None:
        """A message to the terminal that connected last."""
        await self.connections[-1].send(wire.encode(message))

    async def send_raw(self, frame: str) -> None:
        await self.connections[-1].send(frame)

    def of(self, kind: type[wire.Message]) -> list[wire.AnyMessage]:
        return [m for m in self.received if isinstance(m, kind)]

    def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if self.refuse is not None:
            return connection.respond(self.refuse, "no")
        return None

    async def _handle(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        beats = asyncio.create_task(self._beat(connection))
        try:
            if self.welcomes:
                await connection.send(wire.encode(self._welcome()))
            async for frame in connection:
                message = wire.decode(frame)
                assert message is not None
                self.received.append(message)
        except ConnectionClosed:
            pass
        finally:
            beats.cancel()

    def _welcome(self) -> wire.Welcome:
        return wire.Welcome(
            profile=PROFILE, server_time=datetime.now(UTC), feed="f", revision=len(self.connections)
        )

    async def _beat(self, connection: ServerConnection) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self.heartbeats:
                try:
                    await connection.send(wire.encode(wire.Heartbeat()))
                except ConnectionClosed:
                    return
