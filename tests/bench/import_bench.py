"""``kiosk content import`` of what a district has in one go: 4,000 files, and 60 MB."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kiosk.domain.clock import SystemClock
from kiosk.domain.laws import article_label
from kiosk.server.db.engine import open_database
from kiosk.settings import load_settings
from tests.bench.figures import Figure

FILES = 4000
MEGABYTES = 60


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # 600 bytes: a short notice; 15,400 bytes: 60 MB in as many files.
        write_files(folder / "many", FILES, 600)
        write_files(folder / "large", FILES, MEGABYTES * 1_000_000 // FILES + 400)
        settings = load_settings(environ={}, flags={"data_dir": str(folder / "data")})
        open_database(settings, SystemClock()).close()
        many_s, _ = _import(folder, "many")
        large_s, large_mb = _import(folder, "large")
        again_s, again_mb = _import(folder, "large")
    return [
        Figure(f"sync.import_{FILES}_files_s", many_s, "s", "<= 180"),
        Figure(f"sync.import_{MEGABYTES}mb_s", large_s, "s", "<= 180"),
        Figure(f"sync.import_{MEGABYTES}mb_mb", large_mb, "MB", "<= 500"),
        Figure(f"sync.import_{MEGABYTES}mb_again_s", again_s, "s", "<= 180"),
        Figure(f"sync.import_{MEGABYTES}mb_again_mb", again_mb, "MB", "<= 500"),
    ]


def _import(folder: Path, source: str) -> tuple[float, float]:
    """(seconds, peak of resident memory in MB) of the command."""
    words = [sys.executable, "-m", "kiosk", "content", "import", str(folder / source)]
    begun = time.perf_counter()
    process = subprocess.Popen([*words, "--data-dir", str(folder / "data")],
                               stdout=subprocess.DEVNULL)  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the import ended with {process.returncode}"
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def write_files(folder: Path, count: int, size: int) -> None:
    """``count`` laws and news items of ``size`` bytes, in folders of 100."""
    dice = random.Random(1)
    words = [chr(dice.randint(0x4E00, 0x9000)) for _ in range(2500)]

    def sentence() -> str:
        return "".join(dice.choices(words, k=dice.randint(20, 120))) + "。"

    for number in range(count):
        lines, length = [f"# 关于劳动的第 {number} 件", ""], 0
        while length < size:
            if number % 2:
                text = f"**先说。** {sentence()}"
            else:
                text = f"{article_label(len(lines) // 2)}　{sentence()}"
            lines += [text, ""]
            length += len(text.encode())
        path = folder / f"{number // 100:03}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")
