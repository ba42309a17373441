"""``python -m tests.support.screens [DIR]``: the tour of the screen over the sample content.

DIR is docs/screens unless named. The pictures' deviations are listed in docs/screens/terminal.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.fakes.screen import fill_cache


def main() -> int:
    target = sys.argv[1] if len(sys.argv) > 1 else "docs/screens"
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "terminal").mkdir()
        fill_cache(Path(home) / "terminal")
        command = [sys.executable, "-m", "kiosk", "terminal", "--data-dir", home, "--tour", target]
        done = subprocess.run(
            command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False
        )
    if done.returncode == 0:
        for file in Path(target).glob("[0-9][0-9]-*.png"):
            shrink(file)
    return done.returncode


def shrink(file: Path) -> None:
    """Flat colours need no more than a palette: a third of the bytes."""
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
