"""The media process: reads requests from the terminal, does them in order, tells what happens.

It ends when the socket to the terminal does. Everything it opens is closed again by ``Close``, by
the end of the socket, or by its own death.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import resource
import socket
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import av

from kiosk.domain.calls import Media
from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault, KioskError
from kiosk.terminal.calls import messages as m
from kiosk.terminal.calls.audio.voice import VoiceProcessor
from kiosk.terminal.calls.connection import Connection
from kiosk.terminal.calls.devices import Camera, Microphone, Speaker
from kiosk.terminal.calls.player import Player
from kiosk.terminal.calls.sound import SILENCE_DBFS, Chime, Samples
from kiosk.terminal.calls.sources import (
    PictureSource,
    SoundSource,
    run_test_pictures,
    run_test_tone,
)

_log = logging.getLogger(__name__)

#: A device that has not opened by then counts as missing.
DEVICE_S = 3.0
#: To close everything when the terminal is gone.
CLOSE_S = 5.0
#: Requests that may wait for the one before them.
_REQUESTS = 64
_LEVELS_S = 0.2
_STATS_EVERY = 5  # levels
_CLOSED = "The call was closed meanwhile."
#: Levels and figures are not queued for a terminal that does not read.
_BACKLOG = 64 * 1024


class Devices:
    """What is open during a call. A missing device is reported, and left out."""

    def __init__(self, clock: Clock, report: Callable[[m.Line], None]) -> None:
        self._clock = clock
        self._report = report
        self._loop = asyncio.get_running_loop()
        self._tasks: list[asyncio.Task[None]] = []
        self._closers: list[Callable[[], None]] = []
        self.pictures: PictureSource | None = None
        self.sounds: SoundSource | None = None
        self.speaker: Speaker | None = None
        self._voice: VoiceProcessor | None = None
        self._chime: Chime | None = None
        self._microphone: Microphone | None = None
        self.video = False
        self.test = False

    async def open(self, request: m.Open) -> None:
        self.video = request.media is Media.VIDEO
        self.test = request.source == "test"
        if self.test:
            if self.video:
                self.pictures = PictureSource(self._clock)
                self._start(run_test_pictures(self.pictures, self._clock))
            self.sounds = SoundSource()
            self._start(run_test_tone(self.sounds, self._clock))
        else:
            if request.processing == "webrtc":
                self._voice = VoiceProcessor()
            await asyncio.gather(
                self._open_camera(request.camera),
                self._open_microphone(request.microphone),
                self._open_speaker(request.speaker),
            )
        if self._voice is not None and self.speaker is not None and self._microphone is not None:
            self._voice.set_delay(self.speaker.latency_s + self._microphone.latency_s)
        if self.pictures is not None:
            self._report(m.SelfPictures(frames=self.pictures.self_view.name))

    def chime(self) -> None:
        """Two notes from the loudspeaker, when there is one."""
        if self.speaker is None:
            return
        if self._chime is not None:
            self.speaker.remove(self._chime)
        self._chime = Chime()
        self.speaker.add(self._chime)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._closers:
            closing = [self._loop.run_in_executor(None, close) for close in self._closers]
            await asyncio.wait(closing, timeout=DEVICE_S)
        if self.pictures is not None:
            self.pictures.close()
        if self.sounds is not None:
            self.sounds.close()

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(coroutine))

    async def _try(self, device: m.Device, open_it: Callable[[], None]) -> bool:
        try:
            await asyncio.wait_for(self._loop.run_in_executor(None, open_it), DEVICE_S)
        except EnvironmentFault as fault:
            message = str(fault)
        except TimeoutError:
            message = f"The {device} does not answer. Unplug it and plug it in again."
        else:
            return True
        _log.warning("%s", message)
        self._report(m.DeviceMissing(device=device, message=message))
        return False

    async def _open_camera(self, name: str) -> None:
        if not self.video:
            return
        source = PictureSource(self._clock)

        def on_picture(picture: av.VideoFrame) -> None:
            self._loop.call_soon_threadsafe(source.push, picture)

        def on_lost() -> None:
            message = "The camera has been unplugged or stopped. Plug it in again."
            lost = m.DeviceMissing(device="camera", message=message)
            self._loop.call_soon_threadsafe(self._report, lost)

        camera = Camera(on_picture, on_lost)
        self._closers.append(camera.close)
        if await self._try("camera", functools.partial(camera.open, name)):
            self.pictures = source
        else:
            source.close()

    async def _open_microphone(self, name: str) -> None:
        source = SoundSource()
        voice = self._voice

        def on_block(block: Samples) -> None:
            # 20 ms in, 20 ms out: it keeps nothing of a whole number of frames.
            clean = block if voice is None else voice.near(block)
            self._loop.call_soon_threadsafe(source.push, clean)

        microphone = Microphone(on_block)
        self._closers.append(microphone.close)
        if await self._try("microphone", functools.partial(microphone.open, name)):
            self.sounds, self._microphone = source, microphone

    async def _open_speaker(self, name: str) -> None:
        voice = self._voice
        speaker = Speaker() if voice is None else Speaker(voice.far)
        self._closers.append(speaker.close)
        if await self._try("speaker", functools.partial(speaker.open, name)):
            self.speaker = speaker


class MediaProcess:
    """``run`` serves one socket until it ends."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._writer: asyncio.StreamWriter | None = None
        self._devices: Devices | None = None
        self._connections: dict[m.Peer, Connection] = {}
        self._reporting: asyncio.Task[None] | None = None
        self._player: tuple[Player, Speaker | None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self, connection: socket.socket) -> None:
        reader, self._writer = await asyncio.open_connection(sock=connection, limit=m.MAX_LINE)
        self._report(m.Ready(pid=os.getpid()))
        requests: asyncio.Queue[m.AnyRequest] = asyncio.Queue(_REQUESTS)
        worker = asyncio.create_task(self._work(requests))
        try:
            while line := await reader.readline():
                request = m.read_request(line)
                if isinstance(request, m.Close):
                    # It does not wait for a device or a STUN server that does not answer.
                    await _cancel(worker)
                    while not requests.empty():
                        self._report(m.Reply(id=requests.get_nowait().id, error=_CLOSED))
                    worker = asyncio.create_task(self._work(requests))
                await requests.put(request)
        except ConnectionError:
            pass  # the terminal was killed
        finally:
            await _cancel(worker)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._close(), CLOSE_S)
            self._writer.close()

    async def _work(self, requests: asyncio.Queue[m.AnyRequest]) -> None:
        while True:
            await self._serve(await requests.get())

    def _report(self, line: m.Line) -> None:
        assert self._writer is not None
        if isinstance(line, m.Levels | m.Stats) and (
            self._writer.transport.get_write_buffer_size() > _BACKLOG
        ):
            return
        if not self._writer.is_closing():
            self._writer.write(m.to_line(line))

    async def _serve(self, request: m.AnyRequest) -> None:
        error = sdp = ""
        try:
            sdp = await self._do(request)
        except KioskError as fault:
            error = str(fault)
        except asyncio.CancelledError:
            self._report(m.Reply(id=request.id, error=_CLOSED))
            raise
        except Exception as bug:
            _log.exception("A request of the terminal failed.")
            error = f"{type(bug).__name__} in {request.type}"
        self._report(m.Reply(id=request.id, error=error, sdp=sdp))

    async def _do(self, request: m.AnyRequest) -> str:
        """The SDP of an offer; empty for all others."""
        match request:
            case m.Open():
                await self._close()
                self._devices = Devices(self._clock, self._report)
                await self._devices.open(request)
                self._reporting = asyncio.create_task(self._report_figures())
            case m.CreateOffer():
                return await self._create_offer(request)
            case m.SetAnswer():
                await self._connection(request.peer).answer(request.sdp)
            case m.AddCandidate():
                self._connection(request.peer).add_candidate(
                    request.candidate, request.sdp_mid, request.sdp_mline_index
                )
            case m.ClosePeer():
                await self._close_peer(request.peer)
            case m.SetMicrophone():
                if self._devices is not None and self._devices.sounds is not None:
                    self._devices.sounds.on = request.on
            case m.SetCamera():
                if self._devices is not None and self._devices.pictures is not None:
                    self._devices.pictures.on = request.on
            case m.Chime():
                if self._devices is not None:
                    self._devices.chime()
            case m.Play():
                await self._play(request)
            case m.StopPlaying():
                await self._stop_playing()
            case m.Close():
                await self._close()
        return ""

    async def _play(self, request: m.Play) -> None:
        await self._stop_playing()
        loop = asyncio.get_running_loop()
        card = Speaker()
        speaker: Speaker | None = card
        try:
            await asyncio.wait_for(loop.run_in_executor(None, card.open, request.speaker), DEVICE_S)
        except (EnvironmentFault, TimeoutError) as fault:
            _log.info("A video plays without sound: %s", fault)
            card.close()
            speaker = None

        def on_end(whole: bool) -> None:
            loop.call_soon_threadsafe(self._report, m.Played(whole=whole))

        player = Player(request.source, speaker, on_end)
        self._player = player, speaker
        player.start()
        self._report(m.Playing(frames=player.frames))

    async def _stop_playing(self) -> None:
        if self._player is None:
            return
        (player, speaker), self._player = self._player, None
        await asyncio.get_running_loop().run_in_executor(None, player.close)
        if speaker is not None:
            speaker.close()

    def _connection(self, peer: m.Peer) -> Connection:
        try:
            return self._connections[peer]
        except KeyError:
            raise EnvironmentFault(
                "There is no such connection (any more). Make an offer first.", code="no_connection"
            ) from None

    async def _create_offer(self, request: m.CreateOffer) -> str:
        devices = self._devices
        if devices is None:
            raise EnvironmentFault("The devices are not open.", code="not_open")
        await self._close_peer(request.peer)
        try:
            connection = Connection(
                request.peer,
                request.ice_servers,
                relay_only=request.relay_only,
                video=devices.video,
                picture=devices.pictures.track() if devices.pictures else None,
                sound=devices.sounds.track() if devices.sounds else None,
                speaker=devices.speaker,
                report=self._report,
                clock=self._clock,
                measure=devices.test,
            )
        except ValueError as error:
            raise EnvironmentFault(
                f"An ICE server of the central server cannot be used: {error}.", code="bad_ice"
            ) from None
        self._connections[request.peer] = connection
        return await connection.offer()

    async def _close_peer(self, peer: m.Peer) -> None:
        connection = self._connections.pop(peer, None)
        if connection is not None:
            # Never interrupted: aiortc cannot close twice, and would keep its sockets.
            closing = asyncio.create_task(connection.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
            await asyncio.shield(closing)

    async def _close(self) -> None:
        await self._stop_playing()  # a call and a video do not speak at once
        if self._reporting is not None:
            await _cancel(self._reporting)
            self._reporting = None
        for peer in list(self._connections):
            await self._close_peer(peer)
        if self._closing:
            await asyncio.wait(self._closing)
        if self._devices is not None:
            await self._devices.close()
            self._devices = None

    async def _report_figures(self) -> None:
        cpu, at, count = time.process_time(), self._clock.monotonic(), 0
        while True:
            await asyncio.sleep(_LEVELS_S)
            assert self._devices is not None
            connections = list(self._connections.values())
            self._report(
                m.Levels(
                    microphone=self._devices.sounds.level if self._devices.sounds else SILENCE_DBFS,
                    remote=max((c.meter.level_dbfs() for c in connections), default=SILENCE_DBFS),
                )
            )
            count += 1
            if count % _STATS_EVERY:
                continue
            cpu_now, now = time.process_time(), self._clock.monotonic()
            self._report(
                m.Stats(
                    cpu=(cpu_now - cpu) / (now - at),
                    rss_mb=_resident_mb(),
                    peers=tuple([await c.stats() for c in connections]),
                )
            )
            cpu, at = cpu_now, now


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _resident_mb() -> float:
    # ``ru_maxrss`` would begin with the size of the terminal that started us.
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
