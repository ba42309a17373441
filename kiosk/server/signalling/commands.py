"""Commands of a terminal's outbox: each is carried out or refused once, and answered as often
as it is sent."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import ValidationError

from kiosk.domain.appointments import Slot, check_slot
from kiosk.errors import NotFoundError, UserError
from kiosk.protocol.commands import (
    BAD_PAYLOAD,
    CANNOT_OPEN,
    PAYLOADS,
    UNKNOWN_COMMAND,
    BookAppointment,
    CancelAppointment,
    ChangeAppointment,
    ErasureReceipt,
    EvaluateLawyer,
    Payload,
    RateCall,
    RequestCallBack,
)
from kiosk.protocol.socket import Command, CommandDone, CommandRefused
from kiosk.server.db import appointments, call_backs, commands, kept_commands, slip_codes
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import KeptCommand
from kiosk.server.db.seal_keys import open_command
from kiosk.server.signalling.desk import Switchboard

log = logging.getLogger(__name__)


def carry_out(board: Switchboard, device: Device, command: Command) -> CommandDone | CommandRefused:
    """The answer to a command; its effect and its key are one transaction."""
    known = commands.find_key(board.session, device.id, command.key)
    if known is not None:
        if known.refused_code is None:
            return CommandDone(key=command.key)
        return CommandRefused(key=command.key, code=known.refused_code,
                              message=known.refused_message)  # fmt: skip
    if command.name not in PAYLOADS:  # of a newer terminal: not noted, a newer server takes it
        return CommandRefused(key=command.key, code=UNKNOWN_COMMAND,
                              message=f"This server does not know {command.name}.")  # fmt: skip
    refused = None
    try:
        _do(board, device, _payload(board, command))
    except UserError as error:
        refused = error
        unread = error.code in (CANNOT_OPEN, BAD_PAYLOAD)
        level = logging.ERROR if unread else logging.INFO
        log.log(level, "command %s of terminal %s refused: %s", command.name, device.id, error.code)
        if unread:
            kept_commands.keep(board.session, device, command, error.code)
    commands.keep_key(board.session, device, command.key, command.name, refused)
    if refused is None:
        return CommandDone(key=command.key)
    return CommandRefused(key=command.key, code=refused.code, message=str(refused))


def carry_out_kept(board: Switchboard, kept: KeptCommand) -> str:
    """Try once more what could not be opened or read; how it went: ``done`` or the refusal's code.

    Unless it cannot be read even now, it is not kept any more, and answered so from now on.
    """
    session = board.session
    device = session.get_one(Device, kept.device_id)
    command = Command(key=kept.key, name=kept.command, sealed=kept.sealed)
    refused = None
    try:
        _do(board, device, _payload(board, command))
    except UserError as error:
        refused = error
    if refused is not None and refused.code in (CANNOT_OPEN, BAD_PAYLOAD):
        kept.code = str(refused.code)
        return kept.code
    session.delete(kept)
    known = commands.find_key(session, device.id, kept.key)
    if known is not None:
        session.delete(known)
        session.flush()
    commands.keep_key(session, device, kept.key, kept.command, refused)
    return str(refused.code) if refused else "done"


def _payload(board: Switchboard, command: Command) -> Payload:
    """``UserError``: it cannot be opened, or cannot be read."""
    raw: dict[str, Any] | None = command.payload
    if command.sealed is not None:
        raw = open_command(board.session, board.keys, command.sealed, command.key, command.name)
    try:
        return PAYLOADS[command.name].model_validate(raw)
    except ValidationError as error:
        names = ", ".join(str(e["loc"][0]) for e in error.errors() if e["loc"])
        raise UserError(f"The command cannot be read: {names}.", code=BAD_PAYLOAD) from None


def _do(board: Switchboard, device: Device, payload: Payload) -> None:
    """What raises ``UserError`` has changed nothing but the note that it was refused."""
    session, keys, slot_at = board.session, board.keys, partial(_slot, board)
    opens = partial(slip_codes.opens, session, now=board.now)
    match payload:
        case RateCall():
            commands.rate_call(session, device, payload)
        case BookAppointment():
            appointments.book(session, keys, device, payload, slot_at)
        case ChangeAppointment():
            appointments.change(session, payload, slot_at, opens)
        case CancelAppointment():
            appointments.cancel(session, payload, opens)
        case RequestCallBack():
            call_backs.request(session, keys, device, payload)
        case EvaluateLawyer():
            _check_lawyer(board, payload.lawyer_id)
            commands.evaluate_lawyer(session, keys, device, payload)
        case ErasureReceipt():
            commands.keep_erasure_receipt(session, device, payload)


def _check_lawyer(board: Switchboard, lawyer_id: str) -> None:
    if board.roster.lawyer(lawyer_id) is None:
        raise NotFoundError("There is no such lawyer any more.", code="no_lawyer")


def _slot(board: Switchboard, lawyer_id: str, starts_at: datetime) -> Slot:
    _check_lawyer(board, lawyer_id)
    return check_slot(board.roster.turns(lawyer_id), starts_at, board.now, board.roster.holidays)
