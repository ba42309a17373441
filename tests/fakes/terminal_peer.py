"""A terminal without a screen: the real socket and real media against a real server.

It speaks the protocol plainly and keeps nothing from the terminal's own code but its identity and
its test picture, so that a test of the console does not hang on the terminal's call service.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import av
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import (
    AudioStreamTrack,
    MediaStreamError,
    MediaStreamTrack,
    VideoStreamTrack,
)
from aiortc.sdp import candidate_from_sdp
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.domain.clock import SystemClock
from kiosk.domain.ids import new_id
from kiosk.protocol import socket as wire
from kiosk.terminal.calls.network import limit_interfaces
from kiosk.terminal.calls.stamp import StampedPicture, ms_of_day
from kiosk.terminal.channel.enrol import enrol
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.network import Line

#: What the terminal's microphone hears, in Hz.
TONE = 440
_RATE = 48000

T = TypeVar("T")


class _Picture(VideoStreamTrack):
    def __init__(self) -> None:
        super().__init__()
        self._picture = StampedPicture()

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        plane = self._picture.draw(ms_of_day(datetime.now(UTC)))
        frame = av.VideoFrame.from_ndarray(plane, format="yuv420p")
        frame.pts, frame.time_base = pts, time_base
        return frame


class _Tone(AudioStreamTrack):
    """A sine of ``TONE`` in blocks of 20 ms."""

    _samples = 0
    _start = 0.0

    async def recv(self) -> av.AudioFrame:
        count = _RATE // 50
        self._start = self._start or time.monotonic()
        await asyncio.sleep(max(0.0, self._start + self._samples / _RATE - time.monotonic()))
        at = np.arange(self._samples, self._samples + count)
        wave = (9000 * np.sin(2 * np.pi * TONE * at / _RATE)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.time_base = _RATE, Fraction(1, _RATE)
        frame.pts = self._samples
        self._samples += count
        return frame


class TerminalPeer:
    """Enrolled and connected when it is made; methods are called from the test's thread."""

    def __init__(self, url: str, folder: Path, code: str) -> None:
        limit_interfaces([])
        self._identity = DeviceIdentity(folder, SystemClock())
        enrol(Line(url), self._identity, code)
        self._url = url.replace("http", "ws", 1) + wire.SOCKET_PATH
        self.status: wire.CallStatus | None = None
        self.lawyers_media: wire.MediaState | None = None
        self.pictures = 0
        self.picture: NDArray[np.uint8] | None = None
        self._sound: deque[NDArray[np.int16]] = deque(maxlen=30)
        self._media = Media.VIDEO
        self._epoch = 0
        self._connections: list[RTCPeerConnection] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._welcomed = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._socket: ClientConnection | None = None
        self._main: Future[None] = self._post(self._run())
        assert self._welcomed.wait(10), "the server did not welcome the terminal"

    # --- the test's side -----------------------------------------------------------------------

    def call(self, media: Media = Media.VIDEO, topic: Topic | None = Topic.LABOUR) -> str:
        """Request a call; its id."""
        call_id = new_id()
        self._media, self._epoch, self.status = media, 0, None
        self.pictures, self.picture = 0, None
        self._sound.clear()
        self._wait(self._send(wire.CallRequest(call_id=call_id, media=media, topic=topic)))
        return call_id

    def hang_up(self, reason: EndReason | None = None) -> None:
        assert self.status is not None
        self._wait(self._send(wire.HangUp(call_id=self.status.call_id, reason=reason)))

    def tell_media(self, **fields: Any) -> None:
        """Say what is switched off here, as the real terminal does."""
        assert self.status is not None
        self._wait(self._send(wire.MediaState(call_id=self.status.call_id, **fields)))

    def rebuild(self) -> None:
        """Replace the connection to the lawyer by one of the next epoch."""
        self.pictures, self.picture = 0, None
        self._wait(self._offer())

    def until(
        self, condition: Callable[[TerminalPeer], bool], what: str, within: float = 8
    ) -> None:
        """Wait until something is so here; ``AssertionError`` when it does not come."""
        deadline = time.monotonic() + within
        while not condition(self):
            assert time.monotonic() < deadline, f"waited {within} s in vain for: {what}"
            time.sleep(0.02)

    def until_state(self, state: CallState, within: float = 8) -> wire.CallStatus:
        self.until(lambda me: me.status is not None and me.status.state is state, state, within)
        assert self.status is not None
        return self.status

    def tone(self) -> float:
        """The loudest frequency, in Hz, of the sound of the last 0.6 s; 0 when there is none."""
        blocks = list(self._sound)
        if len(blocks) < 25:
            return 0.0
        wave = np.concatenate(blocks).astype(float)
        spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
        return float(np.argmax(spectrum[1:]) + 1) * _RATE / len(wave)

    def loudness(self) -> float:
        """The root mean square of the sound of the last 0.6 s."""
        blocks = list(self._sound)
        return float(np.sqrt(np.mean(np.concatenate(blocks).astype(float) ** 2))) if blocks else 0.0

    def close(self) -> None:
        self._wait(self._close())
        self._main.result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    # --- the loop's side -----------------------------------------------------------------------

    def _post(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def _wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self._post(coroutine).result(10)

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, message: wire.Message) -> None:
        assert self._socket is not None
        await self._socket.send(wire.encode(message))

    async def _run(self) -> None:
        bearer = {"Authorization": f"Bearer {self._identity.token()}"}
        async with connect(self._url, additional_headers=bearer, compression=None) as socket:
            self._socket = socket
            await self._send(wire.Hello(software="test"))
            self._spawn(self._beat())
            with contextlib.suppress(ConnectionClosed):
                async for frame in socket:
                    await self._receive(wire.decode(frame))

    async def _beat(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._send(wire.Heartbeat())
                await asyncio.sleep(1)

    async def _receive(self, message: wire.AnyMessage | None) -> None:
        match message:
            case wire.Welcome():
                self._welcomed.set()
            case wire.CallStatus():
                before, self.status = self.status, message
                if message.state is CallState.RINGING and (
                    before is None or before.participant_id != message.participant_id
                ):
                    self._epoch = 0
                    await self._offer()
                elif message.state is CallState.ENDED:
                    await self._hang_up_all()
            case wire.MediaState():
                self.lawyers_media = message
            case wire.Answer() if message.epoch == self._epoch:
                answer = RTCSessionDescription(sdp=message.sdp, type="answer")
                await self._connections[-1].setRemoteDescription(answer)
            case wire.IceCandidate() if message.epoch == self._epoch and message.candidate:
                candidate = candidate_from_sdp(message.candidate.removeprefix("candidate:"))
                candidate.sdpMid = message.sdp_mid
                candidate.sdpMLineIndex = message.sdp_mline_index
                await self._connections[-1].addIceCandidate(candidate)

    async def _offer(self) -> None:
        await self._hang_up_all()
        assert self.status is not None
        assert self.status.participant_id is not None
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connections.append(connection)
        connection.addTrack(_Tone())
        if self._media is Media.VIDEO:
            connection.addTrack(_Picture())
        connection.on("track", lambda track: self._spawn(self._watch(track)))
        await connection.setLocalDescription(await connection.createOffer())
        self._epoch += 1
        await self._send(
            wire.Offer(
                call_id=self.status.call_id,
                participant_id=self.status.participant_id,
                epoch=self._epoch,
                sdp=connection.localDescription.sdp,
            )
        )

    async def _watch(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, av.VideoFrame):
                    self.picture = frame.to_ndarray(format="rgb24")
                    self.pictures += 1
                elif isinstance(frame, av.AudioFrame):
                    self._sound.append(frame.to_ndarray()[0, :: len(frame.layout.channels)])

    async def _hang_up_all(self) -> None:
        for connection in self._connections:
            await connection.close()
        self._connections.clear()

    async def _close(self) -> None:
        await self._hang_up_all()
        if self._socket is not None:
            await self._socket.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
