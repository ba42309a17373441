"""Stops of the tour: appointments, call-backs, and their slips."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.terminal.ui.viewmodels.appointment import AppointmentViewModel
from kiosk.terminal.ui.viewmodels.booked import BookedViewModel
from kiosk.terminal.ui.viewmodels.call_back import CallBackViewModel
from kiosk.terminal.ui.viewmodels.my_slip import MySlipViewModel
from kiosk.terminal.ui.viewmodels.phone_entry import PhoneEntry

if TYPE_CHECKING:
    from kiosk.terminal.tour import Stage

MOBILE = "13800001234"


def _appointment(stage: Stage) -> AppointmentViewModel:
    model = stage.screen.app.model
    assert isinstance(model, AppointmentViewModel)
    return model


def _booked(stage: Stage) -> BookedViewModel:
    model = stage.screen.app.model
    assert isinstance(model, BookedViewModel)
    return model


def _type(phone: object, digits: str) -> None:
    assert isinstance(phone, PhoneEntry)
    for digit in digits:
        phone.press(digit)


def _choose(stage: Stage) -> None:
    """The last day that there is, on which somebody has the first time."""
    lawyer = stage.lawyer()
    assert lawyer is not None
    slots = stage.context.appointments.slots(lawyer.lawyer.id)
    day = [s.starts_at for s in slots if s.starts_at.date() == slots[-1].starts_at.date()]
    stage.inquiries.taken = {lawyer.lawyer.id: frozenset(day[:1])}
    stage.screen.app.open("appointment")
    model = _appointment(stage)
    model.chooseDay(day[0].date().isoformat())
    model.chooseSlot(day[1].isoformat())
    stage.settle()


def _choose_offline(stage: Stage) -> None:
    stage.cut()
    _choose(stage)


def _lawyers(stage: Stage) -> None:
    stage.screen.app.open("appointment")
    _appointment(stage).otherLawyer()


def _number(stage: Stage, digits: str = "1380000") -> None:
    _choose(stage)
    _appointment(stage).goOn()
    _type(_appointment(stage).phone, digits)


def _book(stage: Stage) -> None:
    _number(stage, MOBILE)
    _appointment(stage).book(True)
    stage.settle()


def _book_offline(stage: Stage) -> None:
    stage.cut()
    _book(stage)


def _answer(stage: Stage, code: str | None = None) -> None:
    stage.inquiries.answer(code)
    stage.settle()


def _booked_well(stage: Stage) -> None:
    _book(stage)
    _answer(stage)


def _ask_cancel(stage: Stage) -> None:
    _booked_well(stage)
    _booked(stage).askCancel(True)


def _cancel(stage: Stage) -> None:
    _booked_well(stage)
    _booked(stage).cancel()


def _refused(stage: Stage) -> None:
    _book(stage)
    _answer(stage, "slot_taken")


def _change(stage: Stage) -> None:
    _booked_well(stage)
    _booked(stage).other()


def _unknown(stage: Stage) -> None:
    stage.screen.app.open("slip")
    model = stage.screen.app.model
    assert isinstance(model, MySlipViewModel)
    for digit in "12345678":
        model.press(digit)
    model.find()


def _slip_offline(stage: Stage) -> None:
    stage.cut()
    stage.screen.app.open("slip")


def _call_back(stage: Stage) -> None:
    stage.screen.app.open("call-back")
    model = stage.screen.app.model
    assert isinstance(model, CallBackViewModel)
    _type(model.phone, MOBILE)
    model.leaveNumber()
    stage.settle()
    _answer(stage)


#: In the order of the pictures.
SLIP_STOPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("10-appointment", lambda s: s.screen.app.open("appointment")),
    ("10-appointment-chosen", _choose),
    ("10-appointment-offline", _choose_offline),
    ("10-appointment-lawyers", _lawyers),
    ("10-appointment-phone", _number),
    ("10-appointment-landline", lambda s: _number(s, "05516234567")),
    ("10-appointment-change", _change),
    ("10-booked", _booked_well),
    ("10-booked-asking", _book),
    ("10-booked-offline", _book_offline),
    ("10-booked-cancel", _ask_cancel),
    ("10-booked-cancelled", _cancel),
    ("10-booked-refused", _refused),
    ("10-slip", lambda s: s.screen.app.open("slip")),
    ("10-slip-unknown", _unknown),
    ("10-slip-offline", _slip_offline),
    ("10-call-back", lambda s: s.screen.app.open("call-back")),
    ("10-call-back-left", _call_back),
)
