"""News, guides and articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.terminal.rehearsal import duty_now
from kiosk.terminal.services.events import ContentChanged, FirstSyncTried
from tests.fakes.screen import LANDSCAPE, PROFILE, Rig
from tests.support.hand import is_text


def heading(rig: Rig, number: int) -> str:
    return str(rig.find(f"article_{number}").property("heading"))


def test_news_is_newest_first_four_a_page(rig: Rig) -> None:
    rig.tap("tileNews")
    articles = rig.context.content.articles(ArticleKind.NEWS)
    assert [heading(rig, n) for n in range(4)] == [a.title for a in articles[:4]]
    assert not rig.has("article_4")
    pages = -(-len(articles) // 4)
    assert rig.text("pageCount") == f"第 1 页 / 共 {pages} 页"
    rig.tap("nextPage")
    assert heading(rig, 0) == articles[4].title
    rig.tap("previousPage")
    rig.tap("previousPage")
    assert rig.text("notice") == "这是最前面了"


def test_what_is_new_is_marked_for_two_days(rig: Rig) -> None:
    rig.tap("tileNews")
    fresh = {i.objectName(): i.property("fresh") for i in rig.items()
             if i.objectName().startswith("article_")}  # fmt: skip
    articles = rig.context.content.articles(ArticleKind.NEWS)[:4]
    today = rig.clock.now().date()
    expected = {f"article_{n}": (today - a.published).days < 2 for n, a in enumerate(articles)}
    assert fresh == expected
    assert any(fresh.values())
    assert not all(fresh.values())


def test_nothing_is_shown_before_its_day(rig: Rig) -> None:
    today = rig.clock.now().date()
    assert all(a.published <= today for a in rig.context.content.articles(ArticleKind.NEWS))


def test_topics_come_from_the_content_and_filter_it(rig: Rig) -> None:
    rig.tap("tileGuides")
    shown: set[str] = set()
    for _ in range(8):
        shown |= {i.objectName().removeprefix("chip_") for i in rig.items()
                  if i.objectName().startswith("chip_")}  # fmt: skip
        rig.tap("chip_more")
    topics = {t.value for t in rig.context.content.topics(ArticleKind.GUIDE)}
    assert shown == topics | {"all", "more"}
    while not rig.has("chip_housing"):
        rig.tap("chip_more")
    rig.tap("chip_housing")
    titles = [a.title for a in rig.context.content.articles(ArticleKind.GUIDE, Topic.HOUSING)]
    assert [heading(rig, n) for n in range(len(titles))] == titles
    assert rig.find("chip_housing").property("selected")


def test_coming_back_keeps_the_place_in_the_list(rig: Rig) -> None:
    rig.tap("tileNews")
    rig.tap("nextPage")
    before = heading(rig, 0)
    rig.tap("article_0")
    assert rig.text("pageTitle") == before
    rig.tap("navBack")
    assert heading(rig, 0) == before


def test_an_article_is_read_part_by_part_to_its_sources(rig: Rig) -> None:
    guide = rig.context.content.articles(ArticleKind.GUIDE)[0]
    rig.app.open("article", guide.id)
    rig.settle()
    seen = rig.text("articleText")
    while rig.find("nextPage").property("available"):
        rig.tap("nextPage")
        seen += rig.text("articleText")
    seen = seen.replace("\n", "")
    for sentence in ("依据：《", "核对日期：2026 年 11 月", f"来源：{guide.source}"):
        assert sentence in seen
    body = "".join(c for c in guide.body if c not in "*#\n- ")
    plain = "".join(c for c in seen if c not in "•\n- ")
    assert all(part in plain for part in (body[:40], body[200:240], body[-40:]))


def test_no_line_of_any_article_is_cut(open_screen: Callable[..., Rig]) -> None:
    for size in (None, LANDSCAPE):
        rig = open_screen(**({"size": size} if size else {}))
        for kind in ArticleKind:
            for article in rig.context.content.articles(kind):
                rig.app.replace("article", article.id)
                for choice in ("small", "large"):
                    rig.find(f"size_{choice}")
                    rig.app.pageModel.setSize(choice)
                    frame = rig.find("articleText")
                    for _ in range(rig.app.pageModel.parts):
                        for item in rig.items(frame):
                            if is_text(item):
                                right = item.x() + item.property("contentWidth")
                                assert right <= frame.width() + 1, article.title
                                assert item.y() + item.height() <= frame.height() + 1, article.title
                        rig.app.pageModel.next()


def test_text_size_changes_and_keeps_the_place(rig: Rig) -> None:
    guide = rig.context.content.articles(ArticleKind.GUIDE)[0]
    rig.app.open("article", guide.id)
    rig.settle()
    parts = rig.app.pageModel.parts
    rig.tap("size_large")
    assert rig.app.pageModel.parts > parts
    rig.tap("size_small")
    assert rig.app.pageModel.parts <= parts


def test_the_code_to_take_home_is_there_only_when_a_phone_can_reach_it(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen()
    guide = rig.context.content.articles(ArticleKind.GUIDE)[0]
    rig.app.open("article", guide.id)
    rig.settle()
    assert rig.text("qr") == f"https://law.example/go/article/{guide.id}"
    other = open_screen(profile=PROFILE.model_copy(update={"public_url": ""}))
    other.app.open("article", guide.id)
    other.settle()
    assert not other.has("qr")


def test_an_article_that_is_gone_says_so(rig: Rig) -> None:
    rig.app.open("article", "00000000-0000-0000-0000-000000000000")
    rig.settle()
    assert rig.text("stateText") == "这篇文章已经收回了，看看别的。"
    rig.tap("stateAction")
    assert rig.app.page == "home"


def test_new_content_is_shown_at_once(rig: Rig) -> None:
    rig.tap("tileNews")
    rig.bus.publish(ContentChanged(99, frozenset({"article"})))
    rig.settle()
    assert rig.has("article_0")


@pytest.mark.parametrize("page", ["news", "guides"])
def test_an_empty_cache_is_a_sentence_and_a_way_on(
    open_screen: Callable[..., Rig], tmp_path: Path, page: str
) -> None:
    rig = open_screen(cache=tmp_path / "empty", online=False)
    rig.duty(duty_now())
    rig.app.open(page)
    rig.bus.publish(FirstSyncTried())
    rig.settle()
    assert "还没送到这台机器" in rig.text("stateText")
    rig.tap("stateAction")
    assert rig.app.page == "home"
