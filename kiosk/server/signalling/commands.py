"""Commands of a terminal's outbox: each is carried out or refused once, and answered as often
as it is sent."""

from __future__ import annotations

import logging

from pydantic import ValidationError

from kiosk.errors import UserError
from kiosk.protocol.socket import Command, CommandDone, CommandRefused, RateCall
from kiosk.server.db import commands
from kiosk.server.db.models import Device
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
    try:
        _rate_call(board, device, command)
    except UserError as error:
        log.info("command %s of terminal %s refused: %s", command.name, device.id, error.code)
        commands.keep_key(board.session, device, command.key, command.name, error)
        return CommandRefused(key=command.key, code=error.code, message=str(error))
    commands.keep_key(board.session, device, command.key, command.name, None)
    return CommandDone(key=command.key)


def _rate_call(board: Switchboard, device: Device, command: Command) -> None:
    try:
        rating = RateCall.model_validate(command.payload)
    except ValidationError as error:
        names = ", ".join(str(e["loc"][0]) for e in error.errors() if e["loc"])
        raise UserError(f"The rating cannot be read: {names}.", code="bad_payload") from None
    commands.rate_call(board.session, device, rating)
