"""What is sent: one picture source and one sound source, shared by the tracks of all peers.

Nothing here waits for a slow peer: a picture track holds the newest picture only, a sound track
the newest 200 ms.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiortc.mediastreams import VIDEO_TIME_BASE, MediaStreamError, MediaStreamTrack

from kiosk.domain.clock import Clock
from kiosk.terminal.calls.audio.opus import OpusEncoder
from kiosk.terminal.calls.frames import CAPACITY, FrameWriter, i420_size
from kiosk.terminal.calls.sound import BLOCK, RATE, SILENCE_DBFS, Samples, Tone, level_dbfs
from kiosk.terminal.calls.stamp import Plane, StampedPicture, black_picture, ms_of_day

_SOUND_TIME_BASE = Fraction(1, RATE)
SOUND_BITRATE = 32_000
#: The loss that is reckoned with before the other side has reported any.
FIRST_LOSS = 0.10
_SOUND_BLOCKS = 10
_FPS = 30
#: The self view shows every second picture; a camera that is off sends every tenth, in black.
_SELF_EVERY, _BLACK_EVERY = 2, 10


class PictureTrack(MediaStreamTrack):
    """The newest picture, once."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._newest: av.VideoFrame | None = None
        self._there = asyncio.Event()

    def push(self, picture: av.VideoFrame) -> None:
        self._newest = picture
        self._there.set()

    async def recv(self) -> av.VideoFrame:
        await self._there.wait()
        self._there.clear()
        if self.readyState != "live" or self._newest is None:
            raise MediaStreamError
        return self._newest

    def stop(self) -> None:
        super().stop()
        self._there.set()


class SoundTrack(MediaStreamTrack):
    """Blocks of 20 ms as Opus, in order; the oldest are dropped when nobody takes them."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.encoder = OpusEncoder(SOUND_BITRATE)
        self.encoder.loss = FIRST_LOSS
        self._blocks: deque[tuple[int, Samples]] = deque(maxlen=_SOUND_BLOCKS)
        self._there = asyncio.Event()

    def push(self, pts: int, block: Samples) -> None:
        """``pts``: samples since the source began."""
        self._blocks.append((pts, block))
        self._there.set()

    async def recv(self) -> av.Packet[Any]:
        while not self._blocks and self.readyState == "live":
            self._there.clear()
            await self._there.wait()
        if self.readyState != "live":
            raise MediaStreamError
        pts, block = self._blocks.popleft()
        packet: av.Packet[Any] = av.Packet(self.encoder.encode(block))
        packet.pts, packet.time_base = pts, _SOUND_TIME_BASE
        return packet

    def stop(self) -> None:
        super().stop()
        self._there.set()


class PictureSource:
    """Takes pictures from the camera or the test generator; feeds tracks and the self view.

    Use on the loop's thread. ``on``: False sends black, and shows nothing in the self view.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tracks: list[PictureTrack] = []
        self._count = 0
        self.on = True
        self.self_view = FrameWriter()

    def track(self) -> PictureTrack:
        track = PictureTrack()
        self._tracks.append(track)
        return track

    def push(self, picture: av.VideoFrame) -> None:
        """A picture in yuv420p, now."""
        self._count += 1
        if not self.on:
            if self._count % _BLACK_EVERY:
                return
            picture = av.VideoFrame.from_ndarray(
                black_picture(picture.width & ~1, picture.height & ~1), format="yuv420p"
            )
        elif self._count % _SELF_EVERY == 0:
            write_picture(self.self_view, picture)
        picture.pts = int(self._clock.monotonic() * 90_000)
        picture.time_base = VIDEO_TIME_BASE
        self._tracks = [t for t in self._tracks if t.readyState == "live"]
        for track in self._tracks:
            track.push(picture)

    def close(self) -> None:
        for track in self._tracks:
            track.stop()
        self.self_view.close()


class SoundSource:
    """Takes blocks from the microphone or the tone. ``on``: False sends silence."""

    def __init__(self) -> None:
        self._tracks: list[SoundTrack] = []
        self._sent = 0
        self.on = True
        self.level = SILENCE_DBFS

    def track(self) -> SoundTrack:
        track = SoundTrack()
        self._tracks.append(track)
        return track

    def push(self, block: Samples) -> None:
        """20 ms, now."""
        if not self.on:
            block = np.zeros_like(block)
        self.level = level_dbfs(block)
        self._sent += block.size
        self._tracks = [t for t in self._tracks if t.readyState == "live"]
        for track in self._tracks:
            track.push(self._sent, block)

    def close(self) -> None:
        for track in self._tracks:
            track.stop()


async def run_test_pictures(source: PictureSource, clock: Clock) -> None:
    """Push stamped pictures at 30 a second until cancelled."""
    drawing = StampedPicture()
    async for _ in _every(1 / _FPS, clock):
        picture = drawing.draw(ms_of_day(clock.now()))
        source.push(av.VideoFrame.from_ndarray(picture, format="yuv420p"))


async def run_test_tone(source: SoundSource, clock: Clock, hz: float = 440.0) -> None:
    """Push a tone until cancelled."""
    tone = Tone(hz)
    async for _ in _every(BLOCK / RATE, clock):
        source.push(tone.block())


async def _every(period_s: float, clock: Clock) -> AsyncIterator[None]:
    due = clock.monotonic()
    while True:
        yield
        due += period_s
        late = clock.monotonic() - due
        if late > 0.2:  # the machine stood still: do not hurry after it
            due += late
        await asyncio.sleep(max(0.0, -late))


def write_picture(writer: FrameWriter, picture: av.VideoFrame) -> None:
    """Write a yuv420p picture, whatever its row padding; one that is too large is made to fit."""
    while i420_size(picture.width, picture.height) > CAPACITY:
        picture = picture.reformat(width=picture.width // 2, height=picture.height // 2)
    planes = [np.ascontiguousarray(plane_of(picture, i)).reshape(-1).data for i in range(3)]
    writer.write(picture.width, picture.height, planes)


def plane_of(picture: av.VideoFrame, index: int) -> Plane:
    """Plane 0, 1 or 2 of a yuv420p picture as (height, width), not copied."""
    plane = picture.planes[index]
    data: Any = plane  # a buffer, but its types do not say so
    rows = np.frombuffer(data, np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
