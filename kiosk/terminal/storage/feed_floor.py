"""What was last seen of the feed, in a file of its own: it outlives ``content.db``.

The cache may be deleted or begun anew at any time. A feed that was rolled back meanwhile is refused
all the same: the newest key set and head that were verified are written beside it.
"""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from kiosk.files import sync_folder
from kiosk.protocol.feed import Head, KeySet
from kiosk.terminal.feed_state import FeedState
from kiosk.terminal.storage.aside import beside

log = logging.getLogger(__name__)


class _Seen(BaseModel):
    root: str
    keys: KeySet
    head: Head


class FeedFloor:
    """One file. Any thread, one writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = self._read()

    def under(self, state: FeedState) -> FeedState:
        """``state``, but never having seen less than was seen before under the same root."""
        kept = self._kept
        if kept is None or state.root not in ("", kept.root):
            return state
        known = state.keys.version if state.keys is not None else 0
        if known > kept.keys.version:
            return state
        if known < kept.keys.version or state.seen is None:
            return replace(state, root=kept.root, keys=kept.keys, seen=kept.head)
        if state.seen.feed == kept.head.feed and state.seen.revision < kept.head.revision:
            return replace(state, seen=kept.head)
        return state

    def keep(self, state: FeedState) -> None:
        """Write down what is newer. ``OSError`` when the disk does not let us."""
        if state.keys is None or state.seen is None:
            return
        seen = _Seen(root=state.root, keys=state.keys, head=state.seen)
        if self._kept is not None and _mark(seen) == _mark(self._kept):
            return
        part = beside(self._path, ".part")
        with part.open("w", encoding="utf-8") as file:
            file.write(seen.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)
        sync_folder(self._path.parent)
        self._kept = seen

    def _read(self) -> _Seen | None:
        try:
            return _Seen.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError:
            log.warning(
                "%s cannot be read: how far the feed had come is known from content.db alone. It "
                "is written anew at the next change.", self._path.name,
            )  # fmt: skip
            return None


def _mark(seen: _Seen) -> tuple[object, ...]:
    return seen.root, seen.keys.version, seen.head.feed, seen.head.revision
