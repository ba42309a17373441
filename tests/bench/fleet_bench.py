"""Many terminals at one server: as after a power cut of a district."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench.figures import Figure
from tests.support.fleet import Fleet
from tests.support.server import ServerProcess
from tests.support.small_content import write_content

TERMINALS = 500


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        content = write_content(Path(folder) / "content")
        server = ServerProcess(Path(folder) / "data", {"server.content_dir": str(content)})
        try:
            fleet = Fleet(server.settings, server.url, TERMINALS)
            seconds = asyncio.run(_connect(fleet))
        finally:
            server.kill()
    failed = sum(fleet.outcomes.values()) - fleet.outcomes["welcomed"]
    return [
        Figure(f"fleet.connect_{TERMINALS}_s", seconds, "s", "<= 5"),
        Figure(f"fleet.connect_{TERMINALS}_given_up", failed, "", "<= 0"),
    ]


async def _connect(fleet: Fleet) -> float:
    async with AsyncExitStack() as stack:
        return await fleet.connect(stack)
