"""Text as the index has it: folded character by character, then cut into overlapping pairs."""

from __future__ import annotations

import re

#: Traditional characters that people in a mainland hall may still type, and their simplified forms.
_TRADITIONAL = (
    "國国學学會会來来時时對对開开關关門门問问題题東东車车長长書书見见說说話话請请謝谢讓让該该"
    "應应認认識识證证護护權权義义務务員员買买賣卖錢钱賠赔償偿債债費费貨货資资貸贷賭赌賬账賴赖"
    "財财產产離离養养親亲媽妈爺爷兒儿孫孙婦妇鄰邻樓楼層层裝装電电動动傷伤醫医藥药殘残勞劳傭佣"
    "僱雇給给個个們们這这裡里裏里樣样嗎吗為为與与過过還还沒没無无後后從从發发報报壓压遺遗囑嘱"
    "繼继續续協协議议約约條条調调決决訴诉訟讼審审執执處处罰罚獄狱師师準准誰谁幾几數数號号碼码"
    "網网線线購购騙骗詐诈盜盗搶抢毆殴擊击罵骂隱隐聲声譽誉壞坏損损補补贈赠僅仅偽伪據据檢检驗验"
    "監监獨独區区縣县鄉乡鎮镇農农業业廠厂場场廣广園园單单雙双萬万億亿滿满歲岁歷历當当麼么樂乐"
    "飛飞機机鐵铁軌轨輛辆駕驾駛驶違违規规貓猫寵宠館馆飯饭飲饮煙烟燈灯熱热氣气鎖锁鑰钥戶户遷迁"
    "簽签訂订終终結结繳缴納纳險险稅税獎奖獲获懷怀視视騷骚擾扰棄弃撫抚贍赡領领導导組组織织營营"
    "標标專专創创"
)
_TONES = "āáǎàaēéěèeīíǐìiōóǒòoūúǔùuǖǘǚǜv"
_FOLD = {
    ord(mark): plain
    for mark, plain in (
        *zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True),
        *((chr(wide), chr(wide - 0xFEE0)) for wide in range(0xFF01, 0xFF5F)),
        *((mark, _TONES[i - i % 5 + 4]) for i, mark in enumerate(_TONES)),
        *zip("üÜİ　’‘", "vvi ''", strict=True),
    )
}
_RUN = re.compile(r"[\u3400-\u9fff〇]+|[a-z0-9]+")


def fold(text: str) -> str:
    """Simplified, half-width, lower case, without tone marks; as long as ``text``."""
    return text.translate(_FOLD).lower()


def runs(folded: str) -> list[str]:
    """Stretches of Chinese characters, and of Latin letters and digits."""
    return _RUN.findall(folded)


def is_chinese(run: str) -> bool:
    return run[:1] >= "\u3400" or run[:1] == "〇"


def pairs(run: str) -> list[str]:
    """Overlapping pairs of a Chinese run; a run of one character is itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def tokens(folded: str) -> str:
    """What full-text search indexes: pairs, the last character of each run, Latin words.

    The last character alone makes every character the start of a token, so that a search for one
    character is a search by prefix.
    """
    words: list[str] = []
    for run in _RUN.findall(folded):
        if is_chinese(run):
            words += [run[i : i + 2] for i in range(len(run))]
        else:
            words.append(run)
    return " ".join(words)


def phrase(word: str) -> str:
    """``word`` as one phrase of an FTS5 query."""
    parts: list[str] = []
    for run in _RUN.findall(word):
        parts += pairs(run) if is_chinese(run) else [run]
    if len(parts) == 1 and len(parts[0]) == 1 and is_chinese(parts[0]):
        return f'"{parts[0]}"*'
    return f'"{" ".join(parts)}"'
