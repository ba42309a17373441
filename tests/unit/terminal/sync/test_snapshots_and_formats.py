"""First starts, terminals far behind, pieces kept over a power cut; newer formats; encodings."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.errors import ServerUnreachable
from kiosk.protocol import dictionary
from kiosk.protocol.feed import (
    BATCHES_PATH,
    FEED_FORMAT,
    HEAD_PATH,
    MAX_ENVELOPE,
    MAX_HEAD,
    SNAPSHOTS_PATH,
    FeedTampered,
)
from kiosk.terminal.feed_state import FeedState
from kiosk.terminal.network import Line
from kiosk.terminal.storage import documents
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync import collect
from kiosk.terminal.sync.client import SyncClient
from kiosk.terminal.sync.report import SyncProgress
from tests.fakes.feed_server import FakeFeedServer
from tests.support.feed import FEED, article, docs
from tests.support.sync import folder_of, sync_client


def ids(store: ContentStore) -> list[str]:
    return sorted(a.id for a in store.articles(ArticleKind.NEWS))


def asked(server: FakeFeedServer, what: str) -> list[str]:
    return [path.removeprefix(what + "/") for path in server.paths() if path.startswith(what)]


def test_a_first_start_takes_the_snapshot_and_then_the_batches(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    for n in range(9):
        server.put(article(str(n)))
    server.make_snapshot(parts=3)
    server.put(article("9"))
    server.delete("article", "0")
    steps: list[SyncProgress] = []
    report = client.sync(steps.append)
    assert (report.revision, report.changes) == (11, 11)
    assert [s.revision for s in steps if s.kinds] == [9, 11]  # the snapshot at once
    assert asked(server, SNAPSHOTS_PATH) == ["9/0", "9/1", "9/2"]
    assert asked(server, BATCHES_PATH) == ["9"]
    assert ids(store) == [str(n) for n in range(1, 10)]
    assert list(folder_of(store).iterdir()) == []


def test_a_snapshot_is_gone_on_with_part_by_part(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path,
    clock: FixedClock,
) -> None:  # fmt: skip
    for n in range(8):
        server.put(article(str(n)))
    server.make_snapshot(parts=4)
    server.fail_after = 4  # head, keys, two parts
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert ids(store) == []
    (folder_of(store) / "snapshot-8-1").write_bytes(b"damaged on the disk")
    server.fail_after = None
    server.requests.clear()
    again = ContentStore(tmp_path, clock)  # after a power cut
    second = sync_client(Line(server.url), again, clock=clock)
    assert second.sync().changes == 8
    assert asked(server, SNAPSHOTS_PATH) == ["8/1", "8/2", "8/3"]
    second.stop()
    again.close()


def test_batches_that_came_are_kept_over_a_line_that_breaks(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.batch_limit = 1
    for n in range(6):
        server.put(article(str(n)))
    server.fail_after = 5  # head, keys, three batches
    with pytest.raises(ServerUnreachable):
        client.sync()
    assert store.cursor() == (None, 0)
    server.fail_after = None
    server.requests.clear()
    assert client.sync().revision == 6
    assert asked(server, BATCHES_PATH) == ["3", "4", "5"]


def test_pieces_that_do_not_fit_into_memory_are_read_from_the_disk(
    server: FakeFeedServer, store: ContentStore, client: SyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(collect, "_KEEP_BYTES", 0)
    for n in range(8):
        server.put(article(str(n)))
    server.make_snapshot(parts=4)
    server.put(article("9"))
    assert client.sync().changes == 9
    assert len(ids(store)) == 9


def test_what_an_older_program_left_goes_with_the_first_batch(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    left = FeedState()  # as the migration leaves it: documents, and no place in a feed
    store.apply(left.position, left, [docs([article("unsigned")]).body], whole=False)
    assert ids(store) == ["unsigned"]
    server.batch_limit = 1
    server.put(article("1"))
    server.put(article("2"))
    assert client.sync().revision == 2
    assert ids(store) == ["1", "2"]


@pytest.mark.parametrize("gone", [True, False], ids=["410", "far behind"])
def test_a_terminal_that_missed_much_takes_the_snapshot(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, gone: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    server.put(article("old"))
    client.sync()
    server.delete("article", "old")
    for n in range(5):
        server.put(article(str(n)))
    server.make_snapshot()
    if gone:
        server.forget_batches(7)
    else:
        monkeypatch.setattr(collect, "FAR_BEHIND", 3)
    assert client.sync().revision == 7
    assert ids(store) == [str(n) for n in range(5)]
    assert asked(server, SNAPSHOTS_PATH) == ["7/0"]


def test_a_snapshot_that_was_replaced_meanwhile_is_asked_for_again(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    server.make_snapshot()
    old = server.head()
    del server.pieces[f"{SNAPSHOTS_PATH}/1/0"]
    server.put(article("2"))
    server.make_snapshot()
    heads = iter([old])
    make = server.head
    server.head = lambda **fields: next(heads, None) or make(**fields)  # type: ignore[method-assign]
    assert client.sync().revision == 2
    assert ids(store) == ["1", "2"]


def test_a_feed_that_goes_on_during_the_sync(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    """The batch that comes leads past the head that came before it."""
    server.put(article("1"))
    server.sign()
    head, digest = server.head(), server.digest
    server.put(article("2"))
    body = server.body_of(sorted(server.rows.values(), key=lambda c: c.revision))
    server.pieces[f"{BATCHES_PATH}/0"], server.digest = server.signer.batch(0, 2, "0" * 64, body)
    server.signed, server._pending = 2, []
    heads = iter([head])
    make = server.head
    server.head = lambda **fields: next(heads, None) or make(**fields)  # type: ignore[method-assign]
    assert client.sync().revision == 2
    assert digest != server.digest


# --- newer than this software ------------------------------------------------------------------


def test_a_batch_for_newer_software_waits_for_it(
    server: FakeFeedServer, store: ContentStore, client: SyncClient,
    caplog: pytest.LogCaptureFixture, allow_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    allow_log("update the terminal")
    server.put(article("1"))
    client.sync()
    server.put(article("2"))
    server.sign()
    server.put(article("3"))
    server.sign(needs=FEED_FORMAT + 1)
    server.put(article("4"))
    for _ in range(3):
        report = client.sync()
        assert report.update_wanted
        assert store.cursor() == (FEED, 2)  # up to what it can read
    assert ids(store) == ["1", "2"]
    assert sum("update the terminal" in message for message in caplog.messages) == 1
    assert len(asked(server, BATCHES_PATH)) == 3  # not fetched again at each poll
    newer = sync_client(Line(server.url), store)
    monkeypatch.setattr("kiosk.terminal.sync.verify.FEED_FORMAT", FEED_FORMAT + 1)
    report = newer.sync()
    assert (report.revision, report.update_wanted) == (4, False)
    assert ids(store) == ["1", "2", "3", "4"]
    newer.stop()


def test_kinds_and_fields_that_are_not_known_are_kept_for_newer_software(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path,
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Old software meets a newer feed: it goes on, and the newer software finds it all there."""
    known = dict(documents._PARSERS)
    faq = {"kind": "faq", "id": "q", "question": "押金不退怎么办？", "answer": "先看合同。",
           "topic": "housing", "of_a_newer_server": {"deep": [1]}}  # fmt: skip
    monkeypatch.delitem(documents._PARSERS, "faq")
    server.put(faq)
    server.put(article("1", of_a_newer_server=7))
    report = client.sync()
    assert (report.revision, report.update_wanted) == (2, False)
    assert ids(store) == ["1"]
    monkeypatch.setattr(documents, "_PARSERS", known)  # the software is updated
    again = ContentStore(tmp_path, clock)
    assert [q.question for q in again.faqs()] == ["押金不退怎么办？"]
    raw = {kind: doc for kind, _, _, doc in again.raw(["faq", "article"])}
    assert '"of_a_newer_server":{"deep":[1]}' in raw["faq"]
    assert '"of_a_newer_server":7' in raw["article"]
    again.close()


