"""The real cache, index and process that updates it, put together as the terminal does."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.clock import FixedClock
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.process import UpdateProcess
from kiosk.terminal.services.events import ContentChanged, EventBus
from kiosk.terminal.services.search import IndexService, SearchService
from kiosk.terminal.storage.content import ContentStore
from tests.support.search_documents import FAQ, WAGES, fill
from tests.support.waiting import until

CLOCK = FixedClock(datetime(2026, 3, 1, 4, tzinfo=UTC))


def test_what_is_synced_can_be_searched_soon(tmp_path: Path) -> None:
    directory = tmp_path / "terminal"
    bus = EventBus()
    with ExitStack() as stack:
        store = stack.enter_context(closing(ContentStore(directory, CLOCK)))
        index = stack.enter_context(closing(SearchIndex(directory / "search.db")))
        search = SearchService(index, CLOCK, lambda: "zh_CN")

        async def scenario() -> None:
            service = IndexService(
                UpdateProcess(tmp_path), bus, lambda: index.state() == store.cursor(),
                asyncio.get_running_loop().call_soon_threadsafe, settle_s=0.05,
            )  # fmt: skip
            running = asyncio.create_task(service.run())
            for doc, question in ((FAQ, "押金不退"), (WAGES, "没拿到钱")):
                fill(store, doc)
                bus.publish(ContentChanged(store.cursor()[1]))
                await until(lambda q=question: bool(search.search(q)), 60)  # type: ignore[misc]
                assert search.search(question)[0].id == doc.id
            running.cancel()

        asyncio.run(scenario())
