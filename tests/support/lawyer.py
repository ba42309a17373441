"""A lawyer in a real Chromium, driven from a thread of its own so that Qt's loop can go on.

The browser's camera and microphone are files made here: a picture of three stripes and a tone.
"""

from __future__ import annotations

import base64
import io
import math
import queue
import struct
import threading
import wave
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from kiosk.terminal.calls.stamp import read_stamp

CHROMIUM = "/usr/bin/chromium"
#: The lawyer's microphone, in Hz: far from the terminal's 440.
LAWYER_TONE = 660
#: The lawyer's camera: stripes of these colours (r, g, b), left to right.
STRIPES = ((200, 40, 40), (40, 180, 60), (40, 60, 200))
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
]


def write_tone(path: Path, hertz: int, seconds: int = 10) -> Path:
    """A mono 48 kHz WAV of a whole number of periods, so that it loops without a click."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
        out.writeframes(
            b"".join(
                struct.pack("<h", round(12000 * math.sin(2 * math.pi * hertz * i / 48000)))
                for i in range(48000 * seconds)
            )
        )
    return path


def write_stripes(path: Path, width: int = 640, height: int = 480) -> Path:
    """A two-frame Y4M of vertical stripes (BT.601, limited range)."""
    ys, us, vs = [], [], []
    for r, g, b in STRIPES:
        ys.append(round(16 + 0.257 * r + 0.504 * g + 0.098 * b))
        us.append(round(128 - 0.148 * r - 0.291 * g + 0.439 * b))
        vs.append(round(128 + 0.439 * r - 0.368 * g - 0.071 * b))
    luma = bytes(ys[min(2, 3 * x // width)] for x in range(width)) * height
    half = width // 2
    planes = [
        bytes(c[min(2, 3 * x // half)] for x in range(half)) * (height // 2) for c in (us, vs)
    ]
    frame = b"FRAME\n" + luma + planes[0] + planes[1]
    head = f"YUV4MPEG2 W{width} H{height} F30:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + frame * 2)
    return path


class LawyerBrowser:
    """``do(f)`` runs ``f(page)`` in the browser's thread and gives a Future."""

    def __init__(self, folder: Path) -> None:
        self._jobs: queue.Queue[tuple[Callable[[Page], Any], Future[Any]] | None] = queue.Queue()
        self._folder = folder
        self.log: list[str] = []
        self._thread = threading.Thread(target=self._run, name="lawyer", daemon=True)
        self._thread.start()

    def do(self, job: Callable[[Page], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._jobs.put((job, future))
        return future

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join(20)

    def _run(self) -> None:
        try:
            self._serve()
        except BaseException as error:
            # No browser: whoever asks for something is told why, instead of waiting for ever.
            while (item := self._jobs.get()) is not None:
                item[1].set_exception(error)

    def _serve(self) -> None:
        tone = write_tone(self._folder / "lawyer.wav", LAWYER_TONE)
        picture = write_stripes(self._folder / "lawyer.y4m")
        args = [
            *ARGS,
            "--use-fake-device-for-media-stream=fps=30",
            f"--use-file-for-fake-audio-capture={tone}",
            f"--use-file-for-fake-video-capture={picture}",
        ]
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=args)
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.on("console", lambda m: self.log.append(f"{m.type}: {m.text}"))
            page.on("pageerror", lambda e: self.log.append(f"pageerror: {e}"))
            while (item := self._jobs.get()) is not None:
                job, future = item
                try:
                    future.set_result(job(page))
                except BaseException as error:
                    future.set_exception(error)
            browser.close()


def sign_in(url: str, login: str, password: str) -> Callable[[Page], None]:
    """Sign in at the console and go on duty."""

    def job(page: Page) -> None:
        page.goto(f"{url}/console")
        page.fill("#login", login)
        page.fill("#password", password)
        page.click("#submit")
        page.click("#duty-switch")
        page.wait_for_selector("#duty-switch[aria-checked=true]")

    return job


def stamp_seen(page: Page) -> int | None:
    """The stamp (ms of the day) in the picture that the lawyer sees now, if it reads."""
    picture = look(page)
    return read_stamp(picture.mean(axis=2).astype(np.uint8)) if picture.size else None


class Sound(NamedTuple):
    hz: float  # the strongest frequency
    db: float  # its level; silence is -100 at most


def listen(page: Page) -> Sound:
    """What the lawyer hears over half a second."""
    bins = page.evaluate(
        """async () => {
          const stream = document.querySelector('#remote').srcObject;
          const context = new AudioContext({sampleRate: 48000});
          await context.resume();
          const options = {fftSize: 16384, smoothingTimeConstant: 0};
          const analyser = new AnalyserNode(context, options);
          context.createMediaStreamSource(stream).connect(analyser);
          await new Promise(done => setTimeout(done, 600));
          const bins = new Float32Array(analyser.frequencyBinCount);
          analyser.getFloatFrequencyData(bins);
          await context.close();
          const peak = Math.max(...bins);
          return [bins.indexOf(peak) * 48000 / 16384, Math.max(peak, -200)];
        }"""
    )
    return Sound(*bins)


def look(page: Page) -> NDArray[np.uint8]:
    """The terminal's picture as the lawyer's browser has decoded it: (height, width, 3)."""
    url = page.evaluate(
        """() => {
          const video = document.querySelector('#remote');
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
          canvas.getContext('2d').drawImage(video, 0, 0);
          return canvas.toDataURL('image/png');
        }"""
    )
    with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) as picture:
        return np.asarray(picture.convert("RGB"))


def hear(page: Page) -> float:
    """The strongest frequency that the lawyer hears, in Hz."""
    return listen(page).hz
