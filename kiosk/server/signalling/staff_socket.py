"""The socket of a hall's staff page. It holds nothing: whoever opens it anew is told all again."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import UserError
from kiosk.protocol.socket import (
    CLOSE_SIGNED_OUT,
    AnyMessage,
    HelpComing,
    HelpDone,
    HelpRang,
    StaffWelcome,
)
from kiosk.server.bus import Close, socket_address, staff_address
from kiosk.server.db import help_calls
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.help_desk import HelpDesk
from kiosk.server.signalling.hub import Hub


class StaffSocket:
    """One open page of a hall. ``token``: the page's secret, looked at with each message."""

    def __init__(self, hub: Hub, connection: Connection, hall: str, token: str) -> None:
        self._hub = hub
        self._connection = connection
        self._hall = hall
        self._token = token

    async def serve(self) -> None:
        """Until either side closes it."""
        here = socket_address(self._connection.id)
        removers = [
            self._hub.bus.subscribe(address, self._connection.deliver)
            for address in (staff_address(self._hall), here)
        ]
        try:
            await self._connection.run(
                lambda: self._act(self._open),
                lambda message: self._act(lambda board: self._handle(board, message)),
                lambda: None,
                self._hub.timing.heartbeat.total_seconds(),
            )
        finally:
            for remove in removers:
                remove()

    async def _act(self, work: Callable[[Switchboard], None]) -> None:
        def checked(board: Switchboard) -> None:
            if help_calls.hall_of(board.session, self._token) == self._hall:
                work(board)
            else:  # the hall has been given another address meanwhile
                board.tell(socket_address(self._connection.id), Close(CLOSE_SIGNED_OUT))

        await self._hub.act(checked, f"staff:{self._hall}")

    def _open(self, board: Switchboard) -> None:
        here = socket_address(self._connection.id)
        hall = board.roster.organisation(self._hall)
        board.tell(
            here,
            StaffWelcome(organisation_name=hall.name if hall else "", server_time=board.now),
        )
        for call in HelpDesk(board).open_calls(self._hall):
            board.tell(here, call)

    def _handle(self, board: Switchboard, message: AnyMessage) -> None:
        desk = HelpDesk(board)
        match message:
            case HelpRang():
                desk.rang(self._hall, message.help_id)
            case HelpComing():
                desk.coming(self._hall, message.help_id)
            case HelpDone():
                desk.done(self._hall, message.help_id)
            case _:
                raise UserError(f"A staff page does not send {message.type}.", code="wrong_side")
