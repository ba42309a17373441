"""Appointments: a slot belongs to whoever's command is carried out first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.domain.appointments import HOLDING, AppointmentState, Slot, check_transition
from kiosk.domain.phones import normal_phone
from kiosk.errors import ConflictError, NotFoundError, UserError
from kiosk.protocol.commands import BookAppointment, CancelAppointment, ChangeAppointment
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import Appointment
from kiosk.server.db.types import Sealed

#: (lawyer, start) -> the slot; ``UserError`` when there is none to be had.
SlotAt = Callable[[str, datetime], Slot]
#: (hash of a slip's secret, what was given for it) -> whether that opens it.
Opens = Callable[[str, str], bool]


def book(
    session: Session, keys: KeyRing, device: Device, wish: BookAppointment, slot_at: SlotAt
) -> None:
    """Confirm the appointment, or keep it as refused and raise the ``UserError`` that says why."""
    present = session.get(Appointment, wish.appointment_id)
    if present is not None:  # by another key: the terminal has been enrolled anew meanwhile
        if present.slip_hash == wish.slip and present.state != AppointmentState.REFUSED:
            return
        raise ConflictError(
            "There is this appointment already.", code=present.refused_code or "appointment_exists"
        )

    def seal(text: str) -> Sealed | None:
        return keys.seal_for(session, wish.person_id, device.organisation_id, text)

    row = Appointment(
        id=wish.appointment_id, organisation_id=device.organisation_id, device_id=device.id,
        person_id=wish.person_id, lawyer_id=wish.lawyer_id, starts_at=wish.starts_at,
        state=AppointmentState.REQUESTED, topic=seal(wish.topic),
        phone=seal(normal_phone(wish.phone) if wish.phone else ""), slip_hash=wish.slip,
        requested_at=wish.requested_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    try:
        _take(session, row, wish.lawyer_id, wish.starts_at, AppointmentState.CONFIRMED, slot_at)
    except UserError:
        row.state = AppointmentState.REFUSED
        session.flush()
        raise


def change(session: Session, wish: ChangeAppointment, slot_at: SlotAt, opens: Opens) -> None:
    """Move the appointment to another slot; where that cannot be had, it stays as it is."""
    row = _of(session, wish, opens)
    state = AppointmentState(row.state)
    check_transition(state, AppointmentState.CHANGED)
    there = (row.lawyer_id, row.starts_at) == (wish.lawyer_id, wish.starts_at)
    if not (there and state in HOLDING):
        _take(session, row, wish.lawyer_id, wish.starts_at, AppointmentState.CHANGED, slot_at)


def cancel(session: Session, wish: CancelAppointment, opens: Opens) -> None:
    """Give the slot back; again is no harm."""
    row = _of(session, wish, opens)
    if row.state != AppointmentState.CANCELLED:
        check_transition(AppointmentState(row.state), AppointmentState.CANCELLED)
        row.state, row.refused_code = AppointmentState.CANCELLED, None
        session.flush()


def _take(session: Session, row: Appointment, lawyer_id: str, starts_at: datetime,
          state: AppointmentState, slot_at: SlotAt) -> None:  # fmt: skip
    """Give the row the slot. ``UserError``, noted in the row, when it cannot be had."""
    try:
        slot = slot_at(lawyer_id, starts_at)
        try:
            with session.begin_nested():
                row.lawyer_id, row.starts_at = lawyer_id, starts_at
                row.place_id, row.state, row.refused_code = slot.place, state, None
                session.flush()
        except IntegrityError:  # nothing else of the row that is unique has changed
            raise ConflictError(
                "Somebody else has taken this slot. Choose another one.", code="slot_taken"
            ) from None
    except UserError as error:
        row.refused_code = error.code
        session.flush()
        raise


def _of(session: Session, wish: ChangeAppointment | CancelAppointment,
        opens: Opens) -> Appointment:  # fmt: skip
    """The wish's, for whoever has its slip, or has typed its number a moment ago, at any terminal.

    No terminal may by itself. That there is none and that it is not theirs look the same.
    """
    row = session.get(Appointment, wish.appointment_id)
    if row is not None and opens(row.slip_hash, wish.grant):
        return row
    raise NotFoundError("There is no such appointment.", code="no_appointment")


def taken(session: Session, lawyer_id: str, now: datetime) -> list[datetime]:
    """When the lawyer's half hours begin that somebody has, from now on."""
    return list(
        session.scalars(
            select(Appointment.starts_at)
            .where(Appointment.lawyer_id == lawyer_id, Appointment.starts_at > now,
                   Appointment.state.in_(HOLDING))
            .order_by(Appointment.starts_at)
        )
    )  # fmt: skip


def by_slip(session: Session, slip_hash: str) -> Appointment | None:
    return session.scalar(select(Appointment).where(Appointment.slip_hash == slip_hash))


def find_appointment(session: Session, appointment_id: str) -> Appointment | None:
    return session.get(Appointment, appointment_id)


def all_appointments(session: Session) -> list[Appointment]:
    """By time, the soonest first."""
    return list(
        session.scalars(select(Appointment).order_by(Appointment.starts_at, Appointment.id))
    )
