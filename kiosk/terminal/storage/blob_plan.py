"""Which blobs the disk is for: a budget, filled by use.

The most useful come first: pictures, portraits and posters; then videos that are still of today;
then videos of events and signage that are over. Within each, what was shown or named last comes
first. What does not fit in is not fetched, and is evicted where it is; what no document names any
more is evicted always. The order does not depend on what is there, so nothing is fetched only to be
evicted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.settings import Settings
from kiosk.terminal.storage.blobs import Stored

#: A blob whose size the server does not say may be so large, in bytes.
_UNNAMED = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``budget``: bytes of all blobs; ``keep_free``: bytes of the disk to leave to others."""

    budget: int = 2048 * 1024 * 1024
    keep_free: int = 512 * 1024 * 1024

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        megabyte = 1024 * 1024
        return cls(
            settings["terminal.blob_budget_mb"] * megabyte,
            settings["terminal.free_space_mb"] * megabyte,
        )

    def room(self, used: int, free: int) -> int:
        """Bytes that blobs may take in all, ``used`` and ``free`` being what they are."""
        return min(self.budget, used + free - self.keep_free)


@dataclass(frozen=True, slots=True)
class Named:
    """A blob that documents name. ``size`` None: not known. ``named_at``: seconds since 1970."""

    sha256: str
    size: int | None
    named_at: int
    video: bool
    over: bool  # all that name it are past


@dataclass(frozen=True, slots=True)
class BlobPlan:
    fetch: list[tuple[str, int | None]]  # (SHA-256, bytes), the most useful first
    evict: list[str]
    left_out: int  # named ones that there is no room for


def plan_blobs(
    named: Iterable[Named], stored: Mapping[str, Stored], parts: Mapping[str, int], limits: Limits,
    free: int,
) -> BlobPlan:  # fmt: skip
    """``parts``: bytes of downloads that have begun; ``free``: bytes that the disk has left."""
    used = sum(blob.size for blob in stored.values()) + sum(parts.values())
    room = limits.room(used, free)
    keep: set[str] = set()
    fetch: list[tuple[str, int | None]] = []
    left_out = 0
    for blob in sorted(named, key=lambda blob: _rank(blob, stored)):
        there = stored.get(blob.sha256)
        whole = there is not None and blob.size in (None, there.size)
        size = there.size if there is not None and whole else blob.size or _UNNAMED
        if size > room:
            left_out += 1
            continue
        room -= size
        keep.add(blob.sha256)
        if not whole:
            fetch.append((blob.sha256, blob.size))
    wrong = {sha256 for sha256, _ in fetch if sha256 in stored}  # of another size: damaged
    evict = sorted((set(stored) - keep) | wrong | (set(parts) - keep))
    return BlobPlan(fetch, evict, left_out)


def _rank(blob: Named, stored: Mapping[str, Stored]) -> tuple[int, int, str]:
    there = stored.get(blob.sha256)
    used = max(blob.named_at, there.used if there else 0)
    return (2 if blob.video and blob.over else int(blob.video), -used, blob.sha256)


def is_over(ends: str | None, now: datetime) -> bool:
    """``ends`` as a document writes it; none, or one that cannot be read, is never over."""
    try:
        moment = datetime.fromisoformat(ends) if ends else None
    except ValueError:
        return False
    if moment is None:
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < now
