"""Bytes of unknown origin into text, and texts into the safe subset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kiosk.server.importing.report import LeftOut
from kiosk.server.importing.subset import Body, Span, from_html, from_markdown
from kiosk.server.importing.text import clean, decode

WORDS = "老板不给工资怎么办？先留好证据，再打 12333。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_encodings(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)) == WORDS
    assert decode(b"\xfe\xff" + WORDS.encode("utf-16-be")) == WORDS


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("好的\n第二行".encode() + b"\xff\xfe\n" + "第三行的字".encode(), 2, "not UTF-8"),
        (WORDS.encode()[:-1], 1, "not UTF-8"),  # cut in the middle of a character
        ("第一行\n好".encode("gbk") + b"\xff\xff", 2, "not GB18030"),
        (b"\xff\xfe" + "甲\n乙".encode("utf-16-le") + b"\x00", 2, "not UTF-16-LE"),
        (WORDS.encode("utf-16-le"), None, "UTF-16 without its mark"),
        ("Приветкакделасегодня".encode("cp1251"), None, ""),
        (WORDS.encode("shift-jis", "ignore") + "ひらがなとカタカナ".encode("shift-jis"), None, ""),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int | None, words: str) -> None:
    with pytest.raises(LeftOut) as refusal:
        decode(data)
    assert words in refusal.value.reason
    if line is not None:
        assert refusal.value.line == line


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = clean(decode(data))
    except LeftOut:
        return
    assert not any(ord(mark) < 32 and mark not in "\n\t" for mark in text)


def test_odd_characters() -> None:
    assert clean("　　总\u200b则\xa0甲\r\n乙\r丙\x07\u2028丁\ufeff") == "  总则 甲\n乙\n丙\n丁"


@pytest.mark.parametrize(
    ("markdown", "subset"),
    [
        ("# 标题\n\n正文", "正文"),
        ("### 小标题 ###\n\n正文", "## 小标题\n\n正文"),
        ("**先留证据。**工资条要留好", "**先留证据。** 工资条要留好"),
        ("一段\n换行\n\nan\nEnglish line", "一段换行\n\nan English line"),
        ("* 甲\n* 乙\n  1. 丙\n\n3. 三\n4. 四", "- 甲\n- 乙\n\n1. 丙\n2. 三\n3. 四"),
        ("- 甲\n\n  又一段\n- 乙", "- 甲\n\n又一段\n\n- 乙"),
        ("[链接](http://example.org)和*斜体*`码`", "链接和斜体码"),
        ("\\# 不是标题\n\n\\- 不是列表\n\n1\\. 不是", "＃ 不是标题\n\n－ 不是列表\n\n1． 不是"),
        ("2 \\* 3", "2 ＊ 3"),
        ("> 引文\n\n```\n代码\n```", "引文\n\n代码"),
        ("甲  \n乙<br>丙", "甲\n\n乙\n\n丙"),
    ],
)
def test_markdown(markdown: str, subset: str) -> None:
    assert str(from_markdown(markdown, "标题")) == subset
    assert str(from_markdown(subset)) == subset  # it is in the subset already


def test_what_the_subset_does_not_hold_is_counted() -> None:
    body = from_markdown("![p](a.png)\n\n|a|b|\n|-|-|\n|1|2|\n\n甲\n\n<div>x</div>\n\n乙\n\n<p>y")
    assert str(body) == "甲\n\n乙"
    assert body.losses() == "1 picture, 1 table, 2 pieces of HTML"


@pytest.mark.parametrize(
    ("html", "subset"),
    [
        ("<p>甲<b>乙</b>丙</p><p>丁</p>", "甲**乙**丙\n\n丁"),
        ("<ul><li>甲</li><li>乙</li></ul>", "- 甲\n- 乙"),
        ("<h3>小标题</h3>甲<br/>乙", "## 小标题\n\n甲\n\n乙"),
        ("<script>alert(1)</script><style>x</style>甲<a href='javascript:x()'>乙</a>", "甲乙"),
        ("甲<script>没有结束", "甲"),
        ("&lt;script&gt;甲&amp;乙", "<script>甲&乙"),
        ("<p onclick=x>甲<iframe src=x></iframe></p>", "甲"),
    ],
)
def test_html(html: str, subset: str) -> None:
    assert str(from_html(html)) == subset


def test_html_that_is_nested_too_deeply() -> None:
    with pytest.raises(ValueError, match="too deeply"):
        from_html("<div>" * 20_000 + "甲")


TEXTS = st.text("甲乙。，：（）ab1*_#-+. \\`[]<>&!", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["heading", "paragraph", "item"]),
                          st.lists(st.builds(Span, TEXTS, st.booleans()), max_size=4)),
                max_size=5))  # fmt: skip
def test_text_stays_text(blocks: list[tuple[str, list[Span]]]) -> None:
    """Whatever characters it has, the readers see as many blocks as were written."""
    body = Body()
    for kind, spans in blocks:
        getattr(body, kind)(spans)
    tokens = MarkdownIt("zero").enable(["heading", "emphasis", "list"]).parse(str(body))
    kinds = {"heading_open": "heading", "list_item_open": "item"}
    seen = [kinds[token.type] for token in tokens if token.type in kinds]
    wanted = [kind for kind, spans in blocks
              if kind != "paragraph" and "".join(s.text for s in spans).strip()]  # fmt: skip
    assert seen == wanted
    assert not any(child.type == "em_open" for token in tokens for child in token.children or [])
