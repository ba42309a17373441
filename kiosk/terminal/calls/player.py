"""Plays a video in the hall: a file, or a broadcast by its HLS address. Pictures go into shared
memory as a call's do; sound to the speaker.

Nothing waits for ever: a source that gives nothing for ``TIMEOUT_S`` is given up. Old pictures are
dropped when the machine is late; sound is what time is measured by only loosely, by the clock.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import av
import numpy as np

from kiosk.terminal.calls.devices import Speaker
from kiosk.terminal.calls.frames import FrameWriter
from kiosk.terminal.calls.sound import RATE, Samples
from kiosk.terminal.calls.sources import write_picture

_log = logging.getLogger(__name__)

TIMEOUT_S = 8.0
#: Pictures are shown at most so many a second, and no larger than this many pixels across.
_LARGEST = 1280
#: A picture that is later than this is not shown.
_LATE_S = 0.10
#: Sound that waits to be heard, in seconds: what the decoder may be ahead.
_AHEAD_S = 1.0
_BLOCKS = 200
_HTTP = {"protocol_whitelist": "file,crypto,data,http,https,tcp,tls,hls", "reconnect": "1"}


class Player:
    """One video, on a thread of its own. ``on_end(whole)`` is called on it when the video is over
    by itself: to its end, or because it could not be played (on).

    ``frames`` is the name of the shared memory with the newest picture.
    """

    def __init__(
        self, source: str, speaker: Speaker | None, on_end: Callable[[bool], None]
    ) -> None:
        self._source = source
        self._speaker = speaker
        self._on_end = on_end
        self._stop = threading.Event()
        self._writer = FrameWriter()
        self._blocks: deque[Samples] = deque(maxlen=_BLOCKS)  # nobody may be listening
        self._left: Samples = np.zeros(0, np.int16)
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)

    @property
    def frames(self) -> str:
        return self._writer.name

    def start(self) -> None:
        if self._speaker is not None:
            self._speaker.add(self.hear)
        self._thread.start()

    def close(self) -> None:
        """Stop, and let go of the picture."""
        self._stop.set()
        if self._speaker is not None:
            self._speaker.remove(self.hear)
        self._thread.join(TIMEOUT_S + 1)
        self._writer.close()

    def hear(self, samples: int) -> Samples:
        """The next samples of its sound; silence where there are none."""
        parts, have = [self._left], self._left.size
        while have < samples and self._blocks:
            parts.append(self._blocks.popleft())
            have += parts[-1].size
        sound = np.concatenate(parts)
        self._left = sound[samples:]
        if sound.size >= samples:
            return sound[:samples]
        return np.concatenate([sound, np.zeros(samples - sound.size, np.int16)])

    def _run(self) -> None:
        whole = False
        try:
            options = _HTTP if "://" in self._source else {}
            with av.open(self._source, timeout=(TIMEOUT_S, TIMEOUT_S), options=options) as source:
                self._play(source)
            whole = True
        except (OSError, ValueError) as error:  # FFmpeg's errors are both
            _log.warning("A video cannot be played (on): %s", type(error).__name__)
        if not self._stop.is_set():
            self._on_end(whole)

    def _play(self, source: Any) -> None:
        streams = [*source.streams.video[:1], *source.streams.audio[:1]]
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        begun: float | None = None
        first = 0.0
        for frame in _frames(source, streams):
            if self._stop.is_set():
                return
            at = float(frame.time or 0.0)
            if begun is None:
                begun, first = time.monotonic(), at
            late = time.monotonic() - begun - (at - first)
            if isinstance(frame, av.AudioFrame):
                for block in resampler.resample(frame):
                    self._blocks.append(block.to_ndarray().reshape(-1).astype(np.int16, copy=False))
                if late < -_AHEAD_S:
                    self._stop.wait(-late - _AHEAD_S)
                continue
            if late < 0:
                self._stop.wait(-late)
            elif late > TIMEOUT_S:  # a broadcast that stood still goes on from here
                begun, first = time.monotonic(), at
            elif late > _LATE_S:
                continue
            picture = frame.reformat(format="yuv420p")
            if picture.width > _LARGEST:
                height = picture.height * _LARGEST // picture.width & ~1
                picture = picture.reformat(width=_LARGEST, height=height)
            write_picture(self._writer, picture)


def _frames(source: Any, streams: list[Any]) -> Iterator[Any]:
    for packet in source.demux(streams):
        yield from packet.decode()
