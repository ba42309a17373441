"""What is not the feed as it was published is refused by its name, and changes nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.protocol.feed import (
    BATCHES_PATH,
    HEAD_PATH,
    KEYS_PATH,
    SIGNATURE_BYTES,
    SNAPSHOTS_PATH,
    FeedExpired,
    FeedFrozen,
    FeedMixed,
    FeedRefused,
    FeedRolledBack,
    FeedTampered,
)
from kiosk.terminal.network import Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from tests.fakes.feed_server import START, FakeFeedServer
from tests.support.feed import OTHER_FEED, Signer, article, private_key, public_hex
from tests.support.sync import folder_of, sync_client

DAY = 86_400
DAYS = timedelta(days=1)


def titles(store: ContentStore) -> list[str]:
    return sorted(a.title for a in store.articles(ArticleKind.NEWS))


def refused(client: SyncClient, store: ContentStore, name: type[FeedRefused]) -> None:
    """A sync is refused by this name, and nothing is another than before."""
    before, seen = store.state(), titles(store)
    with pytest.raises(FeedRefused) as caught:
        client.sync()
    assert type(caught.value) is name
    assert str(caught.value).count(".") >= 1  # what happened, and what to do
    assert store.state() == before
    assert titles(store) == seen


# --- a hundred mutations -----------------------------------------------------------------------

MUTATIONS: list[tuple[str, Callable[[bytes, random.Random], bytes]]] = [
    ("a bit", lambda raw, r: _flip(raw, r.randrange(len(raw) * 8))),
    ("a bit of the signature", lambda raw, r: _flip(raw, r.randrange(SIGNATURE_BYTES * 8))),
    ("a bit of the header", lambda raw, r: _flip(raw, SIGNATURE_BYTES * 8 + r.randrange(800))),
    ("a byte less", lambda raw, r: raw[: (cut := r.randrange(len(raw)))] + raw[cut + 1 :]),
    ("a byte more", lambda raw, r: raw[: (at := r.randrange(len(raw)))] + b"0" + raw[at:]),
    ("cut short", lambda raw, r: raw[: r.randrange(len(raw))]),
    ("nothing", lambda raw, r: b""),
    ("two bytes swapped", lambda raw, r: _swap(raw, r)),
    ("twice", lambda raw, r: raw + raw[: 400 - len(raw)] if len(raw) < 400 else raw + raw),
    ("no signature", lambda raw, r: bytes(SIGNATURE_BYTES) + raw[SIGNATURE_BYTES:]),
    ("another's signature", lambda raw, r: _sign_by_another(raw)),
    ("a login page", lambda raw, r: b"<html>please log in</html>"),
    ("zeroes", lambda raw, r: bytes(len(raw))),
]
PATHS = [HEAD_PATH, f"{KEYS_PATH}/1", f"{BATCHES_PATH}/2", f"{SNAPSHOTS_PATH}/2/1"]


def _flip(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8 % len(raw)] ^= 1 << bit % 8
    return bytes(changed)


def _swap(raw: bytes, r: random.Random) -> bytes:
    changed = bytearray(raw)
    a = r.randrange(len(raw))
    b = next(n for n in range(a + 1, a + len(raw)) if raw[n % len(raw)] != raw[a]) % len(raw)
    changed[a], changed[b] = changed[b], changed[a]
    return bytes(changed)


def _sign_by_another(raw: bytes) -> bytes:
    return private_key("a stranger").sign(raw[SIGNATURE_BYTES:]) + raw[SIGNATURE_BYTES:]


def published(server: FakeFeedServer) -> None:
    """A snapshot of two parts at revision 2, and a batch after it."""
    server.put(article("1"))
    server.put(article("2"))
    server.make_snapshot(parts=2)
    server.put(article("3"))
    server.sign()


@pytest.mark.parametrize("path", PATHS, ids=["head", "keys", "batch", "part"])
@pytest.mark.parametrize(("what", "mutate"), MUTATIONS, ids=[name for name, _ in MUTATIONS])
def test_a_mutation_is_refused_by_name(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, path: str, what: str,
    mutate: Callable[[bytes, random.Random], bytes],
) -> None:  # fmt: skip
    published(server)
    genuine = server.genuine(path)
    chance = random.Random(f"{path} {what}")
    for _ in range(4):
        server.instead[path] = mutate(genuine, chance)
        assert server.instead[path] != genuine
        refused(client, store, FeedTampered)
    server.instead.clear()
    assert client.sync().revision == 3


def test_pieces_in_another_piece_s_place_are_refused(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    """Genuine ones, all signed by the feed's key."""
    published(server)
    head, keys, batch, part = (server.genuine(path) for path in PATHS)
    first = server.genuine(f"{BATCHES_PATH}/0")
    swaps = {
        HEAD_PATH: [keys, batch, part],
        f"{KEYS_PATH}/1": [head, batch, part],
        f"{BATCHES_PATH}/2": [head, keys, part, first],
        f"{SNAPSHOTS_PATH}/2/1": [head, keys, batch, server.genuine(f"{SNAPSHOTS_PATH}/2/0")],
    }
    names = {first: FeedMixed, swaps[f"{SNAPSHOTS_PATH}/2/1"][-1]: FeedMixed}
    for path, others in swaps.items():
        for other in others:
            server.instead = {path: other}
            shutil.rmtree(folder_of(store), ignore_errors=True)  # what has come already
            refused(client, store, names.get(other, FeedTampered))
    server.instead = {}
    assert client.sync().revision == 3


