"""A copy of the server's data that is whole, made while the server runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import EnvironmentFault, UserError
from kiosk.files import sync_folder
from kiosk.server.db.engine import BUSY_TIMEOUT_S, file_of, sqlite_faults

#: Blobs are copied so many bytes at a time.
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """``missing``: SHA-256 of blobs that the database names and the disk does not have whole."""

    bytes: int
    blobs: int
    missing: tuple[str, ...]


def make_backup(data: Path, target: Path, progress: Callable[[int, int], None]) -> Backup:
    """Copy database and blobs of the folder ``data`` into ``target``, a new folder of mode 0700.

    The database is as it was at one moment; blobs are never changed, and those that it names are
    there before it names them. ``target`` appears when all of it is on the disk. ``progress``:
    blobs copied, of how many. ``UserError``: there is no database, or ``target`` is there already.
    ``EnvironmentFault``: the database is damaged, or a disk fails.
    """
    if target.exists():
        raise UserError(f"There is {target} already. Name a new folder for each backup.")
    source = file_of(data)
    part = target.with_name(target.name + ".part")
    try:
        if part.exists():  # of a backup that was ended
            shutil.rmtree(part)
        part.mkdir(mode=0o700)
        names = _copy_database(source, part / source.name)
        done = _copy_blobs(data / "blobs", part / "blobs", names, progress)
        sync_folder(part)
        part.rename(target)
        sync_folder(target.parent)
    except (OSError, EnvironmentFault) as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, EnvironmentFault):
            raise
        raise EnvironmentFault(
            f"The backup cannot be made: {error.filename or target}: {error.strerror}. Choose a "
            "folder that is there, on a disk with room, where this user may write."
        ) from None
    return done


def _copy_database(source: Path, target: Path) -> list[tuple[str, int]]:
    """(SHA-256, bytes) of each blob that the copy names."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with sqlite_faults(), closing(sqlite3.connect(source, timeout=BUSY_TIMEOUT_S)) as line:
        line.execute("VACUUM INTO ?", (str(target),))  # no free pages: nothing that was deleted
    with sqlite_faults(), closing(sqlite3.connect(target)) as line:
        result = line.execute("PRAGMA quick_check(1)").fetchone()[0]
        if result != "ok":
            raise sqlite3.DatabaseError(result)
        names = line.execute("SELECT sha256, size FROM blob ORDER BY sha256").fetchall()
    _sync_file(target)
    return names


def _copy_blobs(
    source: Path, target: Path, names: list[tuple[str, int]], progress: Callable[[int, int], None]
) -> Backup:
    missing = []
    size = (target.parent / "server.db").stat().st_size
    target.mkdir()
    for number, (sha256, _) in enumerate(names, 1):
        folder = target / sha256[:2]
        folder.mkdir(exist_ok=True)
        copied = _copy_blob(source / sha256[:2] / sha256, folder / sha256)
        if copied is None:
            missing.append(sha256)
        else:
            size += copied
        progress(number, len(names))
    for path in target.iterdir():
        sync_folder(path)
    sync_folder(target)
    return Backup(size, len(names) - len(missing), tuple(missing))


def _copy_blob(source: Path, target: Path) -> int | None:
    """Its bytes; None, and no file, when the source is not there or is not what it is named by."""
    digest = hashlib.sha256()
    try:
        reading = source.open("rb")
    except FileNotFoundError:
        return None
    with reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    if digest.hexdigest() != target.name:
        target.unlink()
        return None
    return target.stat().st_size


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
