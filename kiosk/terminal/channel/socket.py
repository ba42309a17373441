"""The terminal's one socket to the server: kept up, watched, and honest about being down.

``websockets`` is imported when the socket first runs: a terminal shows its first page sooner.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.domain.calls import HEARTBEAT
from kiosk.errors import KioskError, UserError
from kiosk.protocol.socket import (
    CLOSE_SIGNED_OUT,
    CLOSE_TAKEN_OVER,
    MAX_FRAME,
    SOCKET_PATH,
    AnyMessage,
    Heartbeat,
    Hello,
    Message,
    Welcome,
    decode,
    encode,
)
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.network import Line

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

log = logging.getLogger(__name__)

#: No frame from the server for this long: it is gone, whatever TCP believes.
SILENCE_S = 3.0
#: To connect and to be welcomed.
OPEN_S = 5.0
#: The same, and the pause between two attempts, while somebody waits for the line: a lost SYN is
#: sent again only after a second, then after two more.
HURRIED_OPEN_S, HURRIED_PAUSE_S = 1.5, 0.5
#: Messages that may wait to be written; more means that nothing goes out any more.
QUEUE = 256


class DeviceSocket:
    """Implements the ``Channel`` of the services. Everything happens on the loop of ``run``.

    ``on_message`` gets every message, heartbeats included; ``on_state`` gets True after the welcome
    and False as soon as the socket is closed or silent, each only on a change.
    """

    def __init__(
        self,
        line: Line,
        token: Callable[[], str],
        hello: Callable[[], Hello],
        on_message: Callable[[AnyMessage], None],
        on_state: Callable[[bool], None],
        *,
        hurried: Callable[[], bool] = lambda: False,
        correct: Callable[[str], bool] = lambda date: False,
        silence_s: float = SILENCE_S,
        backoff: Backoff | None = None,
    ) -> None:
        """``token`` signs one connection; ``hello`` is asked at each, for the present revision.

        ``hurried``: somebody waits for the line just now (a call). ``correct``: as ``BearerAuth``.
        """
        self._hurried = hurried
        self._correct = correct
        self._line = line
        self._token = token
        self._hello = hello
        self._on_message = on_message
        self._on_state = on_state
        self._silence_s = silence_s
        self._backoff = backoff or Backoff(0.3, 10.0)
        self._queue: asyncio.Queue[Message] = asyncio.Queue(QUEUE)
        self._online = False
        self._told = ""
        self._sent_away = False  # the server welcomed it last, and closed it for good

    @property
    def online(self) -> bool:
        return self._online

    def send(self, message: Message) -> bool:
        """Queue a message; False when the socket is down or stuck (it is not kept)."""
        if not self._online:
            return False
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            return False
        return True

    async def run(self) -> None:
        """Keep the socket up until cancelled."""
        from websockets.exceptions import WebSocketException

        while True:
            try:
                await self._serve()
            except (OSError, TimeoutError, WebSocketException, KioskError) as error:
                if self._correct(_refused_at(error)):
                    continue
                self._sent_away = _close_code(error) in (CLOSE_SIGNED_OUT, CLOSE_TAKEN_OVER)
                if self._sent_away:
                    self._backoff.slow_down()
                self._tell(error)
            pause = self._backoff.delay()
            hurry = self._hurried() and not self._sent_away
            await asyncio.sleep(min(pause, HURRIED_PAUSE_S) if hurry else pause)

    async def _serve(self) -> None:
        """One connection, from the handshake to its end."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed

        async with asyncio.timeout(HURRIED_OPEN_S if self._hurried() else OPEN_S):
            ws = await connect(
                self._line.websocket_url(SOCKET_PATH),
                additional_headers={"Authorization": f"Bearer {self._token()}"},
                compression=None,
                max_size=MAX_FRAME,
                open_timeout=None,
                ping_interval=None,  # our own heartbeats renew leases too
                close_timeout=0.5,
                **self._line.websocket_options(),
            )
        tasks: list[asyncio.Task[None]] = []
        try:
            await ws.send(encode(self._hello()))
            async with asyncio.timeout(OPEN_S):
                message = await self._receive(ws)
                while not isinstance(message, Welcome):
                    message = await self._receive(ws)
            tasks = [asyncio.create_task(self._write(ws)), asyncio.create_task(self._beat())]
            self._backoff.reset()
            self._set_online(True, message)
            while True:
                if (received := await self._receive(ws)) is not None:
                    self._deliver(received)
        finally:
            self._set_online(False, None)
            for task in tasks:
                task.cancel()
            self._queue = asyncio.Queue(QUEUE)  # what was not sent is nobody's any more
            # A silent peer answers no closing handshake: do not wait for it.
            ws.transport.abort()
            with suppress(ConnectionClosed, OSError):
                await ws.wait_closed()

    async def _receive(self, ws: ClientConnection) -> AnyMessage | None:
        async with asyncio.timeout(self._silence_s):
            frame = await ws.recv()
        try:
            return decode(frame)
        except UserError as error:
            log.warning("ignored a frame of the server: %s", error)
            return None

    async def _write(self, ws: ClientConnection) -> None:
        from websockets.exceptions import ConnectionClosed

        with suppress(ConnectionClosed, OSError):  # the reader notices, and ends the connection
            while True:
                await ws.send(encode(await self._queue.get()))

    async def _beat(self) -> None:
        while True:
            self.send(Heartbeat())
            await asyncio.sleep(HEARTBEAT.total_seconds())

    def _deliver(self, message: AnyMessage) -> None:
        try:
            self._on_message(message)
        except Exception:
            # Our bug in one handler must not take down the line for all others.
            log.exception("a handler of %s failed", message.type)

    def _set_online(self, online: bool, welcome: Welcome | None) -> None:
        """Tell of a change; the welcome that caused it comes before, and may be answered."""
        if online == self._online:
            return
        self._online = online
        if welcome is not None:
            if not self._sent_away:
                self._told = ""
            self._deliver(welcome)
        log.info("the socket is %s", "up" if online else "down")
        try:
            self._on_state(online)
        except Exception:
            log.exception("a handler of the socket's state failed")

    def _tell(self, error: Exception) -> None:
        """One log line for each new reason, not for each attempt."""
        from websockets.exceptions import InvalidStatus

        if _close_code(error) == CLOSE_TAKEN_OVER:
            text = (
                "Another program uses this terminal's key: the server serves only the one that "
                "came last. End the other one, or enrol this terminal again with `kiosk enrol`."
            )
            level = logging.WARNING
        elif _close_code(error) == CLOSE_SIGNED_OUT or (
            isinstance(error, InvalidStatus) and error.response.status_code in (401, 403)
        ):
            text = (
                f"{self._line.server} does not know this terminal. Check its clock, or enrol it "
                "again with `kiosk enrol`."
            )
            level = logging.WARNING
        elif isinstance(error, ssl.SSLError):
            text = (
                f"No safe line to {self._line.server}: {error.reason}. Check terminal.ca_file and "
                "the clock of this machine."
            )
            level = logging.WARNING
        elif isinstance(error, KioskError):
            text, level = str(error), logging.WARNING
        else:
            text, level = f"no socket to {self._line.server}: {type(error).__name__}", logging.INFO
        if text != self._told:
            self._told = text
            log.log(level, "%s", text)


def _refused_at(error: Exception) -> str:
    """The server's ``Date`` when it did not take the token; else empty."""
    from websockets.exceptions import InvalidStatus

    if isinstance(error, InvalidStatus) and error.response.status_code in (401, 403):
        return str(error.response.headers.get("Date", ""))
    return ""


def _close_code(error: Exception) -> int | None:
    """The code that the server closed the socket with; None: it did not."""
    from websockets.exceptions import ConnectionClosed

    if isinstance(error, ConnectionClosed) and error.rcvd is not None:
        return error.rcvd.code
    return None