# --- older than what was seen ------------------------------------------------------------------


def test_an_older_revision_is_a_roll_back(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path
) -> None:
    server.put(article("1"))
    old = server.head()
    server.put(article("2"))
    client.sync()
    server.instead[HEAD_PATH] = old
    refused(client, store, FeedRolledBack)
    # Nor in a cache that has only seen the newer head, as after a power cut before the rows.
    other = ContentStore(tmp_path / "other", FixedClock(START))
    state = store.state()
    other.apply(
        other.state().position,
        type(state)(root=state.root, keys=state.keys, seen=state.seen), (), whole=False,
    )  # fmt: skip
    second = sync_client(Line(server.url), other)
    refused(second, other, FeedRolledBack)
    second.stop()
    other.close()


def test_a_head_of_an_older_key_set_is_a_roll_back(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    old = server.signer.version
    key = server.signer.key
    server.rotate()
    client.sync()
    server.signer.version, server.signer.key = old, server.signer.key
    refused(client, store, FeedRolledBack)
    server.signer.key = key  # and with the key of then, which is nobody's any more
    refused(client, store, FeedTampered)


def test_the_same_old_head_is_a_frozen_feed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, clock: FixedClock
) -> None:
    server.put(article("1"))
    old = server.head()
    client.sync()
    server.signer.now += 3_600
    clock.advance(timedelta(hours=1))
    client.sync()
    server.instead[HEAD_PATH] = old
    refused(client, store, FeedFrozen)  # issued before one that was seen
    server.instead.clear()
    clock.advance(2 * DAYS)
    refused(client, store, FeedFrozen)  # past its time
    server.signer.now += 2 * DAY
    assert client.sync().revision == 1


def test_what_was_seen_outlives_a_restart(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, tmp_path: Path,
    clock: FixedClock,
) -> None:  # fmt: skip
    server.put(article("1"))
    old = server.head()
    server.signer.now += 3_600
    client.sync()
    server.instead[HEAD_PATH] = old
    again = ContentStore(tmp_path, clock)
    second = sync_client(Line(server.url), again, clock=clock)
    refused(second, again, FeedFrozen)
    second.stop()
    again.close()


def test_servers_whose_clocks_differ_a_little_are_one_feed(
    server: FakeFeedServer, client: SyncClient
) -> None:
    server.put(article("1"))
    client.sync()
    server.signer.now -= 30
    server.put(article("2"))
    assert client.sync().revision == 2


# --- parts that do not belong together ---------------------------------------------------------


def test_batches_of_another_history_are_mixed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    other = FakeFeedServer()
    try:
        for fake, title in ((server, "一"), (other, "二")):
            fake.put(article("1", title=title))
            fake.sign()
        client.sync()
        for fake in (server, other):
            fake.put(article("2"))
        server.instead[f"{BATCHES_PATH}/1"] = other.genuine(f"{BATCHES_PATH}/1")
        refused(client, store, FeedMixed)  # it does not join on
        with pytest.raises(FeedMixed, match=r"does not join on .* `kiosk feed restart`"):
            client.sync()
        server.instead = {HEAD_PATH: other.head()}
        refused(client, store, FeedMixed)  # it does not lead to this head
    finally:
        other.close()
    server.instead = {}
    assert client.sync().revision == 2


