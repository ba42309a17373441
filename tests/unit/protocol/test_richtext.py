"""The safe subset: one parsed form, and the browser's rendering of it."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.richtext import MAX_CHARS, Block, BlockKind, parse, to_html

BODY = """**先留证据。** 工资条要
留好。

## 怎么办

- 打 12333
- **申请**仲裁

3. 先登记
4. 再等

   等 3 天
"""


class Elements(HTMLParser):
    """Text by element, as a browser reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_both_renderers_have_one_structure() -> None:
    assert [(b.kind.value, b.marker, b.text) for b in parse(BODY)] == [
        ("text", "", "先留证据。工资条要留好。"),
        ("heading", "", "怎么办"),
        ("item", "•", "打 12333"),
        ("item", "•", "申请仲裁"),
        ("item", "3.", "先登记"),
        ("item", "4.", "再等"),
        ("item", "", "等 3 天"),
    ]
    assert parse("so the\nEnglish")[0].text == "so the English"
    assert to_html(parse(BODY)).split("\n") == [
        "<p><strong>先留证据。</strong>工资条要留好。</p>",
        "<h2>怎么办</h2>",
        "<ul>", "<li>打 12333</li>", "<li><strong>申请</strong>仲裁</li>", "</ul>",
        "<ol>", '<li value="3">先登记</li>', '<li value="4">再等<br>等 3 天</li>', "</ol>",
    ]  # fmt: skip


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))",
    "![图](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "<a href='x' onclick=alert(1)>",
    "&lt;script&gt;",
    '"><svg/onload=alert(1)>',
    "**<b onmouseover=x>**",
    "[x]: javascript:alert(1)",
    "```\n<iframe>\n```",
    "## <style>*{display:none}</style>",
    "- <object data=x>",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_input_stays_text(body: str) -> None:
    elements = Elements(to_html(parse(body)))
    assert {tag for tag, _ in elements.seen} <= {"p", "h2", "ul", "li", "strong"}
    assert not any(attrs for _, attrs in elements.seen)
    marks = r"[\s*#`-]"
    assert re.sub(marks, "", "".join(elements.words)) == re.sub(marks, "", body)


TAGS = {"p", "h2", "ul", "ol", "li", "br", "strong"}


@given(st.text("ab字。*_#-+1.) \n\t<>&\"'[]()!`\\", max_size=200))
def test_any_text_keeps_its_characters_and_gives_only_these_elements(body: str) -> None:
    blocks = parse(body)
    elements = Elements(to_html(blocks))
    assert {tag for tag, _ in elements.seen} <= TAGS
    assert {name for _, attrs in elements.seen for name in attrs} <= {"value"}
    letters = "[ab字<>&\"']"
    assert re.findall(letters, "".join(b.text for b in blocks)) == re.findall(letters, body)
    assert re.findall(letters, "".join(elements.words)) == re.findall(letters, body)


def test_nothing_of_a_deep_list_is_lost() -> None:
    body = "\n".join(f"{'  ' * depth}- 第{depth}层" for depth in range(200))
    text = "".join(b.text for b in parse(body))
    assert all(f"第{depth}层" in text for depth in range(200))
    assert "深" in "".join(b.text for b in parse("- " * 1000 + "深"))
    assert "深" in "".join(b.text for b in parse("1. " * 1000 + "深"))


@pytest.mark.parametrize(
    "piece",
    ["*", "**字", "- ", "1. ", "- 字\n", "字\n\n", "#", "_字_", "> ", "<b>", "[", "  - 字\n"],
)
def test_five_megabytes_do_not_blow_the_time(piece: str) -> None:
    began = time.process_time()
    blocks = parse(piece * (5_000_000 // len(piece)))
    to_html(blocks)
    assert time.process_time() - began < 10  # measured: 0.001 to 1.6
    assert sum(len(b.text) for b in blocks) <= MAX_CHARS


def test_an_empty_body() -> None:
    assert parse("") == parse("\n \n") == []
    assert to_html([]) == ""
    assert to_html([Block(BlockKind.ITEM, ())]) == "<ul>\n<li></li>\n</ul>"
