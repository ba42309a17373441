"""The demo's processes: none outlives the demo, and one that dies says why."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from kiosk.demo.children import Children, wait_for
from kiosk.errors import EnvironmentFault
from tests.support.waiting import wait_until

SLEEPER = [sys.executable, "-c", "print('up', flush=True); import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(600)",
]


def test_close_ends_every_process_even_a_stubborn_one(tmp_path: Path) -> None:
    children = Children(tmp_path)
    started = [children.start("sleeper", SLEEPER), children.start("stubborn", STUBBORN)]
    for child in started:
        wait_for(lambda c=child: "up" in c.log.read_text(), child.name, children)
    children.close(grace_s=0.2)
    assert not any(psutil.pid_exists(child.process.pid) for child in started)
    assert started[1].process.returncode == -signal.SIGKILL


def test_none_outlives_a_demo_that_was_killed(tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-c",
         "import pathlib, sys, time; from kiosk.demo.children import Children\n"
         f"child = Children(pathlib.Path({str(tmp_path)!r})).start('sleeper', {SLEEPER!r})\n"
         "print(child.process.pid, flush=True); time.sleep(600)"],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert demo.stdout is not None
    child = psutil.Process(int(demo.stdout.readline()))
    wait_until(lambda: "up" in (tmp_path / "sleeper.log").read_text(), "the sleeper", 10)
    demo.kill()
    demo.wait()
    demo.stdout.close()
    _, alive = psutil.wait_procs([child], timeout=5)
    assert not alive


def test_a_process_that_ends_by_itself_is_named_with_its_last_words(tmp_path: Path) -> None:
    children = Children(tmp_path)
    children.start("server", [sys.executable, "-c", "raise SystemExit('no disk space left')"])
    with pytest.raises(EnvironmentFault, match=r"The server ended by itself[\s\S]*no disk space"):
        wait_for(lambda: False, "The server", children, timeout_s=20)
    children.close()


def test_a_missing_program_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="make setup"):
        Children(tmp_path).start("screen", ["/nowhere/such-a-program"])


def test_what_never_comes_up_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="The screen did not come up in 0 s"):
        wait_for(lambda: False, "The screen", Children(tmp_path), timeout_s=0.1)
