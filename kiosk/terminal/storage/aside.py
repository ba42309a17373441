"""A database's files by their names: set aside as they were found, copied, or moved into place."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.files import sync_folder

log = logging.getLogger(__name__)

_JOURNALS = ("-wal", "-shm", "-journal")
_ALL = ("", *_JOURNALS)


def beside(path: Path, suffix: str) -> Path:
    """The file of the same folder whose name is longer by this."""
    return path.with_name(path.name + suffix)


def has_bytes(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def unlink(path: Path) -> None:
    """A database with its journals."""
    for suffix in _ALL:
        beside(path, suffix).unlink(missing_ok=True)


def copy(path: Path, target: Path) -> None:
    """Copy a database with its journals; on the disk when this returns."""
    for suffix in ("-wal", "-journal", ""):
        source, made = beside(path, suffix), beside(target, suffix)
        if source.is_file():
            shutil.copyfile(source, made)
            with made.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(target.parent)


def set_aside(path: Path, clock: Clock) -> Path:
    """Move a database with its journals to ``<name>.damaged-<time>``; the new path."""
    target = _free_name(path, clock)
    for suffix in _ALL:
        source = beside(path, suffix)
        if suffix == "-shm" or (suffix and not has_bytes(source)):
            source.unlink(missing_ok=True)  # there is nothing in it that is not in the others
        elif source.exists():
            source.rename(beside(target, suffix))
    sync_folder(path.parent)
    return target


def copy_aside(path: Path, clock: Clock) -> Path:
    """As ``set_aside``, but the files stay in use."""
    target = _free_name(path, clock)
    copy(path, target)
    return target


def clear_orphans(path: Path, clock: Clock, *, tell: bool) -> None:
    """Move away a journal whose database is gone, or empty: it would be played into the next one,
    or deleted by SQLite. ``tell``: say so."""
    orphans = [beside(path, suffix) for suffix in _JOURNALS]
    if path.exists():
        if not path.is_file() or path.stat().st_size or not has_bytes(orphans[0]):
            return
    elif not any(orphan.exists() for orphan in orphans):
        return
    damaged = path.parent.glob(f"{path.name}.damaged-*")
    owner = max((p for p in damaged if not p.name.endswith(_JOURNALS)), default=None)
    if owner is not None and has_bytes(beside(owner, "-wal")):
        owner = None  # it has its own
    if not path.exists() and owner is not None:  # a power cut while it was set aside
        for suffix, orphan in zip(_JOURNALS, orphans, strict=True):
            if orphan.exists():
                orphan.rename(beside(owner, suffix))
        sync_folder(path.parent)
        return
    lost = has_bytes(orphans[0])
    aside = set_aside(path, clock)
    if lost and tell:
        log.error(
            "%s is gone or empty, but its journal is there. It is kept as %s-wal: save that file, "
            "it may hold what residents sent and the server does not have.", path.name, aside,
        )  # fmt: skip


def repaired_path(path: Path) -> Path:
    """Where a repaired database waits until the damaged one is set aside."""
    return beside(path, ".repaired")


def finish_repair(path: Path) -> None:
    """Move a repaired database into the place of the one that was set aside; also after a crash
    between the two."""
    repaired = repaired_path(path)
    if repaired.exists() and not path.exists():
        move_into_place(repaired, path)


def move_into_place(made: Path, path: Path) -> None:
    """A whole and closed database."""
    made.rename(path)
    sync_folder(path.parent)


def _free_name(path: Path, clock: Clock) -> Path:
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    target = beside(path, f".damaged-{stamp}")
    count = 1
    while any(beside(target, suffix).exists() for suffix in _ALL):
        count += 1
        target = beside(path, f".damaged-{stamp}-{count}")
    return target
