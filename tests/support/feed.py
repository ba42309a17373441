"""Documents, batches and signatures of a feed, for tests of the terminal's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.feed import (
    BATCH_PURPOSE,
    GENESIS,
    HEAD_PURPOSE,
    KEYS_PURPOSE,
    SNAPSHOT_PURPOSE,
    BatchBody,
    BatchHeader,
    Change,
    FeedKey,
    Head,
    KeySet,
    chain,
    join_batch,
    key_id,
    signed_bytes,
    to_json,
)
from kiosk.terminal.feed_state import FeedState
from kiosk.terminal.storage.content import ContentStore

FEED = "11111111-1111-4111-8111-111111111111"
OTHER_FEED = "22222222-2222-4222-8222-222222222222"


def article(article_id: str, **fields: Any) -> dict[str, Any]:
    """A news item on labour of 20 November 2026, unless ``fields`` say otherwise."""
    return {
        "kind": "article",
        "id": article_id,
        "form": "news",
        "title": f"标题 {article_id}",
        "topic": "labour",
        "published": "2026-11-20",
        "body": "正文。",
        **fields,
    }


def organisation(organisation_id: str, **fields: Any) -> dict[str, Any]:
    doc = {"kind": "organisation", "id": organisation_id, "scope": "firm", "name": "示例律所"}
    return {**doc, **fields}


def entry(entry_id: str, **fields: Any) -> dict[str, Any]:
    """A notary without hours or point, unless ``fields`` say otherwise."""
    return {
        "kind": "entry",
        "id": entry_id,
        "category": "notary",
        "organisation": "street",
        "name": f"示例公证处 {entry_id}",
        **fields,
    }


def lawyer(lawyer_id: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "lawyer", "id": lawyer_id, "name": "陈静", "firm": "firm", **fields}


def change(revision: int, doc: Mapping[str, Any]) -> Change:
    return Change(revision=revision, kind=doc["kind"], id=doc["id"], doc=dict(doc))


def tombstone(revision: int, kind: str, document_id: str) -> Change:
    return Change(revision=revision, kind=kind, id=document_id, doc=None)


@dataclass(frozen=True)
class Piece:
    """Changes with ``after < revision <= upto``, as they come to the cache."""

    feed: str
    after: int
    upto: int
    body: BatchBody


def batch(
    changes: Iterable[Change],
    *,
    after: int = 0,
    upto: int | None = None,
    feed: str = FEED,
    blobs: Mapping[str, int] | None = None,
) -> Piece:
    """A batch that ends at its last change, unless said otherwise."""
    listed = list(changes)
    end = upto if upto is not None else max((c.revision for c in listed), default=after)
    return Piece(feed, after, end, BatchBody(changes=listed, blobs=dict(blobs or {})))


def docs(documents: Iterable[Mapping[str, Any]], *, after: int = 0, **options: Any) -> Piece:
    """A batch of documents with revisions from ``after`` + 1 on."""
    changes = [change(after + 1 + n, doc) for n, doc in enumerate(documents)]
    return batch(changes, after=after, **options)


def apply(store: ContentStore, piece: Piece, *, whole: bool = False) -> frozenset[str]:
    """Store a batch where the cache stands, as the sync does once all is verified."""
    before = store.state().position
    after = FeedState(piece.feed, piece.upto, digest_at(piece.upto))
    return store.apply(before, after, [piece.body], whole=whole)


def put_blob(store: ContentStore, content: bytes) -> str:
    """Store a blob as a download does; its SHA-256."""
    name = sha256(content)
    with store.open_part(name) as part:
        if part is not None:
            part.write(content)
            part.commit()
    return name


def digest_at(revision: int) -> str:
    """Some digest, another one for each revision."""
    return GENESIS if not revision else f"{revision:064x}"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def private_key(seed: str) -> Ed25519PrivateKey:
    """The same one for the same seed."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


def public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


@dataclass
class Signer:
    """Who signs a feed, and until when. ``now``: seconds since 1970."""

    now: int
    feed: str = FEED
    root: Ed25519PrivateKey = field(default_factory=lambda: private_key("root"))
    key: Ed25519PrivateKey = field(default_factory=lambda: private_key("feed 1"))
    version: int = 1
    lifetime: int = 86_400

    @property
    def key_name(self) -> str:
        return key_id(self.key.public_key().public_bytes_raw())

    def sign(self, purpose: str, payload: bytes, key: Ed25519PrivateKey | None = None) -> bytes:
        return (key or self.key).sign(signed_bytes(purpose, payload)) + payload

    def head(self, revision: int, digest: str, **fields: Any) -> bytes:
        made: dict[str, Any] = {
            "feed": self.feed, "revision": revision, "digest": digest, "issued": self.now,
            "expires": self.now + self.lifetime, "key": self.key_name, "keys": self.version,
            **fields,
        }  # fmt: skip
        return self.sign(HEAD_PURPOSE, to_json(Head.model_validate(made)))

    def keys(self, by: Ed25519PrivateKey | None = None, **fields: Any) -> bytes:
        """The key set of now, signed by the root, or by an older one."""
        key = FeedKey(
            id=self.key_name, public=public_hex(self.key), expires=self.now + 365 * 86_400
        )
        made: dict[str, Any] = {
            "version": self.version, "feed": self.feed, "roots": (public_hex(self.root),),
            "keys": (key,), "expires": self.now + 730 * 86_400, **fields,
        }  # fmt: skip
        return self.sign(KEYS_PURPOSE, to_json(KeySet.model_validate(made)), by or self.root)

    def batch(
        self, after: int, upto: int, previous: str, body: bytes, **fields: Any
    ) -> tuple[bytes, str]:
        """(envelope, the chain's digest after it)."""
        digest = chain(previous, body)
        return self._piece(BATCH_PURPOSE, body, after=after, upto=upto, previous=previous,
                           digest=digest, **fields), digest  # fmt: skip

    def part(self, part: int, revision: int, digest: str, body: bytes, **fields: Any) -> bytes:
        return self._piece(SNAPSHOT_PURPOSE, body, after=part, upto=revision, previous=GENESIS,
                           digest=digest, **fields)  # fmt: skip

    def _piece(self, purpose: str, body: bytes, **fields: Any) -> bytes:
        made = {
            "feed": self.feed, "expires": self.now + 30 * 86_400, "key": self.key_name, **fields
        }  # fmt: skip
        return self.sign(purpose, join_batch(BatchHeader.model_validate(made), body))
