"""Hundreds of terminals that connect at once."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from joserfc import jwt
from joserfc.jwk import OKPKey
from websockets.asyncio.client import connect

from kiosk.domain.clock import SystemClock
from kiosk.domain.ids import new_id
from kiosk.protocol import socket as wire
from kiosk.protocol.devices import TOKEN_AUDIENCE, TOKEN_LIFETIME_S
from kiosk.server.db.engine import open_database
from kiosk.server.db.models import Device
from kiosk.settings import Settings
from tests.support.small_content import organisation

#: A terminal gives a server up that is silent for so long, or does not welcome it for so long.
SILENCE_S, OPEN_S = 3.0, 5.0


class Fleet:
    """``count`` terminals of one office. They share a key, which only a test may do."""

    def __init__(self, settings: Settings, url: str, count: int) -> None:
        self._url = url.replace("http", "ws", 1) + wire.SOCKET_PATH
        self._key = OKPKey.generate_key("Ed25519")
        self.ids = [new_id() for _ in range(count)]
        #: What became of the attempts.
        self.outcomes: Counter[str] = Counter()
        database = open_database(settings, SystemClock())
        with database.write() as session:
            public = self._key.as_dict(private=False)
            for number, device_id in enumerate(self.ids):
                session.add(
                    Device(id=device_id, name=f"终端 {number}", place="community",
                           organisation_id=organisation("elm"), public_key=public)
                )  # fmt: skip
        database.close()

    async def connect(self, stack: AsyncExitStack) -> float:
        """Connect all at once, as terminals do; seconds until the last one is welcomed."""
        begun = time.monotonic()
        welcomed = asyncio.Event()
        left = len(self.ids)

        def one_more() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                welcomed.set()

        tasks = [asyncio.create_task(self._terminal(key, one_more)) for key in self.ids]

        async def end() -> None:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        stack.push_async_callback(end)
        async with asyncio.timeout(60):
            await welcomed.wait()
        return time.monotonic() - begun

    def _headers(self, device_id: str) -> dict[str, str]:
        now = int(time.time())
        claims = {"iss": device_id, "aud": TOKEN_AUDIENCE, "iat": now,
                  "exp": now + TOKEN_LIFETIME_S, "jti": new_id()}  # fmt: skip
        token = jwt.encode({"alg": "Ed25519"}, claims, self._key, algorithms=["Ed25519"])
        return {"Authorization": f"Bearer {token}"}

    async def _terminal(self, device_id: str, welcomed: Callable[[], None]) -> None:
        while True:
            try:
                async with connect(
                    self._url, additional_headers=self._headers(device_id), compression=None,
                    ping_interval=None, open_timeout=OPEN_S, close_timeout=0.2,
                ) as ws:  # fmt: skip
                    await ws.send(wire.encode(wire.Hello(software="test")))
                    async with asyncio.timeout(OPEN_S):
                        while True:
                            frame = await asyncio.wait_for(ws.recv(), SILENCE_S)
                            if isinstance(wire.decode(frame), wire.Welcome):
                                break
                    self.outcomes["welcomed"] += 1
                    welcomed()
                    while True:
                        await ws.send(wire.encode(wire.Heartbeat()))
                        with suppress(TimeoutError):
                            async with asyncio.timeout(1):
                                while True:
                                    await ws.recv()
            except (OSError, TimeoutError) as error:
                self.outcomes[type(error).__name__] += 1
                await asyncio.sleep(0.5)
