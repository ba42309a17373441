"""Ringing for the hall's staff: what a terminal asks, and what the staff's pages answer."""

from __future__ import annotations

from uuid import UUID

from kiosk.errors import NotFoundError, UserError
from kiosk.protocol import socket as wire
from kiosk.server.bus import device_address, staff_address
from kiosk.server.db import help_calls
from kiosk.server.db.help_models import HelpCall
from kiosk.server.db.models import Device
from kiosk.server.signalling.desk import Switchboard


def _no_call() -> NotFoundError:
    return NotFoundError("There is no such call for help.", code="no_help_call")


class HelpDesk:
    """The calls for help as one transaction of the switchboard sees and changes them."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board

    # --- the terminal --------------------------------------------------------------------------

    def request(self, device: Device, help_id: str) -> None:
        """Begin to ring, or say how the call stands. One of the same terminal before it is over."""
        board = self._board
        try:
            UUID(help_id)
        except ValueError:
            raise UserError("The help id must be a UUID.", code="bad_id") from None
        known = help_calls.find_help(board.session, help_id)
        if known is not None:
            if known.device_id != device.id:
                raise _no_call()
            board.tell(device_address(device.id), _status(known))
            return
        for older in help_calls.begin_help(board.session, device, help_id, board.now):
            self._tell_staff(older)
        call = help_calls.find_help(board.session, help_id)
        assert call is not None
        self._tell(call)

    def cancel(self, device_id: str, help_id: str) -> None:
        call = help_calls.find_help(self._board.session, help_id)
        if call is not None and call.device_id == device_id:
            self._end(call)

    # --- the staff -----------------------------------------------------------------------------

    def open_calls(self, organisation_id: str) -> list[wire.HelpCall]:
        rows = help_calls.open_help(self._board.session, organisation_id, self._board.now)
        return [self._shown(row) for row in rows]

    def rang(self, organisation_id: str, help_id: str) -> None:
        call = self._call(organisation_id, help_id)
        if call.state == "asking":
            call.state, call.rang_at = "ringing", self._board.now
            self._tell(call)

    def coming(self, organisation_id: str, help_id: str) -> None:
        call = self._call(organisation_id, help_id)
        if call.state in ("asking", "ringing"):
            call.state, call.answered_at = "coming", self._board.now
            self._tell(call)

    def done(self, organisation_id: str, help_id: str) -> None:
        self._end(self._call(organisation_id, help_id))

    # --- telling -------------------------------------------------------------------------------

    def _call(self, organisation_id: str, help_id: str) -> HelpCall:
        call = help_calls.find_help(self._board.session, help_id)
        if call is None or call.organisation_id != organisation_id:
            raise _no_call()
        return call

    def _end(self, call: HelpCall) -> None:
        if call.state != "over":
            call.state, call.ended_at = "over", self._board.now
            self._tell(call)

    def _tell(self, call: HelpCall) -> None:
        self._board.tell(device_address(call.device_id), _status(call))
        self._tell_staff(call)

    def _tell_staff(self, call: HelpCall) -> None:
        if call.organisation_id is not None:
            self._board.tell(staff_address(call.organisation_id), self._shown(call))

    def _shown(self, call: HelpCall) -> wire.HelpCall:
        device = self._board.session.get_one(Device, call.device_id)
        return wire.HelpCall(
            help_id=call.id,
            state=_status(call).state,
            terminal_name=device.name,
            address=device.address,
            asked_at=call.created_at,
        )


def _status(call: HelpCall) -> wire.HelpStatus:
    return wire.HelpStatus.model_validate({"help_id": call.id, "state": call.state})
