"""Articles in parts: from Markdown to lines that fit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.protocol.richtext import BlockKind, note, parse
from kiosk.terminal.ui.engine import make_application
from kiosk.terminal.ui.paginator import paginate

BODY = """**先留好证据。** 合同、工牌、聊天记录，都算证据。

## 去哪里

- 劳动监察
- 仲裁委

1. 先登记
2. 再等 3 天
"""


@pytest.fixture(autouse=True, scope="module")
def _application() -> None:
    make_application()


def test_the_subset_becomes_blocks() -> None:
    blocks = parse(BODY)
    assert [(b.kind, b.marker, b.text) for b in blocks] == [
        (BlockKind.TEXT, "", "先留好证据。合同、工牌、聊天记录，都算证据。"),
        (BlockKind.HEADING, "", "去哪里"),
        (BlockKind.ITEM, "•", "劳动监察"),
        (BlockKind.ITEM, "•", "仲裁委"),
        (BlockKind.ITEM, "1.", "先登记"),
        (BlockKind.ITEM, "2.", "再等 3 天"),
    ]
    lead, rest = blocks[0].runs
    assert lead.lead
    assert lead.bold
    assert not rest.bold


def test_what_is_not_in_the_subset_stays_text() -> None:
    (block,) = parse("看 <b>这里</b> [链接](http://x) `码`")
    assert block.text == "看 <b>这里</b> [链接](http://x) `码`"
    (part,) = paginate([block], 900, 500, 46)
    assert "&lt;b&gt;" in part.lines[0].html


def test_a_heading_is_never_the_last_line() -> None:
    blocks = parse("\n\n".join(["一段话，不长也不短，正好能占一行多一点点的样子吧。"] * 3
                               + ["## 标题", "后面还有话。"]))  # fmt: skip
    for height in range(200, 900, 20):
        for part in paginate(blocks, 900, height, 46)[:-1]:
            assert not part.lines[-1].bold


def test_a_block_that_fits_a_part_is_never_split() -> None:
    blocks = [
        note("《某某法》第 1、2、3、4、5、6、7、8 条，以及别的很多条，都算在内。" * n)
        for n in (1, 2, 3)
    ]
    for height in range(500, 1200, 40):
        parts = paginate(blocks, 900, height, 46)
        for n in range(len(blocks)):
            assert sum(any(line.block == n for line in part.lines) for part in parts) == 1


def test_a_block_longer_than_a_part_leaves_no_line_alone() -> None:
    (block,) = parse("一段话，不长也不短，比一页还长。" * 30)
    for height in range(240, 900, 20):
        parts = paginate([block], 900, height, 46)
        assert all(len(part.lines) > 1 for part in parts)


def test_a_leading_phrase_is_marked_for_its_colour() -> None:
    (part,) = paginate(parse("**先这样。** 再那样。"), 900, 500, 46)
    assert part.lines[0].html == '<b><font color="{pine}">先这样。</font></b>再那样。'


def test_sources_are_set_smaller() -> None:
    (part,) = paginate([*parse("正文。"), note("依据：《某法》第 1 条")], 900, 500, 46)
    body, source = part.lines
    assert source.quiet
    assert source.px < body.px


def test_nothing_at_all_is_one_empty_part() -> None:
    (part,) = paginate([], 900, 500, 46)
    assert part.lines == []


TEXT = st.text("一二三四五六七，。：abc 12%{}<>&", min_size=1, max_size=120)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paragraphs=st.lists(TEXT, min_size=1, max_size=8),
    width=st.integers(200, 1000),
    height=st.integers(160, 1200),
    px=st.integers(24, 60),
)
def test_every_word_is_kept_and_every_line_fits(
    paragraphs: list[str], width: int, height: int, px: int
) -> None:
    blocks = [note(p) if n % 3 == 2 else parse(p)[0] for n, p in enumerate(paragraphs) if parse(p)]
    parts = paginate(blocks, width, height, px)
    kept = "".join(line.text for part in parts for line in part.lines)
    said = "".join(block.marker + block.text for block in blocks)
    assert kept.replace(" ", "") == said.replace(" ", "")
    for part in parts:
        bottoms = [line.y + line.px * 1.6 for line in part.lines]
        assert part.height <= max(height, 2 * px * 1.14 * 1.6 + 1)
        assert all(b <= part.height + 1 for b in bottoms)
        ys = [line.y for line in part.lines]
        assert ys == sorted(ys)
