"""The recogniser with its real model and lexicon. Its figures: tests/bench/handwriting_bench.py."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import numpy as np
import pytest

from kiosk.errors import EnvironmentFault
from kiosk.terminal.input.handwriting import Handwriting
from tests.support.scrawl import SLOPPY, word, written
from tests.support.strokes import Strokes

EM = 109


def texts(handwriting: Handwriting, strokes: Strokes, context: str = "") -> list[str]:
    return [candidate.text for candidate in handwriting.recognise(strokes, context=context)]


def test_neat_characters_come_first(handwriting: Handwriting, shapes: dict[str, Strokes]) -> None:
    wrong = [c for c in shapes if texts(handwriting, shapes[c])[0] != c]
    assert wrong == []


def test_sloppy_characters_are_among_the_first_five(
    handwriting: Handwriting, shapes: dict[str, Strokes]
) -> None:
    generator = np.random.default_rng(1)
    answers = {
        c: texts(handwriting, written(shapes[c], SLOPPY, generator, EM))
        for c in shapes
        if len(shapes[c]) > 3  # two joins in three strokes leave another character
    }
    assert [c for c, ten in answers.items() if c not in ten[:5]] == []
    assert sum(ten[0] == c for c, ten in answers.items()) >= 0.9 * len(answers)


@pytest.mark.parametrize("text", ["法律", "安全", "中国", "学生", "明天", "大学", "名字", "火山"])
def test_a_word_on_one_line(
    handwriting: Handwriting, shapes: dict[str, Strokes], text: str
) -> None:
    line = word([shapes[c] for c in text], SLOPPY, np.random.default_rng(2), EM)
    assert texts(handwriting, line)[0] == text


def test_a_name_that_is_no_word_is_offered(
    handwriting: Handwriting, shapes: dict[str, Strokes]
) -> None:
    line = word([shapes[c] for c in "林曦"], SLOPPY, np.random.default_rng(3), EM)
    assert "林曦" in texts(handwriting, line)[:3]


def test_neither_size_nor_place_nor_order_of_strokes_matters(
    handwriting: Handwriting, shapes: dict[str, Strokes]
) -> None:
    strokes = shapes["懿"]
    elsewhere = [[(3 * x + 500, 3 * y + 200) for x, y in stroke] for stroke in strokes]
    shuffled = random.Random(1).sample(strokes, len(strokes))
    assert texts(handwriting, strokes) == texts(handwriting, shuffled)
    assert texts(handwriting, elsewhere)[0] == "懿"


def test_ten_candidates_and_none_without_ink(
    handwriting: Handwriting, shapes: dict[str, Strokes]
) -> None:
    ten = handwriting.recognise(shapes["明"])
    assert len(ten) == 10
    assert [c.score for c in ten] == sorted((c.score for c in ten), reverse=True)
    assert handwriting.recognise([]) == []
    assert handwriting.recognise([[], []]) == []


DOT = [[(5.0, 5.0)]]
STANDING = [[(0.0, 0.0), (0.0, 0.0)]]
UPRIGHT = [[(0.0, 0.0), (0.0, 90.0)]]
FENCE = [[(float(x), 0.0), (float(x), 9.0)] for x in range(2000)]


@pytest.mark.parametrize("strokes", [DOT, STANDING, UPRIGHT, FENCE])
def test_odd_ink_is_read_too(handwriting: Handwriting, strokes: Strokes) -> None:
    assert handwriting.recognise(strokes)


def test_what_stands_before_helps(handwriting: Handwriting, shapes: dict[str, Strokes]) -> None:
    def score(context: str) -> float:
        answers = handwriting.recognise(shapes["律"], context=context)
        return next(each.score for each in answers if each.text == "律")

    assert score("法") > score("") == score("天")


def test_predictions(handwriting: Handwriting) -> None:
    assert "援助" in handwriting.predict("我要法律")
    assert "师" in handwriting.predict("律")
    assert len(handwriting.predict("中")) == 10
    assert handwriting.predict("") == handwriting.predict("x") == handwriting.predict("𬉼") == []


def test_loaded_on_first_use_and_again_after_drop(shapes: dict[str, Strokes]) -> None:
    handwriting = Handwriting(Path("assets/handwriting"))
    assert not handwriting.loaded
    assert texts(handwriting, shapes["中"])[0] == "中"
    handwriting.drop()
    assert not handwriting.loaded
    assert texts(handwriting, shapes["国"])[0] == "国"


def test_missing_files_are_the_worlds_fault(tmp_path: Path, shapes: dict[str, Strokes]) -> None:
    with pytest.raises(EnvironmentFault, match="make setup"):
        Handwriting(tmp_path).recognise(shapes["中"])


def test_nothing_is_logged(
    handwriting: Handwriting, shapes: dict[str, Strokes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    handwriting.recognise(shapes["中"])
    assert caplog.records == []
