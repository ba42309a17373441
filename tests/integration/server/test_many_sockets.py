"""Hundreds of terminals at once: all are welcomed, and the server still ends well."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import func, select

from kiosk.domain.clock import SystemClock
from kiosk.server.db.engine import open_database
from kiosk.server.db.models import Audit, Presence
from tests.support.fleet import Fleet
from tests.support.server import ServerProcess
from tests.support.small_content import write_content


def test_all_at_once_and_a_clean_end(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    server = ServerProcess(tmp_path / "data", {"server.content_dir": str(content)})
    fleet = Fleet(server.settings, server.url, 150)

    async def run() -> None:
        async with AsyncExitStack() as stack:
            await fleet.connect(stack)
            assert fleet.outcomes == {"welcomed": 150}
            begun = time.monotonic()
            await asyncio.to_thread(server.stop)  # it looks at the log, too
            assert time.monotonic() - begun < 3

    asyncio.run(run())
    database = open_database(server.settings, SystemClock())
    with database.read() as session:
        # All may come back within the grace; and a connection is no change to be audited.
        still_held = (
            select(func.count()).select_from(Presence).where(Presence.lease_until.is_(None))
        )
        assert session.scalar(still_held) == 0
        of_devices = Audit.table == "device", Audit.action == "update"
        changes = select(func.count()).select_from(Audit).where(*of_devices)
        assert session.scalar(changes) == 0
    database.close()
