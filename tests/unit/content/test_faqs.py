"""Questions and answers: short, plain, and each stands in the law that it cites."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from kiosk.protocol.content import FaqDoc
from kiosk.protocol.richtext import BlockKind, parse
from kiosk.server.content_folder.faqs import read
from kiosk.server.content_folder.files import Folder
from kiosk.settings import SAMPLE_CONTENT

FAQS = list(read(Folder(SAMPLE_CONTENT, lambda data, kind: "0" * 64)))
FIGURE = re.compile(r"(\d+) (?:个月|天|年|岁|倍|元)")
NUMERALS = {
    "1": "一", "2": "二|两", "3": "三", "5": "五", "7": "七", "8": "八", "15": "十五", "30": "三十",
    "60": "六十", "500": "五百",
}  # fmt: skip


def question(faq: FaqDoc) -> str:
    return faq.question


def test_there_are_at_least_thirty() -> None:
    assert len(FAQS) >= 30
    assert len({faq.question for faq in FAQS}) == len(FAQS)


@pytest.mark.parametrize("faq", FAQS, ids=question)
def test_it_is_short_plain_and_in_both_languages(faq: FaqDoc) -> None:
    assert faq.example
    assert faq.checked
    assert faq.question_en
    assert faq.answer_en
    assert len(faq.question) <= 22
    (answer,) = parse(faq.answer)
    assert answer.kind is BlockKind.TEXT
    assert answer.runs[0].lead
    assert len(answer.text) <= 70
    assert re.search(r"[!！０-９*<\[]|\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d", answer.text) is None


@pytest.mark.parametrize("faq", FAQS, ids=question)
def test_every_citation_is_in_force_and_holds_the_figures(
    faq: FaqDoc, article_text: Callable[[str, int, date], str]
) -> None:
    assert faq.checked
    assert faq.citations
    law = "".join(article_text(c.law, c.article, faq.checked) for c in faq.citations)
    for figure in FIGURE.findall(faq.question + faq.answer):
        assert re.search(NUMERALS[figure], law), f"{figure} is in no article cited"
