"""Appointments: which slots a lawyer has, and what may become of an appointment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kiosk.domain.clock import OFFICE_ZONE, office_time
from kiosk.domain.duty import Holidays, WeeklyHours
from kiosk.errors import ConflictError, UserError

#: An appointment lasts this long; one begins at each full and half hour of a shift.
SLOT = timedelta(minutes=30)
#: How many appointments one person may hold at a time.
AT_A_TIME = 3
#: How far ahead somebody may book.
WEEKS_AHEAD = 4


class AppointmentState(StrEnum):
    REQUESTED = "requested"  # on its way to the server
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    CHANGED = "changed"  # stands, in another slot than the first
    CANCELLED = "cancelled"
    DONE = "done"


_NEXT: dict[AppointmentState, frozenset[AppointmentState]] = {
    AppointmentState.REQUESTED: frozenset(
        {AppointmentState.CONFIRMED, AppointmentState.REFUSED, AppointmentState.CANCELLED}
    ),
    AppointmentState.CONFIRMED: frozenset(
        {AppointmentState.CHANGED, AppointmentState.CANCELLED, AppointmentState.DONE}
    ),
    # Whose slot was taken may choose another one, or give it up.
    AppointmentState.REFUSED: frozenset({AppointmentState.CHANGED, AppointmentState.CANCELLED}),
    AppointmentState.CHANGED: frozenset(
        {AppointmentState.CHANGED, AppointmentState.CANCELLED, AppointmentState.DONE}
    ),
    AppointmentState.CANCELLED: frozenset(),
    AppointmentState.DONE: frozenset(),
}
#: In these states the appointment has its slot for itself.
HOLDING = (AppointmentState.CONFIRMED, AppointmentState.CHANGED)


def check_transition(old: AppointmentState, new: AppointmentState) -> None:
    """Raise ``ConflictError`` when ``new`` may not follow ``old``."""
    if new not in _NEXT[old]:
        raise ConflictError(
            f"The appointment is {old} and cannot become {new}. Make a new one.",
            code=f"appointment_{old}",
        )


def check_count(held: int) -> None:
    """Raise ``ConflictError`` (``too_many``) when ``held`` appointments leave room for no other."""
    if held >= AT_A_TIME:
        raise ConflictError(
            f"One person may hold {AT_A_TIME} appointments at a time. Cancel one first.",
            code="too_many",
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A lawyer's weekly turn of duty, and where it is (an organisation's id)."""

    place: str
    hours: WeeklyHours


@dataclass(frozen=True, slots=True)
class Slot:
    """Half an hour of a lawyer. ``starts_at``: aware, on the office's wall clock."""

    starts_at: datetime
    place: str


def slots_on(turns: Iterable[Turn], day: date, holidays: Holidays) -> list[Slot]:
    """All slots of a day, earliest first; none on a day of rest.

    A make-up working day has the hours of a Friday. Where two turns overlap, the first one named
    has the slot.
    """
    if not holidays.is_working_day(day):
        return []
    weekday = min(day.isoweekday(), 5)
    found: dict[datetime, Slot] = {}
    for turn in turns:
        if turn.hours.weekday != weekday:
            continue
        opens = datetime.combine(day, turn.hours.opens, OFFICE_ZONE)
        closes = turn.hours.end_on(day).replace(tzinfo=OFFICE_ZONE)
        start = datetime.combine(day, time(turn.hours.opens.hour), OFFICE_ZONE)
        while start + SLOT <= closes:
            if start >= opens:
                found.setdefault(start, Slot(start, turn.place))
            start += SLOT
    return sorted(found.values(), key=lambda slot: slot.starts_at)


def open_slots(turns: Iterable[Turn], now: datetime, holidays: Holidays) -> list[Slot]:
    """All slots that may be booked now, as far as the roster says; some may be taken."""
    turns = list(turns)
    today = office_time(now).date()
    return [
        slot
        for ahead in range(7 * WEEKS_AHEAD + 1)
        for slot in slots_on(turns, today + timedelta(days=ahead), holidays)
        if now < slot.starts_at <= now + timedelta(weeks=WEEKS_AHEAD)
    ]


def check_slot(
    turns: Iterable[Turn], starts_at: datetime, now: datetime, holidays: Holidays
) -> Slot:
    """The slot that begins then. ``UserError``: ``slot_past``, ``slot_far`` or ``no_slot``."""
    if starts_at <= now:
        raise UserError("This time is over already. Choose a later one.", code="slot_past")
    if starts_at > now + timedelta(weeks=WEEKS_AHEAD):
        raise UserError(
            f"Appointments are made at most {WEEKS_AHEAD} weeks ahead. Choose an earlier time.",
            code="slot_far",
        )
    local = office_time(starts_at)
    for slot in slots_on(turns, local.date(), holidays):
        if slot.starts_at == local:
            return slot
    raise UserError("The lawyer is not on duty then. Choose another time.", code="no_slot")
