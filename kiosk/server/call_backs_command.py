"""``kiosk call-backs``: who is to be rung; the number of one that is named; that it is done."""

from __future__ import annotations

import argparse
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.protocol.content import OrganisationDoc
from kiosk.server.db import Session
from kiosk.server.db.base import note_reading
from kiosk.server.db.call_backs import all_call_backs, find_call_back
from kiosk.server.db.content import find_doc
from kiosk.server.db.engine import Database, database_of
from kiosk.server.db.resident_models import CallBack
from kiosk.server.printing import print_rows, print_typed
from kiosk.settings_command import settings_from

_HEAD = ("requested", "community", "state", "id")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--show", metavar="ID", help="one, with its number and what it is about")
    which.add_argument("--done", metavar="ID", help="somebody has rung: the slip says so from now")


def run(arguments: argparse.Namespace) -> int:
    with database_of(settings_from(arguments)) as database:
        if arguments.done is not None:
            with database.write("operator") as session:
                find_call_back(session, arguments.done).state = "done"
        elif arguments.show is not None:
            return _show(database, arguments.show, arguments.json)
        with database.read() as session:
            rows = [_row(session, call_back) for call_back in all_call_backs(session)]
    print_rows(rows, _HEAD, _line, arguments.json)
    return 0


def _show(database: Database, call_back_id: str, as_json: bool) -> int:
    """That somebody has looked at it is noted in the audit."""
    with database.write("operator") as session:
        call_back = find_call_back(session, call_back_id)
        note_reading(session, call_back, "phone", "topic")
        row = _row(session, call_back) | {
            "phone": database.keys.open(session, call_back.phone),
            "topic": database.keys.open(session, call_back.topic),
        }
    print_typed(row, [_HEAD, _line(row)], as_json)
    return 0


def _row(session: Session, call_back: CallBack) -> dict[str, Any]:
    community = find_doc(session, OrganisationDoc, call_back.organisation_id or "")
    return {
        "id": call_back.id,
        "requested_at": call_back.requested_at.isoformat(),
        "requested_at_office": f"{office_time(call_back.requested_at):%Y-%m-%d %H:%M}",
        "organisation_id": call_back.organisation_id,
        "community": community.name if community else call_back.organisation_id,
        "state": call_back.state,
    }


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    cells = (row["requested_at_office"], row["community"], row["state"], row["id"])
    return tuple(cell or "-" for cell in cells)
