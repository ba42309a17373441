"""A server for the console that says only what a test tells it to, when it tells it.

It serves the real pages and speaks the real messages. For what the real server does not do on
request: fall silent, forget a call, rebuild a connection, refuse.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import uvicorn
from fastapi import FastAPI, Response, WebSocket, WebSocketDisconnect

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Media
from kiosk.domain.ids import new_id
from kiosk.protocol import socket as wire
from kiosk.server.api.calls import CallList, CallRow
from kiosk.server.api.headers import GuardMiddleware
from kiosk.server.api.sessions import LoginRequest
from kiosk.server.console.routes import router

T = TypeVar("T", bound=wire.Message)


class FakeConsoleServer:
    """One console at a time. ``received`` holds its messages but heartbeats."""

    def __init__(self) -> None:
        self.received: queue.Queue[Any] = queue.Queue()
        self.calls: list[CallRow] = []
        self.signed_in = True
        self.login_status = 204
        self.reachable = True
        self.heartbeats = True
        self.beat_s = 1.0
        self.beats = 0
        self.on_duty = False
        self.waiting = (0, 0)
        self.welcome: dict[str, Any] = {}
        self._socket: WebSocket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server = uvicorn.Server(
            uvicorn.Config(self._app(), port=0, log_config=None, ws="websockets-sansio")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    # --- the test's side ---------------------------------------------------------------------

    def start(self) -> str:
        """Serve; the address."""
        self._thread.start()
        while not self._server.started:
            threading.Event().wait(0.02)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self.drop()
        self._thread.join(10)

    def send(self, message: wire.Message) -> None:
        """A message to the console."""
        self._run(self._send(message))

    def drop(self, code: int = 1001) -> None:
        """Close the console's socket, if there is one."""
        if self._socket is not None:
            self._run(self._close(code))

    def expect(self, kind: type[T], within: float = 5) -> T:
        """The console's next message of a kind; others before it are thrown away."""
        while True:
            message = self.received.get(timeout=within)
            if isinstance(message, kind):
                return message

    def ring(self, media: Media = Media.VIDEO, topic: Topic | None = Topic.LABOUR,
             ice_servers: tuple[wire.IceServer, ...] = (),
             for_other: bool = False) -> wire.Ring:  # fmt: skip
        """Ring the console; the message that was sent."""
        now = datetime.now(UTC)
        ring = wire.Ring(
            call_id=new_id(),
            participant_id=new_id(),
            media=media,
            topic=topic,
            terminal_name="示例社区大厅终端",
            organisation_name="示例社区",
            requested_at=now - timedelta(seconds=5),
            ring_until=now + timedelta(seconds=30),
            ice_servers=ice_servers,
            for_other=for_other,
        )
        self.send(ring)
        return ring

    def status(self, ring: wire.Ring, **fields: Any) -> None:
        """Send the state of a call that has rung."""
        known = {
            "call_id": ring.call_id,
            "media": ring.media,
            "participant_id": ring.participant_id,
        }
        self.send(wire.CallStatus(**{**known, **fields}))

    # --- the console's side --------------------------------------------------------------------

    def _run(self, coroutine: Any) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(5)

    async def _send(self, message: wire.Message) -> None:
        assert self._socket is not None
        await self._socket.send_text(wire.encode(message))

    async def _close(self, code: int) -> None:
        if self._socket is not None:
            await self._socket.close(code)

    async def _beat(self, socket: WebSocket) -> None:
        while True:
            if self.heartbeats:
                await socket.send_text(wire.encode(wire.Heartbeat()))
            await asyncio.sleep(self.beat_s)

    async def _welcome(self) -> None:
        welcome = {
            "lawyer_id": "lawyer",
            "name": "陈律师",
            "name_en": "Chen",
            "example": True,
            "organisation_name": "示例社区",
            "on_duty": self.on_duty,
            "server_time": datetime.now(UTC),
            **self.welcome,
        }
        await self._send(wire.ConsoleWelcome(**welcome))
        await self._state()

    async def _state(self) -> None:
        waiting, longest = self.waiting
        await self._send(
            wire.ConsoleState(on_duty=self.on_duty, waiting=waiting, longest_wait_s=longest)
        )

    def _app(self) -> FastAPI:
        app = FastAPI()
        app.add_middleware(GuardMiddleware)  # its headers say what a page may load
        app.include_router(router)

        @app.post("/api/v1/console/session")
        def sign_in(login: LoginRequest) -> Response:
            self.signed_in = self.login_status == 204
            return Response(status_code=self.login_status)

        @app.delete("/api/v1/console/session")
        def sign_out() -> Response:
            self.signed_in = False
            return Response(status_code=204)

        @app.get("/api/v1/console/calls")
        def calls() -> Response:
            if not self.signed_in:
                return Response(status_code=401)
            body = CallList(calls=self.calls).model_dump_json()
            return Response(body, media_type="application/json")

        @app.websocket(wire.CONSOLE_SOCKET_PATH)
        async def console(socket: WebSocket) -> None:
            if not (self.signed_in and self.reachable):
                await socket.close()
                return
            await socket.accept()
            self._socket = socket
            self._loop = asyncio.get_running_loop()
            await self._welcome()
            beat = asyncio.create_task(self._beat(socket))
            try:
                async for frame in socket.iter_text():
                    message = wire.decode(frame)
                    if isinstance(message, wire.Heartbeat):
                        self.beats += 1
                        continue
                    self.received.put(message)
                    if isinstance(message, wire.SetDuty):
                        self.on_duty = message.on
                        await self._state()
            except (WebSocketDisconnect, RuntimeError):
                pass  # closed by the console, or by the test
            finally:
                beat.cancel()
                if self._socket is socket:
                    self._socket = None

        return app
