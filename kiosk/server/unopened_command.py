"""``kiosk unopened``: what residents left and this server could not open or read; trying again."""

from __future__ import annotations

import argparse
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.server.db.engine import Database, database_of
from kiosk.server.db.kept_commands import all_kept, drop
from kiosk.server.db.resident_models import KeptCommand
from kiosk.server.printing import print_rows
from kiosk.server.signalling.commands import carry_out_kept
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.roster import Roster
from kiosk.server.signalling.timing import Timing
from kiosk.settings_command import settings_from

_HEAD = ("came", "command", "why", "terminal", "id")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--try", dest="again", action="store_true",
                       help="carry out what can be opened by now")  # fmt: skip
    which.add_argument("--drop", metavar="ID", help="give one up for good")


def run(arguments: argparse.Namespace) -> int:
    with database_of(settings_from(arguments)) as database:
        if arguments.again:
            _try_again(database)
        elif arguments.drop is not None:
            with database.write("operator") as session:
                drop(session, arguments.drop)
        with database.read() as session:
            rows = [_row(kept) for kept in all_kept(session)]
    print_rows(rows, _HEAD, _line, arguments.json)
    return 0


def _try_again(database: Database) -> None:
    """Each in a transaction of its own, in the order in which they came."""
    with database.read() as session:
        waiting = [kept.id for kept in all_kept(session)]
    for kept_id in waiting:
        with database.write("operator") as session:
            board = Switchboard(session, database.clock, database.keys, Roster(session), Timing(),
                                always_on_duty=False)  # fmt: skip
            kept = session.get(KeptCommand, kept_id)
            if kept is not None:
                carry_out_kept(board, kept)


def _row(kept: KeptCommand) -> dict[str, Any]:
    return {
        "id": kept.id,
        "came_at": kept.created_at.isoformat(),
        "came_at_office": f"{office_time(kept.created_at):%Y-%m-%d %H:%M}",
        "command": kept.command,
        "code": kept.code,
        "device_id": kept.device_id,
    }


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    return row["came_at_office"], row["command"], row["code"], row["device_id"], row["id"]
