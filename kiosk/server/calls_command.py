"""``kiosk calls``: all calls, with times, ends and ratings."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.protocol.content import LawyerDoc
from kiosk.server.db import Session
from kiosk.server.db.calls import all_calls, asked, rating_of
from kiosk.server.db.content import find_doc
from kiosk.server.db.engine import database_of
from kiosk.server.db.models import Device
from kiosk.server.printing import print_rows
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


_HEAD = ("requested", "answered", "length", "state", "end", "lawyer", "tier", "rating", "terminal")
_RATINGS = {3: "helped", 2: "so-so", 1: "did not help"}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    rows: list[dict[str, Any]] = []
    with database_of(settings) as database, database.read() as session:
        for call in all_calls(session):
            people = asked(session, call.id)
            answered = next((p for p in people if p.joined_at), None)
            rows.append({
                "call_id": call.id,
                "state": call.state,
                "media": call.media,
                "terminal": session.get_one(Device, call.device_id).name,
                "device_id": call.device_id,
                "organisation_id": call.organisation_id,
                "requested_at": _iso(call.requested_at),
                "answered_at": _iso(call.answered_at),
                "ended_at": _iso(call.ended_at),
                "end_reason": call.end_reason,
                "lawyer_id": answered.lawyer_id if answered else None,
                "lawyer": _name(session, answered.lawyer) if answered else None,
                "tier": answered.tier if answered else None,
                "asked": [{"lawyer_id": p.lawyer_id, "tier": p.tier, "outcome": p.state}
                          for p in people],
                "rating": rating_of(session, call.id),
            })  # fmt: skip
    print_rows(rows, _HEAD, _line, arguments.json)
    return 0


def _name(session: Session, lawyer_id: str) -> str:
    """The lawyer's name as the content has it; the id of one who is gone from it."""
    lawyer = find_doc(session, LawyerDoc, lawyer_id)
    return lawyer.name if lawyer else lawyer_id


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    """One call in words; what there is not is a dash."""
    requested, answered, ended = (
        datetime.fromisoformat(row[key]) if row[key] else None
        for key in ("requested_at", "answered_at", "ended_at")
    )
    length = ""
    if answered and ended:
        minutes, seconds = divmod(int((ended - answered).total_seconds()), 60)
        length = f"{minutes}:{seconds:02}"
    cells = (
        f"{office_time(requested):%Y-%m-%d %H:%M:%S}" if requested else "",
        f"{office_time(answered):%H:%M:%S}" if answered else "",
        length, row["state"], row["end_reason"], row["lawyer"], row["tier"],
        _RATINGS.get(row["rating"], ""), row["terminal"],
    )  # fmt: skip
    return tuple(cell or "-" for cell in cells)
