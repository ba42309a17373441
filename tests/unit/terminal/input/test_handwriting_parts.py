"""Ink, lexicon, decoding: without the model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.input.handwriting import decode, ink
from kiosk.terminal.input.handwriting.ink import HEIGHT, MAX_WIDTH, View
from kiosk.terminal.input.handwriting.lexicon import Lexicon, pack, unpack

VIEW = View(margin=0.1)
coordinates = st.floats(-1e4, 1e4, width=32)
inks = st.lists(
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=8), min_size=1, max_size=6
)


@given(inks)
def test_a_picture_has_ink_and_fits(strokes: list[list[tuple[float, float]]]) -> None:
    sheet = ink.picture(ink.points_of(strokes), VIEW)
    assert sheet.shape[0] == HEIGHT
    assert 1 <= sheet.shape[1] <= MAX_WIDTH
    assert 0 <= sheet.min() < 1
    assert sheet.max() <= 1


@given(inks, st.randoms(use_true_random=False))
def test_order_of_strokes_leaves_no_trace(strokes: list[list[tuple[float, float]]], r) -> None:
    shuffled = r.sample(strokes, len(strokes))
    assert np.array_equal(
        ink.picture(ink.points_of(strokes), VIEW), ink.picture(ink.points_of(shuffled), VIEW)
    )


@pytest.mark.parametrize("size", [10.0, 100.0, 1000.0])
def test_lines_are_as_thick_at_any_size(size: float) -> None:
    square = [[(0, 0), (size, 0), (size, size), (0, size), (0, 0)]]
    sheet = ink.picture(ink.points_of(square), VIEW)
    across = (1 - sheet[HEIGHT // 2]).sum()  # two upright lines
    assert across == pytest.approx(2 * VIEW.thickness, abs=0.5)


def test_a_flat_stroke_stays_flat() -> None:
    sheet = ink.picture(ink.points_of([[(0, 0), (100, 3)]]), VIEW)
    assert sheet.shape[1] == pytest.approx(HEIGHT, abs=2)
    assert (sheet.min(1) < 0.5).sum() < 8
    assert ink.ratio(ink.points_of([[(0, 0), (100, 3)]])) == 1


@given(st.text("法律师援助中心", min_size=1, max_size=4))
def test_packing(text: str) -> None:
    assert unpack(pack(text)) == text


def test_lexicon(tmp_path) -> None:
    words = {"法律": 9.0, "法": 0.0, "律师": 8.0, "法律援助": 5.0, "律": 0.0, "助理": 3.0}
    kept = sorted((word for word in words if len(word) > 1), key=pack)
    np.savez(tmp_path / "w.npz", words=np.array([pack(w) for w in kept], np.uint64),
             weights=np.array([words[w] for w in kept], np.float16),
             characters=np.zeros(4, np.float32))  # fmt: skip
    (tmp_path / "s.txt").write_text("法律\n师\n援\n", "utf-8")
    lexicon = Lexicon(tmp_path / "s.txt", tmp_path / "w.npz")
    assert (lexicon.characters, lexicon.common) == ("法律师援", 2)
    assert lexicon.weight("律师") == 8.0
    assert lexicon.weight("师律") is lexicon.weight("法") is lexicon.weight("𬉼法") is None
    assert dict(lexicon.spelled_with("法律师𬉼")) == {"法律": 9.0, "律师": 8.0}
    assert lexicon.continuations("找法律") == [("援助", 5.0), ("师", 8.0)]


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 2), min_size=1, max_size=3))
def test_likelihood_is_the_sum_over_all_paths(seed: int, text: list[int]) -> None:
    table = np.random.default_rng(seed).dirichlet(np.ones(3), 5)
    total = sum(
        np.prod([table[moment, column] for moment, column in enumerate(path)])
        for path in itertools.product(range(3), repeat=5)
        if [k for k, _ in itertools.groupby(path) if k] == text
    )
    (found,) = decode.likelihoods(np.log(table), [text])
    assert np.exp(found) == pytest.approx(total, rel=1e-4, abs=1e-9)


def test_variants_differ_in_one_character() -> None:
    table = np.log([[0.8, 0.1, 0.06, 0.04], [0.1, 0.7, 0.15, 0.05], [0.2, 0.1, 0.5, 0.2]])
    first, *others = decode.variants(table, 2)
    assert first == (1, 2)
    assert set(others) == {(2, 2), (1, 3)}
    assert decode.variants(table[:1], 2) == []
