"""Take the recogniser out of the package rapidocr, and the words out of jieba.

Both are installed into a temporary folder, without what they depend on: only their data is wanted.
Made beside this file: recogniser.onnx with its licences, and words.npz, which
kiosk/terminal/input/handwriting/lexicon.py reads.
"""

from __future__ import annotations

import hashlib
import math
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from kiosk.terminal.input.handwriting.lexicon import LONGEST, pack

HERE = Path(__file__).parent
LOCK = HERE / "requirements.lock"
MODEL = HERE / "recogniser.onnx"
WORDS = HERE / "words.npz"
STANDARD = HERE / "standard.txt"
LEGAL = HERE / "legal.txt"  # what people come for: counted as if it occurred so often at least
LEGAL_OCCURRENCES = 2000
MADE = HERE / "made.txt"  # what the two were made from


def main() -> None:
    sources = b"".join(path.read_bytes() for path in (LOCK, STANDARD, LEGAL, Path(__file__)))
    stamp = hashlib.sha256(sources).hexdigest() + "\n"
    if MADE.exists() and MADE.read_text() == stamp and MODEL.exists() and WORDS.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [Path(sys.executable).with_name("uv"), "pip", "install", "-q", "--require-hashes",
             "--no-deps", "--no-build-isolation", "--python", sys.executable, "--target", folder,
             "-r", LOCK],
            check=True,
        )  # fmt: skip
        _write_words(Path(folder) / "jieba/dict.txt")
        shutil.copyfile(Path(folder) / "rapidocr/models/PP-OCRv6_rec_small.onnx", MODEL)
        for licence in Path(folder).glob("rapidocr-*.dist-info/licenses/*"):
            shutil.copyfile(licence, HERE / f"rapidocr-{licence.name}")
    MADE.write_text(stamp)


def _write_words(dictionary: Path) -> None:
    """All words of 2 to 4 standard characters; each line there is: word, occurrences, kind."""
    standard = "".join(STANDARD.read_text("utf-8").split())
    usable = {character for character in standard if ord(character) <= 0xFFFF}
    words: dict[int, int] = {}
    seen: Counter[str] = Counter()
    for line in dictionary.read_text("utf-8").splitlines():
        word, occurrences, *_ = line.split(" ")
        for character in word:
            seen[character] += int(occurrences)
        if 2 <= len(word) <= LONGEST and usable.issuperset(word):
            words[pack(word)] = int(occurrences)
    for word in LEGAL.read_text("utf-8").split():
        words[pack(word)] = max(words.get(pack(word), 0), LEGAL_OCCURRENCES)
    numbers = sorted(words)
    np.savez(
        WORDS,
        words=np.array(numbers, np.uint64),
        weights=np.array([math.log1p(words[number]) for number in numbers], np.float16),
        characters=np.array([math.log1p(seen[each]) for each in standard], np.float32),
    )


if __name__ == "__main__":
    main()
