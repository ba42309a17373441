"""``kiosk backup``: a copy of the server's data, made while the server runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.errors import UserError
from kiosk.plural import counted
from kiosk.server.db.backup import make_backup
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a new folder, on another disk if there is one")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    if settings["server.database"]:
        raise UserError(
            "This server's data is in a database of its own (server.database): back that up with "
            "its own tools (PostgreSQL: pg_dump), and copy the folder "
            f"{settings.data_dir / 'blobs'} after it."
        )
    shows = sys.stderr.isatty()
    done = make_backup(settings.data_dir, arguments.folder, _show if shows else _quiet)
    print(f"{arguments.folder}: the database and {counted(done.blobs, 'picture or video file')}, "
          f"{done.bytes / 1e6:.1f} MB.")  # fmt: skip
    for sha256 in done.missing:
        print(f"missing or damaged at the server: blobs/{sha256[:2]}/{sha256}")
    if done.missing:
        print("Publish their content again: `kiosk publish` writes them anew. Then back up again.")
    print(f"{settings.data_dir / 'master.key'} is not in it: keep a copy of that elsewhere, once.")
    return 1 if done.missing else 0


def _show(done: int, whole: int) -> None:
    print(f"\r{done} of {counted(whole, 'file')}", end="\n" if done == whole else "",
          file=sys.stderr, flush=True)  # fmt: skip


def _quiet(done: int, whole: int) -> None: ...
