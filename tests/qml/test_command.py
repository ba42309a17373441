"""``kiosk terminal`` as a process: it shows its first page, and ends when it is told to."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPointF, QSize
from PySide6.QtGui import QImage

from kiosk.domain.calls import CallState
from kiosk.domain.clock import SystemClock
from kiosk.errors import UserError
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.command import SHOT_DELAY_MS, keep_shots, parse_size
from tests.fakes.screen import PROFILE, Rig


def wait(
    condition: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 20
) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until, "in vain"
        time.sleep(0.05)


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Path:
    """A data folder of a terminal that was enrolled at a server that is not there."""
    shutil.copytree(cache, tmp_path / "terminal")
    identity = DeviceIdentity(tmp_path / "terminal", SystemClock())
    identity.public_key()
    identity.save("http://127.0.0.1:9", PROFILE.model_copy(update={"feed_root": "ab" * 32}))
    return tmp_path


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "terminal", "--data-dir", str(home), "--media", "test",
         *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_opens_without_a_server_and_ends_on_a_signal(home: Path, how: signal.Signals) -> None:
    ready, shots = home / "ready", home / "shots"
    process = start(home, "--size", "540x960", "--ready-file", str(ready), "--shots", str(shots))
    wait(ready.exists, process)
    wait(lambda: any(shots.glob("*.png")), process)
    process.send_signal(how)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert " WARNING " not in errors
    (shot,) = shots.glob("*.png")
    assert shot.name == "01-attract.png"
    image = QImage(str(shot))
    assert image.size() == QSize(540, 960)


def test_a_page_that_fades_in_for_long_is_photographed_afterwards(rig: Rig, tmp_path: Path) -> None:
    host = rig.find("pageHost")
    (fade,) = (f for f in host.findChildren(QObject) if f.inherits("QQuickNumberAnimation"))
    fade.setProperty("duration", 2 * SHOT_DELAY_MS)
    keep_shots(rig.window, rig.app, tmp_path / "shots", calls=False)
    rig.app.open("call", "video")
    rig.wait(lambda: any((tmp_path / "shots").iterdir()), "the shot")
    (shot,) = (tmp_path / "shots").iterdir()
    start = rig.find("startCall")
    place = start.mapToScene(QPointF(60, 40)).toPoint()
    assert QImage(str(shot)).pixelColor(place).name() == "#1e5a48"


@pytest.mark.parametrize("calls", [False, True])
def test_people_are_photographed_in_rehearsals_only(rig: Rig, tmp_path: Path, calls: bool) -> None:
    keep_shots(rig.window, rig.app, tmp_path / "shots", calls=calls)

    def reach(page: str) -> None:
        rig.settle(SHOT_DELAY_MS + 100)
        assert rig.app.page == page

    reach("home")
    rig.tap("primary")
    reach("call")
    rig.tap("startCall")
    reach("ringing")
    rig.calls.update(state=CallState.ACTIVE)
    reach("in-call")
    rig.tap("strip110")
    reach("hotline")
    rig.tap("navBack")
    rig.tap("hangUp")
    reach("rating")
    rig.tap("skipRating")
    reach("home")
    shot = [f.stem.partition("-")[2] for f in sorted((tmp_path / "shots").iterdir())]
    people = ["ringing", "in-call", "hotline", "rating"]
    assert shot == ["home", "call", *(people if calls else []), "home"]


def test_a_second_one_on_the_same_data_says_so_and_ends(home: Path) -> None:
    ready = home / "ready"
    first = start(home, "--size", "540x960", "--ready-file", str(ready))
    wait(ready.exists, first)
    second = start(home, "--size", "540x960")
    _, errors = second.communicate(timeout=20)
    assert second.returncode == 2
    (line,) = errors.splitlines()
    assert line.startswith("kiosk: A terminal is running with the data in")
    first.terminate()
    _, errors = first.communicate(timeout=20)
    assert first.returncode == 0, errors


def test_a_terminal_that_is_not_enrolled_says_what_to_do(tmp_path: Path) -> None:
    process = start(tmp_path)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "Run `kiosk enrol` first." in errors


def test_the_tour_takes_a_picture_of_every_page(home: Path) -> None:
    process = start(home, "--tour", str(home / "tour"))
    said, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    assert " WARNING " not in errors
    names = {f.name for f in (home / "tour").glob("*.png")}
    for page in (
        "02-home", "04-news", "05-article", "06-directory", "06-entry", "08-call",
        "08-ringing", "09-in-call", "11-rating", "12-erased", "13-home-contrast",
    ):  # fmt: skip
        assert {f"{page}-portrait.png", f"{page}-landscape.png"} <= names
    assert f"{len(names)} pictures" in said
    assert QImage(str(home / "tour" / "02-home-portrait.png")).size() == QSize(1080, 1920)
    assert QImage(str(home / "tour" / "02-home-landscape.png")).size() == QSize(1920, 1080)


@pytest.mark.parametrize("text", ["1080", "x", "1080x", "0x5", "ax5", "-1x5"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="WIDTHxHEIGHT"):
        parse_size(text)


def test_a_size_is_width_and_height() -> None:
    assert parse_size("1080x1920") == QSize(1080, 1920)
