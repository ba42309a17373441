from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault, NotAllowedError, ServerUnreachable
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from kiosk.terminal.sync.report import SyncProgress
from tests.fakes.feed_server import FakeFeedServer
from tests.support.feed import FEED, OTHER_FEED, article, lawyer, sha256
from tests.support.sync import sync_client

CLOCK = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))
PICTURE = b"<svg>one</svg>" * 100


def ids(store: ContentStore) -> list[str]:
    return sorted(a.id for a in store.articles(ArticleKind.NEWS))


def test_a_full_pull_then_only_what_changed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.batch_limit = 3
    for n in range(7):
        server.put(article(str(n)))
    steps: list[SyncProgress] = []
    report = client.sync(steps.append)
    assert (report.revision, report.changes, report.blobs) == (7, 7, 0)
    assert report.bytes > 0
    done = [(s.revision, s.head) for s in steps if s.kinds]
    assert done == [(3, 7), (6, 7), (7, 7)]
    assert len(ids(store)) == 7

    server.put(article("0", title="改"))
    server.delete("article", "1")
    report = client.sync()
    assert (report.revision, report.changes) == (9, 2)
    assert "1" not in ids(store)
    changed = store.article("0")
    assert changed is not None
    assert changed.title == "改"
    assert client.sync().changes == 0


def test_each_request_is_signed(server: FakeFeedServer, store: ContentStore) -> None:
    tokens = (str(n) for n in count())
    server.batch_limit = 1
    server.put(article("1"))
    server.put(article("2"))
    client = sync_client(Line(server.url), store, auth=BearerAuth(lambda: next(tokens)))
    client.sync()
    client.stop()
    assert [signed for _, signed in server.requests] == [f"Bearer {n}" for n in range(4)]


def test_blobs_come_before_the_rows_that_name_them(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    digest = server.add_blob(PICTURE)
    server.put(article("1", picture=digest))
    server.fail_after = 3  # head, keys and batch come, the blob does not
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert ids(store) == []
    assert store.cursor() == (None, 0)
    server.fail_after = None
    assert client.sync().blobs == 1
    assert ids(store) == ["1"]
    path = store.blob_path(digest)
    assert path is not None
    assert path.read_bytes() == PICTURE
    server.requests.clear()
    server.put(lawyer("l", portrait=digest))
    assert client.sync().blobs == 0
    assert not any("blobs" in path for path in server.paths())


def test_a_truncated_blob_is_refused_and_comes_later(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    digest = server.add_blob(PICTURE)
    server.put(article("1", picture=digest))
    server.cut = True
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert store.blob_path(digest) is None
    server.cut = False
    assert client.sync().blobs == 1
    assert store.blob_path(digest) is not None


@pytest.mark.parametrize("content", [b"<html>please log in</html>", PICTURE * 50, None])
def test_text_does_not_wait_for_a_picture_that_the_server_cannot_give(
    server: FakeFeedServer,
    store: ContentStore,
    client: SyncClient,
    allow_log: Callable[[str], None],
    content: bytes | None,
) -> None:
    allow_log("blob")
    digest = sha256(PICTURE)
    if content is not None:
        server.promised[digest] = content
    server.put(article("1", picture=digest))
    report = client.sync()
    assert (report.blobs, report.blobs_missing) == (0, 1)
    assert ids(store) == ["1"]
    assert store.blob_path(digest) is None
    # The next sync asks again.
    server.promised.clear()
    server.add_blob(PICTURE)
    report = client.sync()
    assert (report.blobs, report.blobs_missing) == (1, 0)
    assert store.blob_path(digest) is not None


def test_a_blob_lost_on_disk_comes_back(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    digest = server.add_blob(PICTURE)
    server.put(article("1", picture=digest))
    client.sync()
    path = store.blob_path(digest)
    assert path is not None
    path.unlink()
    assert client.sync().blobs == 1
    assert store.blob_path(digest) is not None


def test_another_feed_replaces_the_cache(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    for n in range(5):
        server.put(article(f"old{n}"))
    client.sync()
    server.new_feed(OTHER_FEED)
    server.batch_limit = 1
    server.put(article("new1"))
    server.put(article("new2"))
    report = client.sync()
    assert (report.revision, report.changes) == (2, 2)
    assert store.cursor() == (OTHER_FEED, 2)
    assert ids(store) == ["new1", "new2"]


def test_old_content_stays_until_all_of_another_feed_is_here(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("old"))
    client.sync()
    server.new_feed(OTHER_FEED)
    server.batch_limit = 1
    for n in range(4):
        server.put(article(f"new{n}"))
    server.fail_after = 5
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert ids(store) == ["old"]
    assert store.cursor() == (FEED, 1)
    server.fail_after = None
    client.sync()
    assert ids(store) == ["new0", "new1", "new2", "new3"]


def test_an_empty_feed_is_a_good_feed(store: ContentStore, client: SyncClient) -> None:
    assert client.sync().revision == 0
    assert store.cursor() == (FEED, 0)


def test_a_server_gone_leaves_the_cache_alone(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    client.sync()
    server.fail_after = 0  # connections that are open, too
    server.close()
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert ids(store) == ["1"]
    assert store.cursor() == (FEED, 1)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, b"", NotAllowedError),
        (403, b"", NotAllowedError),
        (500, b"", ServerUnreachable),
        (503, b"", ServerUnreachable),
        (404, b"", EnvironmentFault),
        (302, b"", EnvironmentFault),
        (200, b"<html>please log in</html>", EnvironmentFault),
        (200, b"{}", EnvironmentFault),
    ],
)
def test_what_is_no_feed_changes_nothing(
    server: FakeFeedServer,
    store: ContentStore,
    client: SyncClient,
    status: int,
    body: bytes,
    error: type[Exception],
) -> None:
    server.put(article("1"))
    client.sync()
    server.requests.clear()
    server.status, server.body = status, body
    with pytest.raises(error):
        client.sync()
    assert ids(store) == ["1"]
    assert len(server.requests) == 1  # no redirect was followed


def test_a_stopped_client_keeps_what_it_has(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.batch_limit = 2
    for n in range(6):
        server.put(article(str(n)))
    report = client.sync(lambda step: client.stop() if step.kinds else None)
    assert report.revision == 2
    assert store.cursor() == (FEED, 2)
    assert client.sync().changes == 0


def test_pictures_that_no_document_names_any_more_go(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path
) -> None:
    old, new = server.add_blob(PICTURE), server.add_blob(b"another picture")
    server.put(article("1", picture=old))
    server.put(article("2", picture=new))
    client.sync()
    assert store.blob_path(old) is not None
    half = server.add_blob(b"half of it came once" * 50)
    with store.open_part(half) as part:
        assert part is not None
        part.write(b"half")
    server.put(article("1"))
    client.sync()
    assert store.blob_path(old) is None
    assert store.blob_path(new) is not None
    assert list(tmp_path.glob("blobs/*/*.part")) == []
