"""A terminal and a lawyer's console without screens or media: they speak the protocol, no more."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import requests
import uvicorn
from joserfc import jwt
from joserfc.jwk import OKPKey
from websockets.asyncio.client import ClientConnection, connect

from kiosk.domain.calls import CallState
from kiosk.domain.clock import SystemClock
from kiosk.domain.ids import new_id
from kiosk.protocol import socket as wire
from kiosk.protocol.devices import TOKEN_AUDIENCE, TOKEN_LIFETIME_S
from kiosk.server.app import create_app
from kiosk.server.command import configure, listen
from kiosk.server.provision import create_enrolment_code, provision_lawyer
from kiosk.server.signalling.timing import Timing
from kiosk.settings import Settings

M = TypeVar("M", bound=wire.Message)
PASSWORD = "a-long-password"
#: Seconds that anything may take on a machine with other work to do.
WITHIN = 10.0
#: An SDP is text to the server.
SDP = "v=0\r\ns=-\r\n"


class ServerThread:
    """The real application on a free port in a thread of this process: times can be short."""

    def __init__(self, settings: Settings, timing: Timing | None = None) -> None:
        self.settings = settings
        self.app = create_app(settings, SystemClock(), timing)
        self._server = uvicorn.Server(configure(self.app, settings))
        line = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{line.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [line]})
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server ended by itself"
            time.sleep(0.01)

    def publish(self, address: str, message: wire.Message) -> None:
        """Put a message on the server's bus, from outside of its thread."""
        hub = self.app.state.context.hub
        hub.loop.call_soon_threadsafe(hub.bus.publish, address, message)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive(), "the server did not end"


class Device:
    """An enrolled terminal: its key and its tokens."""

    def __init__(self, url: str, code: str) -> None:
        self.url = url
        self.key = OKPKey.generate_key("Ed25519")
        answer = self.enrol(code)
        assert answer.status_code == 200, answer.text
        self.profile: dict[str, Any] = answer.json()
        self.id: str = self.profile["device_id"]

    def enrol(self, code: str) -> requests.Response:
        public = self.key.as_dict(private=False)
        body = {"code": code, "public_key": public, "software": "test"}
        return requests.post(f"{self.url}/api/v1/devices/enrol", json=body, timeout=5)

    def token(self, key: OKPKey | None = None, **changes: Any) -> str:
        now = int(time.time())
        claims = {"iss": self.id, "aud": TOKEN_AUDIENCE, "iat": now,
                  "exp": now + TOKEN_LIFETIME_S, "jti": new_id(), **changes}  # fmt: skip
        return jwt.encode({"alg": "Ed25519"}, claims, key or self.key, algorithms=["Ed25519"])

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}"}

    def get(self, path: str, **options: Any) -> requests.Response:
        headers = {**self.headers(), **options.pop("headers", {})}
        return requests.get(self.url + path, headers=headers, timeout=5, **options)


def make_device(settings: Settings, url: str, organisation: str = "elm") -> Device:
    return Device(url, create_enrolment_code(settings, organisation, "测试终端"))


def sign_in(settings: Settings, url: str, slug: str) -> str:
    """A login for the lawyer, used: the session's cookie."""
    provision_lawyer(settings, slug, slug, PASSWORD)
    body = {"login": slug, "password": PASSWORD}
    answer = requests.post(f"{url}/api/v1/console/session", json=body, timeout=5)
    assert answer.status_code == 200, answer.text
    return answer.cookies["kiosk_session"]


class Peer:
    """One socket: what came is kept in order until it is expected."""

    path = ""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self._url = url.replace("http", "ws", 1) + self.path
        self._headers = headers
        self._ws: ClientConnection | None = None
        self._inbox: list[wire.AnyMessage] = []
        self._arrived = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.beating = True
        self.close_code: int | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        await self.close()

    async def open(self) -> None:
        self._ws = await connect(self._url, additional_headers=self._headers, compression=None,
                                 ping_interval=None, close_timeout=0.2)  # fmt: skip
        self.close_code = None
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._beat())]

    async def close(self) -> None:
        """Close properly."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._ws is not None:
            await self._ws.close()

    async def vanish(self) -> None:
        """As a killed browser: the connection is cut."""
        assert self._ws is not None
        self._ws.transport.abort()
        await self.close()

    async def send(self, message: wire.Message) -> None:
        await self.send_raw(wire.encode(message))

    async def send_raw(self, frame: str | bytes) -> None:
        assert self._ws is not None
        await self._ws.send(frame)

    async def expect(self, kind: type[M], condition: Callable[[M], bool] = lambda _: True,
                     within: float = WITHIN) -> M:  # fmt: skip
        """The next message of this kind that meets the condition; older ones are dropped."""
        async with asyncio.timeout(within):
            while True:
                while self._inbox:
                    message = self._inbox.pop(0)
                    if isinstance(message, kind) and condition(message):
                        return message
                self._arrived.clear()
                await self._arrived.wait()

    async def state(self, state: CallState, within: float = WITHIN) -> wire.CallStatus:
        return await self.expect(wire.CallStatus, lambda m: m.state is state, within)

    def drain(self) -> list[wire.AnyMessage]:
        inbox, self._inbox = self._inbox, []
        return inbox

    async def closed(self, within: float = WITHIN) -> int:
        """Wait for the server to close: its code."""
        assert self._ws is not None
        async with asyncio.timeout(within):
            await self._ws.wait_closed()
        return self._ws.close_code or 0

    async def _read(self) -> None:
        assert self._ws is not None
        async for frame in self._ws:
            message = wire.decode(frame)
            if message is not None and not isinstance(message, wire.Heartbeat):
                self._inbox.append(message)
                self._arrived.set()

    async def _beat(self) -> None:
        while True:
            if self.beating:
                await self.send(wire.Heartbeat())
            await asyncio.sleep(0.2)


class Terminal(Peer):
    path = wire.SOCKET_PATH

    def __init__(self, device: Device) -> None:
        super().__init__(device.url, device.headers())
        self.device = device
        self.call_id = ""

    async def open(self) -> None:
        self._headers = self.device.headers()
        await super().open()

    async def call(self, media: wire.Media = wire.Media.VIDEO,
                   topic: wire.Topic | None = None) -> str:  # fmt: skip
        self.call_id = new_id()
        await self.send(wire.CallRequest(call_id=self.call_id, media=media, topic=topic))
        return self.call_id

    async def hang_up(self, reason: wire.EndReason | None = None) -> None:
        await self.send(wire.HangUp(call_id=self.call_id, reason=reason))


class Console(Peer):
    path = wire.CONSOLE_SOCKET_PATH

    def __init__(self, url: str, cookie: str) -> None:
        super().__init__(url, {"Cookie": f"kiosk_session={cookie}", "Origin": url})
        self.cookie = cookie

    async def on_duty(self) -> Self:
        await self.send(wire.SetDuty(on=True))
        await self.expect(wire.ConsoleState, lambda m: m.on_duty)
        return self

    async def ring(self, within: float = WITHIN) -> wire.Ring:
        return await self.expect(wire.Ring, within=within)

    async def accept(self) -> wire.Ring:
        ring = await self.ring()
        await self.send(wire.Accept(call_id=ring.call_id))
        await self.state(CallState.ACTIVE)
        return ring
