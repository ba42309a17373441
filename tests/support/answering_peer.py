"""The far side of a call without a browser: an aiortc peer that answers, sends and looks.

It sends the stamped picture and a tone of its own, and reads both in what it gets.
"""

from __future__ import annotations

import asyncio

import av
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from kiosk.domain.clock import SystemClock
from kiosk.terminal.calls.sound import SoundMeter
from kiosk.terminal.calls.sources import (
    PictureSource,
    SoundSource,
    plane_of,
    run_test_pictures,
    run_test_tone,
)
from kiosk.terminal.calls.stamp import age_ms, read_stamp

#: What the far side's microphone hears, in Hz; the terminal's test tone is 440.
TONE = 660.0


class AnsweringPeer:
    """Use inside a running loop; ``close`` it."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.pictures = PictureSource(self._clock)
        self.sounds = SoundSource()
        self._tasks: list[asyncio.Task[None]] = []
        self.heard = SoundMeter()
        self.blocks = 0
        self.seen = 0
        self.stamps: list[int] = []
        self.ages_ms: list[int] = []
        self.luma = 0.0  # mean of the newest picture
        self.pc.on("track", self._on_track)

    async def answer(self, offer: str) -> str:
        """Our complete answer to a complete offer; sending begins when the path is there."""
        await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for transceiver in self.pc.getTransceivers():
            video = transceiver.kind == "video"
            transceiver.sender.replaceTrack(self.pictures.track() if video else self.sounds.track())
            transceiver.direction = "sendrecv"
        await self.pc.setLocalDescription()
        self._tasks += [
            asyncio.create_task(run_test_pictures(self.pictures, self._clock)),
            asyncio.create_task(run_test_tone(self.sounds, self._clock, TONE)),
        ]
        return self.pc.localDescription.sdp

    def go_deaf_and_dumb(self) -> None:
        """Nothing leaves this peer any more, and nobody is told: a pulled cable."""
        for transceiver in self.pc.getTransceivers():
            for protocol in transceiver.receiver.transport.transport._connection._protocols:
                protocol.transport.sendto = lambda *_: None

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.pc.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.pictures.close()
        self.sounds.close()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._take(track)))

    async def _take(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, av.AudioFrame):
                self.blocks += 1
                self.heard.feed(frame.to_ndarray().reshape(frame.samples, -1)[:, 0])
            elif isinstance(frame, av.VideoFrame):
                self.seen += 1
                luma = plane_of(frame, 0)
                self.luma = float(np.mean(luma))
                stamp = read_stamp(luma)
                if stamp is not None:
                    self.stamps.append(stamp)
                    self.ages_ms.append(age_ms(stamp, self._clock.now()))
