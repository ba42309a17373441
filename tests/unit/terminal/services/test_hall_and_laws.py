"""What this hall shows, and laws, over a real cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.articles import Topic
from kiosk.domain.clock import FixedClock
from kiosk.domain.laws import Badge, BadgeKind
from kiosk.protocol.devices import DeviceProfile
from kiosk.terminal.rehearsal import FRIDAY
from kiosk.terminal.services.content import ContentService
from kiosk.terminal.services.hall import HallService
from kiosk.terminal.services.laws import LawService
from kiosk.terminal.storage.content import ContentStore
from tests.support.feed import apply, article, docs, organisation

ELM = DeviceProfile(device_id="d", name="终端", organisation_id="elm", organisation_name="榆树社区")
TREE = [
    organisation("district", scope="district"),
    organisation("north", scope="street", parent="district"),
    organisation("elm", scope="community", parent="north"),
    organisation("fir", scope="community", parent="south"),
]


def notice(name: str, *organisations: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "notice", "id": name, "title": name, "organisations": organisations, **fields}


def law(name: str, title: str = "示例法", **fields: Any) -> dict[str, Any]:
    return {
        "kind": "law", "id": name, "title": title, "effective": "2020-01-01",
        "chapters": [{"title": "第一章", "level": 1, "first": 0}],
        "articles": [{"number": 1, "text": "一"}, {"number": 1, "suffix": 1, "text": "一之一"},
                     {"number": 2, "text": "二"}],
        **fields,
    }  # fmt: skip


def event(name: str, where: str, starts: str) -> dict[str, Any]:
    return {"kind": "event", "id": name, "title": name, "organisation": where,
            "starts": f"{starts}T15:00:00+08:00", "ends": f"{starts}T16:00:00+08:00"}  # fmt: skip


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FRIDAY)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path, clock)
    yield opened
    opened.close()


def hall(
    store: ContentStore, clock: FixedClock, profile: DeviceProfile | None = ELM
) -> HallService:
    return HallService(store, clock, lambda: profile)


def test_notices_of_this_community_its_street_and_the_district(
    store: ContentStore, clock: FixedClock
) -> None:
    apply(store, docs([
        *TREE, notice("社区", "elm"), notice("街道", "north"), notice("区", "district", "fir"),
        notice("别处", "fir"), notice("全部"), notice("急", level="emergency"),
        notice("明天", starts="2026-11-21T00:00:00+08:00"),
    ]))  # fmt: skip
    shown = [n.title for n in hall(store, clock).notices()]
    assert shown[0] == "急"
    assert set(shown) == {"急", "社区", "街道", "区", "全部"}
    assert {n.title for n in hall(store, clock, None).notices()} == {"急", "全部"}
    clock.advance(timedelta(days=1))
    assert "明天" in [n.title for n in hall(store, clock).notices()]


def test_a_ring_of_organisations_ends(store: ContentStore, clock: FixedClock) -> None:
    ring = [organisation("elm", parent="north"), organisation("north", parent="elm")]
    apply(store, docs([*ring, notice("街道", "north"), notice("区", "district")]))
    assert [n.title for n in hall(store, clock).notices()] == ["街道"]


def test_a_notice_without_a_zone_is_skipped(
    store: ContentStore, clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log("skipped notice")
    apply(store, docs([notice("坏", starts="2026-11-01T00:00:00"), notice("好")]))
    assert [n.title for n in hall(store, clock).notices()] == ["好"]


def test_signage_waits_for_its_files(store: ContentStore, clock: FixedClock) -> None:
    poster = {"kind": "signage", "id": "p", "title": "海报", "poster": "a" * 64}
    apply(store, docs([*TREE, poster]))
    assert hall(store, clock).signage() == []


def test_events_of_this_week_here(store: ContentStore, clock: FixedClock) -> None:
    apply(store, docs([
        *TREE, event("区", "district", "2026-11-20"), event("社区", "elm", "2026-11-16"),
        event("别处", "fir", "2026-11-20"), event("下周", "elm", "2026-11-27"),
    ]))  # fmt: skip
    assert [e.title for e in hall(store, clock).events()] == ["社区", "区"]


def test_a_law_with_its_chapters_and_neighbours(store: ContentStore, clock: FixedClock) -> None:
    laws = LawService(store, clock)
    apply(store, docs([law("a"), law("b", "另一部法")]))
    assert [head.title for head in laws.laws()] == ["另一部法", "示例法"]
    view = laws.law("a")
    assert view is not None
    assert [(s.title, s.first, s.end) for s in view.sections] == [("第一章", 0, 3)]
    found = laws.article("a", 1, 1)
    assert found is not None
    assert (found.label, found.path[0].title) == ("第一条之一", "第一章")
    assert found.previous is not None
    assert found.following is not None
    assert (found.previous.text, found.following.text) == ("一", "二")
    assert laws.article("a", 9) is None
    assert laws.law("none") is None
    assert laws.article("none", 1) is None


def test_what_cites_a_law_follows_it(store: ContentStore, clock: FixedClock) -> None:
    laws, content = LawService(store, clock), ContentService(store, clock)
    cites = [{"law": "示例法", "article": 1}]
    faq = {"kind": "faq", "id": "q", "question": "问？", "answer": "答。", "topic": "labour",
           "checked": "2026-11-01", "citations": cites}  # fmt: skip
    apply(store, docs([law("a"), faq, article("n", citations=cites, checked="2026-11-01")]))
    assert content.faq_topics() == [(Topic.LABOUR, 1)]
    assert content.faqs(Topic.DEBT) == []
    question, item = content.faq("q"), content.article("n")
    assert question is not None
    assert item is not None
    assert laws.badge(question) is None
    assert laws.badge(item) is None
    gone = law("a", status="repealed", repealed="2026-11-10")
    apply(store, docs([gone], after=3))
    badge = Badge(BadgeKind.REPEALED, FRIDAY.date().replace(day=10))
    assert [laws.badge(thing) for thing in (question, item, laws.laws()[0])] == [badge] * 3
    assert laws.cited("示例法", item.held_on) == badge


def test_a_status_and_a_level_of_a_newer_server(store: ContentStore, clock: FixedClock) -> None:
    apply(store, docs([law("a", status="suspended"), notice("n", level="galactic")]))
    assert LawService(store, clock).badge(store.laws()[0]) is None
    assert [n.title for n in hall(store, clock).notices()] == ["n"]


def test_holidays_say_which_years_they_know(store: ContentStore) -> None:
    apply(store, docs([{"kind": "holidays", "id": str(y), "year": y} for y in (2025, 2026)]))
    assert store.holidays().years == {2025, 2026}
