"""One open WebSocket: bounded queues both ways, and a heartbeat of our own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from kiosk.domain.ids import new_id
from kiosk.errors import UserError
from kiosk.protocol.socket import AnyMessage, Heartbeat, Message, ServerError, decode, encode
from kiosk.server.bus import Close

log = logging.getLogger(__name__)

#: Frames that may wait for a slow reader before it is dropped.
OUTGOING = 256
#: Messages that may wait to be carried out before no more are read.
INCOMING = 64
#: Frames that make no sense before the socket is closed.
MAX_FAULTS = 20

Receive = Callable[[AnyMessage], Awaitable[None]]


class Connection:
    """An accepted socket with an id of its own."""

    def __init__(self, websocket: WebSocket) -> None:
        self.id = new_id()
        self._websocket = websocket
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(OUTGOING)
        #: None: no more will come.
        self._incoming: asyncio.Queue[AnyMessage | None] = asyncio.Queue(INCOMING)
        self._closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._gone = False

    @property
    def gone(self) -> bool:
        """Nobody is there any more, or will not be for long."""
        return self._gone or self._closing.done()

    def deliver(self, message: Message | Close) -> None:
        """Queue a message, or close. Never waits: who does not read is dropped."""
        if self._closing.done():
            return
        if isinstance(message, Close):
            self._closing.set_result(message.code)
            return
        try:
            self._outgoing.put_nowait(encode(message))
        except asyncio.QueueFull:
            log.warning("socket %s dropped: it does not read", self.id)
            self._closing.set_result(1008)

    async def run(self, opening: Callable[[], Awaitable[None]], receive: Receive,
                  beat: Callable[[], None], heartbeat_s: float) -> None:  # fmt: skip
        """Serve until either side closes; raises what ``opening`` raises.

        Heartbeats go out from the start and are taken at once (``beat``), whatever else waits for
        the database; other messages are taken one after another once ``opening`` is done.
        """
        serving = asyncio.create_task(self._serve(opening, receive))
        tasks = [
            serving,
            asyncio.create_task(self._read(beat)),
            asyncio.create_task(self._write()),
            asyncio.create_task(self._beat(heartbeat_s)),
        ]
        try:
            waits: set[asyncio.Future[Any]] = {*tasks, self._closing}
            while not (serving.done() or self._closing.done()):
                done, waits = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                if any(task.exception() for task in done):
                    break
        finally:
            self._gone = True
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        if self._closing.done():
            with contextlib.suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
                async with asyncio.timeout(1):
                    await self._websocket.close(self._closing.result())
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _serve(self, opening: Callable[[], Awaitable[None]], receive: Receive) -> None:
        await opening()
        while (message := await self._incoming.get()) is not None:
            try:
                await receive(message)
            except UserError as error:
                self._refuse(message, error.code, str(error))
            except Exception:
                # Our bug in one message must not cost the socket, and with it a call.
                log.exception("socket %s: %s could not be carried out", self.id, message.type)
                self._refuse(message, "internal", "The server made a mistake. Try again later.")

    async def _read(self, beat: Callable[[], None]) -> None:
        faults = 0
        while True:
            event = await self._websocket.receive()
            if event["type"] == "websocket.disconnect":
                self._gone = True
                await self._incoming.put(None)
                return
            frame = event.get("text")
            try:
                message = decode(frame if frame is not None else event.get("bytes") or b"")
            except UserError as error:
                faults += 1
                self._refuse(None, error.code, str(error))
                if faults >= MAX_FAULTS:
                    self.deliver(Close(1008))
                continue
            if isinstance(message, Heartbeat):
                beat()
            elif message is not None:
                await self._incoming.put(message)

    def _refuse(self, message: AnyMessage | None, code: str, words: str) -> None:
        call_id = getattr(message, "call_id", None)
        self.deliver(ServerError(code=code, message=words, call_id=call_id))

    async def _write(self) -> None:
        # The line is gone, or uvicorn has closed it by itself (too large a frame, its own end):
        # the reader hears of it, too.
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self._websocket.send_text(await self._outgoing.get())

    async def _beat(self, every_s: float) -> None:
        while True:
            self.deliver(Heartbeat())
            await asyncio.sleep(every_s)
