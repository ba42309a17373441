"""Payloads of outbox commands, as a terminal makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kiosk.domain.clock import OFFICE_ZONE
from kiosk.domain.ids import new_id
from kiosk.protocol.commands import slip_hash
from tests.support.small_content import lawyer

#: A Friday on which li has a shift from 14:00 to 17:30; the office's clock shows 15:00.
DAY = "2026-11-27"


#: Hash -> secret of the slips that were made here.
_SECRETS: dict[str, str] = {}


def slot(time: str, day: str = DAY) -> str:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=OFFICE_ZONE).isoformat()


def booking(time: str = "16:00", *, secret: str = "secret", person: str | None = None,
            who: str = "li", **more: Any) -> dict[str, Any]:  # fmt: skip
    wish = {
        "appointment_id": new_id(), "person_id": person or new_id(), "lawyer_id": lawyer(who),
        "starts_at": slot(time), "slip": slip_hash(secret), "requested_at": slot("15:00"), **more,
    }  # fmt: skip
    _SECRETS[wish["slip"]] = secret
    return wish


def changing(booked: dict[str, Any], time: str, who: str = "li") -> dict[str, Any]:
    return {**cancelling(booked), "lawyer_id": lawyer(who), "starts_at": slot(time)}


def cancelling(booked: dict[str, Any]) -> dict[str, Any]:
    """By whoever has its slip."""
    return {"appointment_id": booked["appointment_id"], "grant": _SECRETS[booked["slip"]]}


def call_back(phone: str = "13812345678", *, secret: str = "secret", **more: Any) -> dict[str, Any]:
    return {"call_back_id": new_id(), "person_id": new_id(), "phone": phone,
            "slip": slip_hash(secret), "requested_at": slot("15:00"), **more}  # fmt: skip


def evaluation(who: str = "li", score: int = 3, **more: Any) -> dict[str, Any]:
    return {"person_id": new_id(), "lawyer_id": lawyer(who), "score": score,
            "evaluated_at": slot("15:00"), **more}  # fmt: skip
