"""The legal-aid check: whatever is answered, it ends, and never with a plain no."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.articles import Citation
from kiosk.domain.legal_aid import (
    UNSURE,
    AskedBy,
    Condition,
    Ground,
    Interview,
    LegalAidCheck,
    Matter,
    Option,
    Paper,
    Place,
    Question,
    Reason,
    Verdict,
    Where,
)
from kiosk.domain.legal_aid_review import problems

CITES = (Citation("示例法", 1),)
WHY = Reason("法律列出的事。", "On the list.", CITES)


def option(key: str, *sets: str) -> Option:
    return Option(key, f"答 {key}", "", sets)


SMALL = LegalAidCheck(
    id="small",
    questions=(
        Question("kind", "什么事？", (option("pay", "pay"), option("other", "other"))),
        Question("town", "进城的？", (option("yes", "town"), option("no")),
                 when=Condition(all=("pay",))),
        Question("where", "在哪里？", (option("here", "here"), option("away", "away"))),
    ),
    matters=(
        Matter("pay", "工钱", WHY, when=Condition(all=("pay",)), papers=(Paper("欠条"),)),
        Matter("rest", "别的", WHY),
    ),
    grounds=(
        Ground("town", Verdict.LIKELY, WHY, when=Condition(all=("town",)),
               papers=(Paper("证明", by=AskedBy.LAW, citations=CITES),)),
        Ground("rest", Verdict.ASK, WHY),
    ),
    places=(
        Place("here", Where.HERE, WHY, when=Condition(all=("here",))),
        Place("away", Where.ELSEWHERE, WHY, when=Condition(all=("away",))),
        Place("rest", Where.UNKNOWN, WHY),
    ),
    papers=(Paper("身份证"),),
)  # fmt: skip


def test_a_question_is_asked_only_when_it_is_called_for() -> None:
    interview = Interview(SMALL)
    assert [interview.question(a).key for a in ([], ["pay"], ["other"])] == [  # type: ignore[union-attr]
        "kind", "town", "where"]  # fmt: skip
    assert interview.question(["other", "here"]) is None


def test_the_first_that_holds_is_the_outcome() -> None:
    interview = Interview(SMALL)
    outcome = interview.outcome(["pay", "yes", "here"])
    assert outcome is not None
    assert (outcome.matter.key, outcome.ground.key) == ("pay", "town")
    assert [p.text for p in outcome.papers(AskedBy.LAW)] == ["证明"]
    assert [p.text for p in outcome.papers(AskedBy.LOCAL)] == ["身份证", "欠条"]
    place = interview.place(["pay", "yes", "here"])
    assert place is not None
    assert place.where is Where.HERE
    assert interview.outcome(["pay", "yes"]) is None
    assert interview.place(["pay", "yes"]) is None


def test_an_answer_of_another_edition_counts_as_not_sure() -> None:
    interview = Interview(SMALL)
    assert interview.outcome(["gone", "gone"]) == interview.outcome([UNSURE, UNSURE])


def test_what_is_left_is_about_the_mean_and_0_only_at_the_end() -> None:
    interview = Interview(SMALL)
    assert [interview.left(a) for a in ([], ["pay"], ["other"], ["pay", "yes"])] == [1, 1, 0, 0]


def test_the_id_of_an_outcome_stays_and_tells_nothing() -> None:
    outcomes = Interview(SMALL).outcomes()
    assert len(outcomes) == 3  # pay/town, pay/rest, rest/rest
    for key, outcome in outcomes.items():
        assert key == outcome.id
        assert outcome.matter.key not in key
    assert Interview(replace(SMALL, id="new")).outcomes().keys() == outcomes.keys()


# --- what an editor is told ------------------------------------------------------------------


def test_a_sound_check_has_no_problems() -> None:
    assert problems(SMALL) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(SMALL, matters=SMALL.matters[:1]), "lead to no matter"),
        (replace(SMALL, grounds=SMALL.grounds[:1]), "lead to no ground"),
        (replace(SMALL, places=SMALL.places[:1]), "lead to no place"),
        (replace(SMALL, matters=SMALL.matters[::-1]), "matter pay is never found"),
        (replace(SMALL, questions=(
            *SMALL.questions,
            Question("lost", "？", (option("a"), option("b")),
                     when=Condition(all=("here", "away"))),
        )), "question lost is never asked"),
        (replace(SMALL, questions=(
            *SMALL.questions,
            Question("typo", "？", (option("a"), option("b")), when=Condition(all=("hear",))),
        )), "typo: no answer sets hear"),
        (replace(SMALL, questions=(
            replace(SMALL.questions[0], options=(option("pay", "pay", "other"),)),
            *SMALL.questions[1:],
        )), "must have 2 to 4 options"),
        (replace(SMALL, questions=(
            replace(SMALL.questions[0], text="问" * 19), *SMALL.questions[1:],
        )), "question kind has more than 18"),
        (replace(SMALL, questions=(SMALL.questions[0], *SMALL.questions)), "have the key kind"),
        (replace(SMALL, notes=(Reason("没有依据。"),)), "cites no article"),
        (replace(SMALL, papers=(Paper("纸", by=AskedBy.LAW),)), "that the law asks for cites no"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(wrong: LegalAidCheck, said: str) -> None:
    assert any(said in problem for problem in problems(wrong))


# --- any check -------------------------------------------------------------------------------

FACTS = st.lists(st.sampled_from("abcde"), max_size=2).map(tuple)
CONDITIONS = st.builds(Condition, all=FACTS, any=FACTS, none=FACTS)


@st.composite
def checks(draw: st.DrawFn) -> LegalAidCheck:
    """Any shape of questions; the last of each part holds always."""
    questions = tuple(
        Question(
            f"q{n}", "？",
            tuple(Option(f"o{m}", "答", "", draw(FACTS)) for m in range(draw(st.integers(2, 4)))),
            when=draw(CONDITIONS), unsure=draw(FACTS),
        )
        for n in range(draw(st.integers(1, 6)))
    )  # fmt: skip
    verdicts = st.sampled_from(Verdict)
    return LegalAidCheck(
        id="any",
        questions=questions,
        matters=(Matter("m", "事", WHY, when=draw(CONDITIONS)), Matter("rest", "别的", WHY)),
        grounds=(Ground("g", draw(verdicts), WHY, when=draw(CONDITIONS)),
                 Ground("rest", draw(verdicts), WHY)),
        places=(Place("p", Where.HERE, WHY, when=draw(CONDITIONS)),
                Place("rest", Where.UNKNOWN, WHY)),
    )  # fmt: skip


@given(checks(), st.data())
@settings(max_examples=150, deadline=None)
def test_every_way_through_ends_in_an_outcome_that_is_known_before(
    check: LegalAidCheck, data: st.DataObject
) -> None:
    interview = Interview(check)
    answers: list[str] = []
    while (question := interview.question(answers)) is not None:
        left = interview.left(answers)
        assert 0 <= left < len(check.questions)
        if left == 0:  # it was called the last one
            assert all(
                interview.question([*answers, key]) is None
                for key in (UNSURE, *(o.key for o in question.options))
            )
        answers.append(data.draw(st.sampled_from([UNSURE, *(o.key for o in question.options)])))
        assert len(answers) <= len(check.questions)
    outcome = interview.outcome(answers)
    assert outcome is not None
    assert outcome.ground.verdict in Verdict
    assert interview.outcomes()[outcome.id] == outcome
    assert interview.place(answers) is not None


@given(checks())
@settings(max_examples=100, deadline=None)
def test_what_the_review_lets_pass_is_all_reached(check: LegalAidCheck) -> None:
    found = [p for p in problems(check) if "never" in p]
    reached = Interview(check).outcomes().values()
    for matter in check.matters:
        lost = f"matter {matter.key} is never found" in found
        assert lost is not (matter in [o.matter for o in reached])
