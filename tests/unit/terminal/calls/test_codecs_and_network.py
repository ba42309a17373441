"""Our encoders, our choice of addresses, and the seams into the libraries that carry them."""

from __future__ import annotations

import inspect
import struct

import aioice.ice
import aiortc.codecs
import aiortc.jitterbuffer
import aiortc.rtcrtpreceiver
import aiortc.rtcrtpsender
import av
import numpy as np
import pytest
from aiortc.codecs.vpx import Vp8Decoder, vp8_depayload
from aiortc.jitterbuffer import JitterFrame
from aiortc.mediastreams import VIDEO_TIME_BASE

from kiosk.terminal.calls import codecs, network
from kiosk.terminal.calls.audio.receive import SEAM
from kiosk.terminal.calls.codecs import Vp8Encoder
from kiosk.terminal.calls.sources import plane_of
from kiosk.terminal.calls.stamp import StampedPicture, read_stamp


def test_pictures_are_vp8_with_key_frames_only_on_request() -> None:
    encoder, decoder, drawing = Vp8Encoder(), Vp8Decoder(), StampedPicture()
    keys, stamps = [], []
    for number in range(30):
        frame = av.VideoFrame.from_ndarray(drawing.draw(number * 33), format="yuv420p")
        frame.pts, frame.time_base = number * 3000, VIDEO_TIME_BASE
        payloads, timestamp = encoder.encode(frame, force_keyframe=number == 20)
        assert timestamp == number * 3000
        data = b"".join(vp8_depayload(p) for p in payloads)
        if not data[0] & 1:
            keys.append(number)
            assert struct.unpack("<HH", data[6:10]) == (640, 480)
        for picture in decoder.decode(JitterFrame(data, timestamp)):
            assert isinstance(picture, av.VideoFrame)
            stamps.append(read_stamp(plane_of(picture, 0)))
    assert keys == [0, 20]
    assert stamps == [n * 33 for n in range(30)]


def test_a_rate_limit_of_the_other_side_is_followed() -> None:
    def size_at(rate: int) -> int:
        encoder, rng = Vp8Encoder(), np.random.default_rng(1)
        encoder.target_bitrate = rate
        total = 0
        for number in range(30):
            noise = rng.integers(16, 236, (720, 640), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(noise, format="yuv420p")
            frame.pts, frame.time_base = number * 3000, VIDEO_TIME_BASE
            total += sum(map(len, encoder.encode(frame)[0])) if number > 5 else 0
        return total

    assert size_at(1_500_000) > size_at(250_000)


def test_encoders_and_fec_are_put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiortc.rtcrtpsender, "get_encoder", aiortc.rtcrtpsender.get_encoder)
    opus, vp8 = aiortc.codecs.CODECS["audio"][0], aiortc.codecs.CODECS["video"][0]
    monkeypatch.setattr(opus, "parameters", {})
    codecs.install()
    assert isinstance(aiortc.rtcrtpsender.get_encoder(vp8), Vp8Encoder)
    assert opus.parameters["useinbandfec"] == 1


def test_the_seams_into_the_libraries_are_still_there() -> None:
    """What codecs.py and network.py replace is looked up where they put it."""
    sender = aiortc.rtcrtpsender.RTCRtpSender._next_encoded_frame.__code__
    assert "get_encoder" in sender.co_names
    gather = aioice.ice.Connection.gather_candidates.__code__
    assert "get_host_addresses" in gather.co_names
    arguments = aioice.ice.get_host_addresses.__code__.co_varnames[:2]
    assert arguments == ("use_ipv4", "use_ipv6")


def test_the_seam_of_received_sound_is_still_there() -> None:
    """audio/receive.py replaces one attribute; RTCP's statistics are counted before it is asked."""
    receiver = aiortc.rtcrtpreceiver.RTCRtpReceiver
    code = inspect.getsource(receiver._handle_rtp_packet)
    statistics = code.index("self.__remote_streams[packet.ssrc].add(packet)")
    assert statistics < code.index("self.__jitter_buffer.add(packet)")
    assert SEAM == "_RTCRtpReceiver__jitter_buffer"
    assert list(inspect.signature(aiortc.jitterbuffer.JitterBuffer.add).parameters) == [
        "self",
        "packet",
    ]


def test_addresses_are_those_of_the_named_interfaces() -> None:
    assert network.host_addresses(["lo"], ipv6=False) == ["127.0.0.1"]
    assert set(network.host_addresses(["lo"])) <= {"127.0.0.1", "::1"}
    assert network.host_addresses(["no-such-interface"]) == []
    everything = network.host_addresses([])
    assert everything == ["127.0.0.1", "::1"][: len(everything)] or not (
        {"127.0.0.1", "::1"} & set(everything)
    )
