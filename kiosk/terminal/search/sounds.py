"""Pinyin without pypinyin: syllables, what sounds alike, and keys to look up by.

The index keeps every reading, so that a query needs none of pypinyin's 55 MB.
"""

from __future__ import annotations

import itertools

_TABLE = """
a ai an ang ao e ei en eng er o ou ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo
bu pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu ma mai man mang mao me
mei men meng mi mian miao mie min ming miu mo mou mu fa fan fang fei fen feng fo fou fu da dai
dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo ta tai
tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo na nai nan nang nao ne
nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve nue la lai lan lang
lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve lue
ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ka kai kan kang
kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo ha hai han hang hao he hei hen
heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu
ju juan jue jun qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun xi xia xian xiang
xiao xie xin xing xiong xiu xu xuan xue xun zha zhai zhan zhang zhao zhe zhei zhen zheng zhi
zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo cha chai chan chang chao che chen cheng
chi chong chou chu chua chuai chuan chuang chui chun chuo sha shai shan shang shao she shei shen
sheng shi shou shu shua shuai shuan shuang shui shun shuo ran rang rao re ren reng ri rong rou
ru ruan rui run ruo za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo ca cai
can cang cao ce cen ceng ci cong cou cu cuan cui cun cuo sa sai san sang sao se sen seng si song
sou su suan sui sun suo ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun wa wai wan
wang wei wen weng wo wu
"""
_SYLLABLES = frozenset(_TABLE.split())
_LONGEST = 6
#: Ways to cut one query into syllables that are looked at.
MAX_CUTS = 4
_SOFT = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def cuts(letters: str, limit: int = MAX_CUTS) -> list[tuple[str, ...]]:
    """Ways to read letters as pinyin, the one with the fewest syllables first; none: not pinyin.

    An apostrophe is a border (xi'an).
    """
    pieces = [_cut(piece, limit) for piece in letters.split("'") if piece]
    joined = (sum(ways, ()) for ways in itertools.product(*pieces))
    return sorted(itertools.islice(joined, limit), key=len)


def _cut(letters: str, limit: int) -> tuple[tuple[str, ...], ...]:
    best: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        found = [
            (*way, letters[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if letters[start:end] in _SYLLABLES
            for way in best[start]
        ]
        best.append(sorted(found, key=len)[:limit])
    return tuple(best[-1])


def soften(syllable: str) -> str:
    """One spelling for what is often mixed up: zh/z, ch/c, sh/s, n/l, ang/an, eng/en, ing/in."""
    for hard, soft in _SOFT:
        if syllable.startswith(hard):
            syllable = soft + syllable[len(hard) :]
            break
    for hard, soft in _ENDS:
        if syllable.endswith(hard):
            syllable = syllable[: -len(hard)] + soft
            break
    return plain(syllable)


def plain(syllables: str) -> str:
    """``lv`` and ``lu`` written one way: few keyboards have a ü."""
    return syllables.replace("v", "u")


def soften_letters(letters: str) -> str | None:
    """A whole run of pinyin softened; None when it is no pinyin."""
    ways = cuts(letters, 1)
    return "".join(map(soften, ways[0])) if ways else None
