"""The feed at the terminal: CPU and bytes of a first sync, of one change, of nothing new."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import zstandard

from kiosk.domain.clock import FixedClock
from kiosk.protocol.feed import SNAPSHOTS_PATH
from kiosk.terminal.network import Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from tests.bench.figures import Figure
from tests.bench.sync_bench import documents
from tests.fakes.feed_server import START, FakeFeedServer
from tests.support.sync import sync_client

#: As many as the server makes of it.
PARTS = 6


def measure() -> list[Figure]:
    """Of the syncing thread alone: the server is in the same process."""
    articles, entries = documents()
    with _served() as server, tempfile.TemporaryDirectory() as folder:
        for doc in [*articles, *entries]:
            server.put(doc)
        server.make_snapshot(PARTS)
        pieces = [server.pieces[f"{SNAPSHOTS_PATH}/{server.revision}/{n}"] for n in range(PARTS)]
        _warm_up(server)
        with closing(ContentStore(Path(folder), FixedClock(START))) as store:
            client = sync_client(Line(server.url), store)
            first_s, first = _timed(client)
            assert len(list(store.raw(["article", "entry"]))) == len(articles) + len(entries)
            server.put({**articles[0], "title": "改过的标题"})
            change_s, change = _timed(client)
            nothing_s, nothing = _timed(client)
            client.stop()
        file_s = _whole_file(Path(folder) / "content.db")
    plain = sum(map(len, pieces))
    return [
        Figure("sync_apply.first_cpu_s", first_s, "s", "<= 0.5", file_s),
        Figure("sync_apply.first_mb", first / 1e6, "MB", "", plain / 1e6),
        Figure("sync_apply.change_cpu_ms", change_s * 1000, "ms"),
        Figure("sync_apply.change_bytes", change, "bytes", "<= 1900"),  # head and body
        Figure("sync_apply.nothing_cpu_ms", nothing_s * 1000, "ms"),
        Figure("sync_apply.nothing_bytes", nothing, "bytes", "<= 400"),
    ]


def _timed(client: SyncClient) -> tuple[float, int]:
    """(CPU seconds of this thread, bytes over the line)."""
    started = time.thread_time()
    report = client.sync()
    return time.thread_time() - started, report.bytes


def _warm_up(server: FakeFeedServer) -> None:
    """Imports are not what is measured."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(ContentStore(Path(folder), FixedClock(START))) as store,
    ):
        client = sync_client(Line(server.url), store)
        client.sync()
        client.stop()


def _whole_file(path: Path) -> float:
    """CPU seconds to take the whole database as a packed file, signed by nobody."""
    packed = zstandard.ZstdCompressor(10).compress(path.read_bytes())
    started = time.thread_time()
    with (path.parent / "whole.db").open("wb") as file:
        file.write(zstandard.ZstdDecompressor().decompress(packed))
        file.flush()
        os.fsync(file.fileno())
    return time.thread_time() - started


@contextmanager
def _served() -> Iterator[FakeFeedServer]:
    server = FakeFeedServer()
    try:
        yield server
    finally:
        server.close()
