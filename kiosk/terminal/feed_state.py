"""Where the cache stands in the signed feed: what the sync works out and the storage keeps."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.protocol.feed import GENESIS, Head, KeySet

#: (feed, revision, digest) that the cache holds.
Position = tuple[str | None, int, str]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is held (feed, revision, digest), and the newest that was seen of the feed.

    ``root``: the pinned key that ``keys`` and ``seen`` go back to. Another one at the terminal
    (it was enrolled again) makes both void.
    """

    feed: str | None = None
    revision: int = 0
    digest: str = GENESIS
    root: str = ""
    keys: KeySet | None = None  # the newest set that was verified
    seen: Head | None = None  # the newest head that was accepted

    @property
    def position(self) -> Position:
        return self.feed, self.revision, self.digest
