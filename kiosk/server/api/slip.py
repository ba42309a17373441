"""The slip's page: how an appointment or a call-back stands, or what a lawyer wrote.

For a phone: no cookies, no scripts, kept nowhere. What the server does not know looks the same,
whether it is still on its way or never was. The page's one form makes a number to type at a
terminal (``db.slip_codes``).
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kiosk.domain.appointments import SLOT, AppointmentState
from kiosk.domain.clock import office_time
from kiosk.errors import UserError
from kiosk.protocol.commands import SLIP_PATH, slip_hash
from kiosk.protocol.content import LawyerDoc, OrganisationDoc
from kiosk.server.api.limits import SLIP, TooManyTriesError
from kiosk.server.api.takeaway import DAYS, page
from kiosk.server.context import Context, ServerContext
from kiosk.server.db import Session, advice, appointments, call_backs, kept_commands, slip_codes
from kiosk.server.db.content import find_doc
from kiosk.server.db.models import Call
from kiosk.server.db.resident_models import Appointment

router = APIRouter(prefix=SLIP_PATH, include_in_schema=False)

_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}

#: Why a wish was refused: in Chinese, in English.
_REASONS = {
    "slot_taken": ("这个时间已经有人先约了", "Somebody else has taken this time"),
    "slot_past": ("送到的时候，这个时间已经过了", "This time was over when your wish came through"),
    "slot_far": ("这个时间太远，还不能约", "This time is too far ahead"),
    "no_slot": ("律师这个时间不值班", "The lawyer is not on duty at this time"),
    "no_lawyer": ("这位律师不在这里值班了", "This lawyer is not on duty here any more"),
}
_NO_REASON = ("这个时间约不上", "This time cannot be had")


class Code(NamedTuple):
    """What can be typed at a terminal, and until when."""

    digits: str
    until: datetime

    def words(self) -> dict[str, str]:
        until = office_time(self.until)
        return {
            "digits": f"{self.digits[:4]} {self.digits[4:]}",
            "until": f"{until.month} 月 {until.day} 日 {until:%H:%M}",
            "until_en": f"{until:%d %b %H:%M}",
        }


@router.get("/{secret}")
def slip_page(secret: str, request: Request, context: Context) -> HTMLResponse:
    """Always 200, but for 429 when one address asks too often."""
    return _busy(request, context) or _page(slip_hash(secret), context, None)


@router.post("/{secret}")
def slip_page_with_code(secret: str, request: Request, context: Context) -> HTMLResponse:
    """The same page with a new number to type at a terminal; an older one is void."""
    if busy := _busy(request, context):
        return busy
    code = None
    with contextlib.suppress(UserError), context.database.write() as session:
        code = Code(*slip_codes.issue(session, slip_hash(secret), context.clock.now()))
    return _page(slip_hash(secret), context, code)


def _busy(request: Request, context: ServerContext) -> HTMLResponse | None:
    try:
        context.limits.count(SLIP, request.client.host if request.client else "")
    except TooManyTriesError:
        return page("slip_busy.html", 429, _PRIVATE)
    return None


def _page(key: str, context: ServerContext, code: Code | None) -> HTMLResponse:
    with context.database.read() as session:
        appointment = appointments.by_slip(session, key)
        if appointment is not None and appointment.state != AppointmentState.REQUESTED:
            return _page_of(session, appointment, code)
        if kept_commands.kept_of_slip(session, key) is not None:
            return page("slip_unopened.html", 200, _PRIVATE)
        call_back = call_backs.by_slip(session, key)
        call = advice.call_by_slip(session, key)
        if call is not None:
            return _advice_of(session, context, call)
    if call_back is not None:
        return page("slip_call_back.html", 200, _PRIVATE, done=call_back.state == "done")
    return page("slip_waiting.html", 200, _PRIVATE)


def _page_of(session: Session, appointment: Appointment, code: Code | None) -> HTMLResponse:
    lawyer = find_doc(session, LawyerDoc, appointment.lawyer_id)
    place = find_doc(session, OrganisationDoc, appointment.place_id or "")
    refused = appointment.refused_code
    return page(
        "slip_appointment.html", 200, _PRIVATE, state=appointment.state, lawyer=lawyer,
        place=place, when=_when(appointment.starts_at),
        reason=_REASONS.get(refused, _NO_REASON) if refused else None,
        code=code.words() if code else None,
        unread=kept_commands.kept_of_slip(session, appointment.slip_hash) is not None,
    )  # fmt: skip


def _advice_of(session: Session, context: ServerContext, call: Call) -> HTMLResponse:
    lines = [text for _, text in advice.lines_of(session, context.database.keys, call.id) if text]
    begin = office_time(call.requested_at)
    until = office_time(call.requested_at + advice.KEPT)
    return page(
        "slip_advice.html", 200, _PRIVATE, lines=lines,
        day=f"{begin.year} 年 {begin.month} 月 {begin.day} 日", day_en=f"{begin:%d %b %Y}",
        until=f"{until.month} 月 {until.day} 日", until_en=f"{until:%d %b}",
        over=bool(call.ended_at and context.clock.now() - call.ended_at > advice.KEPT),
    )  # fmt: skip


def _when(starts_at: datetime) -> dict[str, str]:
    begin, end = office_time(starts_at), office_time(starts_at + SLOT)
    return {
        "day": f"{begin.year} 年 {begin.month} 月 {begin.day} 日　星期{DAYS[begin.weekday()]}",
        "day_en": f"{begin:%a %d %b %Y}",
        "time": f"{begin:%H:%M} - {end:%H:%M}",
    }
