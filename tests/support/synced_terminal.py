"""A terminal without a screen, against a real server process."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.clock import Clock, SystemClock
from kiosk.terminal.channel.enrol import enrol
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from tests.support.server import ServerProcess


class SyncedTerminal:
    """Identity, cache and sync client; made enrolled."""

    def __init__(self, folder: Path, server: ServerProcess, clock: Clock | None = None) -> None:
        self.folder = folder
        self.clock = clock or SystemClock()
        self.identity = DeviceIdentity(folder, self.clock)
        self.store = ContentStore(folder, self.clock)
        self.enrol(server)

    def enrol(self, server: ServerProcess) -> None:
        """At ``server`` from now on."""
        self._stop()
        self.line = Line(server.url)
        enrol(self.line, self.identity, server.enrolment_code())
        self.client = self.client_at(server, BearerAuth(self.identity.token, self.identity.correct))

    def client_at(self, server: ServerProcess, auth: BearerAuth) -> SyncClient:
        """A sync client of this cache at any server."""
        return SyncClient(
            Line(server.url), self.store, auth, root=lambda: self.identity.feed_root,
            folder=self.folder / "feed", clock=self.clock,
        )  # fmt: skip

    def close(self) -> None:
        self._stop()
        self.store.close()

    def _stop(self) -> None:
        if hasattr(self, "client"):
            self.client.stop()
