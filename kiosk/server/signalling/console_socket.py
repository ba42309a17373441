"""The lawyers' socket: who it is, what it may say, and what it is told on coming back."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.errors import NotAllowedError, UserError
from kiosk.protocol.socket import (
    CLOSE_TAKEN_OVER,
    Accept,
    AdviceLine,
    Answer,
    AnyMessage,
    ConsoleWelcome,
    Decline,
    HangUp,
    IceCandidate,
    MediaState,
    Reconnect,
    SetDuty,
)
from kiosk.server.bus import Close, lawyer_address, session_address, socket_address
from kiosk.server.db import calls, presence
from kiosk.server.db.models import Call, ConsoleSession
from kiosk.server.signalling.client_socket import RECENT, ClientSocket
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.hub import Hub
from kiosk.server.signalling.relay import Relay


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose console it is."""

    session_id: str
    account_id: str
    lawyer_id: str


class ConsoleSocket(ClientSocket):
    """One lawyer's connection."""

    def __init__(self, hub: Hub, connection: Connection, who: SignedIn) -> None:
        super().__init__(hub, connection, f"account:{who.account_id}")
        self._who = who

    def _addresses(self) -> tuple[str, ...]:
        return (
            lawyer_address(self._who.lawyer_id),
            session_address(self._who.session_id),
            socket_address(self._connection.id),
        )

    def _forget(self) -> None:
        self._hub.forget_lawyer(self._who.lawyer_id)

    def _open(self, board: Switchboard) -> None:
        console = board.session.get(ConsoleSession, self._who.session_id)
        if console is None:
            raise NotAllowedError("The session is over. Sign in again.", code="signed_out")
        lawyer_id = self._who.lawyer_id
        for older in presence.open_console(board.session, self._hub.held.server_id,
                                           self._connection.id, console, lawyer_id):  # fmt: skip
            board.tell(socket_address(older), Close(CLOSE_TAKEN_OVER))
        self._resume(board)
        self._hub.held.add(self._connection.id, session_id=console.id)

    def _welcome(self, board: Switchboard) -> ConsoleWelcome:
        lawyer_id = self._who.lawyer_id
        account = calls.account_of(board.session, lawyer_id)
        lawyer = board.roster.lawyer(lawyer_id)
        if account is None or lawyer is None:
            raise NotAllowedError("This lawyer is not in the directory any more.",
                                  code="signed_out")  # fmt: skip
        office = board.roster.office_of(lawyer)
        return ConsoleWelcome(
            lawyer_id=lawyer_id, name=lawyer.name, name_en=lawyer.name_en,
            portrait=lawyer.portrait, organisation_name=office.name if office else "",
            on_duty=account.on_duty, server_time=board.now,
            shift_until=board.roster.shift_until(lawyer_id, board.now),
            ice_servers=self._hub.ice.static, example=lawyer.example,
        )  # fmt: skip

    def _resume(self, board: Switchboard) -> None:
        here, lawyer_id = socket_address(self._connection.id), self._who.lawyer_id
        board.tell(here, self._welcome(board))
        board.serve_queue()  # somebody may have waited for just this lawyer
        participant = calls.lawyers_participation(board.session, lawyer_id)
        if participant is None:
            last = calls.latest_participation(board.session, lawyer_id)
            if (
                last is not None
                and last.session_id == self._who.session_id
                and last.left_at is not None
                and last.left_at > board.now - RECENT
            ):
                board.tell(here, board.status(board.session.get_one(Call, last.call_id)))
            return
        call = board.session.get_one(Call, participant.call_id)
        if participant.state == "joined" and participant.session_id != self._who.session_id:
            return  # it was answered in another browser
        # A page that was loaded anew in a call knows nothing of it any more.
        board.tell(here, board.ring(call, participant))
        board.tell(here, board.status(call))
        Relay(board).again_for_lawyer(call, participant, here)
        if participant.state == "joined":
            Relay(board).advice_again(call, here)

    async def _receive(self, message: AnyMessage) -> None:
        await super()._receive(message)
        if isinstance(message, SetDuty):
            self._forget()
            self._hub.changed()

    def _handle(self, board: Switchboard, message: AnyMessage) -> None:
        who = self._who
        match message:
            case SetDuty():
                board.set_duty(who.lawyer_id, message.on)
            case Accept():
                board.accept(who.lawyer_id, who.session_id, message.call_id)
            case Decline():
                board.decline(who.lawyer_id, message.call_id)
            case HangUp():
                board.lawyer_hangs_up(who.lawyer_id, message.call_id, message.reason)
            case Answer():
                Relay(board).answer(who.lawyer_id, who.session_id, message)
            case IceCandidate():
                Relay(board).lawyers_candidate(who.lawyer_id, who.session_id, message)
            case Reconnect():
                Relay(board).lawyers_reconnect(who.lawyer_id, who.session_id, message)
            case AdviceLine():
                Relay(board).lawyers_advice(self._who.lawyer_id, message)
            case MediaState():
                Relay(board).lawyers_media(who.lawyer_id, who.session_id, message)
            case _:
                raise UserError(f"A console does not send {message.type}.", code="wrong_side")
