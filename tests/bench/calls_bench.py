"""Calls between the real media process and real Chromium, measured on both sides.

``chromium_calls`` is used by tests too; ``measure`` gives the figures of ``make bench``.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from playwright.async_api import Page, async_playwright

from kiosk.domain.calls import Media
from kiosk.protocol.socket import IceCandidate
from kiosk.settings import load_settings
from kiosk.terminal.calls import messages as m
from kiosk.terminal.calls.engine import MediaEngine
from tests.bench.figures import Figure
from tests.support.lawyer import ARGS, CHROMIUM, LAWYER_TONE, write_tone

PAGE = Path(__file__).with_name("calls_page.html")
CALLS = 7
#: Figures of CPU begin this long after the answer: bit rates have settled.
SETTLE_S = 4.0


@dataclass
class CallFigures:
    """One call. Times in seconds after the lawyer's click, CPU in cores."""

    offer_s: float  # open and offer, before anybody is rung
    devices_s: float  # of which the browser took this long for its camera
    browser_first_frame_s: float | None = None
    terminal_first_frame_s: float | None = None
    terminal_cpu: list[float] = field(default_factory=list)
    chromium_cpu: float = 0.0
    rss_mb: float = 0.0
    pictures_per_s: float = 0.0  # decoded by the terminal
    terminal_saw: tuple[int, int] = (0, 0)
    stamps_ms: list[int] = field(default_factory=list)  # read in the browser
    late_ms: list[int] = field(default_factory=list)  # terminal's clock to browser's screen
    browser_heard_hz: float = 0.0
    terminal_heard_hz: float = 0.0
    browser: dict[str, float] = field(default_factory=dict)


@asynccontextmanager
async def chromium(
    folder: Path, executable: str | Path = CHROMIUM, sound: Path | None = None
) -> AsyncIterator[Page]:
    """A page of the lawyer's: a test camera at 30 pictures a second, a tone or ``sound``."""
    sound = sound or write_tone(folder / "lawyer.wav", LAWYER_TONE)
    args = [
        *ARGS,
        "--use-fake-device-for-media-stream=fps=30",
        f"--use-file-for-fake-audio-capture={sound}",
        "--autoplay-policy=no-user-gesture-required",
    ]
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=executable, args=args)
        try:
            page = await browser.new_page()
            # A name that counts as a secure origin; nothing listens there.
            await page.route(
                "http://localhost/**",
                lambda route: route.fulfill(body=PAGE.read_text(), content_type="text/html"),
            )
            yield page
        finally:
            await browser.close()


class Signalling:
    """Carries the page's answer and candidates to the engine, the answer first."""

    def __init__(self, engine: MediaEngine) -> None:
        self._engine = engine
        self._name = ""
        self._answered = asyncio.Event()

    def begin(self, name: str) -> None:
        self._name = name
        self._answered = asyncio.Event()

    async def answer(self, sdp: str) -> None:
        await self._engine.set_answer(self._name, 1, sdp)
        self._answered.set()

    async def candidate(self, candidate: dict[str, Any] | None) -> None:
        """None: there are no more."""
        name = self._name
        await self._answered.wait()
        found = candidate or {"candidate": "", "mid": None, "index": None}
        await self._engine.add_candidate(
            IceCandidate(
                call_id="bench",
                participant_id=name,
                epoch=1,
                candidate=found["candidate"],
                sdp_mid=found["mid"],
                sdp_mline_index=found["index"],
            )
        )


async def one_call(
    engine: MediaEngine, page: Page, signalling: Signalling, media: Media, name: str, talk_s: float
) -> CallFigures:
    """Ring, answer, talk for ``talk_s`` seconds, hang up."""
    first_frame: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def on_event(event: m.MediaEvent) -> None:
        if isinstance(event, m.RemotePictures) and not first_frame.done():
            first_frame.set_result(time.time())

    await page.goto("http://localhost/")
    signalling.begin(name)
    unsubscribe = engine.subscribe(on_event)
    try:
        began = time.monotonic()
        await engine.open(media)
        offer = await engine.create_offer(name, 1, [])
        offer_s = time.monotonic() - began
        video = media is Media.VIDEO
        times = await page.evaluate("([offer, video]) => answer(offer, video)", [offer, video])
        clicked = times["clicked"] / 1000
        figures = CallFigures(offer_s=offer_s, devices_s=times["devices"] / 1000 - clicked)
        if video:
            figures.browser_first_frame_s = times["firstFrame"] / 1000 - clicked
            figures.terminal_first_frame_s = await asyncio.wait_for(first_frame, 10) - clicked
        if talk_s:
            await _talk(engine, page, figures, talk_s, video)
        await page.evaluate("() => hangUp()")
        return figures
    finally:
        unsubscribe()
        await engine.close()


