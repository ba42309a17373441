"""A forward proxy by CONNECT, as offices have it; it notes where it was asked to go."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class ConnectProxy:
    """Whatever is asked for, it leads to ``target`` (a loopback port)."""

    def __init__(self, target: int) -> None:
        self.asked: list[str] = []
        self._target = target
        self._server: asyncio.Server | None = None
        self._pumps: list[asyncio.Task[None]] = []

    async def start(self) -> str:
        """Listen; the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked.append(head.split(b"\r\n", 1)[0].decode())
        onward = await asyncio.open_connection("127.0.0.1", self._target)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self._pumps += [
            asyncio.create_task(self._pump(reader, onward[1])),
            asyncio.create_task(self._pump(onward[0], writer)),
        ]

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while chunk := await reader.read(65536):
                    writer.write(chunk)
                    await writer.drain()
        finally:
            writer.close()
