"""``kiosk demo`` as somebody without a display runs it: all up, on loopback, and gone after."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.support.lawyer import CHROMIUM

LOOPBACK = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
PINE = (0x1E, 0x5A, 0x48)


class RunningDemo:
    """``kiosk demo --json`` on a virtual screen, with data in ``folder``."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        env = {k: v for k, v in os.environ.items() if k not in hidden and k[:6] != "KIOSK_"}
        self.logs = folder / "logs"
        command = [sys.executable, "-m", "kiosk", "demo", "--json", "--media", "test",
                   "--data-dir", str(folder), "--set", "server.port=0", *arguments]  # fmt: skip
        self._errors = (folder.parent / f"{folder.name}.err").open("w+b")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self._errors, env=env
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self._errors.seek(0)
        assert line, f"the demo printed nothing:\n{self._errors.read().decode()}"
        self.info: dict[str, Any] = json.loads(line)

    def tree(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait(self) -> int:
        """Wait for its end; nothing else may have been printed."""
        assert self.process.stdout is not None
        assert self.process.stdout.read() == b""
        self.process.stdout.close()
        self._errors.close()
        return self.process.wait(20)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    folder = tmp_path_factory.mktemp("demo")
    running = RunningDemo(folder / "data", "--shots", str(folder / "shots"))
    yield running
    running.process.send_signal(signal.SIGINT)
    running.wait()


def test_one_line_tells_scripts_everything(demo: RunningDemo) -> None:
    info = demo.info
    assert info["server_url"].startswith("http://127.0.0.1:")
    assert info["console_url"] == info["server_url"] + "/console"
    assert info["staff_url"].startswith(info["server_url"] + "/staff#")
    assert info["screen_url"].startswith("http://127.0.0.1:")
    assert info["lan_url"] is None
    assert len(info["logins"]) >= 2
    assert all(x["login"] and len(x["password"]) >= 8 and x["who"] for x in info["logins"])
    names = {psutil.Process(info[f"{part}_pid"]).cmdline()[3] for part in ("server", "terminal")}
    assert names == {"server", "terminal"}


def test_each_login_opens_the_console(demo: RunningDemo) -> None:
    with urllib.request.urlopen(demo.info["console_url"]) as answer:
        assert answer.status == 200
    for login in demo.info["logins"]:
        body = json.dumps({"login": login["login"], "password": login["password"]}).encode()
        request = urllib.request.Request(
            demo.info["server_url"] + "/api/v1/console/session",
            body,
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_nothing_listens_beyond_this_machine(demo: RunningDemo) -> None:
    listening = [
        (process.name(), connection.laddr)
        for process in demo.tree()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 3  # server, VNC, noVNC
    assert {address.ip for _, address in listening} <= LOOPBACK, listening


def test_the_browser_shows_the_terminals_screen(demo: RunningDemo) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 600, "height": 1000})
        page.goto(demo.info["screen_url"])
        # Some pixel of the shared screen is pine green: the home page's button is there.
        page.wait_for_function(
            """([r, g, b]) => {
              const canvas = document.querySelector('canvas');
              if (!canvas || canvas.width < 1080) return false;
              const brush = canvas.getContext('2d');
              const rgba = brush.getImageData(0, 0, canvas.width, canvas.height).data;
              const near = (a, b) => Math.abs(a - b) < 5;
              for (let i = 0; i < rgba.length; i += 4)
                if (near(rgba[i], r) && near(rgba[i + 1], g) && near(rgba[i + 2], b)) return true;
              return false;
            }""",
            arg=list(PINE),
            timeout=20_000,
        )
        browser.close()


def test_shots_of_the_pages_reached_are_kept(demo: RunningDemo) -> None:
    arguments = psutil.Process(demo.process.pid).cmdline()
    shots = list(Path(arguments[arguments.index("--shots") + 1]).glob("*.png"))
    assert shots, "no page was saved"
    for shot in shots:
        with Image.open(shot) as picture:
            assert picture.size == (1080, 1920)
            colours = picture.convert("RGB").getcolors(picture.width * picture.height)
            assert colours is not None
            assert len(colours) > 50, f"{shot.name} is blank"


def test_the_parts_have_nothing_to_complain_of(demo: RunningDemo) -> None:
    for part in ("server", "terminal"):
        log = (demo.logs / f"{part}.log").read_text("utf-8", "replace")
        bad = [
            line
            for line in log.splitlines()
            if any(word in line for word in ("Traceback", "WARN", "ERROR", "qml:"))
            and "server.always_on_duty is on" not in line  # the demo means it
        ]
        assert not bad, f"{part}:\n{log}"


def test_ctrl_c_leaves_nothing_behind_and_the_next_start_knows_its_data(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = RunningDemo(folder, "--for", "0")
    assert first.wait() == 0

    second = RunningDemo(folder)
    assert second.info["logins"] == first.info["logins"]
    tree = second.tree()
    assert {"Xvfb", "x11vnc"} <= {process.name() for process in tree}
    second.process.send_signal(signal.SIGINT)
    assert second.wait() == 0
    _, alive = psutil.wait_procs(tree, timeout=1)
    assert not alive, [process.cmdline() for process in alive]
