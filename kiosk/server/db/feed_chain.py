"""The chain of batches: written in the transaction that allocates their revisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import zstandard
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.protocol.content import BLOB_FIELDS
from kiosk.protocol.feed import chain
from kiosk.server.db.feed_models import FeedBatch, FeedKeyRow
from kiosk.server.db.models import Blob, FeedHead

#: A batch ends before it passes one of these. A document that is larger has one for itself.
MAX_CHANGES = 200
MAX_BODY = 256 * 1024
#: Calls wait for a publishing transaction: batches are packed well when they are served.
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the feed as it is stored, compared and sent. ``raw`` None: a tombstone."""

    kind: str
    id: str
    raw: dict[str, Any] | None
    text: str  # the same as JSON, compact and with its fields in order

    @classmethod
    def of(cls, kind: str, key: str, raw: dict[str, Any] | None) -> Document:
        return cls(kind, key, raw, _json(raw, sort_keys=True))

    @property
    def size(self) -> int:
        """Bytes of the text."""
        return len(self.text.encode())

    @property
    def digest(self) -> str:
        """SHA-256 of the text; a tombstone's is empty: no document has it."""
        return "" if self.raw is None else hashlib.sha256(self.text.encode()).hexdigest()


#: (revision, what there is from then on)
Change = tuple[int, Document]


def _json(value: object, *, sort_keys: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)


def body_of(changes: Iterable[Change], sizes: dict[str, int]) -> bytes:
    """The second line of a batch; ``sizes``: bytes of the blobs that the changes name."""
    rows = ",".join(
        f'{{"revision":{revision},"kind":{_json(doc.kind)},"id":{_json(doc.id)},"doc":{doc.text}}}'
        for revision, doc in changes
    )
    return f'{{"changes":[{rows}],"blobs":{_json(sizes)}}}'.encode()


def named_blobs(changes: Iterable[Change]) -> set[str]:
    """SHA-256 of the blobs that these changes name."""
    docs = (doc.raw for _, doc in changes if doc.raw is not None)
    found = (raw.get(field) for raw in docs for field in BLOB_FIELDS)
    return {name for name in found if isinstance(name, str)}


def blob_sizes(session: Session, names: Collection[str]) -> dict[str, int]:
    """Bytes of those that are stored."""
    sizes: dict[str, int] = {}
    ordered = sorted(names)
    for at in range(0, len(ordered), 500):
        rows = session.execute(
            select(Blob.sha256, Blob.size).where(Blob.sha256.in_(ordered[at : at + 500]))
        )
        sizes.update({row.sha256: row.size for row in rows})
    return sizes


def pack(body: bytes, level: int = _LEVEL) -> bytes:
    return zstandard.ZstdCompressor(level=level).compress(body)


def unpack(packed: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(packed)


class ChainWriter:
    """Appends changes to the chain of a locked ``head``; ``close`` writes what is left."""

    def __init__(self, session: Session, head: FeedHead, after: int) -> None:
        """``after``: the revision that the chain stands at."""
        self._session = session
        self._head = head
        self._after = after
        self._changes: list[Change] = []
        self._length = 0

    def add(self, change: Change) -> None:
        size = change[1].size
        if len(self._changes) >= MAX_CHANGES or self._length + size > MAX_BODY:
            self.close()
        self._changes.append(change)
        self._length += size

    def close(self) -> None:
        if not self._changes:
            return
        sizes = blob_sizes(self._session, named_blobs(self._changes))
        body = body_of(self._changes, sizes)
        upto, previous = self._changes[-1][0], self._head.digest
        self._head.digest = chain(previous, body)
        batch = FeedBatch(after=self._after, upto=upto, previous=previous,
                          digest=self._head.digest, body=pack(body), size=len(body))  # fmt: skip
        self._session.add(batch)
        self._session.flush()
        self._session.expunge(batch)  # thousands of them would not fit into memory
        self._after, self._changes, self._length = upto, [], 0


def find_batch(session: Session, after: int) -> FeedBatch | None:
    return session.scalar(select(FeedBatch).where(FeedBatch.after == after))


def chain_size(session: Session, after: int) -> tuple[int, int]:
    """(bytes, changes) of the chain after a revision."""
    size, upto = session.execute(
        select(func.coalesce(func.sum(FeedBatch.size), 0), func.max(FeedBatch.upto)).where(
            FeedBatch.after >= after
        )
    ).one()
    return int(size), max(0, (upto or after) - after)


def pinned_root(session: Session) -> str:
    """What a terminal that enrols now begins with: the newest root key, and the first key set that
    it has signed (``protocol.feed.split_root``). Empty before the server has started once."""
    root = session.scalar(
        select(FeedKeyRow)
        .where(FeedKeyRow.purpose == "root")
        .order_by(FeedKeyRow.number.desc())
        .limit(1)
    )
    if root is None:
        return ""
    return root.public if root.first_set == 1 else f"{root.public}@{root.first_set}"
