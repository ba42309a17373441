"""Pictures and videos over a line that breaks, onto a disk that is small."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.errors import ServerUnreachable
from kiosk.protocol.feed import BLOB_PATH
from kiosk.terminal.network import Line
from kiosk.terminal.storage.blob_plan import Limits
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync import client as sync_module
from kiosk.terminal.sync.client import SyncClient
from kiosk.terminal.sync.report import SyncProgress
from tests.fakes.feed_server import FakeFeedServer
from tests.support.feed import article
from tests.support.sync import sync_client

KB = 1024
VIDEO = bytes(range(256)) * 4 * 1024  # 1 MB


@pytest.fixture
def limits() -> list[Limits]:
    """Its last one holds."""
    return [Limits(budget=64 * KB * KB, keep_free=0)]


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock, limits: list[Limits]) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path, clock, lambda: limits[-1])
    yield opened
    opened.close()


def event(event_id: str, video: str, ends: str = "2026-12-04T12:00:00+08:00") -> dict[str, object]:
    return {
        "kind": "event", "id": event_id, "title": "宪法日", "video": video,
        "starts": "2026-11-04T09:00:00+08:00", "ends": ends, "organisation": "o",
    }  # fmt: skip


def test_a_video_is_gone_on_with_over_a_line_that_breaks(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path,
    clock: FixedClock,
) -> None:  # fmt: skip
    digest = server.add_blob(VIDEO)
    server.put(event("e", digest))
    server.cut = True
    for _ in range(3):  # each time half of what is still missing comes
        with pytest.raises(ServerUnreachable):
            client.sync()
    server.cut = False
    again = ContentStore(tmp_path, clock)  # after a restart
    second = sync_client(Line(server.url), again, clock=clock)
    assert second.sync().blobs == 1
    path = again.blob_path(digest)
    assert path is not None
    assert path.read_bytes() == VIDEO
    assert server.ranges == [f"bytes={len(VIDEO) * n // 8}-" for n in (4, 6, 7)]
    assert server.sent <= len(VIDEO) * 2.2  # the fake counts cut bodies as whole ones
    second.stop()
    again.close()


@pytest.mark.parametrize("how", ["no_ranges", "refuse_ranges"])
def test_a_server_without_ranges_begins_anew(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, how: str
) -> None:
    digest = server.add_blob(VIDEO)
    server.put(event("e", digest))
    server.cut = True
    with pytest.raises(ServerUnreachable):
        client.sync()
    server.cut = False
    setattr(server, how, True)
    assert client.sync().blobs == 1
    path = store.blob_path(digest)
    assert path is not None
    assert path.read_bytes() == VIDEO


def test_a_part_that_is_damaged_on_the_disk_begins_anew(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path,
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log("is something else")
    digest = server.add_blob(VIDEO)
    server.put(event("e", digest))
    server.cut = True
    with pytest.raises(ServerUnreachable):
        client.sync()
    server.cut = False
    (part,) = tmp_path.glob("blobs/*/*.part")
    part.write_bytes(bytes(part.stat().st_size))  # as a power cut may leave it
    assert client.sync().blobs_missing == 1
    assert client.sync().blobs == 1
    assert store.blob_path(digest) is not None


def test_a_part_that_is_whole_needs_no_line(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    """The power went between the last byte and the renaming."""
    digest = server.add_blob(VIDEO)
    with store.open_part(digest) as part:
        assert part is not None
        part.write(VIDEO)
    server.put(event("e", digest))
    assert client.sync().blobs == 1
    assert not any(BLOB_PATH in path for path in server.paths())


def test_text_does_not_wait_for_a_picture_that_stalls(
    server: FakeFeedServer, store: ContentStore, client: SyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sync_module, "BLOB_PATIENCE_S", 0.05)
    monkeypatch.setattr("kiosk.terminal.network.TIMEOUTS", (1.0, 0.2))
    digest = server.add_blob(VIDEO)
    server.put(article("1", picture=digest))
    server.stall.set()
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert store.article("1") is not None
    server.stall.clear()
    report = client.sync()
    assert (report.blobs, report.late_blobs) == (1, 1)


def test_new_text_goes_before_a_video_that_is_on_its_way(
    server: FakeFeedServer, store: ContentStore, client: SyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sync_module, "BLOB_PATIENCE_S", 0.0)
    monkeypatch.setattr("kiosk.terminal.sync.transport._CHUNK", 64 * KB)
    digest = server.add_blob(VIDEO)
    server.put(event("e", digest))

    def nudge() -> None:
        client.hurry()
        server.stall.clear()  # only then: on a busy machine a timer of its own could be first

    def nudged(step: SyncProgress) -> None:
        if step.kinds:
            threading.Timer(0.1, nudge).start()

    server.stall.set()
    report = client.sync(nudged)
    assert (report.revision, report.blobs, report.blobs_waiting) == (1, 0, 1)
    server.put(article("new"))
    seen: list[str] = []

    def note(step: SyncProgress) -> None:
        if step.kinds or step.blobs_waiting:
            seen.append("text" if step.kinds else "video")

    report = client.sync(note)
    assert seen[0] == "text"
    assert (report.blobs, report.blobs_waiting) == (1, 0)


# --- the disk ----------------------------------------------------------------------------------


def sizes(store: ContentStore, digests: list[str]) -> list[bool]:
    stored = store._blobs.stored()
    return [digest in stored for digest in digests]


def test_the_least_useful_goes_first(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, clock: FixedClock,
    limits: list[Limits], allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log("are left out")
    contents = [bytes([n]) * 100 * KB for n in range(5)]
    unnamed, past, old, new, picture = digests = [server.add_blob(c) for c in contents]
    server.put(article("u", picture=unnamed))
    client.sync()
    server.put(event("past", past, ends="2026-11-20T00:00:00+08:00"))
    server.put(event("old", old))
    client.sync()
    clock.advance(timedelta(hours=1))
    server.signer.now += 3_600
    server.put(event("new", new))
    server.put(article("p", picture=picture))
    server.delete("article", "u")
    client.sync()
    assert sizes(store, digests) == [False, True, True, True, True]
    for budget, left in ((350, [0, 0, 1, 1, 1]), (250, [0, 0, 0, 1, 1]), (150, [0, 0, 0, 0, 1])):
        limits.append(Limits(budget * KB, 0))
        for _ in range(2):  # what was evicted is not fetched again, to be evicted again
            report = client.sync()
            assert report.blobs == 0
            assert sizes(store, digests) == [bool(there) for there in left]
            assert report.blobs_left_out == 4 - sum(left)
    limits.append(Limits(1000 * KB, 0))
    assert client.sync().blobs == 3


def test_without_free_space_nothing_is_fetched_and_text_comes(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, limits: list[Limits],
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log(r"left out.*terminal\.free_space_mb")
    limits.append(Limits(64 * KB * KB, keep_free=2**60))
    digest = server.add_blob(VIDEO)
    server.put(article("1", picture=digest))
    report = client.sync()
    assert (report.changes, report.blobs, report.blobs_left_out) == (1, 0, 1)
    assert not any(BLOB_PATH in path for path in server.paths())
    limits.append(Limits(64 * KB * KB, keep_free=0))
    assert client.sync().blobs == 1


def test_a_disk_that_fails_costs_pictures_and_no_text(
    server: FakeFeedServer, store: ContentStore, client: SyncClient,
    monkeypatch: pytest.MonkeyPatch, allow_log: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    allow_log("No space left")

    def full(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    server.put(article("1", picture=server.add_blob(VIDEO)))
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.terminal.storage.blobs.os.write", full)
        for _ in range(3):
            report = client.sync()
            assert (report.blobs, report.blobs_missing) == (0, 1)
    assert store.article("1") is not None
    assert sum("No space" in message for message in caplog.messages) == 1
    assert client.sync().blobs == 1


def test_a_large_video_is_streamed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    """40 MB in well under 20 MB of memory, hashed as it comes."""
    import tracemalloc

    content = bytes(KB * KB) * 40
    digest = server.add_blob(content)
    server.put(event("e", digest))
    server.sign()
    tracemalloc.start()
    started = time.process_time()
    client.sync()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * KB * KB
    assert time.process_time() - started < 5
    assert store.blob_path(digest) is not None