def test_a_backup_whose_key_was_replaced_long_ago_is_tampered_and_says_the_way_out(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    """The key that signs its head is in no newer set any more: it cannot be told from an attack."""
    server.put(article("1"))
    restored = server.head()
    server.rotate()
    server.sign_anew()
    client.sync()
    server.instead[HEAD_PATH] = restored
    refused(client, store, FeedTampered)
    with pytest.raises(FeedTampered, match=r"`kiosk feed restart --past 2` at the server"):
        client.sync()


def test_a_database_with_the_same_name_and_another_content_is_mixed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    client.sync()
    server.instead[HEAD_PATH] = server.signer.head(1, "a" * 64)
    refused(client, store, FeedMixed)


def test_a_feed_that_no_key_set_names_is_mixed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    client.sync()
    server.instead[HEAD_PATH] = server.signer.head(1, server.digest, feed=OTHER_FEED)
    refused(client, store, FeedMixed)
    server.instead.clear()
    server.put(article("2"))
    batch = Signer(server.signer.now, feed=OTHER_FEED)
    server.sign()
    body = server.genuine(f"{BATCHES_PATH}/1").partition(b"\n")[2]
    first = server.genuine(f"{BATCHES_PATH}/0").partition(b"\n")[2]
    previous = batch.batch(0, 1, "0" * 64, first)[1]
    server.instead[f"{BATCHES_PATH}/1"] = batch.batch(1, 2, previous, body)[0]
    refused(client, store, FeedMixed)


@pytest.mark.parametrize(
    "fields", [{"upto": 1}, {"upto": 9}, {"after": 0}], ids=["short", "long", "before"]
)
def test_changes_outside_of_a_piece_are_mixed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, fields: dict[str, int]
) -> None:
    for n in range(4):
        server.put(article(str(n)))
    server.sign()
    body = server.genuine(f"{BATCHES_PATH}/0").partition(b"\n")[2]
    made = {"after": 0, "upto": 4, "previous": "0" * 64, "body": body} | fields
    envelope, digest = server.signer.batch(**made)  # type: ignore[arg-type]
    server.pieces[f"{BATCHES_PATH}/0"] = envelope
    server.digest = digest
    if fields == {"after": 0}:
        server.digest = "b" * 64
    refused(client, store, FeedMixed)


def test_parts_of_another_snapshot_are_mixed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    for n in range(4):
        server.put(article(str(n)))
    server.make_snapshot(parts=2)
    path = f"{SNAPSHOTS_PATH}/4/1"
    body = server.genuine(path).partition(b"\n")[2]
    server.instead[path] = server.signer.part(1, 4, "c" * 64, body)
    refused(client, store, FeedMixed)
    server.instead[path] = server.signer.part(1, 3, server.digest, body)
    refused(client, store, FeedMixed)
    server.instead = {HEAD_PATH: server.head(snapshot={"revision": 5, "parts": 1})}
    refused(client, store, FeedMixed)


# --- past their time ---------------------------------------------------------------------------


def test_a_batch_past_its_time_is_expired(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, clock: FixedClock
) -> None:
    server.put(article("1"))
    server.sign(expires=server.signer.now + DAY)
    clock.advance(2 * DAYS)
    server.signer.now += 2 * DAY
    refused(client, store, FeedExpired)


def test_a_key_set_and_a_key_past_their_time_are_expired(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, clock: FixedClock
) -> None:
    server.put(article("1"))
    client.sync()
    clock.advance(400 * DAYS)  # the feed's key is good for a year, the key set for two
    server.signer.now += 400 * DAY
    refused(client, store, FeedExpired)
    clock.advance(400 * DAYS)
    server.signer.now += 400 * DAY
    refused(client, store, FeedExpired)
    server.rotate()
    assert client.sync().revision == 1


# --- keys --------------------------------------------------------------------------------------


