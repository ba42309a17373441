"""What a terminal asks for the person who stands there, beside the commands of its outbox."""

from __future__ import annotations

import logging

from kiosk.errors import UserError
from kiosk.protocol.commands import slip_hash
from kiosk.protocol.socket import (
    Message,
    Refused,
    SlipCode,
    SlipCodeRequest,
    SlipFind,
    SlipFound,
    SlotsRequest,
    SlotsTaken,
)
from kiosk.server.db import appointments, slip_codes
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import Appointment
from kiosk.server.signalling.desk import Switchboard

log = logging.getLogger(__name__)


def answer(
    board: Switchboard, device: Device, asked: SlotsRequest | SlipCodeRequest | SlipFind
) -> Message:
    """Never raises ``UserError``: wrong tries at a slip's number must be counted."""
    match asked:
        case SlotsRequest():
            taken = appointments.taken(board.session, asked.lawyer_id, board.now)
            return SlotsTaken(request_id=asked.request_id, lawyer_id=asked.lawyer_id,
                              taken=tuple(taken))  # fmt: skip
        case SlipCodeRequest():
            try:
                code, until = slip_codes.issue(board.session, slip_hash(asked.secret), board.now)
            except UserError as error:
                return Refused(request_id=asked.request_id, code=error.code, message=str(error))
            return SlipCode(request_id=asked.request_id, code=code, until=until)
        case SlipFind():
            return _find(board, device, asked)


def _find(board: Switchboard, device: Device, asked: SlipFind) -> Message:
    found = slip_codes.find(board.session, device, asked.code, board.now)
    if isinstance(found, str):
        log.info("a slip's number at terminal %s: %s", device.id, found)
        why = "There is no slip with this number, or it holds no more."
        return Refused(request_id=asked.request_id, code=found, message=why)
    matter = found.matter
    if isinstance(matter, Appointment):
        return SlipFound(request_id=asked.request_id, kind="appointment", id=matter.id,
                         state=matter.state, grant=found.grant, lawyer_id=matter.lawyer_id,
                         starts_at=matter.starts_at)  # fmt: skip
    return SlipFound(request_id=asked.request_id, kind="call_back", id=matter.id,
                     state=matter.state)  # fmt: skip
