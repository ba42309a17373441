"""A video in the hall: pictures, sound, and every end of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.terminal.calls.frames import FrameReader
from kiosk.terminal.calls.player import Player
from kiosk.terminal.calls.sound import Samples, SoundMeter
from tests.support.video import HZ, YUV, served, write_video


class Card:
    """A loudspeaker that is asked by the test."""

    def __init__(self) -> None:
        self.sources: list[Callable[[int], Samples]] = []

    def add(self, source: Callable[[int], Samples]) -> None:
        self.sources.append(source)

    def remove(self, source: Callable[[int], Samples]) -> None:
        self.sources.remove(source)


class Show:
    def __init__(self, source: str) -> None:
        self.card, self.over = Card(), threading.Event()
        self.whole: bool | None = None
        self.player = Player(source, self.card, self._on_end)  # type: ignore[arg-type]
        self.player.start()

    def _on_end(self, whole: bool) -> None:
        self.whole = whole
        self.over.set()

    def watch(self, seconds: float = 10) -> tuple[int, int, int]:
        """Middle of the first picture, as Y, U, V."""
        reader = FrameReader(self.player.frames)
        try:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                frame = reader.latest()
                if frame is not None and frame.width:
                    plane = np.frombuffer(frame.data, np.uint8)
                    luma = frame.width * frame.height
                    return int(plane[luma // 2]), int(plane[luma + 10]), int(plane[-10])
                time.sleep(0.01)
        finally:
            reader.close()
        raise AssertionError("no picture came")


def near(colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 8 for a, b in zip(colour, YUV, strict=True))


def test_a_file_is_seen_and_heard_to_its_end(tmp_path: Path) -> None:
    show = Show(str(write_video(tmp_path / "day.mp4")))
    assert near(show.watch())
    meter = SoundMeter()
    while not abs(meter.strongest_hz() - HZ) < 15:  # pictures may come before the sound
        assert not show.over.is_set(), "it was not heard"
        meter.feed(show.card.sources[0](960))
        time.sleep(0.01)
    assert show.over.wait(10)
    assert show.whole
    show.player.close()
    assert show.card.sources == []


def test_a_broadcast_is_seen_by_its_address(tmp_path: Path) -> None:
    write_video(tmp_path / "live.m3u8", 2)
    with served(tmp_path) as address:
        show = Show(f"{address}/live.m3u8")
        assert near(show.watch())
        show.player.close()  # in the middle
    assert show.whole is None


@pytest.mark.parametrize("source", ["nothing.mp4", "broken.mp4", "http://127.0.0.1:9/x.m3u8"])
def test_what_cannot_be_played_says_so(
    tmp_path: Path, source: str, allow_log: Callable[[str], None]
) -> None:
    allow_log("^A video cannot be played")
    (tmp_path / "broken.mp4").write_bytes(b"no video at all" * 100)
    show = Show(source if "://" in source else str(tmp_path / source))
    assert show.over.wait(10)
    assert show.whole is False
    show.player.close()
