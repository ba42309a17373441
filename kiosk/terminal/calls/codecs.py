"""Our encoder in aiortc's place: pictures as cheap VP8 (speech comes encoded, see audio/).

aiortc's own spends twice our time on a picture (denoising, which a lit hall does not need).
``install`` must run before the first connection.
"""

from __future__ import annotations

from fractions import Fraction

import aiortc.codecs
import aiortc.rtcrtpsender
import av
from aiortc.codecs import vpx
from aiortc.codecs.base import Encoder
from aiortc.mediastreams import VIDEO_TIME_BASE, convert_timebase
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from av.frame import Frame
from av.video.codeccontext import VideoCodecContext

VIDEO_BITRATE = 1_000_000
#: A codec context must be made anew for another rate, with a key frame: only when it is worth it.
_RATE_STEP = 0.15


class Vp8Encoder(vpx.Vp8Encoder):
    """libvpx with one thread and no denoising; packets and rate limits are aiortc's."""

    def __init__(self) -> None:
        super().__init__()
        self.target_bitrate = VIDEO_BITRATE

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        assert isinstance(frame, av.VideoFrame)
        if frame.format.name != "yuv420p":
            frame = frame.reformat(format="yuv420p")
        codec = self.codec
        if (
            codec is None
            or (frame.width, frame.height) != (codec.width, codec.height)
            or abs(self.target_bitrate - (codec.bit_rate or 1)) / (codec.bit_rate or 1) > _RATE_STEP
        ):
            codec = self.codec = self._make(frame.width, frame.height, self.target_bitrate)
        frame.pict_type = (
            av.video.frame.PictureType.I if force_keyframe else av.video.frame.PictureType.NONE
        )
        timestamp = convert_timebase(
            frame.pts or 0, frame.time_base or VIDEO_TIME_BASE, VIDEO_TIME_BASE
        )
        data = b"".join(bytes(packet) for packet in codec.encode(frame))
        payloads = self._packetize(data, self.picture_id)
        self.picture_id = (self.picture_id + 1) % (1 << 15)
        return payloads, timestamp

    @staticmethod
    def _make(width: int, height: int, rate: int) -> VideoCodecContext:
        codec = av.CodecContext.create("libvpx", "w")
        codec.width, codec.height = width, height
        codec.pix_fmt = "yuv420p"
        codec.time_base = VIDEO_TIME_BASE
        codec.framerate = Fraction(30)
        codec.bit_rate = rate
        codec.gop_size = 3000
        codec.qmin, codec.qmax = 2, 56
        codec.thread_count = 1
        codec.options = {
            "bufsize": str(rate),  # one second, as FFmpeg counts it
            "minrate": str(rate),
            "maxrate": str(rate),
            "cpu-used": "-6",
            "deadline": "realtime",
            "lag-in-frames": "0",
            "noise-sensitivity": "0",
            "overshoot-pct": "15",
            "undershoot-pct": "100",
            "partitions": "0",
            "static-thresh": "1",
        }
        return codec


def _encoder_for(codec: RTCRtpCodecParameters) -> Encoder:
    if codec.mimeType.lower() == "video/vp8":
        return Vp8Encoder()
    return aiortc.codecs.get_encoder(codec)


def install() -> None:
    """Put our encoder into aiortc, and ask the other side for FEC in every description."""
    aiortc.rtcrtpsender.get_encoder = _encoder_for  # type: ignore[attr-defined]
    for codec in aiortc.codecs.CODECS["audio"]:
        if codec.mimeType.lower() == "audio/opus":
            codec.parameters = {"minptime": 10, "useinbandfec": 1}
