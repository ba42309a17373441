"""A call over the network of ``hosts.py``: the real media process here, Chromium on the other side.

Signalling does not cross the line (that is another test's subject): pipes and sockets that the two
were started with go on working across namespaces.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from kiosk.domain.calls import Media
from kiosk.protocol.socket import IceServer
from kiosk.settings import load_settings
from kiosk.terminal.calls import engine as engine_module
from kiosk.terminal.calls import messages as m
from kiosk.terminal.calls.engine import MediaEngine
from tests.bench.calls_bench import Signalling, chromium
from tests.network.hosts import Host, Network, network
from tests.support.lawyer import CHROMIUM
from tests.support.speech import spoken, write_wav


@dataclass
class LineCall:
    """A call that is up. ``figures`` may be asked at any time."""

    net: Network
    engine: MediaEngine
    page: Page
    offer: str

    async def sound(self) -> m.SoundStats:
        return (await self._stats()).sound

    async def pictures(self) -> int:
        return (await self._stats()).pictures

    async def until_stalled(self, stalled: bool, within: float = 20) -> float:
        """Wait until the media process says that nothing comes, or that something does again;
        the loop's time then."""
        loop = asyncio.get_running_loop()
        came: asyncio.Future[float] = loop.create_future()
        kind = m.Stalled if stalled else m.Flowing

        def take(event: m.MediaEvent) -> None:
            if isinstance(event, kind) and not came.done():
                came.set_result(loop.time())

        forget = self.engine.subscribe(take)
        try:
            return await asyncio.wait_for(came, within)
        finally:
            forget()

    async def _stats(self) -> m.PeerStats:
        """The next ones: they come each second."""
        came: asyncio.Future[m.Stats] = asyncio.get_running_loop().create_future()

        def take(event: m.MediaEvent) -> None:
            if isinstance(event, m.Stats) and not came.done():
                came.set_result(event)

        forget = self.engine.subscribe(take)
        try:
            return (await asyncio.wait_for(came, 5)).peers[0]
        finally:
            forget()

    async def browser(self) -> dict[str, float]:
        figures: dict[str, float] = await self.page.evaluate("() => inbound()")
        return figures


def _chromium_on(host: Host, folder: Path) -> Path:
    """An executable that is Chromium on that host."""
    script = folder / "chromium-there"
    script.write_text(f'#!/bin/sh\nexec {" ".join(host.command(CHROMIUM))} "$@"\n')
    script.chmod(0o755)
    return script


@asynccontextmanager
async def line_call(
    media: Media = Media.VIDEO, *, seed: int = 1, speech: bool = True
) -> AsyncIterator[LineCall]:
    """A call between host a (media process) and host b (browser), on a line that is still good."""
    with network(seed=seed) as net:
        async with call_on(net, media, speech=speech) as up:
            yield up


@asynccontextmanager
async def engine_on(host: Host, *, relay_only: bool = False) -> AsyncIterator[MediaEngine]:
    """The media process on that host, ready."""
    plain = engine_module.media_command
    engine_module.media_command = lambda: host.command(*plain())
    flags = {
        "calls.media": "test",
        "calls.interfaces": host.interface,
        "calls.relay_only": relay_only,
    }
    engine = MediaEngine(load_settings(environ={}, flags=flags))
    engine.start()
    try:
        await engine.wait_ready()
        yield engine
    finally:
        engine_module.media_command = plain
        await engine.stop()


@asynccontextmanager
async def call_on(
    net: Network,
    media: Media,
    *,
    servers: Sequence[IceServer] = (),
    relay_only: bool = False,
    speech: bool = True,
) -> AsyncIterator[LineCall]:
    """``servers`` and ``relay_only`` are the media process's; the browser has neither."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = write_wav(folder / "speech.wav", spoken()) if speech else None
        async with (
            engine_on(net.a, relay_only=relay_only) as engine,
            chromium(folder, _chromium_on(net.b, folder), sound) as page,
        ):
            signalling = Signalling(engine)
            await page.expose_function("sendAnswer", signalling.answer)
            await page.expose_function("sendCandidate", signalling.candidate)
            await page.goto("http://localhost/")
            signalling.begin("lawyer")
            await engine.open(media)
            offer = await engine.create_offer("lawyer", 1, servers)
            arguments: list[Any] = [offer, media is Media.VIDEO]
            await page.evaluate("([offer, video]) => answer(offer, video)", arguments)
            yield LineCall(net, engine, page, offer)
            await page.evaluate("() => hangUp()")
