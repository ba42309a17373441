"""Camera, microphone and speaker. Each opens in a thread of its own, may block for seconds, and
raises ``EnvironmentFault`` when the device is not there, is taken, or refuses.

PortAudio is imported when the first sound device is opened: a machine without it still has calls.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np

from kiosk.errors import EnvironmentFault
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples

_log = logging.getLogger(__name__)
#: A camera whose thread does not end in this time is left to end by itself.
_JOIN_S = 2.0
#: Gives so many samples, at once, on any thread.
SoundOut = Callable[[int], Samples]


class Camera:
    """Pictures of 640 x 480 at 30 a second from Video4Linux, given to ``on_picture`` as yuv420p.

    ``on_picture`` and ``on_lost`` are called on the camera's thread.
    """

    def __init__(
        self, on_picture: Callable[[av.VideoFrame], None], on_lost: Callable[[], None]
    ) -> None:
        self._on_picture = on_picture
        self._on_lost = on_lost
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, name: str) -> None:
        """``name``: a device file; empty: the first one that gives pictures."""
        names = [name] if name else sorted(str(p) for p in Path("/dev").glob("video*"))
        if not names:
            raise EnvironmentFault(
                "There is no camera (/dev/video*). Plug one in, or call by voice.",
                code="camera_missing",
            )
        reason = ""
        for device in names:
            try:
                container = av.open(
                    device,
                    format="v4l2",
                    options={"video_size": "640x480", "framerate": "30"},
                    timeout=(2.0, 2.0),
                )
            except (OSError, ValueError) as error:  # FFmpeg's errors are both
                reason = f"{device}: {error.strerror if isinstance(error, OSError) else error}"
                continue
            self._thread = threading.Thread(
                target=self._run, args=(container,), name="camera", daemon=True
            )
            self._thread.start()
            return
        raise EnvironmentFault(
            f"No camera can be opened ({reason}). See that it is plugged in and that no other "
            "program uses it.",
            code="camera_missing",
        )

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)

    def _run(self, container: Any) -> None:
        try:
            with container:
                for frame in container.decode(video=0):
                    if self._stop.is_set():
                        return
                    self._on_picture(frame.reformat(format="yuv420p"))
        except (OSError, ValueError) as error:
            _log.warning("The camera stopped: %s", type(error).__name__)
        if not self._stop.is_set():
            self._on_lost()


def _portaudio(what: str) -> Any:
    try:
        import sounddevice
    except (ImportError, OSError):
        raise EnvironmentFault(
            f"There is no {what}: the PortAudio library is missing. Install libportaudio2.",
            code=f"{what}_missing",
        ) from None
    return sounddevice


class _SoundDevice:
    """A stream of PortAudio that stays closed once it was closed, even if it opens late."""

    _what = ""
    _kind = ""

    def __init__(self) -> None:
        self._stream: Any = None
        self._closed = False

    def _start(self, name: str, callback: Callable[..., None]) -> None:
        sounddevice = _portaudio(self._what)
        try:
            self._stream = getattr(sounddevice, self._kind)(
                samplerate=RATE,
                channels=1,
                dtype="int16",
                blocksize=BLOCK,
                latency="low",
                device=name or None,
                callback=callback,
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise EnvironmentFault(
                f"The {self._what} {name or '(default)'} cannot be opened: {error}. See that it is "
                "plugged in and that its name is right.",
                code=f"{self._what}_missing",
            ) from None
        if self._closed:  # nobody waited so long
            self.close()

    @property
    def latency_s(self) -> float:
        """Seconds between the card and us, as PortAudio reckons; 0 while it is closed."""
        return 0.0 if self._stream is None else float(self._stream.latency)

    def close(self) -> None:
        self._closed = True
        if self._stream is not None:
            self._stream.close(ignore_errors=True)


class Microphone(_SoundDevice):
    """Blocks of 20 ms, given to ``on_block`` on PortAudio's thread."""

    _what, _kind = "microphone", "InputStream"

    def __init__(self, on_block: Callable[[Samples], None]) -> None:
        super().__init__()
        self._on_block = on_block

    def open(self, name: str) -> None:
        """``name``: a part of PortAudio's name of an input; empty: the default one."""

        def callback(data: Any, frames: int, time: Any, status: Any) -> None:
            self._on_block(data[:, 0].copy())

        self._start(name, callback)


class Speaker(_SoundDevice):
    """Plays all sources mixed: each is asked for samples on PortAudio's thread.

    ``on_played`` is given what goes to the card, on that thread.
    """

    _what, _kind = "speaker", "OutputStream"

    def __init__(self, on_played: Callable[[Samples], None] = lambda block: None) -> None:
        super().__init__()
        self._on_played = on_played
        self._sources: tuple[SoundOut, ...] = ()

    def open(self, name: str) -> None:
        """``name``: a part of PortAudio's name of an output; empty: the default one."""

        def callback(data: Any, frames: int, time: Any, status: Any) -> None:
            mixed = np.zeros(frames, np.int32)
            for source in self._sources:
                mixed += source(frames)
            np.clip(mixed, -32768, 32767, out=data[:, 0], casting="unsafe")
            self._on_played(data[:, 0].copy())

        self._start(name, callback)

    def add(self, source: SoundOut) -> None:
        self._sources = (*self._sources, source)

    def remove(self, source: SoundOut) -> None:
        self._sources = tuple(other for other in self._sources if other != source)
