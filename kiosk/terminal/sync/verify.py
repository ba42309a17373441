"""Is it the feed as the server published it? Pure functions: no I/O, no clock of their own.

Each refusal has a name (``kiosk.protocol.feed``):

- ``FeedTampered``: not signed by the root, or by a key of the newest key set; or signed nonsense;
- ``FeedRolledBack``: a head older than the newest one seen, by its revision or its key set;
- ``FeedFrozen``: a head past its time, or issued before the newest one seen;
- ``FeedMixed``: genuine parts of another feed, or of another place in the chain;
- ``FeedExpired``: a key set, a key, a batch or a part of a snapshot past its time.

**The clock of a terminal may be wrong** (1970 after a flat battery). Nothing was signed in the
future, so the time that counts is the later one of the clock and of the newest genuine head's
``issued`` (``proven_time``): a terminal whose clock is behind syncs all the same, and whatever is
past its time even then is refused all the same. Only a replay of the last head goes unseen until
the clock is right. A clock that is ahead cannot be told from a frozen feed, and is refused as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.protocol.feed import (
    BATCH_PURPOSE,
    FEED_FORMAT,
    GENESIS,
    HEAD_PURPOSE,
    KEYS_PURPOSE,
    MAX_HEAD,
    SNAPSHOT_PURPOSE,
    BatchBody,
    BatchHeader,
    FeedExpired,
    FeedFrozen,
    FeedMixed,
    FeedRolledBack,
    FeedTampered,
    Head,
    KeySet,
    Snapshot,
    chain,
    open_envelope,
    payload_of,
    public_keys,
    read,
    split_batch,
    split_root,
)
from kiosk.terminal.feed_state import FeedState

#: Servers that serve one feed may differ by this many seconds in their clocks.
SKEW_S = 60
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """A verified batch or part of a snapshot. ``body`` is None when newer software is needed."""

    header: BatchHeader
    body: BatchBody | None


def open_keys(envelope: bytes, before: KeySet | None, root: str) -> KeySet:
    """The key set after ``before``; the first one must be signed by and name the pinned ``root``
    (as ``protocol.feed.split_root`` has it).

    Its ``expires`` is not looked at: a set on the way to the newest one may be old.
    """
    pinned, first = split_root(root)
    payload = open_envelope(KEYS_PURPOSE, envelope, _raw(before.roots if before else (pinned,)))
    keys = read(KeySet, payload, KEYS_PURPOSE)
    _raw(keys.roots)
    _raw(tuple(key.public for key in keys.keys))
    expected = before.version + 1 if before else first
    if keys.version != expected:
        raise FeedMixed(
            f"The key set {keys.version} came where {expected} was asked for. Check the server and "
            "what stands before it."
        )
    if before is None and pinned not in keys.roots:
        raise FeedTampered(
            "The first key set does not name the root key of this terminal. Enrol it again."
        )
    return keys


def claimed_keys(envelope: bytes) -> int:
    """The version of the key set that a head **claims**: nothing of it is verified yet."""
    return _head(payload_of(envelope)).keys


def open_head(envelope: bytes, keys: KeySet, state: FeedState, now: int) -> Head:
    """The head, genuine, fresh and not older than what ``state`` has seen. ``now``: the clock's
    seconds since 1970."""
    if len(envelope) > MAX_HEAD:
        raise FeedTampered(
            f"A head of {len(envelope)} bytes came, more than {MAX_HEAD}: the server is broken, or "
            "something on the line answers in its place."
        )
    try:
        payload, key_expires = _signed(HEAD_PURPOSE, envelope, keys)
    except FeedTampered as error:  # so does a backup whose key was replaced since
        raise FeedTampered(
            f"{error} After a backup was restored: `kiosk feed restart --past {keys.version}` at "
            "the server."
        ) from None
    head = _head(payload)
    if head.feed != keys.feed:
        raise FeedMixed(
            f"The head is of feed {head.feed}, but the key set {keys.version} that this terminal "
            f"has seen is of {keys.feed}. After a backup was restored: `kiosk feed restart --past "
            f"{keys.version}` at the server. Else check that all servers use one database."
        )
    if head.keys < keys.version:
        raise FeedRolledBack(
            f"The head knows the key set {head.keys}; this terminal has seen {keys.version}. "
            "Something shows it an old feed: check the line. After a backup was restored: `kiosk "
            f"feed restart --past {keys.version}` at the server."
        )
    _not_before(head, keys, state)
    time = proven_time(now, head, state)
    if head.expires <= time:
        raise FeedFrozen(
            f"The head of revision {head.revision} is past its time. The server signs no more, or "
            "something on the line shows the same old one again, or this terminal's clock is ahead."
        )
    _in_time("key set", keys.expires, time)
    _in_time("key of the head", key_expires, time)
    if head.snapshot is not None and head.snapshot.revision > head.revision:
        raise FeedMixed("The head names a snapshot of a later revision. The server is broken.")
    return head


def _not_before(head: Head, keys: KeySet, state: FeedState) -> None:
    """Refuse what is older than ``state`` has seen of the same feed."""
    if head.feed == state.feed:
        if head.revision < state.revision:
            raise _rolled_back(head.revision, state.revision)
        if head.revision == state.revision and head.digest != state.digest:
            raise FeedMixed(
                f"Revision {head.revision} of the feed is not the one that this terminal holds. "
                "The server's database is another one with the same name, such as a restored "
                "backup: `kiosk feed restart` at the server."
            )
    seen = state.seen
    if seen is None or head.feed != seen.feed:
        return
    if head.revision < seen.revision:
        raise _rolled_back(head.revision, seen.revision)
    # A newer key set forgives a server whose clock was ahead for a while.
    if state.keys is not None and keys.version > state.keys.version:
        return
    if head.issued < seen.issued - SKEW_S:
        raise FeedFrozen(
            "The head was issued before one that this terminal has seen. Something on the line "
            "shows an old one again, or the server's clock was set back."
        )


def proven_time(now: int, head: Head, state: FeedState) -> int:
    """Seconds since 1970 that it surely is: see the head of this file."""
    seen = state.seen
    if seen is None or (state.keys is not None and head.keys > state.keys.version):
        return max(now, head.issued)
    return max(now, head.issued, seen.issued)


def open_batch(
    envelope: bytes, head: Head, keys: KeySet, after: int, previous: str, time: int
) -> Piece:
    """The batch that joins on to revision ``after`` with digest ``previous``."""
    header, body = _piece(BATCH_PURPOSE, envelope, head, keys, time)
    if header.after == after and header.previous != previous:
        raise FeedMixed(
            f"The batch after {after} does not join on to what this terminal holds. After a backup "
            "was restored: `kiosk feed restart` at the server. Else check that all servers use one "
            "database."
        )
    if header.after != after:
        raise FeedMixed(
            f"The batch after {header.after} came where the one after {after} was asked for. "
            "Check the server and what stands before it."
        )
    if header.upto <= after or chain(previous, body) != header.digest:
        raise FeedMixed(
            f"The batch after {after} does not lead where it says. The server is broken."
        )
    if header.upto == head.revision and header.digest != head.digest:
        raise FeedMixed(
            f"The batches lead to another revision {head.revision} than the head names. "
            "Check that all servers use one database."
        )
    return _read_piece(header, body, after)


def open_part(
    envelope: bytes, head: Head, snapshot: Snapshot, keys: KeySet, part: int, digest: str | None,
    time: int,
) -> Piece:  # fmt: skip
    """Part number ``part`` of a snapshot; ``digest`` is what the parts before it have said."""
    header, body = _piece(SNAPSHOT_PURPOSE, envelope, head, keys, time)
    if (header.after, header.upto, header.previous) != (part, snapshot.revision, GENESIS):
        raise FeedMixed(
            f"Part {header.after} of the snapshot {header.upto} came where part {part} of "
            f"{snapshot.revision} was asked for. Check the server and what stands before it."
        )
    if digest not in (None, header.digest) or (
        header.upto == head.revision and header.digest != head.digest
    ):
        raise FeedMixed(
            f"The parts of the snapshot {snapshot.revision} do not belong together. "
            "Check that all servers use one database."
        )
    return _read_piece(header, body, 0)


def _piece(
    purpose: str, envelope: bytes, head: Head, keys: KeySet, time: int
) -> tuple[BatchHeader, bytes]:
    payload, key_expires = _signed(purpose, envelope, keys)
    first, body = split_batch(payload)
    header = read(BatchHeader, first, purpose)
    if header.feed != head.feed:
        raise FeedMixed(
            f"A piece of feed {header.feed} came with a head of {head.feed}. "
            "Check that all servers use one database."
        )
    _in_time(purpose, header.expires, time)
    _in_time(f"key of the {purpose}", key_expires, time)
    return header, body


def _read_piece(header: BatchHeader, raw: bytes, after: int) -> Piece:
    if header.needs > FEED_FORMAT:
        return Piece(header, None)
    body = read(BatchBody, raw, "changes of the feed")
    if any(not after < change.revision <= header.upto for change in body.changes):
        raise FeedMixed(
            f"Changes outside of {after} to {header.upto} came in one piece. The server is broken."
        )
    return Piece(header, body)


def _signed(purpose: str, envelope: bytes, keys: KeySet) -> tuple[bytes, int]:
    """(payload, when the key that signed it expires)."""
    for key in keys.keys:
        try:
            raw = {key.id: bytes.fromhex(key.public)}
            return open_envelope(purpose, envelope, raw), key.expires
        except FeedTampered:
            continue
    return open_envelope(purpose, envelope, {}), 0  # refuses


def _in_time(what: str, expires: int, time: int) -> None:
    if expires <= time:
        raise FeedExpired(
            f"The {what} is past its time. The server must sign anew (`kiosk server` does so while "
            "it runs), or this terminal's clock is ahead."
        )


def _head(payload: bytes) -> Head:
    return read(Head, payload, HEAD_PURPOSE)


def _rolled_back(revision: int, seen: int) -> FeedRolledBack:
    return FeedRolledBack(
        f"The feed is at revision {revision}; this terminal has seen {seen}. Something shows it an "
        "old feed: check the line. After a backup was restored: `kiosk feed restart` at the server."
    )


def _raw(keys: tuple[str, ...]) -> Mapping[str, bytes]:
    """Public keys in hex by their ids; what is none must not pass as signed."""
    try:
        raw = public_keys(keys)
        if all(len(key) == _KEY_BYTES for key in raw.values()):
            return raw
    except ValueError:
        pass
    raise FeedTampered("A key of the feed is none. Enrol this terminal again, or see the server.")
