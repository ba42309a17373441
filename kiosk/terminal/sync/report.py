"""What a sync tells of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """One step that is committed: the cache holds ``revision`` of ``head`` now."""

    revision: int
    head: int
    kinds: frozenset[str]  # kinds of documents that this step changed


@dataclass(frozen=True, slots=True)
class SyncReport:
    """A whole sync: where the cache stands, and what it took to get there."""

    revision: int
    changes: int
    blobs: int  # blobs that were fetched
    bytes: int  # bytes of feed and blobs that came over the line
    blobs_missing: int = 0  # blobs that the server names but does not give
