"""Updates the index in a process of its own, at the lowest priority.

What knows how characters are read takes 55 MB, and indexing would hold up the screen's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from pathlib import Path

log = logging.getLogger(__name__)

#: An update of all statutes takes some ten seconds; on a slow, busy machine several minutes.
UPDATE_S = 1_800.0


def update_command(data_dir: Path) -> list[str]:
    """How this program starts itself to update the index; from a bundle, the same executable."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kiosk"]
    return [*program, "search", "--update", f"--data-dir={data_dir}"]


class UpdateProcess:
    """``update`` runs one process to its end; cancelled, it ends the process."""

    def __init__(self, data_dir: Path) -> None:
        self._command = update_command(data_dir)

    async def update(self) -> bool:
        """False when it failed: what went wrong is in the log."""
        starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
        )
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:  # while it was being started: it must not be left behind
            process = await starting
            process.kill()
            await process.communicate()
            raise
        try:
            async with asyncio.timeout(UPDATE_S):
                _, said = await process.communicate()
        except TimeoutError:
            log.warning("The search index was not updated within %d s.", UPDATE_S)
            return False
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.communicate()  # to the end of its pipe, which is closed then
        if process.returncode:
            lines = said.decode("utf-8", "replace").strip().splitlines() or ["it says nothing"]
            log.warning("Updating the search index failed: %s", lines[-1])
        return process.returncode == 0
