"""One open WebSocket: a bounded queue outward, frames inward, a heartbeat of our own."""

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
#: Frames that make no sense before the socket is closed.
MAX_FAULTS = 20

Receive = Callable[[AnyMessage], Awaitable[None]]


class Connection:
    """An accepted socket with an id of its own."""

    def __init__(self, websocket: WebSocket) -> None:
        self.id = new_id()
        self._websocket = websocket
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(OUTGOING)
        self._closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()

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

    async def run(self, receive: Receive, heartbeat_s: float) -> None:
        """Serve until either side closes. Messages are taken one after another."""
        tasks = [
            asyncio.create_task(self._read(receive)),
            asyncio.create_task(self._write()),
            asyncio.create_task(self._beat(heartbeat_s)),
        ]
        try:
            waits: list[asyncio.Future[Any]] = [*tasks, self._closing]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        if self._closing.done():
            with contextlib.suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
                async with asyncio.timeout(1):
                    await self._websocket.close(self._closing.result())
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, WebSocketDisconnect):
                raise result

    async def _read(self, receive: Receive) -> None:
        faults = 0
        while True:
            event = await self._websocket.receive()
            if event["type"] == "websocket.disconnect":
                return
            frame = event.get("text")
            message: AnyMessage | None = None
            try:
                message = decode(frame if frame is not None else event.get("bytes") or b"")
                if message is not None:
                    await receive(message)
            except UserError as error:
                faults += error.code == "bad_message"
                self._refuse(message, error.code, str(error))
                if faults >= MAX_FAULTS:
                    self.deliver(Close(1008))
            except Exception:
                # Our bug in one message must not cost the socket, and with it a call.
                kind = message.type if message is not None else "frame"
                log.exception("socket %s: %s could not be carried out", self.id, kind)
                self._refuse(message, "internal", "The server made a mistake. Try again later.")

    def _refuse(self, message: AnyMessage | None, code: str, words: str) -> None:
        call_id = getattr(message, "call_id", None)
        self.deliver(ServerError(code=code, message=words, call_id=call_id))

    async def _write(self) -> None:
        while True:
            await self._websocket.send_text(await self._outgoing.get())

    async def _beat(self, every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            self.deliver(Heartbeat())
