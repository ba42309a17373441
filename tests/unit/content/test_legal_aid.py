"""The sample legal-aid check: plain, in both languages, each sentence in the law it cites."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date

import pytest

from kiosk.domain.legal_aid import UNSURE, AskedBy, Interview, Paper, Reason, Verdict, Where
from kiosk.protocol.content import EntryDoc, LegalAidDoc
from kiosk.server.content_folder.folder import read_folder
from kiosk.settings import SAMPLE_CONTENT
from tests.unit.content.test_faqs import FIGURE, NUMERALS

DOCS = read_folder(SAMPLE_CONTENT, lambda data, kind: "0" * 64)
(DOC,) = (doc for doc in DOCS if isinstance(doc, LegalAidDoc))
CHECK = DOC.check()
INTERVIEW = Interview(CHECK)
AID = "中华人民共和国法律援助法"
SAID: tuple[Reason | Paper, ...] = tuple(
    dict.fromkeys(s for s in (*CHECK.reasons, *CHECK.all_papers))
)
CITING = [said for said in SAID if said.citations]
#: Words that must stand in an article cited by each sentence that says them.
SAME = (
    "赡养费", "抚恤金", "社会救助", "劳动报酬", "劳动关系", "国家赔偿", "见义勇为", "英雄烈士",
    "家庭暴力", "虐待", "遗弃", "再审", "抗诉", "近亲属", "诚信承诺", "办案机关", "人身安全保护令",
    "书面", "无障碍", "法定代理人", "优先", "环境污染", "民事行为能力", "附带民事", "电话",
)  # fmt: skip
#: Plain words, and what the law says for them.
OTHER = {
    "工伤": "工伤事故|工伤保险", "看守所": "监管场所", "事情发生地": "事由发生地",
    "派人": "指派法律援助人员", "各省": "省、自治区、直辖市", "交通": "交通事故",
    "食品药品": "食品药品安全事故", "医疗": "医疗事故", "自诉": "自诉人", "老人": "老年人",
    "残疾": "残疾人", "进城": "进城务工", "终止": "自行委托律师", "网上": "网络", "110": "公安机关",
    "不收": "不得向受援人收取任何财物", "24 小时": "二十四小时", "外国人": "外国人和无国籍人",
}  # fmt: skip
WORDS = {**{word: word for word in SAME}, **OTHER}


def words(said: Reason | Paper) -> str:
    return said.text


def law_of(said: Reason | Paper, article_text: Callable[[str, int, date], str]) -> str:
    assert CHECK.checked
    return "".join(article_text(c.law, c.article, CHECK.checked) for c in said.citations)


def end(*answers: str) -> tuple[str, str, Verdict, Where]:
    """Key of the matter, key of the ground, verdict, and where."""
    assert INTERVIEW.question(answers) is None
    outcome, place = INTERVIEW.outcome(answers), INTERVIEW.place(answers)
    assert outcome is not None
    assert place is not None
    return outcome.matter.key, outcome.ground.key, outcome.ground.verdict, place.where


@pytest.mark.parametrize("said", CITING, ids=words)
def test_every_sentence_stands_in_the_articles_it_cites(
    said: Reason | Paper, article_text: Callable[[str, int, date], str]
) -> None:
    law = law_of(said, article_text)
    for figure in FIGURE.findall(said.text):
        assert re.search(NUMERALS[figure], law), f"{figure} is in no article cited"
    for word, stands in WORDS.items():
        if word in said.text:
            assert re.search(stands, law), f"{word} is in no article cited"


def test_the_words_that_are_looked_for_are_said() -> None:
    """Or the test above would look for nothing."""
    everything = "".join(words(said) for said in CITING)
    assert [word for word in WORDS if word not in everything] == []


def test_it_is_plain_and_in_both_languages() -> None:
    assert CHECK.example
    lines = [(s.text, s.text_en) for s in SAID]
    lines += [(q.text, q.text_en) for q in CHECK.questions]
    lines += [(o.text, o.text_en) for q in CHECK.questions for o in q.options]
    lines += [(m.title, m.title_en) for m in CHECK.matters]
    for text, english in lines:
        assert english, text
        assert re.search(r"[!！０-９*<\[]|\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d", text) is None, text


def test_nobody_is_ever_told_no() -> None:
    assert {ground.verdict for ground in CHECK.grounds} == {Verdict.LIKELY, Verdict.ASK}
    for said in SAID:
        assert re.search("不能申请|不可以申请|没有资格|不符合", said.text) is None


def test_an_office_of_the_directory_passes_applications_on() -> None:
    services = {s for d in DOCS if isinstance(d, EntryDoc) for s in d.services}
    assert set(CHECK.forwards) <= services


# --- what it comes to, by the law ------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "comes_to"),
    [
        # A migrant worker's wages: no means check (42).
        (("work", "wages", "not-yet", "migrant", "none", "here"), ("wages", "migrant", "likely")),
        (("work", "injury", "not-yet", "migrant", "body", "away"),
         ("work-injury", "migrant", "likely")),
        # 42 speaks of pay and of work injury, not of having the employment recognised.
        (("work", "relation", "not-yet", "hard", "none", "here"), ("relation", "hard", "likely")),
        (("work", "wages", "not-yet", "local", "able", "none", "here"), ("wages", "able", "ask")),
        # 31 does not name dismissal.
        (("work", "dismissal", "not-yet", "none", "here"), ("rest", "unlisted", "ask")),
        # Violence at home, a wrong conviction, stepping in, a hero's name: whatever they own (32).
        (("family", "violence", "not-yet", "none", "here"), ("violence", "no-limit", "likely")),
        (("other", "office", "acquitted", "not-yet", "body", "here"),
         ("acquitted", "no-limit", "likely")),
        (("other", "more", "brave", "not-yet", "soon", "here"), ("brave", "no-limit", "likely")),
        (("other", "more", "hero", "not-yet", "court", "here"), ("hero", "no-limit", "likely")),
        (("other", "office", "compensation", "not-yet", "certificate", "body", "here"),
         ("compensation", "certificate", "likely")),
        (("family", "support", "not-yet", "vulnerable", "none", "away"),
         ("support", "vulnerable", "likely")),
        # Duty cases: a defender has to be sent (25); others apply for lack of means (24).
        (("criminal", "suspect", "grave", "not-yet", "away"), ("suspect-duty", "duty", "likely")),
        (("criminal", "suspect", "none", "not-yet", "hard", "here"), ("suspect", "hard", "likely")),
        (("criminal", "suspect", "none", "not-yet", "able", "here"), ("suspect", "able", "ask")),
        (("criminal", "victim", "not-yet", "hard", "here"), ("victim", "hard", "likely")),
        # A judgment: only once a retrial is ordered or protested (33).
        (("criminal", "again", "not-yet", "not-yet", "here"), ("again", "not-reopened", "ask")),
        (("other", "office", "again", "protest", "not-yet", "hard", "here"),
         ("again", "hard", "likely")),
        # Somebody with a lawyer asks, whatever it is about.
        (("family", "violence", "hired", "none", "here"), ("violence", "has-lawyer", "ask")),
        (("work", "wages", "hired", "none", "here"), ("wages", "has-lawyer", "ask")),
        # Abroad.
        (("work", "wages", "not-yet", "migrant", "court", "abroad"), ("wages", "abroad", "ask")),
        # Who is not sure of anything is sent to ask.
        ((UNSURE, UNSURE, UNSURE, UNSURE), ("rest", "unlisted", "ask")),
        (("work", "wages", UNSURE, UNSURE, UNSURE, UNSURE, UNSURE),
         ("wages", "means-unknown", "ask")),
    ],
)  # fmt: skip
def test_it_comes_to_what_the_law_says(
    answers: tuple[str, ...], comes_to: tuple[str, str, str]
) -> None:
    assert end(*answers)[:3] == comes_to


@pytest.mark.parametrize("stage", ["court", "soon", "body", "none"])
@pytest.mark.parametrize(
    ("place", "where"),
    [("here", Where.HERE), ("away", Where.ELSEWHERE), ("abroad", Where.UNKNOWN),
     (UNSURE, Where.UNKNOWN)],
)  # fmt: skip
def test_the_right_body_is_where_it_is_handled_or_arose(
    stage: str, place: str, where: Where
) -> None:
    answers = ("family", "violence", "not-yet", stage, place)
    assert end(*answers)[3] is where
    found = INTERVIEW.place(answers)
    assert found is not None
    if place in ("here", "away"):
        asked_where_it_is_handled = "办案机关所在地" in found.rule.text
        assert asked_where_it_is_handled is (stage in ("court", "soon"))


def test_what_the_law_asks_for_is_little() -> None:
    """No paper is called the law's own unless the law speaks of it."""
    for outcome in INTERVIEW.outcomes().values():
        papers = outcome.papers(AskedBy.LAW)
        assert {c.article for p in papers for c in p.citations} <= {41, 42}
        assert bool(papers) is (outcome.ground.key in
                                ("migrant", "certificate", "vulnerable", "hard"))  # fmt: skip


def test_it_is_short() -> None:
    """Never more than seven questions, whatever is answered."""
    todo: list[tuple[str, ...]] = [()]
    for _ in range(7):
        questions = [(a, INTERVIEW.question(a)) for a in todo]
        todo = list(itertools.chain.from_iterable(
            ((*a, key) for key in (UNSURE, *(o.key for o in q.options)))
            for a, q in questions if q is not None
        ))  # fmt: skip
    assert all(INTERVIEW.question(a) is None for a in todo)
