"""Rows beside the outbox: what the person at the screen has asked for, and what became of it.

Written in the transaction of the command that they are of. None outlives the person's session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from kiosk.domain.appointments import HOLDING, AppointmentState
from kiosk.protocol.commands import (
    BookAppointment,
    CancelAppointment,
    ChangeAppointment,
    EvaluateLawyer,
    Payload,
    RateCall,
    RequestCallBack,
)
from kiosk.terminal.storage.tables import appointments, call_backs, evaluations, ratings


@dataclass(frozen=True, slots=True)
class AskedAppointment:
    """An appointment of the present session. ``wished_…``: the slot that is asked for instead."""

    appointment_id: str
    lawyer_id: str
    starts_at: datetime
    state: AppointmentState
    wished_lawyer: str | None
    wished_at: datetime | None
    code: str | None  # why the last wish was refused


@dataclass(frozen=True, slots=True)
class AskedCallBack:
    """A call-back of the present session."""

    call_back_id: str
    state: str  # requested | received | refused
    code: str | None


_OF_THIS = appointments.c.appointment_id == bindparam("b_id")


def insert_row(connection: Connection, key: str, session: str, payload: Payload) -> None:
    """The local row of a new command, or its trace in the row that it changes."""
    # Not by ``values``: the cache of statements would keep what they are for ever.
    match payload:
        case RateCall():
            row: dict[str, Any] = {"key": key, "call_id": payload.call_id, "score": payload.score}
            row["rated_at"] = payload.rated_at.isoformat()
            connection.execute(insert(ratings), row)
        case BookAppointment():
            row = {"appointment_id": payload.appointment_id, "session": session,
                   "lawyer_id": payload.lawyer_id, "starts_at": _iso(payload.starts_at),
                   "state": AppointmentState.REQUESTED}  # fmt: skip
            connection.execute(insert(appointments), row)
        case ChangeAppointment():
            _update(connection, payload.appointment_id, wished_lawyer=payload.lawyer_id,
                    wished_at=_iso(payload.starts_at), code=None)  # fmt: skip
        case CancelAppointment():
            _update(connection, payload.appointment_id, state=AppointmentState.CANCELLED,
                    wished_lawyer=None, wished_at=None, code=None)  # fmt: skip
        case RequestCallBack():
            row = {"call_back_id": payload.call_back_id, "session": session, "state": "requested"}
            connection.execute(insert(call_backs), row)
        case EvaluateLawyer():
            row = {"key": key, "session": session, "lawyer_id": payload.lawyer_id,
                   "score": payload.score}  # fmt: skip
            connection.execute(insert(evaluations), row)


def settle_row(connection: Connection, payload: Payload, code: str | None) -> None:
    """Note in the local row what the server answered; ``code``: why it refused."""
    match payload:
        case BookAppointment():
            state = AppointmentState.REFUSED if code else AppointmentState.CONFIRMED
            connection.execute(
                update(appointments).where(
                    _OF_THIS, appointments.c.state == AppointmentState.REQUESTED
                ),
                {"b_id": payload.appointment_id, "state": state, "code": code},
            )
        case ChangeAppointment():
            starts_at = _iso(payload.starts_at)
            if code is None:
                connection.execute(
                    # Cancelled meanwhile: that command follows. Had already: nothing changes.
                    update(appointments).where(
                        _OF_THIS, appointments.c.state != AppointmentState.CANCELLED,
                        or_(
                            appointments.c.state.not_in(HOLDING),
                            appointments.c.lawyer_id != bindparam("b_lawyer"),
                            appointments.c.starts_at != bindparam("b_at"),
                        ),
                    ),
                    {"b_id": payload.appointment_id, "lawyer_id": payload.lawyer_id,
                     "starts_at": starts_at, "state": AppointmentState.CHANGED,
                     "b_lawyer": payload.lawyer_id, "b_at": starts_at},
                )  # fmt: skip
            else:
                _update(connection, payload.appointment_id, code=code)
            # Another wish may have followed this one.
            connection.execute(
                update(appointments).where(
                    _OF_THIS, appointments.c.wished_at == bindparam("b_at"),
                    appointments.c.wished_lawyer == bindparam("b_lawyer"),
                ),
                {"b_id": payload.appointment_id, "b_at": starts_at, "b_lawyer": payload.lawyer_id,
                 "wished_at": None, "wished_lawyer": None},
            )  # fmt: skip
        case CancelAppointment() if code:
            _update(connection, payload.appointment_id, code=code)
        case RequestCallBack():
            connection.execute(
                update(call_backs).where(call_backs.c.call_back_id == bindparam("b_id")),
                {"b_id": payload.call_back_id, "state": "refused" if code else "received",
                 "code": code},
            )  # fmt: skip


def clear_rows(connection: Connection) -> int:
    """Forget the person: all local rows but what waits in the outbox. How many there were."""
    return sum(
        connection.execute(delete(table)).rowcount
        for table in (appointments, call_backs, evaluations, ratings)
    )


def keep_appointment(connection: Connection, session: str, found: AskedAppointment) -> None:
    """A row as the server told it, in place of the one that was there."""
    connection.execute(delete(appointments).where(_OF_THIS), {"b_id": found.appointment_id})
    row = {"appointment_id": found.appointment_id, "session": session,
           "lawyer_id": found.lawyer_id, "starts_at": _iso(found.starts_at), "state": found.state,
           "code": found.code}  # fmt: skip
    connection.execute(insert(appointments), row)


def asked_appointments(connection: Connection, session: str) -> list[AskedAppointment]:
    """The session's, in the order of time."""
    rows = connection.execute(
        select(appointments).where(appointments.c.session == bindparam("b_session"))
        .order_by(appointments.c.starts_at),
        {"b_session": session},
    )  # fmt: skip
    return [
        AskedAppointment(
            row.appointment_id, row.lawyer_id, datetime.fromisoformat(row.starts_at),
            AppointmentState(row.state), row.wished_lawyer,
            datetime.fromisoformat(row.wished_at) if row.wished_at else None, row.code,
        )
        for row in rows
    ]  # fmt: skip


def asked_call_backs(connection: Connection, session: str) -> list[AskedCallBack]:
    rows = connection.execute(
        select(call_backs).where(call_backs.c.session == bindparam("b_session")),
        {"b_session": session},
    )
    return [AskedCallBack(row.call_back_id, row.state, row.code) for row in rows]


def _update(connection: Connection, appointment_id: str, **values: Any) -> None:
    connection.execute(update(appointments).where(_OF_THIS), {"b_id": appointment_id, **values})


def _iso(moment: datetime) -> str:
    """One text for one moment, whatever zone it was given in."""
    return moment.astimezone(UTC).isoformat()
