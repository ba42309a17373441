from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.terminal.network import Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from tests.fakes.feed_server import START, FakeFeedServer
from tests.support.sync import sync_client


@pytest.fixture
def server() -> Iterator[FakeFeedServer]:
    fake = FakeFeedServer()
    yield fake
    fake.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def client(server: FakeFeedServer, store: ContentStore, clock: FixedClock) -> Iterator[SyncClient]:
    made = sync_client(Line(server.url), store, clock=clock)
    yield made
    made.stop()
