from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.clock import FixedClock
from kiosk.terminal.services.content import ContentService
from kiosk.terminal.storage.content import ContentStore
from tests.support.feed import apply, article, docs, put_blob, sha256

#: 07:30 on 24 November in Beijing, still the 23rd in UTC.
CLOCK = FixedClock(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
Serve = Callable[..., ContentService]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path, CLOCK)
    yield opened
    opened.close()


@pytest.fixture
def service(store: ContentStore) -> ContentService:
    return ContentService(store, CLOCK)


def test_articles_by_topic_newest_first(store: ContentStore, service: ContentService) -> None:
    apply(
        store,
        docs(
            [
                article("1", published="2026-11-01"),
                article("2", published="2026-11-02", topic="family"),
                article("3", published="2026-11-03"),
                article("g", form="guide"),
            ]
        ),
    )
    assert [a.id for a in service.articles(ArticleKind.NEWS)] == ["3", "2", "1"]
    assert [a.id for a in service.articles(ArticleKind.NEWS, Topic.LABOUR)] == ["3", "1"]
    assert service.articles(ArticleKind.GUIDE, Topic.DEBT) == []


def test_neighbouring_guides_differ_in_topic(store: ContentStore, service: ContentService) -> None:
    topics = ["debt", "debt", "labour", "debt", "debt", "labour", "family"]
    apply(
        store,
        docs(
            [
                article(str(n), form="guide", topic=t, published=f"2026-11-{n + 1:02}")
                for n, t in enumerate(topics)
            ]
        ),
    )
    shown = [a.topic for a in service.articles(ArticleKind.GUIDE)]
    assert sorted(shown) == sorted(Topic(t) for t in topics)
    assert all(one is not other for one, other in pairwise(shown))
    assert [a.id for a in service.articles(ArticleKind.GUIDE, Topic.DEBT)] == ["4", "3", "1", "0"]


def test_topics_by_how_often_they_occur(store: ContentStore, service: ContentService) -> None:
    topics = ["family", "debt", "debt", "labour"]
    apply(store, docs([article(str(n), topic=t) for n, t in enumerate(topics)]))
    assert service.topics(ArticleKind.NEWS) == [Topic.DEBT, Topic.LABOUR, Topic.FAMILY]
    assert service.topics(ArticleKind.GUIDE) == []


def test_related_are_others_on_the_topic_guides_first(
    store: ContentStore, service: ContentService
) -> None:
    apply(
        store,
        docs(
            [
                article("this"),
                article("news1", published="2026-11-01"),
                article("news2", published="2026-11-02"),
                article("guide", form="guide", published="2026-01-01"),
                article("far", topic="fraud"),
            ]
        ),
    )
    assert [a.id for a in service.related("this")] == ["guide", "news2", "news1"]
    assert [a.id for a in service.related("this", limit=1)] == ["guide"]
    assert service.related("gone") == []


def test_today_is_the_offices_day(store: ContentStore, service: ContentService) -> None:
    days = ["2026-11-23", "2026-11-24", "2026-11-24", "2026-11-25"]
    apply(store, docs([article(str(n), published=day) for n, day in enumerate(days)]))
    assert service.published_today(ArticleKind.NEWS) == 2
    assert service.published_today(ArticleKind.GUIDE) == 0


def test_tomorrows_article_waits_for_its_day(store: ContentStore, service: ContentService) -> None:
    apply(store, docs([article("later", published="2026-11-25", topic="fraud"), article("now")]))
    assert [a.id for a in service.articles(ArticleKind.NEWS)] == ["now"]
    assert service.topics(ArticleKind.NEWS) == [Topic.LABOUR]


def test_a_picture_is_a_file_or_nothing(store: ContentStore, service: ContentService) -> None:
    digest = sha256(b"picture")
    assert service.picture(None) is None
    assert service.picture(digest) is None
    put_blob(store, b"picture")
    path = service.picture(digest)
    assert path is not None
    assert path.read_bytes() == b"picture"


def test_a_clock_that_has_lost_its_battery_hides_nothing(store: ContentStore) -> None:
    apply(store, docs([article("1", published="2026-11-01"), article("g", form="guide")]))
    service = ContentService(store, FixedClock(datetime(1970, 1, 1, tzinfo=UTC)))
    assert [a.id for a in service.articles(ArticleKind.NEWS)] == ["1"]
    assert [a.id for a in service.articles(ArticleKind.GUIDE)] == ["g"]
