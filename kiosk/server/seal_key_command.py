"""``kiosk seal-key``: the keys that terminals seal for what residents leave."""

from __future__ import annotations

import argparse

from kiosk.domain.clock import office_time
from kiosk.server.db.engine import database_of
from kiosk.server.db.seal_keys import all_seal_keys, rotate_seal_key
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "rotate"),
                        help="list them, or make a new one; older ones go on opening")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    with database_of(settings_from(arguments)) as database:
        if arguments.action == "rotate":
            with database.write() as session:
                rotate_seal_key(session, database.keys)
        with database.read() as session:
            for key in all_seal_keys(session):
                print(f"{office_time(key.created_at):%Y-%m-%d %H:%M}  {key.kid}")
    return 0
