"""Tables of the signed feed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.server.db.base import Record
from kiosk.server.db.types import UtcDateTime


class FeedBatch(Record):
    """One link of the chain: the changes with ``after < revision <= upto``. Never changed.

    ``body`` is the second line of the batch as it is signed, compressed by zstd. Signatures are
    made when it is served: they carry an expiry, and keys change.
    """

    __tablename__ = "feed_batch"

    after: Mapped[int] = mapped_column(unique=True)
    upto: Mapped[int] = mapped_column(unique=True)
    previous: Mapped[str]
    digest: Mapped[str]
    body: Mapped[bytes]
    size: Mapped[int]  # of the body, uncompressed, in bytes


class FeedSnapshotPart(Record):
    """A part of all that there was at ``revision``; ``digest``: the chain's there."""

    __tablename__ = "feed_snapshot_part"
    __table_args__ = (UniqueConstraint("revision", "part"),)

    revision: Mapped[int]
    part: Mapped[int]
    parts: Mapped[int]
    digest: Mapped[str]
    body: Mapped[bytes]
    size: Mapped[int]


class FeedKeyRow(Record):
    """A signing key. ``wrapped`` (by the master key) is None for a root that is kept elsewhere."""

    __tablename__ = "feed_key"
    audited = True

    purpose: Mapped[str]  # root | feed
    number: Mapped[int] = mapped_column(unique=True)  # the newest of a purpose is in use
    kid: Mapped[str] = mapped_column(unique=True)
    public: Mapped[str]  # raw, in hex
    nonce: Mapped[bytes | None] = mapped_column(default=None)
    wrapped: Mapped[bytes | None] = mapped_column(default=None)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_set: Mapped[int] = mapped_column(default=1)  # of a root: the first key set it signed


class FeedKeySetRow(Record):
    """A signed ``KeySet``; each version is served for ever."""

    __tablename__ = "feed_key_set"

    version: Mapped[int] = mapped_column(unique=True)
    envelope: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