def test_keys_rotate_without_touching_the_terminal(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    client.sync()
    for new_root in (False, True, False, True):
        server.rotate(new_root=new_root)
        server.put(article("2"))
    server.requests.clear()
    assert client.sync().revision == 5
    assert [p for p in server.paths() if KEYS_PATH in p] == [
        f"{KEYS_PATH}/{n}" for n in range(2, 6)
    ]
    state = store.state()
    assert state.keys is not None
    assert state.keys.version == 5
    server.requests.clear()
    client.sync()
    assert server.paths() == [HEAD_PATH]


def test_a_terminal_enrolled_later_follows_all_changes_of_the_root(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    for _ in range(3):
        server.rotate(new_root=True)
    server.put(article("1"))
    assert client.sync().revision == 1


def test_a_key_set_by_a_root_that_was_replaced_is_tampered(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.put(article("1"))
    server.rotate(new_root=True)
    client.sync()
    server.rotate(by="root")
    refused(client, store, FeedTampered)


@pytest.mark.parametrize("how", ["deleted", "damaged"])
def test_what_was_seen_outlives_the_cache(
    server: FakeFeedServer, tmp_path: Path, clock: FixedClock, how: str,
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log(r"^content\.db was damaged")
    server.put(article("1"))
    old = server.head()
    server.put(article("2"))
    first = server.signer.version

    def sync(error: type[Exception] | None = None) -> None:
        store = ContentStore(tmp_path, clock)
        client = sync_client(Line(server.url), store, clock=clock)
        if error is None:
            assert client.sync().revision == 2
        else:
            refused(client, store, error)
        client.stop()
        store.close()

    sync()
    if how == "deleted":
        for path in tmp_path.glob("content.db*"):
            path.unlink()
    else:
        (tmp_path / "content.db").write_bytes(b"no database" * 1000)
    server.instead[HEAD_PATH] = old
    sync(FeedRolledBack)
    server.instead.clear()
    sync()
    (tmp_path / "content.db").unlink()
    (tmp_path / "feed-seen.json").write_text("{")
    allow_log(r"^feed-seen\.json cannot be read")
    sync()
    server.rotate()
    sync()
    server.signer.version = first
    (tmp_path / "content.db").unlink()
    sync(FeedRolledBack)


@pytest.mark.parametrize("fields", [{"version": 7}, {"roots": ("ff",)}, {"roots": ("xyz",)}])
def test_key_sets_that_are_none(
    server: FakeFeedServer, store: ContentStore, client: SyncClient, fields: dict[str, object]
) -> None:
    server.put(article("1"))
    client.sync()
    server.rotate(**fields)
    refused(client, store, FeedMixed if "version" in fields else FeedTampered)


def test_the_root_of_another_server_is_no_root(server: FakeFeedServer, store: ContentStore) -> None:
    server.put(article("1"))
    stranger = sync_client(Line(server.url), store, root=public_hex(private_key("other")))
    refused(stranger, store, FeedTampered)
    stranger.stop()


def test_enrolled_anew_the_terminal_takes_the_other_server_s_feed(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    for n in range(3):
        server.put(article(str(n)))
    client.sync()
    other = FakeFeedServer()
    other.signer = Signer(other.signer.now, feed=OTHER_FEED, root=private_key("other"))
    other.pieces[f"{KEYS_PATH}/1"] = other.signer.keys()
    other.put(article("other"))
    second = sync_client(Line(other.url), store, root=public_hex(private_key("other")))
    try:
        assert second.sync().revision == 1
        assert store.cursor() == (OTHER_FEED, 1)
        assert len(titles(store)) == 1
    finally:
        second.stop()
        other.close()


# --- the clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [datetime(1970, 1, 1, tzinfo=UTC), START - timedelta(days=400)], ids=["1970", "behind"]
)
def test_a_clock_that_is_behind_does_not_keep_a_terminal_from_its_feed(
    server: FakeFeedServer, store: ContentStore, wrong: datetime
) -> None:
    clock = FixedClock(wrong)
    client = sync_client(Line(server.url), store, clock=clock)
    server.put(article("1"))
    old = server.head()
    assert client.sync().revision == 1
    server.put(article("2"))
    server.signer.now += DAY
    assert client.sync().revision == 2
    # What a genuine head has proved to be past is past, whatever the clock says.
    server.instead[HEAD_PATH] = old
    refused(client, store, FeedRolledBack)
    server.instead[HEAD_PATH] = server.head(issued=server.signer.now, expires=server.signer.now - 1)
    refused(client, store, FeedFrozen)
    server.instead.clear()
    server.put(article("3"))
    server.sign(expires=server.signer.now - 1)
    refused(client, store, FeedExpired)
    client.stop()


def test_a_clock_that_is_ahead_is_named_first(server: FakeFeedServer, store: ContentStore) -> None:
    """The server's answers carry its time; nobody has signed that, so they are refused still."""
    now = datetime.now(UTC)
    server.signer.now = int(now.timestamp())
    server.put(article("1"))
    client = sync_client(Line(server.url), store, clock=FixedClock(now + timedelta(days=9)))
    with pytest.raises(FeedFrozen) as caught:
        client.sync()
    assert str(caught.value).startswith("This terminal's clock is 9 days ahead of the server's")
    refused(client, store, FeedFrozen)
    client.stop()


def test_a_server_whose_clock_was_ahead_is_forgiven_with_a_newer_key_set(
    server: FakeFeedServer, store: ContentStore, client: SyncClient
) -> None:
    server.signer.now += 300 * DAY
    server.put(article("1"))
    client.sync()
    server.signer.now -= 300 * DAY
    refused(client, store, FeedFrozen)
    server.rotate()
    server.put(article("2"))
    assert client.sync().revision == 2
