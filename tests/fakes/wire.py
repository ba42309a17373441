"""A line between a terminal and its server that breaks after a given number of bytes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass
class Wire:
    """A TCP relay on loopback. ``up`` is towards the server; both count from the last ``reset``."""

    target: int
    port: int = 0
    up: int = 0
    down: int = 0
    cuts: int = 0
    #: Bytes after which the line breaks, once; None: it holds.
    cut_up: int | None = None
    cut_down: int | None = None
    #: Nobody gets through.
    dead: bool = False
    _server: asyncio.Server | None = None
    _relays: set[asyncio.Task[None]] = field(default_factory=set)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await self._server.wait_closed()
        await asyncio.gather(*self._relays)

    def cut(self) -> None:
        """Break all connections now, without a farewell to either side."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def reset(self, *, cut_up: int | None = None, cut_down: int | None = None) -> None:
        self.up = self.down = 0
        self.cut_up, self.cut_down = cut_up, cut_down

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.dead:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None
        self._relays.add(task)
        task.add_done_callback(self._relays.discard)
        there_reader, there = await asyncio.open_connection("127.0.0.1", self.target)
        self._writers |= {writer, there}
        await asyncio.gather(
            self._relay(reader, there, up=True), self._relay(there_reader, writer, up=False)
        )

    async def _relay(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, up: bool
    ) -> None:
        try:
            while data := await source.read(65536):
                limit, gone = (self.cut_up, self.up) if up else (self.cut_down, self.down)
                if limit is not None and gone + len(data) >= limit:
                    sink.write(data[: limit - gone])
                    await sink.drain()
                    await asyncio.sleep(0.01)  # what was sent arrives
                    self.cut_up = self.cut_down = None
                    self.cuts += 1
                    self.cut()
                    return
                if up:
                    self.up += len(data)
                else:
                    self.down += len(data)
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.transport.abort()
