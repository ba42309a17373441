"""VideoView, by its pixels."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from kiosk.terminal.calls.frames import Frame, FrameWriter, i420_size
from kiosk.terminal.ui import video as video_module
from kiosk.terminal.ui.video import VideoView, i420_to_bgra

QML = b"""
import QtQuick
import Kiosk

Rectangle {
    width: 200; height: 200; color: "#0000ff"
    VideoView { objectName: "video"; anchors.fill: parent }
}
"""
#: Colours of BT.601 video range as (Y, U, V), and what a screen shows.
RED, GREEN = (81, 90, 240), (145, 54, 34)


def solid(width: int, height: int, colour: tuple[int, int, int]) -> list[bytes]:
    chroma = ((width + 1) // 2) * ((height + 1) // 2)
    return [bytes([colour[0]]) * (width * height), *(bytes([c]) * chroma for c in colour[1:])]


def halves(width: int, height: int) -> list[bytes]:
    """Left half red, right half green."""
    planes = []
    for plane, (left, right) in enumerate(zip(RED, GREEN, strict=True)):
        w, h = (width, height) if plane == 0 else (width // 2, height // 2)
        row = bytes([left]) * (w // 2) + bytes([right]) * (w - w // 2)
        planes.append(row * h)
    return planes


def near(image: QImage, x: int, y: int, rgb: tuple[int, int, int]) -> bool:
    colour = QColor(image.pixel(x, y))
    return all(
        abs(a - b) < 12
        for a, b in zip((colour.red(), colour.green(), colour.blue()), rgb, strict=True)
    )


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[QQuickView]:
    window = QQuickView()
    component = QQmlComponent(window.engine())
    component.setData(QML, QUrl())
    item = component.create()
    assert item is not None, component.errorString()
    window.setContent(QUrl(), component, item)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.hide()
    window.deleteLater()


@pytest.fixture
def video(view: QQuickView) -> VideoView:
    found = view.rootObject().findChild(VideoView, "video")
    assert isinstance(found, VideoView)
    return found


def shows(
    qtbot: QtBot, view: QQuickView, pixels: dict[tuple[int, int], tuple[int, int, int]]
) -> None:
    def check() -> bool:
        image = view.grabWindow()
        return all(near(image, x, y, rgb) for (x, y), rgb in pixels.items())

    qtbot.waitUntil(check, timeout=2000)


R, G, B = (255, 0, 0), (0, 255, 1), (0, 0, 255)


def test_it_shows_the_newest_picture_and_forgets_it(
    qtbot: QtBot, view: QQuickView, video: VideoView
) -> None:
    with FrameWriter() as writer:
        video.frames = writer.name
        assert not video.hasFrame
        writer.write(64, 64, solid(64, 64, RED))
        shows(qtbot, view, {(5, 5): R, (195, 195): R})
        assert video.hasFrame
        writer.write(32, 16, solid(32, 16, GREEN))  # another size, in the middle of the call
        shows(qtbot, view, {(5, 5): G, (195, 195): G})
        video.frames = ""
        shows(qtbot, view, {(100, 100): B})
        assert not video.hasFrame


def test_crop_fills_and_fit_shows_all(qtbot: QtBot, view: QQuickView, video: VideoView) -> None:
    with FrameWriter() as writer:
        writer.write(80, 40, halves(80, 40))
        video.frames = writer.name
        shows(qtbot, view, {(5, 5): R, (195, 195): G})
        video.fillMode = VideoView.FillMode.Fit.value
        shows(qtbot, view, {(100, 20): B, (5, 100): R, (195, 100): G, (100, 180): B})


def test_mirrored_left_is_right(qtbot: QtBot, view: QQuickView, video: VideoView) -> None:
    with FrameWriter() as writer:
        writer.write(80, 80, halves(80, 80))
        video.frames = writer.name
        video.mirror = True
        shows(qtbot, view, {(5, 100): G, (195, 100): R})


def test_corners_are_round(qtbot: QtBot, view: QQuickView, video: VideoView) -> None:
    with FrameWriter() as writer:
        writer.write(64, 64, solid(64, 64, RED))
        video.frames = writer.name
        video.radius = 60
        shows(qtbot, view, {(3, 3): B, (196, 196): B, (100, 2): R, (100, 100): R})


def test_hidden_it_does_not_look(qtbot: QtBot, view: QQuickView, video: VideoView) -> None:
    with FrameWriter() as writer:
        video.frames = writer.name
        video.setVisible(False)
        writer.write(64, 64, solid(64, 64, RED))
        qtbot.wait(60)
        assert not video.hasFrame
        video.setVisible(True)
        shows(qtbot, view, {(100, 100): R})


@pytest.mark.parametrize("how", ["destroyed", "no frames"])
def test_nothing_is_kept_of_a_picture(
    qtbot: QtBot, view: QQuickView, video: VideoView, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    pixels: list[weakref.ref[np.ndarray]] = []

    def convert(frame: Frame, out: np.ndarray) -> None:
        pixels.append(weakref.ref(out))
        i420_to_bgra(frame, out)

    monkeypatch.setattr(video_module, "i420_to_bgra", convert)
    with FrameWriter() as writer:
        video.frames = writer.name
        for colour, shown in ((RED, R), (GREEN, G), (RED, R)):
            writer.write(64, 64, solid(64, 64, colour))
            shows(qtbot, view, {(100, 100): shown})
    assert writer.name in Path("/proc/self/maps").read_text()  # as when the other side is killed
    if how == "destroyed":
        video.deleteLater()
        QCoreApplication.sendPostedEvents(video, QEvent.Type.DeferredDelete)
    else:
        video.frames = ""
    assert writer.name not in Path("/proc/self/maps").read_text()
    assert [p for p in pixels if p() is not None] == []


def test_a_name_that_is_gone_shows_nothing(view: QQuickView, video: VideoView) -> None:
    video.frames = "kiosk-frames-1-gone"
    assert not video.hasFrame


@pytest.mark.parametrize("size", [(64, 48), (7, 5), (1, 1), (640, 480)])
def test_conversion_is_within_two_levels_of_the_standard(size: tuple[int, int]) -> None:
    width, height = size
    rng = np.random.default_rng(7)
    luma = rng.integers(0, 256, width * height, dtype=np.uint8)
    chroma = rng.integers(16, 241, i420_size(width, height) - width * height, dtype=np.uint8)
    out = np.empty((height, width, 4), np.uint8)
    i420_to_bgra(Frame(1, width, height, 0, luma.tobytes() + chroma.tobytes()), out)

    def up(plane: np.ndarray) -> np.ndarray:
        square = plane.reshape((height + 1) // 2, (width + 1) // 2).astype(float) - 128
        return square.repeat(2, 0).repeat(2, 1)[:height, :width]

    y = (luma.reshape(height, width).astype(float) - 16) * 255 / 219
    u, v = up(chroma[: chroma.size // 2]), up(chroma[chroma.size // 2 :])
    right = np.stack([y + 2.017 * u, y - 0.392 * u - 0.813 * v, y + 1.596 * v], axis=-1)
    assert np.abs(np.clip(right, 0, 255) - out[..., :3]).max() <= 2.5
    assert (out[..., 3] == 255).all()


def test_conversion_is_cheap(benchmark_ms: Callable[[Callable[[], None]], float]) -> None:
    frame = Frame(1, 640, 480, 0, bytes(i420_size(640, 480)))
    out = np.empty((480, 640, 4), np.uint8)
    assert benchmark_ms(lambda: i420_to_bgra(frame, out)) < 8


@pytest.fixture
def benchmark_ms() -> Callable[[Callable[[], None]], float]:
    """Milliseconds of the quickest of twenty runs: other work on the machine does not count."""

    def measure(function: Callable[[], None]) -> float:
        best = float("inf")
        for _ in range(20):
            start = time.perf_counter()
            function()
            best = min(best, time.perf_counter() - start)
        return best * 1000

    return measure
