"""What people come with: plain steps that stand in the law, and bodies that are there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from kiosk.domain.articles import Topic
from kiosk.protocol.content import EntryDoc, LawyerDoc, NeedDoc
from kiosk.server.content_folder.folder import read_folder
from kiosk.settings import SAMPLE_CONTENT
from tests.unit.content.test_faqs import FIGURE, NUMERALS

DOCS = read_folder(SAMPLE_CONTENT, lambda data, kind: "0" * 64)
NEEDS = sorted((d for d in DOCS if isinstance(d, NeedDoc)), key=lambda n: n.order)


def title(need: NeedDoc) -> str:
    return need.title


def test_there_are_a_dozen_of_all_sorts() -> None:
    assert len(NEEDS) >= 12
    assert len({need.title for need in NEEDS}) == len(NEEDS)
    assert {need.topic for need in NEEDS} >= set(Topic) - {Topic.EVENTS}


@pytest.mark.parametrize("need", NEEDS, ids=title)
def test_its_steps_are_plain_and_in_both_languages(need: NeedDoc) -> None:
    assert need.example
    assert need.title_en
    assert len(need.steps) == len(need.steps_en)
    for step in need.steps:
        assert re.search(r"[!！０-９*<\[]|\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d", step) is None


@pytest.mark.parametrize("need", NEEDS, ids=title)
def test_its_bodies_and_lawyers_are_in_the_directory(need: NeedDoc) -> None:
    categories = {d.category.value for d in DOCS if isinstance(d, EntryDoc)}
    known = {s for d in DOCS if isinstance(d, LawyerDoc) for s in d.specialities}
    assert set(need.bodies) <= categories
    assert set(need.specialities) <= known


@pytest.mark.parametrize("need", NEEDS, ids=title)
def test_every_citation_is_in_force_and_holds_the_figures(
    need: NeedDoc, article_text: Callable[[str, int, date], str]
) -> None:
    assert need.checked
    assert need.citations
    law = "".join(article_text(c.law, c.article, need.checked) for c in need.citations)
    for figure in FIGURE.findall("".join(need.steps)):
        assert re.search(NUMERALS[figure], law), f"{figure} is in no article cited"
    if "不收费" in "".join(need.steps):
        assert re.search("不收费|不收取任何费用", law)
