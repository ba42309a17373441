"""A short video of one colour with a tone, as a file or as a broadcast by HLS."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import numpy as np

#: Y, U, V of the picture, and the tone.
YUV = (81, 90, 240)  # red
HZ = 440
_RATE = 48_000


def write_video(file: Path, seconds: float = 1.0) -> Path:
    """``file``: .mp4, or .m3u8 with its pieces beside it."""
    with av.open(str(file), "w") as out:
        video = out.add_stream("mpeg4" if file.suffix == ".mp4" else "libx264", rate=25)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        audio = out.add_stream("aac", rate=_RATE, layout="mono")
        planes = np.full((270, 320), YUV[0], np.uint8)
        planes[180:225], planes[225:] = YUV[1], YUV[2]
        for n in range(round(seconds * 25)):
            picture = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            picture.pts, picture.time_base = n, Fraction(1, 25)
            out.mux(video.encode(picture))
        at = np.arange(round(seconds * _RATE))
        wave = (8000 * np.sin(2 * np.pi * HZ * at / _RATE)).astype(np.int16)
        for start in range(0, wave.size - 1023, 1024):
            block = av.AudioFrame.from_ndarray(
                wave[None, start : start + 1024], format="s16", layout="mono"
            )
            block.sample_rate, block.pts, block.time_base = _RATE, start, Fraction(1, _RATE)
            out.mux(audio.encode(block))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return file


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        return None


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP on loopback: its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
