"""What a sync tells of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """One step that is done: ``revision`` of ``head`` is held, or ``bytes`` more have come."""

    revision: int
    head: int
    kinds: frozenset[str]  # kinds of documents that this step changed
    bytes: int = 0  # over the line, since the sync began
    blobs_waiting: int = 0  # pictures and videos that are still to come


@dataclass(frozen=True, slots=True)
class SyncReport:
    """A whole sync: where the cache stands, and what it took to get there."""

    revision: int
    changes: int
    blobs: int  # blobs that were fetched
    bytes: int  # bytes of feed and blobs that came over the line
    late_blobs: int = 0  # blobs that came after the documents that name them
    blobs_missing: int = 0  # blobs that could not be had: the server does not give them
    blobs_waiting: int = 0  # blobs that are still to come: sync again at once
    blobs_left_out: int = 0  # blobs that the disk has no room for
    update_wanted: bool = False  # there is newer content that only newer software can read
