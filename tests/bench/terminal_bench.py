"""The terminal: how fast it starts, how fast a tap shows its page, how much memory it takes."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from kiosk.terminal.ui.translations import ensure_compiled
from tests.bench.figures import Figure
from tests.fakes.screen import LANDSCAPE, PORTRAIT, fill_cache, open_rig
from tests.support.monkey import Monkey
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal, enrolled_folder
from tests.support.waiting import wait_until

# No display is needed; before Qt is loaded.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_WARM_RUNS = 5
_TAPS = ("tileNews", "article_0", "navBack", "navBack", "tileDirectory", "tab_categories",
         "tile_notary", "entry_0", "navHome", "tileGuides", "article_1", "navBack",
         "navBack")  # fmt: skip
_ROUNDS = 5
_MONKEY = 20_000


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder) / "server")
        try:
            home = enrolled_folder(server, Path(folder) / "terminal")
            starts, memory = _starts(home, server.url)
            taps = sorted(_taps(server, Path(folder) / "tapped"))
        finally:
            server.stop()
        second = _demo_second_start(Path(folder) / "demo")
        grown = _monkey(Path(folder) / "monkey")
    cold, *warm = starts
    return [
        Figure("terminal.cold_start_s", cold, "s"),
        Figure("terminal.warm_start_s", statistics.median(warm), "s", "<= 1.0"),
        Figure("terminal.tap_to_page_ms", statistics.median(taps), "ms"),
        Figure("terminal.tap_to_page_p95_ms", taps[int(0.95 * (len(taps) - 1))], "ms"),
        Figure("terminal.memory_mb", memory, "MB"),
        Figure("terminal.demo_second_start_s", second, "s", "<= 5.0"),
        Figure("terminal.monkey_growth_mb", grown, "MB", "<= 20"),
    ]


def _starts(home: Path, url: str) -> tuple[list[float], float]:
    """Seconds from exec to the first frame, the first with nothing cached; resident MB at rest."""
    command = [sys.executable, "-m", "kiosk"]
    subprocess.run(
        [*command, "sync", "--set", f"data_dir={home}", "--set", f"terminal.server={url}"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _forget_files(Path(sys.prefix), Path(__file__).parents[2] / "kiosk", home)
    seconds = []
    for _ in range(1 + _WARM_RUNS):
        ready = home / "ready"
        ready.unlink(missing_ok=True)
        started = time.monotonic()
        process = subprocess.Popen(
            [*command, "terminal", "--data-dir", str(home), "--server", url, "--media", "test",
             "--size", "1080x1920", "--ready-file", str(ready), "--set", "log.level=WARNING"],
        )  # fmt: skip
        try:
            while not ready.exists():
                assert process.poll() is None, "the terminal ended before its first frame"
                time.sleep(0.002)
            seconds.append(time.monotonic() - started)
            if len(seconds) > _WARM_RUNS:
                memory = _at_rest(psutil.Process(process.pid))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(15)
    return seconds, memory / 1e6


def _at_rest(top: psutil.Process) -> int:
    """Resident bytes of the terminal and its media process, once these have stopped growing."""
    wait_until(lambda: bool(top.children()), "the media process", 20)
    old, new = 0, 1
    while new > 1.005 * old:
        time.sleep(1)
        old, new = new, sum(p.memory_info().rss for p in (top, *top.children(recursive=True)))
    return new


def _forget_files(*folders: Path) -> None:
    """Drop the kernel's cache of these files, as far as no other program has them open."""
    os.sync()
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                descriptor = os.open(path, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def _taps(server: ServerProcess, folder: Path) -> list[float]:
    """Milliseconds from the finger's lift to the first frame of the page, for many taps."""
    terminal = Terminal(server, folder)
    try:
        terminal.wait_until_synced()
        return [terminal.tap_to_page_ms(name) for _ in range(_ROUNDS) for name in _TAPS]
    finally:
        terminal.close()


def _monkey(folder: Path) -> float:
    """MB that 20,000 random steps over all pages have left behind, in both layouts."""
    ensure_compiled()
    (folder / "cache").mkdir(parents=True)
    fill_cache(folder / "cache")
    grown = 0.0
    for seed, size in ((1, PORTRAIT), (2, LANDSCAPE)):
        rig = open_rig(folder / "cache", folder / str(seed), size=size)
        monkey = Monkey(rig, seed)
        monkey.run(_MONKEY // 4)  # every page has been seen: what is kept on purpose is there
        before = psutil.Process().memory_info().rss
        monkey.run(_MONKEY // 2 - _MONKEY // 4)
        grown += (psutil.Process().memory_info().rss - before) / 1e6
        rig.close()
    return grown


def _demo_second_start(folder: Path) -> float:
    """Seconds of a whole ``kiosk demo`` on a virtual screen, its end included, with data there."""
    command = [sys.executable, "-m", "kiosk", "demo", "--json", "--for", "0",
               "--data-dir", str(folder), "--set", "server.port=0"]  # fmt: skip
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    seconds = 0.0
    for _ in range(2):
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env)
        assert process.stdout is not None
        assert process.stdout.readline(), "the demo did not start"
        seconds = time.monotonic() - started
        assert process.wait(30) == 0
    return seconds
