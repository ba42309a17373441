"""The bundled terminal on a virtual screen: its first page, then a call, by taps alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.demo.children import Children, wait_for
from kiosk.demo.display import virtual_screen
from tests.support.lawyer import STRIPES, LawyerBrowser, listen, sign_in, stamp_seen
from tests.support.server import ServerProcess
from tests.support.touch import CINNABAR, PINE, Resident
from tests.support.waiting import wait_until

SIZE = (1080, 1920)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path / "server")
    yield process
    process.stop()


@pytest.fixture
def lawyer(tmp_path: Path, server: ServerProcess) -> Iterator[LawyerBrowser]:
    server.lawyer()
    browser = LawyerBrowser(tmp_path)
    browser.do(sign_in(server.url, "chen", "demo-pass")).result(60)
    yield browser
    browser.close()


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    processes = Children(tmp_path / "logs")
    yield processes
    processes.close()


@pytest.fixture
def resident(tmp_path: Path, server: ServerProcess, children: Children, bundle: Path) -> Resident:
    """In front of the bundle's first page."""
    home = tmp_path / "terminal"
    home.mkdir()
    common = ["--set", f"data_dir={home}", "--set", f"terminal.server={server.url}"]
    subprocess.run(
        [bundle, "enrol", *common, "--code", server.enrolment_code()], check=True, timeout=60
    )
    display = virtual_screen(children, SIZE, tmp_path)
    ready = tmp_path / "ready"
    children.start(
        "terminal",
        [str(bundle), "terminal", *common, "--media", "test", "--ready-file", str(ready),
         "--size", f"{SIZE[0]}x{SIZE[1]}", "--set", "calls.interfaces=lo"],
        {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
    )  # fmt: skip
    wait_for(ready.exists, "The bundled terminal", children)
    return Resident(display)


def stripes(screen: NDArray[np.uint8]) -> bool:
    """True when the lawyer's three colours stand side by side, in their order."""
    middles = []
    for colour in STRIPES:
        near = (np.abs(screen.astype(np.int16) - colour) < 30).all(axis=2)
        if near.sum() < 20_000:
            return False
        middles.append(np.flatnonzero(near.any(axis=0)).mean())
    return middles == sorted(middles)


def test_a_call_from_the_first_page_to_hanging_up(
    server: ServerProcess, lawyer: LawyerBrowser, resident: Resident
) -> None:
    # The first page: one clear next step, on paper, with an emergency strip at its foot.
    wait_until(lambda: resident.button(PINE) is not None, "the home page's button", 15)
    screen = resident.look()
    assert tuple(screen[130, 20]) == (0xF6, 0xF1, 0xE7)
    assert (screen[1800:] == np.array(CINNABAR, np.uint8)).all(axis=2).sum() > 10_000

    resident.tap(PINE, "the way to a lawyer")
    resident.tap(PINE, "the call's start")
    lawyer.do(lambda page: page.click("#answer", timeout=20_000)).result(30)
    resident.wait(stripes, "the lawyer's picture", 20)
    lawyer.do(
        lambda page: page.wait_for_function(
            "document.querySelector('#remote').videoWidth == 640", timeout=20_000
        )
    ).result(30)
    assert lawyer.do(stamp_seen).result(10) is not None
    assert lawyer.do(listen).result(10).hz == pytest.approx(440, abs=12)

    resident.tap(CINNABAR, "the hang-up button")
    wait_until(lambda: [c["state"] for c in server.calls()] == ["ended"], "the call's end", 10)
    assert server.calls()[0]["end_reason"] == "resident_hung_up"


def test_what_is_not_in_it_is_said(bundle: Path) -> None:
    done = subprocess.run([bundle, "server"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert done.stderr == "kiosk: this is the terminal alone, without kiosk.server.\n"
