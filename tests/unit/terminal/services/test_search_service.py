"""The search as the pages call it, and when its index is updated."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.writer import update
from kiosk.terminal.services.events import ContentChanged, EventBus
from kiosk.terminal.services.search import IndexService, SearchService
from tests.support.search import Cache
from tests.support.search_documents import FAQ, WAGES
from tests.support.waiting import until

NOON = FixedClock(datetime(2026, 3, 1, 4, tzinfo=UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "search.db"
    update(path, Cache().put(FAQ, WAGES))
    return path


@pytest.fixture
def index(path: Path) -> Iterator[SearchIndex]:
    with closing(SearchIndex(path)) as found:
        yield found


def test_results_are_in_the_persons_language(index: SearchIndex) -> None:
    language = "zh_CN"
    service = SearchService(index, NOON, lambda: language)
    assert service.search("paid")[0].title == WAGES.title
    language = "en"
    assert service.search("paid")[0].title == WAGES.title_en


def test_a_damaged_index_is_told_of_once_and_built_anew(
    path: Path, index: SearchIndex, allow_log: Callable[[str], None]
) -> None:
    allow_log("search.db is damaged")
    asked: list[str] = []
    service = SearchService(index, NOON, lambda: "zh_CN", lambda: asked.append("update"))
    path.write_bytes(b"no database" * 2_000)
    assert service.search("押金") == []
    assert service.suggest("押金") == []
    assert not service.readable
    assert asked == ["update"]
    update(path, Cache().put(FAQ))
    assert [r.id for r in service.search("押金")] == ["faq"]
    assert service.readable


class _Update:
    """Updates the index at once; fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.done = 0

    async def update(self) -> bool:
        self.failures -= 1
        self.done += self.failures < 0
        return self.failures < 0


@pytest.mark.parametrize("failures", [0, 2])
def test_the_index_is_updated_after_each_change_until_it_is_current(failures: int) -> None:
    bus, work = EventBus(), _Update(failures)
    changes = 1

    async def scenario() -> None:
        nonlocal changes
        loop = asyncio.get_running_loop()
        service = IndexService(
            work, bus, lambda: work.done == changes, loop.call_soon_threadsafe,
            settle_s=0.01, backoff=Backoff(0.001, 0.002),
        )  # fmt: skip
        running = asyncio.create_task(service.run())
        await until(lambda: work.done == 1)
        for _ in range(5):  # nothing to do: the index is current
            bus.publish(ContentChanged(1))
        await asyncio.sleep(0.05)
        assert work.done == 1
        changes = 2
        bus.publish(ContentChanged(2))
        await until(lambda: work.done == 2)
        running.cancel()

    asyncio.run(scenario())
