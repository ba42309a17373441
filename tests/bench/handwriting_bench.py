"""Handwriting: how often it is read right, what it costs, and what it takes in memory.

Characters: the 500 most frequent, and 200 drawn from the standard's second and third level. The
recogniser's numbers were chosen on other characters and seeds than these, frequency ranks 501 to
1,500 and 500 other rare ones, and on 180 words of another draw from some 30,000.
"""

from __future__ import annotations

import math
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from kiosk.terminal.input.handwriting import Handwriting, decode, ink
from kiosk.terminal.input.handwriting.lexicon import LONGEST, unpack
from kiosk.terminal.input.handwriting.reader import Reader
from tests.bench.figures import Figure
from tests.support.scrawl import NEAT, SHAKY, SLOPPY, Hand, word, written
from tests.support.strokes import Strokes, hanzi, kanjivg

ASSETS = Path("assets/handwriting")
_COMMON, _RARE, _WORDS = 500, 200, 100
_KANJIVG_EM = 109


def measure() -> list[Figure]:
    reader = Reader(ASSETS)
    shapes = hanzi(reader.texts)
    common, rare = _characters(reader, shapes)
    handwriting = Handwriting(ASSETS)
    figures = []
    for name, hand, bars in (
        ("clean", NEAT, (">= 99", "")),
        ("sloppy", SLOPPY, (">= 95", ">= 99")),
        ("shaky", SHAKY, ("", "")),
    ):
        generator = np.random.default_rng(4)
        ranks = {
            kind: _ranks(handwriting, ((c, written(shapes[c], hand, generator)) for c in group))
            for kind, group in (("common", common), ("rare", rare))
        }
        ranks["all"] = ranks["common"] + ranks["rare"]
        for kind, places in ranks.items():
            figures += _tops(f"handwriting.{name}_{kind}", places, bars)
    figures += _kanjivg(handwriting, shapes, [*common, *rare])
    figures += _words(handwriting, reader, shapes)
    figures += _order(handwriting, shapes, [*common[::10], *rare[::10]])
    figures += _cost(handwriting, shapes, common[:100])
    return figures + _memory()


def _characters(reader: Reader, shapes: dict[str, Strokes]) -> tuple[list[str], list[str]]:
    """The common and the rare ones that are measured."""
    standard = reader.lexicon.characters
    order = np.argsort(-reader.lexicon.weights, kind="stable")
    frequent = (standard[place] for place in order)
    common = [character for character in frequent if character in shapes][:_COMMON]
    rare = [character for character in standard[reader.lexicon.common :] if character in shapes]
    random.Random(20).shuffle(rare)
    return common, rare[:_RARE]


def _ranks(handwriting: Handwriting, inks: Iterable[tuple[str, Strokes]]) -> list[int]:
    """For each, the place of the right text among the candidates; 99 if it is not there."""
    ranks = []
    for text, strokes in inks:
        answers = [candidate.text for candidate in handwriting.recognise(strokes)]
        ranks.append(answers.index(text) if text in answers else 99)
    return ranks


def _tops(name: str, ranks: Sequence[int], bars: tuple[str, str]) -> list[Figure]:
    def share(below: int) -> float:
        return 100 * sum(rank < below for rank in ranks) / len(ranks)

    return [
        Figure(f"{name}_top1", share(1), "%", bars[0]),
        Figure(f"{name}_top5", share(5), "%", bars[1]),
        Figure(f"{name}_top10", share(10), "%"),
    ]


def _kanjivg(
    handwriting: Handwriting, shapes: dict[str, Strokes], characters: list[str]
) -> list[Figure]:
    """Japanese shapes of those of the same number of strokes, sloppily written."""
    japanese = kanjivg(characters)
    same = [c for c in japanese if len(japanese[c]) == len(shapes[c])]
    generator = np.random.default_rng(4)
    inks = ((c, written(japanese[c], SLOPPY, generator, _KANJIVG_EM)) for c in same)
    ranks = _ranks(handwriting, inks)
    count = Figure("handwriting.kanjivg_characters", len(same), "")
    return [count, *_tops("handwriting.kanjivg_sloppy", ranks, (">= 95", ">= 99"))]


