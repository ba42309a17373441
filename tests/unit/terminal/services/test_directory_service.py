from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock, office_time
from kiosk.domain.directory import Category
from kiosk.protocol.devices import DeviceProfile
from kiosk.terminal.services.directory import DirectoryService
from kiosk.terminal.storage.content import ContentStore
from tests.support.feed import apply, docs, entry, lawyer, organisation

#: Tuesday 24 November 2026, 10:00 in Beijing.
CLOCK = FixedClock(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
WEEKDAYS = [{"weekday": d, "opens": "09:00", "closes": "17:30"} for d in range(1, 6)]
HERE = DeviceProfile(
    device_id="d", name="终端", organisation_id="c", organisation_name="示例社区",
    latitude=30.0, longitude=120.0,
)  # fmt: skip


def point(latitude: float, longitude: float, datum: str = "GCJ-02") -> dict[str, object]:
    return {"latitude": latitude, "longitude": longitude, "datum": datum}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path, CLOCK)
    yield opened
    opened.close()


def service(store: ContentStore, profile: DeviceProfile | None = HERE) -> DirectoryService:
    return DirectoryService(store, CLOCK, lambda: profile)


def test_nearest_first_and_unknown_places_last(store: ContentStore) -> None:
    apply(
        store,
        docs(
            [
                entry("far", point=point(30.0, 120.05)),
                entry("near", point=point(30.01, 120.0)),
                entry("nowhere"),
                entry("other-datum", point=point(30.0, 120.0, "WGS-84")),
            ]
        ),
    )
    views = service(store).entries()
    assert [v.entry.id for v in views] == ["near", "far", "nowhere", "other-datum"]
    near, far, nowhere, _ = views
    assert near.distance_m == pytest.approx(1112, abs=2)
    assert near.walk_minutes == 22
    assert near.bearing_deg == pytest.approx(0, abs=0.1)
    assert far.bearing_deg == pytest.approx(90, abs=0.1)
    assert (nowhere.distance_m, nowhere.walk_minutes, nowhere.bearing_deg) == (None, None, None)


def test_a_terminal_that_does_not_know_where_it_stands(store: ContentStore) -> None:
    apply(store, docs([entry("b", point=point(30, 120)), entry("a")]))
    views = service(store, None).entries()
    assert [v.entry.id for v in views] == ["a", "b"]
    assert views[1].distance_m is None


def test_categories_in_their_order_with_counts(store: ContentStore) -> None:
    apply(store,
        docs([entry("1", category="court"), entry("2"), entry("3"),
              entry("4", category="legal-aid-centre")])
    )  # fmt: skip
    directory = service(store)
    assert directory.categories() == [
        (Category.LEGAL_AID_CENTRE, 1),
        (Category.NOTARY, 2),
        (Category.COURT, 1),
    ]
    assert {v.entry.id for v in directory.entries(Category.NOTARY)} == {"2", "3"}


def test_opening_follows_hours_and_holidays(store: ContentStore) -> None:
    holiday = {"kind": "holidays", "id": "h", "year": 2026, "holidays": ["2026-11-24"]}
    apply(store, docs([entry("e", hours=WEEKDAYS)]))
    directory = service(store)
    view = directory.entry("e")
    assert view is not None
    assert view.opening.open
    assert view.opening.until is not None
    assert office_time(view.opening.until).strftime("%H:%M") == "17:30"
    apply(store, docs([holiday], after=1))
    view = directory.entry("e")
    assert view is not None
    assert not view.opening.open
    assert view.opening.until is not None
    assert office_time(view.opening.until).isoformat() == "2026-11-25T09:00:00+08:00"


def test_an_entry_that_is_gone(store: ContentStore) -> None:
    assert service(store).entry("gone") is None
    assert service(store).lawyer("gone") is None


def test_the_takeaway_is_a_page_where_phones_reach_the_server(store: ContentStore) -> None:
    apply(store, docs([entry("e1")]))
    reachable = HERE.model_copy(update={"public_url": "https://law.example.cn/"})
    view = service(store, reachable).entry("e1")
    assert view is not None
    assert view.takeaway == "https://law.example.cn/go/entry/e1"


def test_the_takeaway_is_plain_text_elsewhere(store: ContentStore) -> None:
    apply(store,
        docs(
            [
                entry("e", name="示例公证处", address="示例路1号", address_hint="地铁口旁",
                      phone="0571-0000000", point=point(30.1, 120.25)),
                entry("bare", name="示例法院"),
            ]
        )
    )  # fmt: skip
    directory = service(store)
    full, bare = directory.entry("e"), directory.entry("bare")
    assert full is not None
    assert bare is not None
    assert full.takeaway.splitlines() == [
        "示例公证处",
        "地址：示例路1号",
        "地铁口旁",
        "电话：0571-0000000",
        "位置：30.100000,120.250000（GCJ-02）",
    ]
    assert bare.takeaway == "示例法院"


def test_lawyers_with_their_firm(store: ContentStore) -> None:
    apply(store,
        docs([lawyer("l", portrait="a" * 64), organisation("firm", name_en="Example Firm"),
              lawyer("m", firm="gone")])
    )  # fmt: skip
    directory = service(store)
    known = directory.lawyer("l")
    assert known is not None
    assert (known.firm_name, known.firm_name_en, known.portrait) == (
        "示例律所",
        "Example Firm",
        None,
    )
    assert sorted(v.firm_name for v in directory.lawyers()) == ["", "示例律所"]
