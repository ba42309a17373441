"""The signed content feed: heads, batches, snapshots, keys.

All that is signed travels as an **envelope**: 64 bytes of Ed25519 signature, then the payload. The
signature is over ``purpose + NUL + payload``, the exact bytes, so that a head never passes for a
batch. Who may sign what:

- a **root** key, pinned by the terminal when it enrols, signs ``KeySet`` documents. Each version
  is kept for ever: a terminal walks them one by one from the version that it holds, and follows a
  change of the root on the way, since the old root signs the set that names the new one;
- a **feed** key, named by the newest key set, signs heads, batches and parts of snapshots.

``GET HEAD_PATH``                        ``Head``: what is newest, and that it still is
``GET KEYS_PATH/{version}``              ``KeySet``
``GET BATCHES_PATH/{after}``             ``Batch`` from that revision on; 410: take the snapshot
``GET SNAPSHOTS_PATH/{revision}/{part}`` ``Batch``, one part of all that there is at that revision
``GET BLOB_PATH/{sha256}``               a picture's or video's bytes, with ranges

Batches join in a **chain**: ``digest = sha256(previous + body)``. Bodies are served immutable with
an ETag, compressed by what ``Accept-Encoding`` takes: ``zstd``, else ``gzip``; ``dcz`` (RFC 9842)
where ``Available-Dictionary`` names the dictionary that both programs carry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.errors import EnvironmentFault

HEAD_PATH = "/api/v1/feed/head"
KEYS_PATH = "/api/v1/feed/keys"
BATCHES_PATH = "/api/v1/feed/batches"
SNAPSHOTS_PATH = "/api/v1/feed/snapshots"
BLOB_PATH = "/api/v1/blobs"

#: What a feed of this software holds. A batch that ``needs`` more is for newer software.
FEED_FORMAT = 1
#: The digest before the first batch.
GENESIS = "0" * 64
SIGNATURE_BYTES = 64
#: The largest head, batch or part in bytes, uncompressed: nothing larger is ever unpacked.
MAX_HEAD = 400
MAX_ENVELOPE = 16 * 1024 * 1024

HEAD_PURPOSE = "kiosk feed head"
BATCH_PURPOSE = "kiosk feed batch"
SNAPSHOT_PURPOSE = "kiosk feed snapshot"
KEYS_PURPOSE = "kiosk feed keys"

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
#: Seconds since 1970, UTC.
Timestamp = Annotated[int, Field(ge=0, le=2**40)]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]


class FeedRefused(EnvironmentFault):
    """What came is not the feed as the server published it: the cache stays as it is."""

    code = "feed_refused"


class FeedTampered(FeedRefused):
    """The bytes are not what was signed, or by a key that is not the feed's."""

    code = "feed_tampered"


class FeedRolledBack(FeedRefused):
    """Older than what this terminal has already seen."""

    code = "feed_rolled_back"


class FeedFrozen(FeedRefused):
    """The head is no longer fresh: something shows the same old one again and again."""

    code = "feed_frozen"


class FeedMixed(FeedRefused):
    """Genuine parts that do not belong together: another feed, another place in the chain."""

    code = "feed_mixed"


class FeedExpired(FeedRefused):
    """Genuine, but past the time that it was signed for."""

    code = "feed_expired"


class _Signed(BaseModel):
    # Fields of a newer server are ignored: an old terminal reads a new feed.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Snapshot(_Signed):
    """The snapshot that a first start, or a terminal far behind, begins with."""

    revision: Revision
    parts: int = Field(ge=1, le=10_000)


class Head(_Signed):
    """The feed as it is now. At most ``MAX_HEAD`` bytes with its signature."""

    feed: str  # UUID
    revision: Revision
    digest: Digest  # the chain's at ``revision``
    issued: Timestamp
    expires: Timestamp
    key: str  # who signed
    keys: int = Field(ge=1)  # version of the newest key set
    snapshot: Snapshot | None = None


class Change(_Signed):
    """One thing as it is at ``revision``; ``doc`` is None for a tombstone.

    ``doc`` stays raw here: a terminal validates each by itself, and keeps a kind that it does not
    know unread.
    """

    revision: int = Field(ge=1)
    kind: str
    id: str
    doc: dict[str, Any] | None