def _words(handwriting: Handwriting, reader: Reader, shapes: dict[str, Strokes]) -> list[Figure]:
    """Ordinary words (100 occurrences in the lexicon's corpus), as many of each length."""
    with np.load(ASSETS / "words.npz") as data:
        numbers, weights = data["words"], data["weights"]
    groups: dict[int, list[str]] = {length: [] for length in range(2, LONGEST + 1)}
    for place in np.random.default_rng(2026).permutation(len(numbers)):
        text = unpack(int(numbers[place]))
        if weights[place] > math.log(100) and all(c in shapes for c in text):
            groups[len(text)].append(text)
    chosen = [text for group in groups.values() for text in group[:_WORDS]]
    figures = []
    for name, hand in (("clean", NEAT), ("sloppy", SLOPPY)):
        generator = np.random.default_rng(4)
        inks = [word([shapes[c] for c in text], hand, generator) for text in chosen]
        ranks = _ranks(handwriting, zip(chosen, inks, strict=True))
        bare = [_without_lexicon(reader, strokes) for strokes in inks]
        right = 100 * sum(a == b for a, b in zip(bare, chosen, strict=True)) / len(chosen)
        figures += _tops(f"handwriting.words_{name}", ranks, (">= 95", ""))
        figures.append(Figure(f"handwriting.words_{name}_without_lexicon", right, "%", ">= 85"))
    return figures


def _without_lexicon(reader: Reader, strokes: Strokes) -> str:
    greedy, *_ = [*decode.variants(reader.line(ink.points_of(strokes)), 1), ()]
    return "".join(reader.texts[column - 1] for column in greedy)


def _order(
    handwriting: Handwriting, shapes: dict[str, Strokes], characters: list[str]
) -> list[Figure]:
    """Ten candidates the same, with the strokes shuffled; and the first with each reversed too."""
    generator = random.Random(5)
    same = first = 0
    for character in characters:
        strokes = written(shapes[character], SLOPPY, np.random.default_rng(6))
        shuffled = generator.sample(strokes, len(strokes))
        plain = [candidate.text for candidate in handwriting.recognise(strokes)]
        mixed = [candidate.text for candidate in handwriting.recognise(shuffled)]
        turned = handwriting.recognise([stroke[::-1] for stroke in shuffled])
        same += plain == mixed
        first += plain[0] == turned[0].text
    return [
        Figure("handwriting.shuffled_same_ten", 100 * same / len(characters), "%", ">= 100"),
        Figure("handwriting.reversed_same_first", 100 * first / len(characters), "%"),
    ]


def _cost(
    handwriting: Handwriting, shapes: dict[str, Strokes], characters: list[str]
) -> list[Figure]:
    generator = np.random.default_rng(7)
    kinds = {
        "character": [written(shapes[c], SLOPPY, generator) for c in characters],
        "pair": [_line(shapes, characters[at : at + 2], generator) for at in range(0, 100, 2)],
        "four": [_line(shapes, characters[at : at + 4], generator) for at in range(0, 100, 4)],
    }
    figures = []
    for name, inks in kinds.items():
        started = time.process_time()
        for strokes in inks:
            handwriting.recognise(strokes)
        spent = (time.process_time() - started) / len(inks)
        figures.append(Figure(f"handwriting.cpu_{name}_ms", spent * 1e3, "ms", "<= 30"))
    return figures


def _line(
    shapes: dict[str, Strokes], characters: list[str], generator: np.random.Generator
) -> Strokes:
    line = Hand(joins=len(characters))
    return word([shapes[character] for character in characters], line, generator)


_IN_A_PROCESS = """
import time
from pathlib import Path
import numpy, psutil
from kiosk.terminal.input.handwriting import Handwriting
strokes = [[(x, y), (x + 30, y + 50)] for x in range(0, 300, 20) for y in (0, 60)]
here = psutil.Process()
before = here.memory_full_info().pss
handwriting = Handwriting(Path("assets/handwriting"))
started = time.monotonic()
handwriting.predict("律")
loading = time.monotonic() - started
for _ in range(20):
    handwriting.recognise(strokes)
    handwriting.recognise(strokes[:12])
full = here.memory_full_info().pss
handwriting.drop()
dropped = here.memory_full_info().pss
print(loading, (full - before) / 1e6, (dropped - before) / 1e6)
"""


def _memory() -> list[Figure]:
    """In a process of its own, with onnxruntime's libraries counted in."""
    output = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS], check=True, capture_output=True, text=True
    ).stdout
    loading, full, dropped = map(float, output.split())
    return [
        Figure("handwriting.load_s", loading, "s"),
        Figure("handwriting.memory_mb", full, "MB", "<= 70"),
        Figure("handwriting.memory_after_drop_mb", dropped, "MB"),
    ]
