"""What runs in the children. Imported in the warm parent: no thread, no open file is made here."""

from __future__ import annotations

import errno
import importlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk import cli
from kiosk.domain.clock import SystemClock
from kiosk.terminal.channel import identity
from kiosk.terminal.storage.content import ContentStore
from tests.faults.people import ask, people, people_at_a_full_disk

__all__ = ["ask", "kiosk", "people", "people_at_a_full_disk"]

for _module, _ in cli.COMMANDS.values():
    if not _module.startswith(("kiosk.demo", "kiosk.terminal.calls", "kiosk.terminal.command")):
        importlib.import_module(_module)
# What they import late, to start faster.
for _module in (
    "alembic.command",
    "joserfc.jwt",
    "kiosk.protocol.sealing",
    "requests",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "websockets.asyncio.client",
    "kiosk.terminal.storage.migrate",
):
    importlib.import_module(_module)


def kiosk(*words: str) -> int:
    """A command, as typed."""
    return cli.main(words)


def show(folder: str, sha256: str) -> int:
    """A page wants a picture."""
    store = ContentStore(Path(folder), SystemClock())
    print(store.blob_path(sha256))
    store.close()
    return 0


# --- small ones, to try the means themselves ---------------------------------------------------


def insert(database: str, count: int) -> int:
    """Commit rows one by one, and tell of each."""
    with closing(sqlite3.connect(database, isolation_level=None)) as line:
        line.execute("PRAGMA synchronous=FULL")
        for number in range(count):
            line.execute("INSERT INTO t VALUES (?)", (number,))
            print("committed")
    return 0


def write(path: str) -> int:
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    for word in (b"one.", b"two."):
        try:
            os.write(file, word)
            print("written")
        except OSError as error:
            print(errno.errorcode[error.errno or 0])
    return 0


def replace(path: str) -> int:
    """As it should be done."""
    identity.write_private(Path(path), b"new")
    return 0
