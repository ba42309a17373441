"""``kiosk appointments``: all appointments; the number that was left, of one that is named."""

from __future__ import annotations

import argparse
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.errors import NotFoundError
from kiosk.protocol.content import LawyerDoc, OrganisationDoc
from kiosk.server.db import Session
from kiosk.server.db.appointments import all_appointments, find_appointment
from kiosk.server.db.base import note_reading
from kiosk.server.db.content import find_doc
from kiosk.server.db.engine import Database, database_of
from kiosk.server.db.resident_models import Appointment
from kiosk.server.printing import print_rows, print_typed
from kiosk.settings_command import settings_from

_HEAD = ("day", "time", "lawyer", "community", "state", "reason", "number", "id")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")
    parser.add_argument("--show", metavar="ID", default=None,
                        help="one appointment, with its number and what it is about")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    with database_of(settings_from(arguments)) as database:
        if arguments.show is not None:
            return _show(database, arguments.show, arguments.json)
        with database.read() as session:
            rows = [_row(session, appointment) for appointment in all_appointments(session)]
    print_rows(rows, _HEAD, _line, arguments.json)
    return 0


def _show(database: Database, appointment_id: str, as_json: bool) -> int:
    """That somebody has looked at it is noted in the audit."""
    with database.write("operator") as session:
        appointment = find_appointment(session, appointment_id)
        if appointment is None:
            raise NotFoundError(
                f"There is no appointment {appointment_id!r}. See `kiosk appointments`."
            )
        note_reading(session, appointment, "phone", "topic")
        row = _row(session, appointment) | {
            "phone": database.keys.open(session, appointment.phone),
            "topic": database.keys.open(session, appointment.topic),
        }
    print_typed(row, [_HEAD, _line(row)], as_json)
    return 0


def _row(session: Session, appointment: Appointment) -> dict[str, Any]:
    lawyer = find_doc(session, LawyerDoc, appointment.lawyer_id)
    community = find_doc(session, OrganisationDoc, appointment.organisation_id or "")
    return {
        "id": appointment.id,
        "starts_at": appointment.starts_at.isoformat(),
        "starts_at_office": f"{office_time(appointment.starts_at):%Y-%m-%d %H:%M}",
        "lawyer_id": appointment.lawyer_id,
        "lawyer": lawyer.name if lawyer else appointment.lawyer_id,
        "organisation_id": appointment.organisation_id,
        "community": community.name if community else appointment.organisation_id,
        "state": appointment.state,
        "refused": appointment.refused_code,
        "has_number": appointment.phone is not None,
    }


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    day, _, time = row["starts_at_office"].partition(" ")
    number = "left" if row["has_number"] else ""
    cells = (day, time, row["lawyer"], row["community"], row["state"], row["refused"], number,
             row["id"])  # fmt: skip
    return tuple(cell or "-" for cell in cells)
