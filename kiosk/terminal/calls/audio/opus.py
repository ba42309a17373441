"""libopus by ctypes: what PyAV's codec does not offer is FEC on decoding and a loss rate that can
change while encoding. Function names and constants are those of ``opus.h``.
"""

from __future__ import annotations

import ctypes
import functools
from pathlib import Path

import av
import numpy as np

from kiosk.errors import EnvironmentFault, InternalError
from kiosk.terminal.calls.sound import RATE, Samples

_OK = 0
_APPLICATION_VOIP = 2048
_SET_BITRATE = 4002
_SET_INBAND_FEC = 4012
_SET_PACKET_LOSS_PERC = 4014
_SET_DTX = 4016
_SET_SIGNAL = 4024
_SIGNAL_VOICE = 3001
#: The longest packet: 120 ms.
MAX_SAMPLES = RATE * 120 // 1000
_MAX_PACKET = 1275
_INT16 = ctypes.POINTER(ctypes.c_int16)


@functools.cache
def _library() -> ctypes.CDLL:
    # The one in PyAV's wheel: always there, also in a bundle, and newer than Debian's.
    inside = Path(av.__file__).parents[1] / "av.libs"
    for path in sorted(inside.glob("libopus*.so*")):
        library = ctypes.CDLL(str(path))
        pointer, integer = ctypes.c_void_p, ctypes.c_int
        for function, result, arguments in (
            ("opus_decoder_create", pointer, (ctypes.c_int32, integer, pointer)),
            ("opus_decoder_destroy", None, (pointer,)),
            (
                "opus_decode",
                integer,
                (pointer, ctypes.c_char_p, ctypes.c_int32, _INT16, integer, integer),
            ),
            ("opus_packet_get_nb_samples", integer, (ctypes.c_char_p, ctypes.c_int32, integer)),
            ("opus_packet_has_lbrr", integer, (ctypes.c_char_p, ctypes.c_int32)),
            ("opus_encoder_create", pointer, (ctypes.c_int32, integer, integer, pointer)),
            ("opus_encoder_destroy", None, (pointer,)),
            (
                "opus_encode",
                ctypes.c_int32,
                (pointer, _INT16, integer, ctypes.c_char_p, ctypes.c_int32),
            ),
        ):
            entry = getattr(library, function)
            entry.restype, entry.argtypes = result, arguments
        library.opus_encoder_ctl.restype = integer  # variadic: no argument types
        return library
    raise EnvironmentFault(
        f"There is no libopus in {inside}: install this program's packages again.", code="no_opus"
    )


def _check(code: int, what: str) -> int:
    if code < 0:
        raise InternalError(f"libopus cannot {what}: error {code}.")
    return code


def samples_of(packet: bytes) -> int:
    """How many samples at 48 kHz a packet holds; 0 when it is no Opus packet."""
    return max(0, int(_library().opus_packet_get_nb_samples(packet, len(packet), RATE)))


def carries_fec(packet: bytes) -> bool:
    """Whether the packet also describes the one before it (LBRR).

    ``recover`` from a packet without it is only concealment.
    """
    return int(_library().opus_packet_has_lbrr(packet, len(packet))) > 0


class OpusDecoder:
    """One stream of speech, to mono at 48 kHz."""

    def __init__(self) -> None:
        self._library = _library()
        error = ctypes.c_int()
        self._decoder = self._library.opus_decoder_create(RATE, 1, ctypes.byref(error))
        _check(error.value, "make a decoder")

    def __del__(self) -> None:
        if getattr(self, "_decoder", None):
            self._library.opus_decoder_destroy(self._decoder)

    def decode(self, packet: bytes) -> Samples | None:
        """The samples of a packet; None when it is damaged."""
        return self._decode(packet, MAX_SAMPLES, 0)

    def recover(self, following: bytes, samples: int) -> Samples | None:
        """The ``samples`` before a packet that ``carries_fec``."""
        return self._decode(following, samples, 1)

    def conceal(self, samples: int) -> Samples:
        """What speech would have gone on like; it fades away within some 100 ms."""
        sound = self._decode(None, samples, 0)
        return np.zeros(samples, np.int16) if sound is None else sound

    def _decode(self, packet: bytes | None, samples: int, fec: int) -> Samples | None:
        out = np.empty(samples, np.int16)
        size = 0 if packet is None else len(packet)
        count = self._library.opus_decode(
            self._decoder, packet, size, out.ctypes.data_as(_INT16), samples, fec
        )
        return None if count < 0 else out[:count]


class OpusEncoder:
    """Mono speech with in-band FEC for the loss that the other side reports."""

    def __init__(self, bitrate: int) -> None:
        """``bitrate``: bits a second."""
        self._library = _library()
        error = ctypes.c_int()
        self._encoder = self._library.opus_encoder_create(
            RATE, 1, _APPLICATION_VOIP, ctypes.byref(error)
        )
        _check(error.value, "make an encoder")
        self._loss = 0.0
        for setting, value in (
            (_SET_BITRATE, bitrate),
            (_SET_INBAND_FEC, 1),
            (_SET_DTX, 0),
            (_SET_SIGNAL, _SIGNAL_VOICE),
        ):
            self._set(setting, value)
        self._buffer = ctypes.create_string_buffer(_MAX_PACKET)

    def __del__(self) -> None:
        if getattr(self, "_encoder", None):
            self._library.opus_encoder_destroy(self._encoder)

    @property
    def loss(self) -> float:
        return self._loss

    @loss.setter
    def loss(self, share: float) -> None:
        """Share of packets that get lost, 0 to 1: how much of each packet repeats the last."""
        self._loss = share
        self._set(_SET_PACKET_LOSS_PERC, min(100, max(0, round(share * 100))))

    def encode(self, block: Samples) -> bytes:
        """A packet of 20 ms (960 samples)."""
        block = np.ascontiguousarray(block)
        size = self._library.opus_encode(
            self._encoder, block.ctypes.data_as(_INT16), block.size, self._buffer, _MAX_PACKET
        )
        return self._buffer.raw[: _check(size, "encode")]

    def _set(self, setting: int, value: int) -> None:
        code = self._library.opus_encoder_ctl(
            ctypes.c_void_p(self._encoder), setting, ctypes.c_int32(value)
        )
        _check(code, "set the encoder")
