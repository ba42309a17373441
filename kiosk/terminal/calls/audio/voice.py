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
        frames, self._far = _frames(self._far, block)
        for frame in frames:
            self._apm.process_reverse_stream(frame.tobytes())

    def near(self, block: Samples) -> Samples:
        """What the microphone heard, cleaned; up to 10 ms are kept for the next call."""
        frames, self._near = _frames(self._near, block)
        clean = [
            np.frombuffer(self._apm.process_stream(frame.tobytes()), np.int16) for frame in frames
        ]
        return np.concatenate(clean) if clean else self._near[:0]


def _frames(kept: Samples, block: Samples) -> tuple[list[Samples], Samples]:
    """Whole frames of what was kept and what came, and the rest."""
    sound = np.concatenate((kept, block))
    whole = sound.size // _FRAME * _FRAME
    return [sound[at : at + _FRAME] for at in range(0, whole, _FRAME)], sound[whole:]