class BatchHeader(_Signed):
    """First line of a batch's payload.

    In a chain batch: changes with ``after < revision <= upto``, and ``digest`` is
    ``chain(previous, body)``. In a part of a snapshot: ``after`` is the part's number (from 0),
    ``upto`` the snapshot's revision, ``previous`` is ``GENESIS`` and ``digest`` is the chain's at
    ``upto``.
    """

    feed: str
    after: Revision
    upto: Revision
    previous: Digest
    digest: Digest
    expires: Timestamp
    key: str
    needs: int = FEED_FORMAT


class BatchBody(_Signed):
    """Second line of a batch's payload."""

    changes: list[Change]
    blobs: dict[str, int] = Field(default_factory=dict)  # SHA-256 -> bytes, named by the changes


class FeedKey(_Signed):
    id: str
    public: str  # 32 raw bytes in hex
    expires: Timestamp


class KeySet(_Signed):
    """Who may sign, from this version on. Signed by a root of the version before (the first: by
    one of its own, which the terminal has pinned)."""

    version: int = Field(ge=1)
    feed: str  # the only feed that these keys speak for
    roots: tuple[str, ...]  # raw public keys in hex
    keys: tuple[FeedKey, ...]
    seal: str = ""  # JWK (X25519, public) that residents' commands are sealed for
    expires: Timestamp


M = TypeVar("M", bound=_Signed)


def chain(previous: str, body: bytes) -> str:
    """The digest after a batch whose second line is ``body``."""
    return hashlib.sha256(bytes.fromhex(previous) + body).hexdigest()


def split_root(root: str) -> tuple[str, int]:
    """(public key in hex, version of the first key set that it signs) of a pinned root.

    ``KEY`` alone signed the first one of all; ``KEY@7`` has come later.
    """
    key, _, version = root.partition("@")
    return key, int(version) if version.isdigit() else 1


def key_id(public: bytes) -> str:
    """The short name of a raw public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def to_json(model: BaseModel) -> bytes:
    """Compact UTF-8 JSON without newlines."""
    raw = model.model_dump(mode="json", exclude_none=isinstance(model, Head))
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def signed_bytes(purpose: str, payload: bytes) -> bytes:
    """What the signature is over."""
    return purpose.encode() + b"\0" + payload


def payload_of(envelope: bytes) -> bytes:
    """What an envelope **claims** to hold: nothing of it is verified."""
    return envelope[SIGNATURE_BYTES:]


def open_envelope(purpose: str, envelope: bytes, keys: Mapping[str, bytes]) -> bytes:
    """The payload, when one of ``keys`` (id -> raw public key) has signed it for this purpose.

    Raises ``FeedTampered``.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signature, payload = envelope[:SIGNATURE_BYTES], payload_of(envelope)
    for raw in keys.values():
        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(
                signature, signed_bytes(purpose, payload)
            )
        except InvalidSignature:
            continue
        return payload
    raise FeedTampered(
        f"What came as {purpose} is not signed by a key of this feed. Something on the line, or "
        "the server itself, has changed it: check the line, then the server."
    )


def read(model: type[M], raw: bytes, purpose: str) -> M:
    """A signed document from its JSON; ``FeedTampered`` when it is none."""
    try:
        return model.model_validate_json(raw)
    except ValidationError:
        raise FeedTampered(
            f"What came as {purpose} is signed, but cannot be read: the server makes what this "
            "software does not understand. Update the terminal."
        ) from None


def split_batch(payload: bytes) -> tuple[bytes, bytes]:
    """(header, body) of a batch's payload."""
    header, _, body = payload.partition(b"\n")
    return header, body


def join_batch(header: BatchHeader, body: bytes) -> bytes:
    return to_json(header) + b"\n" + body


def public_keys(keys: Iterable[str]) -> dict[str, bytes]:
    """Hex keys of a ``KeySet`` by their ids."""
    raw = [bytes.fromhex(key) for key in keys]
    return {key_id(key): key for key in raw}
