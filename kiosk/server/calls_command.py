"""``kiosk calls``: all calls, with times, ends and ratings."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from typing import Any

from kiosk.domain.clock import office_time
from kiosk.server.db.calls import all_calls, asked, rating_of
from kiosk.server.db.models import Device
from kiosk.server.provision import database_of
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


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
                "tier": answered.tier if answered else None,
                "asked": [{"lawyer_id": p.lawyer_id, "tier": p.tier, "outcome": p.state}
                          for p in people],
                "rating": rating_of(session, call.id),
            })  # fmt: skip
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        at = office_time(datetime.fromisoformat(row["requested_at"]))
        words = [row["state"], row["end_reason"] or "-", row["tier"] or "-"]
        print(f"{at:%Y-%m-%d %H:%M:%S}", *words, f"rating {row['rating'] or '-'}", row["terminal"])
    return 0
