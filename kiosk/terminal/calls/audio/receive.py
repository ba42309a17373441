"""Our playout in the place of aiortc's jitter buffer.

aiortc throws good packets away before each gap, keeps 200 ms of delay afterwards, and neither
recovers nor conceals. Its receiver hands every packet to one private attribute, after the
statistics of RTCP: that is the seam, and ``tests`` say when a new version has moved it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiortc import RTCRtpReceiver
from aiortc.rtp import RtpPacket

from kiosk.errors import InternalError
from kiosk.terminal.calls.audio.playout import Playout

SEAM = "_RTCRtpReceiver__jitter_buffer"


class _Tap:
    """What aiortc takes for its jitter buffer: it never has a frame to decode."""

    def __init__(self, playout: Playout, monotonic: Callable[[], float]) -> None:
        self._playout = playout
        self._monotonic = monotonic

    def add(self, packet: RtpPacket) -> tuple[bool, None]:
        self._playout.put(
            packet.ssrc, packet.sequence_number, packet.timestamp, packet.payload, self._monotonic()
        )
        return False, None


def take_over(receiver: RTCRtpReceiver, playout: Playout, monotonic: Callable[[], float]) -> None:
    """Give all packets of an audio receiver to ``playout``. The receiver may have Opus only."""
    holder: Any = receiver
    if not hasattr(holder, SEAM):
        raise InternalError(f"This aiortc has no {SEAM}: pin the version that has.")
    setattr(holder, SEAM, _Tap(playout, monotonic))
