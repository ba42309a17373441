"""Labels of articles in the numerals of statutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.laws import (
    article_label,
    chinese_number,
    parse_article_label,
    parse_chinese_number,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (100, "一百"), (101, "一百零一"),
     (110, "一百一十"), (115, "一百一十五"), (1000, "一千"), (1001, "一千零一"),
     (1010, "一千零一十"), (1205, "一千二百零五"), (1260, "一千二百六十"), (10_001, "一万零一")],
)  # fmt: skip
def test_numerals(number: int, words: str) -> None:
    assert chinese_number(number) == words
    assert parse_chinese_number(words) == number


@given(st.integers(1, 99_999), st.integers(0, 20))
def test_a_label_is_read_as_it_was_written(number: int, suffix: int) -> None:
    assert parse_article_label(article_label(number, suffix)) == (number, suffix)


@pytest.mark.parametrize(
    ("text", "label"),
    [("第一百二十条之一", (120, 1)), ("第120条", (120, 0)), ("第１２条之２", (12, 2)),
     ("第一二〇条", (120, 0)), ("第一条 为了", None), ("第条", None), ("第零条", None),
     ("一条", None), ("第一章", None)],
)  # fmt: skip
def test_labels(text: str, label: tuple[int, int] | None) -> None:
    assert parse_article_label(text) == label


def test_numbers_that_no_statute_has() -> None:
    assert parse_chinese_number("甲") is None
    with pytest.raises(ValueError, match="99999"):
        article_label(0)
