"""One connection to one peer, in the media process: offer, answer, what comes in, its health."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import av
from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCIceTransportPolicy,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.codecs import get_capabilities
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.sdp import candidate_from_sdp

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.protocol.socket import IceServer
from kiosk.terminal.calls.audio.playout import Playout
from kiosk.terminal.calls.audio.receive import take_over
from kiosk.terminal.calls.devices import Speaker
from kiosk.terminal.calls.frames import FrameWriter
from kiosk.terminal.calls.messages import (
    Connected,
    Flowing,
    Line,
    Lost,
    Peer,
    PeerStats,
    RemotePictures,
    SoundStats,
    Stalled,
)
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples, SoundMeter
from kiosk.terminal.calls.sources import PictureTrack, SoundTrack, plane_of, write_picture
from kiosk.terminal.calls.stamp import age_ms, read_stamp

_log = logging.getLogger(__name__)

#: No sound (50 packets a second) and no picture from the peer for this long: the path is dead.
SILENT_S = 1.5
#: No picture for this long: the peer's pictures have stopped.
_PICTURES_S = 2.0
_WATCH_S = 0.2
_LOSS_EVERY = 5  # watches
#: Speech always carries some FEC: loss comes in the very packets that would report it.
_LEAST_LOSS = 0.05
#: Candidates still being added (their names resolved); more than any browser sends.
_CANDIDATES = 32


class Connection:
    """``picture`` and ``sound`` are what we send; None: we only receive that kind.

    ``relay_only``: only addresses of a TURN server are offered.
    ``video``: False makes a voice call, with no pictures either way. ``speaker`` plays what comes
    in; None: it is heard by nobody, but measured all the same. ``report`` takes events;
    ``measure`` also reads stamps and frequencies.
    """

    def __init__(
        self,
        peer: Peer,
        ice_servers: Sequence[IceServer],
        *,
        relay_only: bool,
        video: bool,
        picture: PictureTrack | None,
        sound: SoundTrack | None,
        speaker: Speaker | None,
        report: Callable[[Line], None],
        clock: Clock,
        measure: bool,
    ) -> None:
        self.peer = peer
        self.meter = SoundMeter()
        self._relay_only = relay_only
        self._speaker = speaker
        self._sound = sound
        self._playout = Playout()
        self._report = report
        self._clock = clock
        self._measure = measure
        self._pc = RTCPeerConnection(
            RTCConfiguration(
                # Never None: that means a public server.
                iceServers=[
                    RTCIceServer(
                        urls=list(s.urls),
                        username=s.username or None,
                        credential=s.credential or None,
                    )
                    for s in ice_servers
                ],
                iceTransportPolicy=(
                    RTCIceTransportPolicy.RELAY if relay_only else RTCIceTransportPolicy.ALL
                ),
                bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
            )
        )
        audio = self._pc.addTransceiver(sound or "audio", "sendrecv" if sound else "recvonly")
        audio.setCodecPreferences([c for c in get_capabilities("audio").codecs if c.name == "opus"])
        if video:
            self._pc.addTransceiver(picture or "video", "sendrecv" if picture else "recvonly")
        self._sender = audio.sender
        take_over(audio.receiver, self._playout, clock.monotonic)
        self._pc.on("track", self._on_track)
        self._pc.on("connectionstatechange", self._on_state)
        self._tasks: set[asyncio.Task[None]] = set()
        self._candidates: set[asyncio.Task[None]] = set()
        self._frames: FrameWriter | None = None
        self._pictures = 0
        self._picture_at = 0.0
        self._picture_size = (0, 0)
        self._flowing = self._stalled = False
        self._stamp: int | None = None
        self._stamp_age: int | None = None
        self._stamps = 0
        self._answered_at: float | None = None
        self._first_picture: float | None = None
        self._first_sound: float | None = None
        self._closed = False

    async def offer(self) -> str:
        """Our SDP with all candidates. ``EnvironmentFault`` when nothing could come by them."""
        await self._pc.setLocalDescription()
        sdp: str = self._pc.localDescription.sdp
        if self._relay_only and "\na=candidate:" not in sdp:
            raise EnvironmentFault(
                "No TURN server gave an address, and calls.relay_only forbids all others.",
                code="no_relay",
            )
        return sdp

    async def answer(self, sdp: str) -> None:
        """Raises ``EnvironmentFault`` for an answer that does not fit our offer."""
        self._answered_at = self._clock.monotonic()
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        except Exception as error:  # aiortc raises whatever the text made it trip over
            raise EnvironmentFault(
                f"The other side's answer cannot be used ({type(error).__name__}).",
                code="bad_answer",
            ) from error
        self._start(self._watch())
        if self._speaker is not None:
            self._speaker.add(self.hear)
        else:
            self._start(self._listen())

    def hear(self, samples: int) -> Samples:
        """The next samples of the peer's sound. Any thread, one at a time."""
        block = self._playout.pull(samples, self._clock.monotonic())
        self.meter.feed(block)
        if self._first_sound is None and self._playout.stats.arrived and self._answered_at:
            self._first_sound = self._clock.monotonic() - self._answered_at
        return block

    def add_candidate(self, text: str, sdp_mid: str | None, index: int | None) -> None:
        """Add it in the background: resolving its name may take seconds. Empty: no more come."""
        if len(self._candidates) >= _CANDIDATES:
            return
        candidate = None
        if text:
            try:
                candidate = candidate_from_sdp(text.removeprefix("candidate:"))
            except (AssertionError, ValueError, IndexError):
                _log.warning("A candidate of the other side cannot be read.")
                return
            candidate.sdpMid = sdp_mid
            candidate.sdpMLineIndex = 0 if sdp_mid is None and index is None else index

        async def add() -> None:
            try:
                await self._pc.addIceCandidate(candidate)
            except (OSError, ValueError) as error:
                _log.info("A candidate could not be added: %s", type(error).__name__)

        task = asyncio.create_task(add())
        self._candidates.add(task)
        task.add_done_callback(self._candidates.discard)

    async def close(self) -> None:
        self._closed = True
        tasks = [*self._tasks, *self._candidates]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._speaker is not None:
            self._speaker.remove(self.hear)
        await self._pc.close()
        if self._frames is not None:
            self._frames.close()

    async def stats(self) -> PeerStats:
        received = lost = 0
        round_trip = None
        for report in (await self._pc.getStats()).values():
            if report.type == "inbound-rtp":
                received += report.packetsReceived
                lost += report.packetsLost
            elif report.type == "remote-inbound-rtp" and report.roundTripTime is not None:
                round_trip = report.roundTripTime
        sound = self._playout.stats
        return PeerStats(
            peer=self.peer,
            connected=self._pc.connectionState == "connected",
            pictures=self._pictures,
            picture_size=self._picture_size,
            stamp_ms=self._stamp,
            stamp_age_ms=self._stamp_age,
            stamps_read=self._stamps,
            sound_level=self.meter.level_dbfs(),
            sound_hz=self.meter.strongest_hz() if self._measure else 0.0,
            packets_received=received,
            packets_lost=lost,
            round_trip_s=round_trip,
            first_picture_s=self._first_picture,
            first_sound_s=self._first_sound,
            sound=SoundStats(
                arrived_s=sound.arrived / RATE,
                recovered_s=sound.recovered / RATE,
                concealed_s=sound.concealed / RATE,
                delay_s=sound.delay_s,
            ),
        )

    # --- what comes in ---------------------------------------------------------------------

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _on_track(self, track: MediaStreamTrack) -> None:
        # aiortc's queue behind a track has no bound: it is always read, at once.
        self._start(self._take_pictures(track) if track.kind == "video" else self._drain(track))

    def _on_state(self) -> None:
        state = self._pc.connectionState
        if self._closed:
            return
        if state == "connected":
            self._report(Connected(peer=self.peer))
        elif state in ("failed", "closed"):
            self._report(Lost(peer=self.peer, reason="failed" if state == "failed" else "closed"))

    async def _take_pictures(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                picture = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(picture, av.VideoFrame)
            if self._frames is None:
                self._frames = FrameWriter()
            write_picture(self._frames, picture)
            self._picture_at = self._clock.monotonic()
            self._pictures += 1
            self._picture_size = (picture.width, picture.height)
            if self._first_picture is None and self._answered_at is not None:
                self._first_picture = self._picture_at - self._answered_at
            if not self._flowing:
                self._set_flowing(True)
            if self._measure:
                self._read_stamp(picture)

    def _read_stamp(self, picture: av.VideoFrame) -> None:
        stamp = read_stamp(plane_of(picture, 0))
        if stamp is not None:
            self._stamp, self._stamp_age = stamp, age_ms(stamp, self._clock.now())
            self._stamps += 1

    async def _drain(self, track: MediaStreamTrack) -> None:
        """Sound does not come by the track (see audio/receive.py): only its end does."""
        while True:
            try:
                await track.recv()
            except MediaStreamError:
                return

    async def _listen(self) -> None:
        """Take the sound at its pace where no card does."""
        due = self._clock.monotonic()
        while True:
            self.hear(BLOCK)
            due += BLOCK / RATE
            await asyncio.sleep(max(0.0, due - self._clock.monotonic()))

    def _set_flowing(self, flowing: bool) -> None:
        assert self._frames is not None
        self._flowing = flowing
        self._report(RemotePictures(peer=self.peer, frames=self._frames.name, flowing=flowing))

    async def _watch(self) -> None:
        """Tell when pictures stop, and when nothing comes from the peer any more."""
        count = 0
        while True:
            await asyncio.sleep(_WATCH_S)
            now = self._clock.monotonic()
            if self._flowing and now - self._picture_at > _PICTURES_S:
                self._set_flowing(False)
            heard_at = max(self._picture_at, self._playout.heard_at)
            # Who sends neither sound nor pictures is watched by nobody.
            if heard_at and self._pc.connectionState == "connected":
                stalled = now - heard_at >= SILENT_S
                if stalled != self._stalled:
                    self._stalled = stalled
                    self._report((Stalled if stalled else Flowing)(peer=self.peer))
            count += 1
            if count % _LOSS_EVERY == 0:
                await self._reckon_loss()

    async def _reckon_loss(self) -> None:
        """Tell our encoder how much the other side has lost of late."""
        if self._sound is None:
            return
        for report in (await self._sender.getStats()).values():
            if report.type == "remote-inbound-rtp":
                self._sound.encoder.loss = max(_LEAST_LOSS, report.fractionLost / 256)
