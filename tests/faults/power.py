"""What a power cut leaves of a folder: what was synced, and of the rest nothing, or some.

The model is POSIX at its strictest, by inode: a file holds what it held at its last fsync; a folder
has the names that it had at its last fsync. A rename or a new file whose folder was never synced is
not there; a file that was never synced is there, and empty.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

PAGE = 4096
Entry = tuple[int, bool, str]  # inode, is a folder, name


def begin(folder: Path, shadow: Path) -> None:
    """All that is in ``folder`` counts as synced; the shim keeps ``shadow`` up from here."""
    shutil.rmtree(shadow, ignore_errors=True)
    shadow.mkdir(parents=True)
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            lines = [f"{inode} {'d' if is_dir else 'f'} {name}\n"
                     for inode, is_dir, name in _entries(path)]  # fmt: skip
            (shadow / f"{path.stat().st_ino}.list").write_text("".join(lines))
        else:
            shutil.copyfile(path, shadow / f"{path.stat().st_ino}.data")


def cut(folder: Path, shadow: Path, luck: random.Random | None = None) -> None:
    """Leave in ``folder`` what lasts. ``luck``: a page, a length, or the names of a folder that
    were not synced may have come to the disk all the same."""
    now = {path.stat().st_ino: path for path in (folder, *folder.rglob("*"))}
    after = folder.with_name(folder.name + ".after")
    shutil.rmtree(after, ignore_errors=True)
    _restore(folder.stat().st_ino, after, now, shadow, luck)
    shutil.rmtree(folder)
    after.rename(folder)


def _entries(folder: Path) -> list[Entry]:
    with os.scandir(folder) as found:
        return [(entry.inode(), entry.is_dir(follow_symlinks=False), entry.name) for entry in found]


def _synced_entries(listing: Path) -> list[Entry]:
    if not listing.exists():
        return []
    lines = [line.split(" ", 2) for line in listing.read_text().splitlines()]
    return [(int(inode), kind == "d", name) for inode, kind, name in lines]


def _restore(
    inode: int, to: Path, now: dict[int, Path], shadow: Path, luck: random.Random | None
) -> None:
    to.mkdir(mode=0o700)
    entries = _synced_entries(shadow / f"{inode}.list")
    if luck is not None and inode in now and luck.random() < 0.5:
        entries = _entries(now[inode])
    for child, is_dir, name in entries:
        if is_dir:
            _restore(child, to / name, now, shadow, luck)
            continue
        data = shadow / f"{child}.data"
        synced = data.read_bytes() if data.exists() else b""
        if luck is not None and child in now:
            synced = _mixed(synced, now[child].read_bytes(), luck)
        (to / name).write_bytes(synced)
        (to / name).chmod(0o600)


def _mixed(synced: bytes, written: bytes, luck: random.Random) -> bytes:
    size = len(luck.choice((synced, written)))
    pages = []
    for start in range(0, size, PAGE):
        source = luck.choice((synced, written))
        pages.append(source[start : start + PAGE].ljust(min(PAGE, size - start), b"\0"))
    return b"".join(pages)[:size]
