"""The microphone without the loudspeaker's echo and the hall's noise, at an even loudness.

WebRTC's audio processing, in frames of 10 ms. The far end is taken where it goes to the card, so
that the canceller sees what the room hears; what is left of the delay it finds by itself.
"""

from __future__ import annotations

import numpy as np
from aec_audio_processing import AudioProcessor

from kiosk.terminal.calls.sound import RATE, Samples

_FRAME = RATE // 100
#: Moderate, high and very high are 1 to 3: speech loses less than 3 dB at 2.
_NOISE_LEVEL = 2


class VoiceProcessor:
    """``far`` on the output's thread, ``near`` on the input's."""

    def __init__(self, *, gain_control: bool = True) -> None:
        self._apm = AudioProcessor(
            enable_aec=True,
            enable_ns=True,
            ns_level=_NOISE_LEVEL,
            enable_agc=gain_control,
            enable_vad=False,
        )
        self._apm.set_stream_format(RATE, 1, RATE, 1)
        self._apm.set_reverse_stream_format(RATE, 1)
        self._far: Samples = np.zeros(0, np.int16)
        self._near: Samples = np.zeros(0, np.int16)

    def set_delay(self, seconds: float) -> None:
        """From a sample's way to the card until the microphone's sample of it comes in."""
        self._apm.set_stream_delay(round(seconds * 1000))

    def far(self, block: Samples) -> None:
        """What the loudspeaker plays now."""
        self._far = np.concatenate((self._far, block))
        whole = self._far.size // _FRAME * _FRAME
        for at in range(0, whole, _FRAME):
            self._apm.process_reverse_stream(self._far[at : at + _FRAME].tobytes())
        self._far = self._far[whole:]

    def near(self, block: Samples) -> Samples:
        """What the microphone heard, cleaned; up to 10 ms are kept for the next call."""
        self._near = np.concatenate((self._near, block))
        whole = self._near.size // _FRAME * _FRAME
        clean = [
            np.frombuffer(
                self._apm.process_stream(self._near[at : at + _FRAME].tobytes()), np.int16
            )
            for at in range(0, whole, _FRAME)
        ]
        self._near = self._near[whole:]
        return np.concatenate(clean) if clean else self._near[:0]
