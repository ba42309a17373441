"""Readings of Chinese characters, from pypinyin. Imported only where an index is built."""

from __future__ import annotations

import itertools
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from kiosk.terminal.search.sounds import cuts

#: Readings kept of one character, and spellings of one name.
_MAX_READINGS = 3
_MAX_SPELLINGS = 24
#: Surnames that are read otherwise than the character, the right reading first. The wrong one
#: stays: it is what many will type.
SURNAMES = {
    "单": "shan dan", "仇": "qiu chou", "解": "xie jie", "曾": "zeng ceng", "查": "zha cha",
    "区": "ou qu", "盖": "ge gai", "朴": "piao pu", "任": "ren", "华": "hua", "乐": "yue le",
    "翟": "zhai di", "员": "yun yuan", "缪": "miao mou", "燕": "yan", "种": "chong zhong",
    "秘": "bi mi", "折": "she zhe", "召": "shao zhao", "郇": "xun huan", "宓": "mi fu",
    "谌": "chen shen", "牟": "mu mou", "洗": "xian xi", "冼": "xian", "祭": "zhai ji",
    "黑": "he hei", "繁": "po fan", "覃": "qin tan", "隗": "wei kui", "尹": "yin", "宁": "ning",
    "纪": "ji", "洪": "hong", "葛": "ge", "晁": "chao", "逄": "pang", "佟": "tong", "褚": "chu",
    "费": "fei bi", "薄": "bo bao", "柏": "bai bo", "卜": "bu", "车": "che", "都": "du dou",
    "哈": "ha", "吕": "lv", "闾": "lv", "能": "nai neng", "钭": "tou dou", "万": "wan",
    "洼": "wa", "相": "xiang", "幸": "xing", "于": "yu", "郁": "yu", "臧": "zang", "占": "zhan",
    "长": "zhang chang", "中": "zhong", "重": "chong zhong", "阚": "kan", "句": "gou ju",
    "尉": "wei yu", "訾": "zi", "荀": "xun", "贾": "jia", "石": "shi", "叶": "ye", "沈": "shen",
    "尉迟": "yuchi weichi", "万俟": "moqi wansi", "长孙": "zhangsun changsun",
    "澹台": "tantai dantai", "司空": "sikong", "令狐": "linghu",
    "皇甫": "huangfu", "夏侯": "xiahou", "诸葛": "zhuge", "欧阳": "ouyang", "上官": "shangguan",
    "司马": "sima", "司徒": "situ", "公孙": "gongsun", "慕容": "murong", "宇文": "yuwen",
    "呼延": "huyan", "端木": "duanmu", "南宫": "nangong", "东方": "dongfang", "独孤": "dugu",
}  # fmt: skip


@lru_cache(maxsize=8192)
def of_character(character: str) -> tuple[str, ...]:
    """Readings without tones, the most usual first; empty for what is no Chinese character."""
    marked = PINYIN_DICT.get(ord(character), "")
    plain = dict.fromkeys(_bare(reading) for reading in marked.split(",") if reading)
    return tuple(plain)[:_MAX_READINGS]


def of_word(word: str) -> list[str]:
    """The syllables of a word as it is read, one a character."""
    return [_letters(s) for s in lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)]


def spellings(name: str) -> list[tuple[str, str]]:
    """(letters, initials) of a person's name in all ways that somebody may type it."""
    surname = name[:2] if name[:2] in SURNAMES else name[:1]
    heads = SURNAMES.get(surname, "").split() or of_character(surname)
    rest = [of_character(c) or (c,) for c in name[len(surname) :]]
    ways: dict[tuple[str, str], None] = {}
    for head, *tail in itertools.product(heads, *rest):
        short = "".join(syllable[0] for syllable in cuts(head)[0])
        ways[head + "".join(tail), short + "".join(t[0] for t in tail)] = None
        if len(ways) == _MAX_SPELLINGS:
            break
    return list(ways)


def _bare(reading: str) -> str:
    return _letters(to_normal(reading))


def _letters(syllable: str) -> str:
    return syllable.lower().replace("ü", "v")
