"""A sync client against the fake feed server."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.clock import Clock, FixedClock
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from tests.fakes.feed_server import START
from tests.support.feed import private_key, public_hex

ROOT = public_hex(private_key("root"))


def sync_client(
    line: Line, store: ContentStore, *, root: str = ROOT, clock: Clock | None = None,
    auth: BearerAuth | None = None,
) -> SyncClient:  # fmt: skip
    """At the time that the fake server signs at, unless ``clock`` says otherwise."""
    return SyncClient(
        line, store, auth or BearerAuth(lambda: "token"), root=lambda: root,
        folder=folder_of(store), clock=clock or FixedClock(START),
    )  # fmt: skip


def folder_of(store: ContentStore) -> Path:
    """Where the client keeps what is on its way in."""
    return store._path.parent / "feed"
