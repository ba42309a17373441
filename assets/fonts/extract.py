"""Take Noto Sans SC, 400 and 700, out of Debian's collection (package fonts-noto-cjk).

The collection holds five languages a file; the Simplified Chinese face alone is half its size and
is what the bundle ships. The font is under the SIL Open Font License 1.1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTCollection

SOURCE = Path("/usr/share/fonts/opentype/noto")
HERE = Path(__file__).parent
FACE = "Noto Sans CJK SC"


def extract(weight: str) -> None:
    """Write ``NotoSansSC-<weight>.otf`` beside this file unless it is there."""
    target = HERE / f"NotoSansSC-{weight}.otf"
    if target.exists():
        return
    collection = TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc", lazy=True)
    for font in collection:
        if font["name"].getDebugName(1) == FACE or font["name"].getDebugName(16) == FACE:
            part = target.with_suffix(".part")
            font.save(part)
            part.rename(target)
            return
    raise SystemExit(f"{FACE} is not in {SOURCE}. Install the package fonts-noto-cjk again.")


if __name__ == "__main__":
    for each in ("Regular", "Bold"):
        try:
            extract(each)
        except FileNotFoundError:
            sys.exit("fonts-noto-cjk is not installed: apt-get install fonts-noto-cjk")