async def _talk(
    engine: MediaEngine, page: Page, figures: CallFigures, talk_s: float, video: bool
) -> None:
    await asyncio.sleep(min(SETTLE_S, talk_s))
    browser = [p for p in psutil.Process().children(recursive=True) if "chromium" in p.name()]
    before, began = _cpu_of(browser), time.monotonic()
    pictures = _pictures(engine)
    while time.monotonic() < began + talk_s:
        await asyncio.sleep(0.5)
        if video and (stamp := await page.evaluate("() => stamp()")) is not None:
            figures.stamps_ms.append(stamp["ms"])
            figures.late_ms.append(stamp["late"])
        if engine.stats is not None:
            figures.terminal_cpu.append(engine.stats.cpu)
            figures.rss_mb = engine.stats.rss_mb
    seconds = time.monotonic() - began
    figures.chromium_cpu = (_cpu_of(browser) - before) / seconds
    figures.terminal_saw = engine.stats.peers[0].picture_size if engine.stats else (0, 0)
    figures.pictures_per_s = (_pictures(engine) - pictures) / seconds
    figures.browser = await page.evaluate("() => inbound()")
    figures.browser_heard_hz = await page.evaluate("() => heard()")
    if engine.stats is not None:
        figures.terminal_heard_hz = engine.stats.peers[0].sound_hz


def _pictures(engine: MediaEngine) -> int:
    return engine.stats.peers[0].pictures if engine.stats and engine.stats.peers else 0


def _cpu_of(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


async def chromium_calls(
    count: int, media: Media = Media.VIDEO, talk_s: float = 0.0
) -> list[CallFigures]:
    """``count`` calls one after the other; ``talk_s`` only in the last one."""
    engine = MediaEngine(
        load_settings(environ={}, flags={"calls.media": "test", "calls.interfaces": "lo"})
    )
    engine.start()
    try:
        await engine.wait_ready()
        with tempfile.TemporaryDirectory() as folder:
            async with chromium(Path(folder)) as page:
                signalling = Signalling(engine)
                await page.expose_function("sendAnswer", signalling.answer)
                await page.expose_function("sendCandidate", signalling.candidate)
                return [
                    await one_call(
                        engine,
                        page,
                        signalling,
                        media,
                        f"lawyer-{number}",
                        talk_s if number == count - 1 else 0.0,
                    )
                    for number in range(count)
                ]
    finally:
        await engine.stop()


async def restart_s() -> float:
    """From the media process's violent death to the next one being ready."""
    engine = MediaEngine(load_settings(environ={}, flags={"calls.media": "test"}))
    engine.start()
    try:
        await engine.wait_ready()
        died = asyncio.Event()
        engine.subscribe(lambda event: died.set() if isinstance(event, m.Died) else None)
        psutil.Process(engine.pid).kill()
        began = time.monotonic()
        await died.wait()
        await engine.wait_ready()
        return time.monotonic() - began
    finally:
        await engine.stop()


def measure() -> list[Figure]:
    """Figures of calls; about half a minute."""
    calls = asyncio.run(chromium_calls(CALLS, talk_s=12.0))
    talk = calls[-1]
    median = statistics.median
    browser_first = [c.browser_first_frame_s for c in calls if c.browser_first_frame_s]
    terminal_first = [c.terminal_first_frame_s for c in calls if c.terminal_first_frame_s]
    return [
        Figure("calls.answer_to_first_frame.browser", median(browser_first), "s", "<= 0.7"),
        Figure("calls.answer_to_first_frame.terminal", median(terminal_first), "s", "<= 0.7"),
        Figure("calls.answer_to_first_frame.worst", max(browser_first + terminal_first), "s"),
        Figure("calls.browser_camera", median(c.devices_s for c in calls), "s"),
        Figure("calls.open_and_offer", median(c.offer_s for c in calls), "s"),
        Figure(
            "calls.media_process_cpu",
            statistics.mean(talk.terminal_cpu),
            "cores",
            "<= 0.35",
            talk.chromium_cpu,
        ),
        Figure("calls.chromium_cpu", talk.chromium_cpu, "cores"),
        Figure("calls.media_process_memory", talk.rss_mb, "MB", "<= 220"),
        Figure("calls.pictures_at_terminal", talk.pictures_per_s, "1/s"),
        Figure("calls.pictures_at_browser", talk.browser["fps"], "1/s"),
        Figure("calls.picture_late_at_browser", median(talk.late_ms), "ms"),
        Figure("calls.media_process_restart", asyncio.run(restart_s()), "s", "<= 2"),
    ]
