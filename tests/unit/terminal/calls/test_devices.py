"""Camera, microphone and speaker, with the devices themselves replaced."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from kiosk.errors import EnvironmentFault
from kiosk.terminal.calls import devices
from kiosk.terminal.calls.devices import Camera, Microphone, Speaker
from kiosk.terminal.calls.sound import BLOCK, Samples

REAL_OPEN = av.open


class PortAudioError(Exception):
    pass


class Stream:
    """A stream of sounddevice: keeps its callback, for the test to call."""

    made: list[Stream]

    def __init__(self, **options: Any) -> None:
        if options["device"] == "broken":
            raise PortAudioError("Invalid device")
        self.callback = options["callback"]
        self.started = self.closed = False
        Stream.made.append(self)

    def start(self) -> None:
        self.started = True

    def close(self, ignore_errors: bool = True) -> None:
        self.closed = True


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    Stream.made = []
    module = SimpleNamespace(InputStream=Stream, OutputStream=Stream, PortAudioError=PortAudioError)
    monkeypatch.setitem(sys.modules, "sounddevice", module)


@pytest.mark.usefixtures("portaudio")
def test_the_microphone_gives_blocks_of_its_own() -> None:
    blocks: list[Samples] = []
    microphone = Microphone(blocks.append)
    microphone.open("")
    (stream,) = Stream.made
    assert stream.started
    data = np.full((BLOCK, 1), 7, np.int16)
    stream.callback(data, BLOCK, None, None)
    data[:] = 0  # PortAudio uses its buffer again
    assert blocks[0].tolist() == [7] * BLOCK
    microphone.close()
    assert stream.closed


@pytest.mark.usefixtures("portaudio")
def test_the_speaker_mixes_its_sources_without_wrapping() -> None:
    speaker = Speaker()
    speaker.open("")

    def loud(samples: int) -> Samples:
        return np.full(samples, 30000, np.int16)

    def also_loud(samples: int) -> Samples:
        return loud(samples)

    out = np.full((BLOCK, 1), 99, np.int16)
    Stream.made[0].callback(out, BLOCK, None, None)
    assert not out.any()  # nothing to play is silence
    speaker.add(loud)
    speaker.add(also_loud)
    Stream.made[0].callback(out, BLOCK, None, None)
    assert (out == 32767).all()
    speaker.remove(loud)
    Stream.made[0].callback(out, BLOCK, None, None)
    assert (out == 30000).all()
    speaker.close()


@pytest.mark.usefixtures("portaudio")
@pytest.mark.parametrize("device", [Microphone(lambda block: None), Speaker()])
def test_a_sound_device_that_refuses_is_named(device: Microphone | Speaker) -> None:
    with pytest.raises(EnvironmentFault, match="broken cannot be opened") as caught:
        device.open("broken")
    assert caught.value.code == f"{type(device).__name__.lower()}_missing"
    device.close()


@pytest.mark.usefixtures("portaudio")
def test_a_microphone_that_opens_after_its_call_closes_again() -> None:
    microphone = Microphone(lambda block: None)
    microphone.close()
    microphone.open("")
    assert Stream.made[0].closed


def test_without_portaudio_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(EnvironmentFault, match="libportaudio2"):
        Speaker().open("")


def test_the_camera_gives_pictures_until_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def pattern(name: str, **_: Any) -> Any:
        assert name == "/dev/video7"
        return REAL_OPEN("testsrc=size=640x480:rate=30", format="lavfi")

    monkeypatch.setattr(devices.av, "open", pattern)
    pictures: list[av.VideoFrame] = []
    enough, lost = threading.Event(), threading.Event()

    def take(picture: av.VideoFrame) -> None:
        pictures.append(picture)
        if len(pictures) == 5:
            enough.set()

    camera = Camera(take, lost.set)
    camera.open("/dev/video7")
    assert enough.wait(5)
    camera.close()
    assert {(p.width, p.height, p.format.name) for p in pictures} == {(640, 480, "yuv420p")}
    assert not lost.is_set()


def test_an_unplugged_camera_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        devices.av,
        "open",
        lambda *_, **__: REAL_OPEN("testsrc=size=64x48:rate=30:duration=0.1", format="lavfi"),
    )
    lost = threading.Event()
    camera = Camera(lambda picture: None, lost.set)
    camera.open("/dev/video0")
    assert lost.wait(5)
    camera.close()


@pytest.mark.parametrize(
    ("found", "words"), [([], "There is no camera"), (["video0", "video1"], "No camera can be")]
)
def test_no_camera_says_so(monkeypatch: pytest.MonkeyPatch, found: list[str], words: str) -> None:
    from pathlib import Path

    monkeypatch.setattr(Path, "glob", lambda *_: [Path("/no-such-folder") / n for n in found])
    with pytest.raises(EnvironmentFault, match=words):
        Camera(lambda picture: None, lambda: None).open("")


def test_after_a_device_that_gives_no_pictures_the_next_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pathlib import Path

    tried: list[str] = []

    def first_refuses(name: str, **_: Any) -> Any:
        tried.append(name)
        if len(tried) == 1:
            raise OSError(22, "Invalid argument")
        return REAL_OPEN("testsrc=size=64x48:rate=30", format="lavfi")

    monkeypatch.setattr(Path, "glob", lambda *_: [Path("/dev/video1"), Path("/dev/video0")])
    monkeypatch.setattr(devices.av, "open", first_refuses)
    there = threading.Event()
    give: Callable[[av.VideoFrame], None] = lambda picture: there.set()  # noqa: E731
    camera = Camera(give, lambda: None)
    camera.open("")
    assert there.wait(5)
    camera.close()
    assert tried == ["/dev/video0", "/dev/video1"]
