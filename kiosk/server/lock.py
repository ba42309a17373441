"""One server at a time on a data folder with SQLite."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from kiosk.errors import EnvironmentFault


def lock_folder(folder: Path) -> IO[bytes]:
    """Hold the folder until the returned file is closed, or this process ends in any way.

    ``EnvironmentFault`` when another server holds it.
    """
    file = (folder / "server.lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise EnvironmentFault(
            f"Another server already runs on the data folder {folder}. Stop that one first, or "
            "choose another folder with --data-dir.",
            code="folder_in_use",
        ) from None
    return file
