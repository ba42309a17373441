"""Questions and statutes: how they are found, read, left and taken along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.domain.articles import Topic
from kiosk.domain.laws import Chapter, Law, LawArticle, LawStatus
from kiosk.terminal.rehearsal import duty_now
from kiosk.terminal.services.events import FirstSyncTried
from tests.fakes.screen import Rig
from tests.support.hand import is_text

DISPUTES = "中华人民共和国劳动争议调解仲裁法"


def law_id(rig: Rig, title: str = DISPUTES) -> str:
    return rig.context.laws.texts_of(title)[0].id


def faq_id(rig: Rig, question: str) -> str:
    return next(q.id for q in rig.context.content.faqs() if q.question == question)


def headings(rig: Rig) -> list[str]:
    return [str(rig.find(f"article_{n}").property("heading")) for n in range(4)
            if rig.has(f"article_{n}")]  # fmt: skip


def read_text(rig: Rig) -> str:
    return "".join(str(i.property("text")) for i in rig.items() if is_text(i))


def big_law(law: Law, **changes: object) -> Law:
    """A law with parts in parts, and an article that was put in between."""
    articles = tuple(LawArticle(n, s, f"内容{n}之{s}") for n, s in
                     ((1, 0), (2, 0), (3, 0), (3, 1), (4, 0), (5, 0)))  # fmt: skip
    chapters = (Chapter("第一编 总则", 1, 1), Chapter("第一章 基本规定", 2, 2),
                Chapter("第二章 监护", 2, 4), Chapter("第二编 物权", 1, 5))  # fmt: skip
    return replace(law, articles=articles, chapters=chapters, **changes)


@pytest.fixture
def big(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    def put(**changes: object) -> str:
        reader = rig.context.laws._reader
        law = big_law(reader.law(law_id(rig)), **changes)
        monkeypatch.setattr(reader, "law", lambda _: law)
        return law.id

    return put


def test_guides_questions_and_statutes_lie_beside_one_another(rig: Rig) -> None:
    rig.tap("tileGuides")
    rig.tap("tab_faqs")
    assert rig.app.page == "faqs"
    assert rig.find("tab_faqs").property("selected")
    assert headings(rig) == [q.question for q in rig.context.content.faqs()][:4]
    rig.tap("tab_laws")
    assert DISPUTES in headings(rig)
    rig.tap("tab_guides")
    assert rig.app.page == "guides"
    rig.tap("navBack")
    assert rig.app.page == "home"


def test_questions_and_laws_are_found_by_their_topic(rig: Rig) -> None:
    rig.app.open("faqs")
    rig.tap("chip_labour")
    labour = {q.question for q in rig.context.content.faqs(Topic.LABOUR)}
    assert set(headings(rig)) <= labour
    rig.app.open("laws")
    rig.settle()
    while not rig.has("chip_labour"):
        rig.tap("chip_more")
    rig.tap("chip_labour")
    assert DISPUTES in headings(rig)
    assert "中华人民共和国反家庭暴力法" not in headings(rig)


def test_an_answer_says_what_it_rests_on_and_leads_there(rig: Rig) -> None:
    question = faq_id(rig, "老板不给工资，去哪里要？")
    rig.app.open("faq", question)
    rig.settle()
    assert rig.text("pageTitle") == "老板不给工资，去哪里要？"
    assert "先找劳动监察投诉" in rig.text("articleText")
    assert f"《{DISPUTES}》第 9、53 条" in rig.text("articleText").replace("\n", "")
    assert rig.text("qr") == f"https://law.example/go/faq/{question}"
    rig.tap("openRelated")
    related = headings(rig)
    assert "劳动争议调解仲裁法 第 9 条" in related
    assert any("工资" in r or "没拿到钱" in r for r in related)
    rig.tap(f"article_{related.index('劳动争议调解仲裁法 第 9 条')}")
    assert rig.text("pageTitle") == "劳动争议调解仲裁法 第 9 条"
    assert "劳动行政部门投诉" in rig.text("articleText").replace("\n", "")


def test_a_lawyer_is_one_tap_away_from_an_answer(rig: Rig) -> None:
    rig.app.open("faq", faq_id(rig, "老板不给工资，去哪里要？"))
    rig.tap("askLawyer")
    assert rig.app.page == "call"


def test_an_answer_is_read_in_english(rig: Rig) -> None:
    rig.app.open("faq", faq_id(rig, "老板不给工资，去哪里要？"))
    rig.app.toggleLanguage()
    rig.settle()
    assert "labour inspection" in rig.text("articleText").replace("\n", " ")
    assert not rig.has("hint")


def test_a_law_is_read_from_its_chapters_article_by_article(rig: Rig) -> None:
    rig.app.open("laws")
    rig.settle()
    rig.tap(f"article_{headings(rig).index(DISPUTES)}")
    assert rig.text("pageTitle") == DISPUTES
    assert "2008 年 5 月 1 日起施行" in rig.text("lawFacts")
    assert rig.find("chapter_0").property("note") == "第 1 条到第 9 条"
    rig.tap("chapter_1")
    assert rig.text("pageTitle") == "劳动争议调解仲裁法 第 10 条"
    assert rig.text("hint") == "第二章 调解"
    rig.tap("previousPage")
    assert rig.text("pageTitle") == "劳动争议调解仲裁法 第 9 条"
    assert rig.text("hint") == "第一章 总则"
    assert rig.text("qr") == f"https://law.example/go/law/{law_id(rig)}/9"
    rig.tap("navBack")
    assert rig.text("pageTitle") == DISPUTES


def test_the_way_to_an_article_and_back_keeps_the_place(rig: Rig) -> None:
    rig.app.open("law", f"{law_id(rig)}#8")
    rig.tap("nextPage")
    rig.tap("openRelated")
    assert "老板不给工资，去哪里要？" in headings(rig)
    rig.tap("article_0")
    rig.tap("navBack")
    rig.tap("navBack")
    assert rig.text("pageTitle") == "劳动争议调解仲裁法 第 9 条"


def test_the_ends_of_a_law_are_said(rig: Rig) -> None:
    law = rig.context.laws._reader.law(law_id(rig))
    assert law is not None
    rig.app.open("law", f"{law.id}#1")
    rig.tap("previousPage")
    assert rig.text("notice") == "这是最前面了"
    rig.app.replace("law", f"{law.id}#{law.articles[-1].number}")
    rig.settle()
    while rig.find("nextPage").property("text") == "下一段":
        rig.tap("nextPage")
    rig.tap("nextPage")
    assert rig.text("notice") == "这是最后了"


def test_parts_of_parts_and_inserted_articles(rig: Rig, big: Callable[..., str]) -> None:
    law = big()
    rig.app.open("law", law)
    rig.settle()
    rows = [rig.find(f"chapter_{n}").property("heading") for n in range(3)]
    assert rows == ["开头", "第一编 总则", "第二编 物权"]
    rig.tap("chapter_1")
    assert rig.text("pageTitle") == "第一编 总则"
    notes = [rig.find(f"chapter_{n}").property("note") for n in range(3)]
    assert notes == ["第 2 条", "第 3 条到第 3 条之 1", "第 4 条"]
    rig.tap("chapter_1")
    rig.tap("nextPage")
    assert rig.text("pageTitle").endswith("第 3 条之 1")
    assert rig.text("qr").endswith(f"/{law}/3-1")
    rig.tap("nextPage")
    assert rig.text("hint") == "第二章 监护"


def test_a_repealed_law_says_so_on_each_of_its_pages(rig: Rig, big: Callable[..., str]) -> None:
    law = big(status=LawStatus.REPEALED, repealed=date(2026, 11, 1))
    for place in (law, f"{law}#1"):
        rig.app.open("law", place)
        rig.settle()
        assert rig.text("badge") == "已废止 2026-11-01"
    assert rig.text("badgeNote") == "这是旧的条文，用之前先问律师。"
    big(status=LawStatus.NOT_YET, effective=date(2027, 1, 1))
    rig.app.replace("law", f"{law}#1")
    rig.settle()
    assert rig.text("badge") == "2027-01-01 起施行"
    assert rig.text("badgeNote") == "这部法律还没有开始施行。"


def test_the_size_holds_for_all_that_is_read_until_the_session_ends(rig: Rig) -> None:
    rig.app.open("faq", faq_id(rig, "老板不给工资，去哪里要？"))
    rig.tap("size_large")
    rig.app.open("law", f"{law_id(rig)}#9")
    rig.settle()
    assert rig.find("size_large").property("selected")
    rig.app.end()
    rig.app.replace("law", f"{law_id(rig)}#9")
    rig.settle()
    assert rig.find("size_middle").property("selected")


@pytest.mark.parametrize(("page", "words"), [("faq", "问题"), ("law", "法律")])
def test_what_is_gone_is_a_sentence_and_a_way_on(rig: Rig, page: str, words: str) -> None:
    for argument in ("00000000-0000-0000-0000-000000000000", f"{law_id(rig)}#9999"):
        rig.app.open(page, argument)
        rig.settle()
        assert words in rig.text("stateText")
        assert "看看别的" in rig.text("stateText")
    rig.tap("stateAction")
    assert rig.app.page == "home"


@pytest.mark.parametrize("page", ["faqs", "laws"])
def test_an_empty_cache_is_a_sentence_or_the_line_is_down(
    open_screen: Callable[..., Rig], tmp_path: Path, page: str
) -> None:
    rig = open_screen(cache=tmp_path / "empty", online=False)
    rig.duty(duty_now())
    rig.app.open(page)
    rig.bus.publish(FirstSyncTried())
    rig.settle()
    assert "还没送到这台机器" in rig.text("stateText")
    rig.duty(None)
    assert "没连上网" in rig.text("stateText")


def test_nothing_of_what_was_read_is_left(rig: Rig) -> None:
    rig.app.open("law", f"{law_id(rig)}#9")
    rig.tap("nextPage")
    rig.app.end()
    rig.settle()
    for name in ("law", "faqs", "related"):
        model = rig.app._models[name]
        assert "劳动" not in str(vars(model))
