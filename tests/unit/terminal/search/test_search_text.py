"""Folding, pairs, pinyin and the readings of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.search import readings, sounds
from kiosk.terminal.search.snippet import LENGTH, passage
from kiosk.terminal.search.text import fold, phrase, runs, tokens


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("勞動仲裁", "劳动仲裁"),
        ("ＡＢ１２", "ab12"),
        ("Lǜshī", "lvshi"),
        ("LÜ", "lv"),
        ("離婚，房屋？", "离婚,房屋?"),
    ],
)
def test_one_spelling_of_what_is_the_same(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_keeps_the_place_of_every_character(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_chinese_is_cut_into_pairs_and_latin_into_words() -> None:
    assert tokens(fold("楼上漏水，Plan B 12条")) == "楼上 上漏 漏水 水 plan b 12 条"
    assert phrase("楼上漏") == '"楼上 上漏"'
    assert phrase("楼") == '"楼"*'


@given(st.text())
def test_no_text_gets_out_of_a_phrase(text: str) -> None:
    inside = phrase(fold(text)).removesuffix("*")
    assert inside[0] == inside[-1] == '"'
    assert '"' not in inside[1:-1]


def test_pinyin_is_read_in_every_way_that_it_can_be() -> None:
    assert sounds.cuts("gongshang") == [("gong", "shang")]
    assert ("xi", "an") in sounds.cuts("xian")
    assert sounds.cuts("xi'an") == [("xi", "an")]
    assert sounds.cuts("divorce") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zan"), ("liu", "niu"), ("shi", "si"), ("lin", "ling"), ("lv", "lu")],
)
def test_what_a_southern_ear_mixes_up_is_spelt_one_way(one: str, other: str) -> None:
    assert sounds.soften(one) == sounds.soften(other)


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("单田芳", {"shantianfang", "dantianfang"}),
        ("仇英", {"qiuying", "chouying"}),
        ("解珍", {"xiezhen", "jiezhen"}),
        ("曾国强", {"zengguoqiang", "cengguoqiang"}),
        ("查良", {"zhaliang", "chaliang"}),
        ("区志", {"ouzhi", "quzhi"}),
        ("盖聪", {"gecong", "gaicong"}),
        ("朴正", {"piaozheng", "puzheng"}),
        ("尉迟恭", {"yuchigong", "weichigong"}),
        ("万俟明", {"moqiming", "wansiming"}),
        ("吕芳", {"lvfang"}),
    ],
)
def test_surnames_are_known_by_all_their_readings(name: str, spellings: set[str]) -> None:
    assert spellings <= {letters for letters, _initials in readings.spellings(name)}


def test_initials_of_a_double_surname_are_two() -> None:
    assert ("yuchigong", "ycg") in readings.spellings("尉迟恭")


@given(st.text(), st.lists(st.text(min_size=1, max_size=4).map(fold), max_size=5))
def test_a_passage_is_short_and_its_hits_are_in_it(text: str, words: list[str]) -> None:
    snippet, hits = passage(text, words)
    assert len(snippet) <= LENGTH
    assert all(0 <= start < end <= len(snippet) for start, end in hits)
    assert list(hits) == sorted(hits)


def test_a_passage_shows_where_the_words_are() -> None:
    text = (
        "前面说的是别的事情，" * 20
        + "从建筑物中抛掷物品造成他人损害的，由侵权人负责。"
        + "后面也是。" * 20
    )
    snippet, hits = passage(text, ["抛掷物品", "损害"])
    assert [snippet[a:b] for a, b in hits] == ["抛掷物品", "损害"]
    assert runs(snippet)
