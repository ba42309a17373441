"""``kiosk seal-key``: the keys that terminals seal for what residents leave."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.domain.clock import office_time
from kiosk.errors import UserError
from kiosk.server.db.engine import database_of
from kiosk.server.db.keys import load_master_key
from kiosk.server.db.seal_keys import all_seal_keys, restore_seal_keys, rotate_seal_key
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=("list", "rotate", "restore"),
        help="list them; make a new one (older ones go on opening); take lost ones from a backup",
    )  # fmt: skip
    parser.add_argument("--from", dest="backup", metavar="FILE",
                        help="restore: a backup of server.db, or a database's URL")  # fmt: skip
    parser.add_argument("--master-key", type=Path, metavar="FILE",
                        help="restore: the backup's master.key, if it is another")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    if (arguments.action == "restore") != bool(arguments.backup):
        raise UserError("Name the backup to restore keys from: kiosk seal-key restore --from FILE")
    settings = settings_from(arguments)
    with database_of(settings) as database:
        if arguments.action == "rotate":
            with database.write() as session:
                rotate_seal_key(session, database.keys)
        elif arguments.action == "restore":
            master = arguments.master_key or settings.data_dir / "master.key"
            with database.write("operator") as session:
                found = restore_seal_keys(session, database.keys, arguments.backup,
                                          load_master_key(master, create=False))  # fmt: skip
            print(f"{len(found)} keys were lost here and are back. Now: kiosk unopened --try")
        with database.read() as session:
            for key in all_seal_keys(session):
                print(f"{office_time(key.created_at):%Y-%m-%d %H:%M}  {key.kid}")
    return 0