# --- encodings ---------------------------------------------------------------------------------


def pack(encoding: str, raw: bytes) -> bytes:
    return {
        "": lambda: raw,
        "gzip": lambda: gzip.compress(raw),
        "zstd": lambda: zstandard.ZstdCompressor().compress(raw),
        "dcz": lambda: dictionary.compress(raw),
    }[encoding]()


@pytest.mark.parametrize("encoding", ["", "gzip", "zstd", "dcz"])
def test_each_encoding_is_read(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, encoding: str
) -> None:
    server.put(article("1"))
    path = f"{BATCHES_PATH}/0"
    server.packed[path] = (encoding, pack(encoding, server.genuine(path)))
    assert client.sync().revision == 1


@pytest.mark.parametrize("encoding", ["", "gzip", "zstd", "dcz"])
def test_a_bomb_is_not_unpacked(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, encoding: str
) -> None:
    import tracemalloc

    server.put(article("1"))
    bomb = pack(encoding, bytes(MAX_ENVELOPE * (8 if encoding else 1) + 1))
    server.packed[f"{BATCHES_PATH}/0"] = (encoding, bomb)
    tracemalloc.start()
    with pytest.raises(FeedTampered, match="larger than"):
        client.sync()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * MAX_ENVELOPE
    server.packed.clear()
    server.packed[HEAD_PATH] = (encoding, pack(encoding, bytes(MAX_HEAD * 1000)))
    with pytest.raises(FeedTampered):
        client.sync()
    assert store.cursor() == (None, 0)


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "dcz", "br"])
def test_what_is_not_packed_as_it_says_is_refused(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, encoding: str
) -> None:
    server.put(article("1"))
    path = f"{BATCHES_PATH}/0"
    raw = server.genuine(path)
    whole = pack(encoding, raw) if encoding != "br" else raw
    for body in (raw, whole[:-9], b""):
        server.packed[path] = (encoding, body)
        with pytest.raises(FeedTampered):
            client.sync()
    assert store.cursor() == (None, 0)
