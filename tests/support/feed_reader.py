"""Reads the signed feed as a terminal must, in a few lines and without a cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiosk.protocol.feed import (
    BATCH_PURPOSE,
    BATCHES_PATH,
    GENESIS,
    HEAD_PATH,
    HEAD_PURPOSE,
    KEYS_PATH,
    KEYS_PURPOSE,
    SNAPSHOT_PURPOSE,
    SNAPSHOTS_PATH,
    BatchBody,
    BatchHeader,
    Head,
    KeySet,
    chain,
    open_envelope,
    public_keys,
    read,
    split_batch,
    split_root,
)

if TYPE_CHECKING:
    from tests.support.signalling import Device

#: (status, unpacked body) of a path.
Get = Callable[[str], tuple[int, bytes]]


@dataclass
class FeedReader:
    """``docs`` is what the feed holds at ``revision``; each step is checked."""

    get: Get
    root: str
    docs: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    revision: int = 0
    digest: str = GENESIS
    keys: KeySet | None = None
    batches: int = 0

    def head(self) -> Head:
        _, envelope = self.get(HEAD_PATH)
        version = Head.model_validate_json(envelope[64:]).keys  # not verified yet
        while self.keys is None or self.keys.version < version:
            self._next_keys()
        return read(Head, open_envelope(HEAD_PURPOSE, envelope, self._feed_keys()), HEAD_PURPOSE)

    def _next_keys(self) -> None:
        pinned, first = split_root(self.root)
        roots = self.keys.roots if self.keys else (pinned,)
        number = self.keys.version + 1 if self.keys else first
        status, envelope = self.get(f"{KEYS_PATH}/{number}")
        assert status == 200
        payload = open_envelope(KEYS_PURPOSE, envelope, public_keys(roots))
        keys = read(KeySet, payload, KEYS_PURPOSE)
        assert keys.version == number
        self.keys = keys

    def _feed_keys(self) -> dict[str, bytes]:
        assert self.keys is not None
        return public_keys(key.public for key in self.keys.keys)

    def walk(self) -> Head:
        """By batches, to the head."""
        head = self.head()
        while self.revision < head.revision:
            status, envelope = self.get(f"{BATCHES_PATH}/{self.revision}")
            assert status == 200, status
            header, body = self._open(BATCH_PURPOSE, envelope, head)
            assert (header.after, header.previous) == (self.revision, self.digest)
            assert header.digest == chain(self.digest, body)
            changes = BatchBody.model_validate_json(body).changes
            assert [c.revision for c in changes] == sorted(c.revision for c in changes)
            self._apply(body)
            self.revision, self.digest = header.upto, header.digest
            self.batches += 1
        assert (self.revision, self.digest) == (head.revision, head.digest)
        return head

    def jump(self) -> Head:
        """By the snapshot, then by batches."""
        head = self.head()
        assert head.snapshot is not None
        self.docs.clear()
        for part in range(head.snapshot.parts):
            _, envelope = self.get(f"{SNAPSHOTS_PATH}/{head.snapshot.revision}/{part}")
            header, body = self._open(SNAPSHOT_PURPOSE, envelope, head)
            assert (header.after, header.upto) == (part, head.snapshot.revision)
            self._apply(body)
        self.revision, self.digest = header.upto, header.digest
        return self.walk()

    def _open(self, purpose: str, envelope: bytes, head: Head) -> tuple[BatchHeader, bytes]:
        first, body = split_batch(open_envelope(purpose, envelope, self._feed_keys()))
        header = read(BatchHeader, first, purpose)
        assert header.feed == head.feed
        return header, body

    def _apply(self, body: bytes) -> None:
        for change in BatchBody.model_validate_json(body).changes:
            if change.doc is None:
                self.docs.pop((change.kind, change.id), None)
            else:
                self.docs[change.kind, change.id] = change.doc


def reader(device: Device) -> FeedReader:
    """Reads as this device."""

    def get(path: str) -> tuple[int, bytes]:
        answer = device.get(path, headers={"Accept-Encoding": "gzip"})
        return answer.status_code, answer.content

    return FeedReader(get, device.profile["feed_root"])
