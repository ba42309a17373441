"""Appointments with a lawyer: asked for at once, line or no line; confirmed by the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from kiosk.domain.appointments import AppointmentState as State
from kiosk.domain.appointments import (
    Slot,
    Turn,
    check_count,
    check_slot,
    check_transition,
    open_slots,
    slots_on,
)
from kiosk.domain.clock import Clock, office_time
from kiosk.domain.phones import normal_phone
from kiosk.errors import NotFoundError
from kiosk.protocol.commands import (
    BookAppointment,
    CancelAppointment,
    ChangeAppointment,
    new_slip_secret,
    slip_hash,
)
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.socket import SlipFound
from kiosk.terminal.services.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentChanged,
    AppointmentConfirmed,
    AppointmentRefused,
    CommandSettled,
    Event,
    EventBus,
)
from kiosk.terminal.services.ports import ContentReader, Outbox
from kiosk.terminal.services.session import SessionService
from kiosk.terminal.services.takeaway import slip_address
from kiosk.terminal.storage.resident_rows import AskedAppointment

_WISHES: Mapping[str, Literal["book", "change", "cancel"]] = {
    "book_appointment": "book",
    "change_appointment": "change",
    "cancel_appointment": "cancel",
}


class AppointmentService:
    """For the screen's thread. What is asked for is on the disk when a method returns.

    Raises ``UserError`` for what cannot be (codes of ``domain.appointments``, ``bad_phone``,
    ``no_appointment``), ``EnvironmentFault`` when it cannot be kept. The server's answer comes as
    ``AppointmentConfirmed`` or ``AppointmentRefused`` while the person is there; the slip's page
    has it afterwards.
    """

    def __init__(self, outbox: Outbox, reader: ContentReader, sessions: SessionService,
                 clock: Clock, bus: EventBus, profile: Callable[[], DeviceProfile | None]
                 ) -> None:  # fmt: skip
        self._outbox = outbox
        self._reader = reader
        self._sessions = sessions
        self._clock = clock
        self._bus = bus
        self._profile = profile
        bus.subscribe(self._on_event)

    def slots(self, lawyer_id: str) -> list[Slot]:
        """The lawyer's slots by the roster, soonest first; which are taken, the server knows."""
        mine = {(a.lawyer_id, a.starts_at) for a in self.mine() if a.state is not State.CANCELLED}
        slots = open_slots(self._turns(lawyer_id), self._clock.now(), self._reader.holidays())
        return [slot for slot in slots if (lawyer_id, slot.starts_at) not in mine]

    def book(self, appointment_id: str, lawyer_id: str, starts_at: datetime, *, topic: str = "",
             phone: str = "") -> None:  # fmt: skip
        """Ask for a slot. ``appointment_id`` (``new_id``) is made when the page opens.

        The same one twice is one appointment. ``phone``: as it was typed, or empty.
        """
        self._check(lawyer_id, starts_at)
        self._check_count(appointment_id)
        session = self._sessions.session
        secret = session.slips.setdefault(appointment_id, new_slip_secret())
        wish = BookAppointment(
            appointment_id=appointment_id, person_id=session.person_id, lawyer_id=lawyer_id,
            starts_at=starts_at, topic=topic, phone=normal_phone(phone) if phone else "",
            slip=slip_hash(secret), requested_at=self._clock.now(),
        )  # fmt: skip
        self._keep(appointment_id, "book_appointment", wish)
        self._bus.publish(AppointmentBooked(appointment_id))

    def change(self, appointment_id: str, lawyer_id: str, starts_at: datetime, key: str) -> None:
        """Ask for another slot; the old one is kept until it is had. ``key``: as for a rating."""
        check_transition(self._one(appointment_id, asked=State.CONFIRMED), State.CHANGED)
        self._check(lawyer_id, starts_at)
        self._check_count(appointment_id)
        wish = ChangeAppointment(
            appointment_id=appointment_id, lawyer_id=lawyer_id, starts_at=starts_at,
            grant=self._grant(appointment_id),
        )  # fmt: skip
        self._keep(key, "change_appointment", wish)
        self._bus.publish(AppointmentChanged(appointment_id))

    def cancel(self, appointment_id: str) -> None:
        check_transition(self._one(appointment_id), State.CANCELLED)
        wish = CancelAppointment(
            appointment_id=appointment_id, grant=self._grant(appointment_id)
        )  # fmt: skip
        # A grant that has run out is refused: the next one is another wish. No key is a secret.
        own = appointment_id in self._sessions.session.slips
        key = appointment_id if own else slip_hash(wish.grant)[:40]
        self._keep(f"cancel-{key}", "cancel_appointment", wish)
        self._bus.publish(AppointmentCancelled(appointment_id))

    def take_up(self, found: SlipFound) -> str:
        """What a typed number has found is the present person's from now on; its id.

        ``NotFoundError``: it is in a state that this version does not know.
        """
        if found.starts_at is None or found.state not in frozenset(State):
            raise NotFoundError("There is no such appointment here.", code="no_appointment")
        session = self._sessions.session
        asked = AskedAppointment(found.id, found.lawyer_id, found.starts_at, State(found.state),
                                 None, None, None)  # fmt: skip
        self._outbox.keep_found(session.id, asked)
        session.grants[found.id] = found.grant
        return found.id

    def mine(self) -> list[AskedAppointment]:
        """What the present person has asked for, in the order of time."""
        return self._outbox.appointments(self._sessions.session.id)

    def slip(self, appointment_id: str) -> str:
        """What the QR of its slip says; empty when there is none."""
        return slip_address(self._profile(), self._sessions.session.slips.get(appointment_id))

    def _grant(self, appointment_id: str) -> str:
        """What shows that this person may: they have the slip, or have typed its number."""
        session = self._sessions.session
        return session.slips.get(appointment_id) or session.grants[appointment_id]

    def place(self, lawyer_id: str, starts_at: datetime) -> str:
        """The organisation where that slot is; empty when the roster has none then."""
        slots = slots_on(self._turns(lawyer_id), office_time(starts_at).date(),
                         self._reader.holidays())  # fmt: skip
        return next((slot.place for slot in slots if slot.starts_at == starts_at), "")

    def _turns(self, lawyer_id: str) -> list[Turn]:
        return [
            Turn(shift.organisation, shift.hours)
            for shift in self._reader.shifts()
            if shift.lawyer == lawyer_id
        ]

    def _check(self, lawyer_id: str, starts_at: datetime) -> None:
        check_slot(
            self._turns(lawyer_id), starts_at, self._clock.now(), self._reader.holidays()
        )  # fmt: skip

    def _check_count(self, appointment_id: str) -> None:
        """Beside this one."""
        check_count(sum(
            a.appointment_id != appointment_id and a.state not in (State.CANCELLED, State.REFUSED)
            for a in self.mine()
        ))  # fmt: skip

    def _one(self, appointment_id: str, *, asked: State = State.REQUESTED) -> State:
        """The state; ``asked`` for one that is on its way."""
        for appointment in self.mine():
            if appointment.appointment_id == appointment_id:
                return asked if appointment.state is State.REQUESTED else appointment.state
        raise NotFoundError("There is no such appointment here.", code="no_appointment")

    def _keep(self, key: str, name: str,
              wish: BookAppointment | ChangeAppointment | CancelAppointment) -> None:  # fmt: skip
        self._outbox.add(key, name, wish.model_dump(mode="json"),
                         session=self._sessions.session.id,
                         subject=wish.appointment_id)  # fmt: skip

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, CommandSettled) or event.name not in _WISHES:
            return
        session, appointment_id = event.session, event.subject
        if session is None or appointment_id is None or not self._sessions.is_on(session):
            return  # nobody is there whom it concerns: the slip says it
        wish = _WISHES[event.name]
        if event.code is not None:
            self._bus.publish(AppointmentRefused(session, appointment_id, wish, event.code))
        elif wish != "cancel":
            self._bus.publish(AppointmentConfirmed(session, appointment_id))
