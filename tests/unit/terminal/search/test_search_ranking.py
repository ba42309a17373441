"""Everyday questions over all statutes: what the ranker once reached, it keeps."""

from __future__ import annotations

import pytest

from kiosk.domain.search import SearchKind
from kiosk.terminal.search import words
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.rows import rows
from tests.support.search import name_of, questions, sample_cache, score


def test_the_questions_are_as_many_as_was_promised() -> None:
    asked = questions()
    assert len(asked) >= 80
    assert len({question.text for question in asked}) == len(asked)
    assert sum(question.kept_aside for question in asked) == 20


def test_everyday_questions_are_answered(everything: SearchIndex) -> None:
    """The floor; docs/search.md has the figures. Those kept aside are for the bench alone."""
    asked = [question for question in questions() if question.tuned_by]
    reached = score(everything, asked)
    assert reached.first >= 0.78, reached.missed
    assert reached.five >= 0.95, reached.missed


@pytest.mark.parametrize("typed", ["律师", "找律师", "我想找个律师", "lvshi", "lawyer"])
def test_who_asks_for_a_lawyer_gets_lawyers_and_the_way_to_call_one(
    everything: SearchIndex, typed: str
) -> None:
    found = everything.search(typed, 8)
    assert found[0].kind is SearchKind.LAWYER
    assert "faq:aid/ask-lawyer" in [name_of(result) for result in found]


@pytest.mark.parametrize("typed", ["律师费要多少", "没钱请律师", "离婚找律师"])
def test_a_matter_that_names_a_lawyer_is_answered_first(
    everything: SearchIndex, typed: str
) -> None:
    assert everything.search(typed, 1)[0].kind is not SearchKind.LAWYER


def test_a_statutes_article_comes_before_its_neighbours(everything: SearchIndex) -> None:
    found = everything.search("从建筑物中抛掷物品", kinds=[SearchKind.LAW])
    assert name_of(found[0]) == "民法典 1254"


def test_there_are_synonyms_for_what_people_say() -> None:
    data = words.load()
    assert len(data.groups) >= 300
    said = {word for say, _law in data.groups for word in say}
    named = "高空抛物 欠薪 老赖 家暴 工伤认定 彩礼 房东 押金 包工头 抚养权 小三 净身出户"
    assert said.issuperset(named.split())


def test_the_laws_words_are_words_of_the_law() -> None:
    texts = "\n".join(
        f"{row.title}\n{row.head}\n{row.body}"
        for (kind, _id), (_revision, raw) in sample_cache().documents.items()
        for row in rows(kind, raw)
    )
    law = {word for _say, law in words.load().groups for word in law}
    strange = sorted(word for word in law if word not in texts)
    assert len(strange) <= len(law) / 20, strange  # a few stand in regulations only
