"""Guides and news items keep to the content format, and what guides say stands in the law."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from kiosk.domain.articles import Topic

CONTENT = Path(__file__).resolve().parents[3] / "content"
LIMITS = yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text("utf-8"))

TEXTS = {"title", "title_en", "summary", "summary_en", "source"}
TEXTS |= {"picture", "picture_alt", "picture_alt_en"}
REQUIRED = TEXTS | {"topic", "published", "example"}
LEGAL = {"checked", "citations"}
BLOCKS = {"paragraph", "heading", "bullet_list", "ordered_list", "list_item", "inline"}
HAN = re.compile("[\u4e00-\u9fff]")
FIGURE = re.compile(r"\d+ (?:个工作日|个月|个以上|小时|天|年|岁|倍|元)")

ArticleText = Callable[[str, int, date], str]


@dataclass(frozen=True)
class Item:
    """A content file: its front matter and its Markdown body."""

    path: Path
    meta: dict[str, Any]
    body: str

    @property
    def cited(self) -> set[tuple[str, int]]:
        return {(c["law"], c["article"]) for c in self.meta.get("citations", [])}


def read(path: Path) -> Item:
    match = re.fullmatch(r"---\n(.*?\n)---\n(.*)", path.read_text("utf-8"), re.DOTALL)
    assert match, f"{path.name} has no front matter"
    return Item(path, yaml.safe_load(match[1]), match[2].strip())


def items(folder: str) -> list[Item]:
    paths = sorted((CONTENT / folder).glob("*.md"))
    return [read(path) for path in paths if path.name != "README.md"]


GUIDES = items("guides")
ITEMS = GUIDES + items("news")


def slug(item: Item) -> str:
    return item.path.stem


def lines(item: Item) -> list[str]:
    """Paragraphs and list entries as a reader sees them, without marks."""
    marks = re.compile(r"^(?:## |- |\d+\. )|\*\*")
    return [marks.sub("", line) for line in item.body.splitlines() if line]


def problems_with_body(body: str) -> list[str]:
    """What in a Markdown body is outside the safe subset."""
    found = []
    for token in MarkdownIt("commonmark").parse(body):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind not in BLOCKS or (kind == "heading" and token.tag != "h2") or token.level > 4:
            found.append(f"{kind} {token.tag}")
        for child in token.children or []:
            if child.type not in {"text", "strong_open", "strong_close"} or "*" in child.content:
                found.append(f"{child.type} in {token.content!r}")
    return found


@pytest.mark.parametrize("item", ITEMS, ids=slug)
def test_front_matter_is_complete(item: Item) -> None:
    meta = item.meta
    legal = LEGAL & meta.keys() if item not in GUIDES else LEGAL
    assert meta.keys() - {"stale_since"} == REQUIRED | legal
    assert all(isinstance(meta[key], str) and meta[key].strip() for key in TEXTS)
    assert meta["example"] is True
    assert meta["topic"] in set(Topic)
    assert (CONTENT / meta["picture"]).is_file()
    assert isinstance(meta["published"], date)
    assert len(meta["title"]) <= 22
    assert len(meta["summary"]) <= 40
    if legal:
        assert meta["checked"] >= meta["published"]
        assert item.cited
        assert len(item.cited) == len(meta["citations"])


@pytest.mark.parametrize("item", ITEMS, ids=slug)
def test_body_keeps_to_the_safe_subset(item: Item) -> None:
    assert problems_with_body(item.body) == []


@pytest.mark.parametrize(
    "body",
    [
        "<b>问</b>",
        "[问](https://example.org)",
        "![图](a.svg)",
        "# 大标题",
        "> 引用",
        "`代码`",
        "*斜*",
        "一行\n又一行",
        "- 一\n  - 二",
        "**先问。**再去",  # CommonMark shows these stars: a closing mark after 。 needs a space
    ],
)
def test_what_the_terminal_cannot_show_is_noticed(body: str) -> None:
    assert problems_with_body(body)


@pytest.mark.parametrize("item", ITEMS, ids=slug)
def test_words_are_short_and_calm(item: Item) -> None:
    shown = [item.meta["title"], item.meta["summary"], *lines(item)]
    assert [line for line in shown if re.search(r"[!！０-９]", line)] == []
    assert [line for line in lines(item) if len(line) > 60] == []


def test_there_are_at_least_twenty_guides() -> None:
    assert len(GUIDES) >= 20


@pytest.mark.parametrize("item", GUIDES, ids=slug)
def test_guide_is_built_like_the_others(item: Item) -> None:
    paragraphs = [line for line in item.body.splitlines() if line and not line.startswith("## ")]
    assert 250 <= len(HAN.findall(item.body)) <= 550
    assert item.body.startswith("## ")
    assert 2 <= len(re.findall(r"^## ", item.body, re.MULTILINE)) <= 4
    assert [p for p in paragraphs if not re.match(r"(?:\d+\. )?\*\*[^*]+[。：]\*\* ", p)] == []
    assert paragraphs[-1].startswith("**拿不准，就问律师。** ")
    assert re.search(r"\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d", item.body) is None


@pytest.mark.parametrize("item", [item for item in ITEMS if item.cited], ids=slug)
def test_every_citation_is_in_force(item: Item, article_text: ArticleText) -> None:
    for law, article in sorted(item.cited):
        assert article_text(law, article, item.meta["checked"])


@pytest.mark.parametrize("item", GUIDES, ids=slug)
def test_every_figure_stands_in_an_article_cited(item: Item, article_text: ArticleText) -> None:
    limits = LIMITS[slug(item)]
    readme = (CONTENT / "guides" / "README.md").read_text("utf-8")
    assert set(FIGURE.findall(item.body)) == limits.keys()
    for source in (source for sources in limits.values() for source in sources):
        if "named" in source:
            assert source["named"] in readme
        else:
            law, article = source["law"], source["article"]
            assert (law, article) in item.cited
            assert source["words"] in article_text(law, article, item.meta["checked"])


@pytest.mark.parametrize(
    ("law", "article", "message"),
    [
        ("中华人民共和国无此法", 1, "not in the statutes package"),
        ("中华人民共和国噪声污染防治法", 1, "not in force.*已废止"),
        ("中华人民共和国刑法", 266, "not in force.*已被修改"),
        ("中华人民共和国商标法", 1, "not in force.*2027-01-01"),
        ("中华人民共和国民法典", 1261, "has no article"),
    ],
)
def test_a_wrong_citation_is_refused(
    law: str, article: int, message: str, article_text: ArticleText
) -> None:
    with pytest.raises(LookupError, match=message):
        article_text(law, article, date(2026, 11, 24))


def test_of_two_versions_the_one_in_force_is_read(article_text: ArticleText) -> None:
    law = "中华人民共和国仲裁法"
    assert "自然人、法人、非法人组织" in article_text(law, 3, date(2026, 11, 24))
    with pytest.raises(LookupError, match="not in force on 2026-02-28"):
        article_text(law, 3, date(2026, 2, 28))
