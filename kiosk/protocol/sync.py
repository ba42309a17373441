"""The content feed: changes by revision number, with tombstones.

``GET /api/v1/feed?after=REVISION&limit=N`` answers a ``Batch``; ``GET /api/v1/blobs/SHA256``
answers a blob's bytes. The cursor of the next request is ``Batch.upto``.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

FEED_PATH = "/api/v1/feed"
BLOB_PATH = "/api/v1/blobs"


class Change(BaseModel):
    """One thing as it is at ``revision``; ``doc`` is None for a tombstone.

    ``doc`` stays raw here: a terminal validates each by itself, and skips a kind it does not know.
    """

    revision: int = Field(ge=1)
    kind: str
    id: str
    doc: dict[str, Any] | None


class Batch(BaseModel):
    """Changes with ``after < revision <= upto``; ``head`` is the feed's newest revision."""

    version: int = 1
    feed: str  # UUID of this feed: another one means that the server's database is a new one
    after: int
    upto: int
    head: int
    changes: list[Change]
    blobs: dict[str, int] = Field(default_factory=dict)  # SHA-256 -> bytes, named by the changes
