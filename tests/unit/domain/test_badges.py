"""What is said of laws, and of what cites them, on a day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.articles import Citation, stale_badge
from kiosk.domain.laws import (
    Badge,
    BadgeKind,
    Chapter,
    Law,
    LawArticle,
    LawHead,
    LawStatus,
    Section,
    cited_badge,
    law_badge,
    sections,
)

TODAY = date(2026, 11, 25)
BEFORE, AFTER = date(2026, 3, 1), date(2027, 1, 1)
S, B = LawStatus, BadgeKind


def law(status: LawStatus = S.IN_FORCE, effective: date | None = date(2020, 1, 1),
        repealed: date | None = None, title: str = "示例法") -> LawHead:  # fmt: skip
    return LawHead(id=f"{status}{effective}", title=title, status=status, effective=effective,
                   repealed=repealed)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "badge"),
    [
        (law(), None),
        (law(effective=None), None),
        (law(effective=AFTER), Badge(B.NOT_YET, AFTER)),
        (law(effective=TODAY), None),  # from its first day on
        (law(S.NOT_YET, BEFORE), None),
        (law(S.NOT_YET, None), Badge(B.NOT_YET, None)),
        (law(S.REPEALED), Badge(B.REPEALED, None)),
        (law(S.REPEALED, repealed=BEFORE), Badge(B.REPEALED, BEFORE)),
        (law(S.REPEALED, repealed=AFTER), None),
        (law(repealed=TODAY), Badge(B.REPEALED, TODAY)),
        (law(S.AMENDED, repealed=BEFORE), Badge(B.CHANGED, BEFORE)),
    ],
)
def test_a_text_of_a_law(text: LawHead, badge: Badge | None) -> None:
    assert law_badge(text, TODAY) == badge


OLD = law(S.AMENDED, repealed=BEFORE)
NEW = law(effective=BEFORE)


@pytest.mark.parametrize(
    ("texts", "checked", "badge"),
    [
        ([], BEFORE, None),  # nothing is known of it
        ([law()], BEFORE, None),
        ([OLD, NEW], date(2026, 2, 28), Badge(B.CHANGED, BEFORE)),
        ([OLD, NEW], BEFORE, None),  # checked on the day on which it changed
        ([NEW], date(2026, 2, 1), Badge(B.CHANGED, BEFORE)),
        ([NEW, law(effective=AFTER)], TODAY, None),  # another change is to come
        ([OLD], date(2026, 2, 1), Badge(B.CHANGED, BEFORE)),
        ([OLD], TODAY, None),
        ([law(S.AMENDED)], TODAY, None),
        ([law(S.AMENDED)], None, Badge(B.CHANGED, None)),
        ([law(S.REPEALED, repealed=BEFORE)], TODAY, Badge(B.REPEALED, BEFORE)),
        ([law(S.REPEALED, repealed=BEFORE), law(effective=AFTER)], TODAY,
         Badge(B.REPEALED, BEFORE)),
        ([law(effective=AFTER)], TODAY, Badge(B.NOT_YET, AFTER)),
        ([NEW], None, None),
    ],
)  # fmt: skip
def test_what_cites_a_law(texts: list[LawHead], checked: date | None, badge: Badge | None) -> None:
    assert cited_badge(texts, checked, TODAY) == badge


def test_of_several_the_gravest_is_shown() -> None:
    laws = {"甲": [law(S.REPEALED, repealed=BEFORE)], "乙": [NEW], "丙": [law(effective=AFTER)]}

    def shown(names: str, stale_since: date | None = None) -> Badge | None:
        citations = [Citation(name, 1) for name in names]
        checked = date(2026, 1, 1)
        return stale_badge(checked, stale_since, citations, lambda t: laws.get(t, []), TODAY)

    assert shown("丁") is None
    assert shown("乙丙甲") == Badge(B.REPEALED, BEFORE)
    assert shown("乙丙") == Badge(B.NOT_YET, AFTER)
    assert shown("乙", date(2026, 2, 1)) == Badge(B.CHANGED, date(2026, 2, 1))
    assert shown("丁", TODAY) == Badge(B.CHANGED, TODAY)
    assert shown("丁", AFTER) is None  # not before its day


days = st.dates(date(2026, 1, 1), date(2027, 12, 31)) | st.none()
heads = st.builds(law, st.sampled_from(S), days, days)


@given(st.lists(heads, max_size=4), days, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_badge_of_change_or_end_is_never_of_the_future(
    texts: list[LawHead], checked: date | None, today: date
) -> None:
    for badge in (cited_badge(texts, checked, today), *(law_badge(t, today) for t in texts)):
        if badge is None or badge.since is None:
            continue
        assert (badge.since > today) == (badge.kind is B.NOT_YET)


@given(st.lists(heads, min_size=1, max_size=4), st.dates(date(2026, 1, 1), date(2027, 6, 30)))
def test_who_checks_today_has_no_change_behind_him(texts: list[LawHead], today: date) -> None:
    badge = cited_badge(texts, today, today)
    assert badge is None or badge.kind is not B.CHANGED


def code() -> Law:
    """Two parts; the second one has chapters, the last of them sections."""
    titles = ("第一编", 1, 1), ("第二编", 1, 2), ("第一章", 2, 3), ("第二章", 2, 4)
    chapters = tuple(Chapter(*t) for t in (*titles, ("第一节", 3, 4), ("第二节", 3, 5)))
    articles = (*(LawArticle(n, 0, str(n)) for n in range(1, 6)), LawArticle(5, 1, "之一"))
    return Law(id="x", title="示例法典", chapters=chapters, articles=articles)


def test_chapters_are_a_tree() -> None:
    assert sections(code()) == (
        Section("第一编", 1, 1, 2),
        Section("第二编", 1, 2, 6, (
            Section("第一章", 2, 3, 4),
            Section("第二章", 2, 4, 6, (Section("第一节", 3, 4, 5), Section("第二节", 3, 5, 6))),
        )),
    )  # fmt: skip
    assert sections(Law(id="y", title="无章", articles=code().articles)) == ()


def test_an_article_knows_where_it_stands() -> None:
    law = code()
    assert law.index_of(5, 1) == 5
    assert law.index_of(6) is None
    assert law.path_to(0) == ()
    assert [c.title for c in law.path_to(2)] == ["第二编"]
    assert [c.title for c in law.path_to(5)] == ["第二编", "第二章", "第二节"]
    assert law.around(0) == (None, law.articles[1])
    assert law.around(5) == (law.articles[4], None)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6)), max_size=8))
def test_the_tree_holds_every_heading_once_and_ends_in_order(raw: list[tuple[int, int]]) -> None:
    firsts = sorted(first for _, first in raw)
    chapters = tuple(
        Chapter(f"{n}", level, first)
        for n, ((level, _), first) in enumerate(zip(raw, firsts, strict=True))
    )
    law = Law(id="z", title="法", chapters=chapters,
              articles=tuple(LawArticle(n, 0, "") for n in range(1, 8)))  # fmt: skip

    def walk(parts: tuple[Section, ...]) -> list[str]:
        for one, two in pairwise(parts):
            assert one.end == two.first
        return [t for p in parts for t in (p.title, *walk(p.parts))]

    assert walk(sections(law)) == [c.title for c in chapters]
