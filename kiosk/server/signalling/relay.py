"""Offers, answers and candidates between the terminal and a participant, by epochs.

They are stored on the connection's row, so that a client that was away gets them again.
"""

from __future__ import annotations

from datetime import timedelta

from kiosk.domain.calls import CallState, Role
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol.socket import (
    AdviceLine,
    Answer,
    IceCandidate,
    MediaState,
    Offer,
    Reconnect,
)
from kiosk.server.bus import device_address, lawyer_address, session_address
from kiosk.server.db import advice, calls
from kiosk.server.db.models import Call, CallConnection, CallParticipant
from kiosk.server.signalling.desk import Switchboard

#: More than any browser gathers; a flood beyond it is dropped.
MAX_CANDIDATES = 64
#: A lawyer may still finish the slip when the call is over.
_AFTERWARDS = timedelta(minutes=10)


class Relay:
    """Media signalling of one transaction, on the switchboard's session."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._session = board.session

    def offer(self, device_id: str, message: Offer) -> None:
        """The terminal's offer: stored, passed on. An epoch that is not newer is ignored."""
        call, participant = self._pair(message.call_id, message.participant_id)
        if call.device_id != device_id:
            raise NotFoundError("There is no such call of this terminal.", code="no_call")
        newest = calls.newest_connection(self._session, participant.id)
        if newest is not None:
            if message.epoch <= newest.epoch:
                return
            newest.state, newest.offer, newest.answer = "closed", "", ""
            newest.candidates = []
        self._session.add(
            CallConnection(call_id=call.id, participant_id=participant.id, epoch=message.epoch,
                           organisation_id=call.organisation_id, state="offered",
                           offer=message.sdp)
        )  # fmt: skip
        self._session.flush()
        self._board.tell(self._address(participant), message)

    def answer(self, lawyer_id: str, session_id: str, message: Answer) -> None:
        """The lawyer's answer to the newest offer; a late or second one is ignored."""
        call, connection = self._open_connection(lawyer_id, session_id, message)
        if connection is None or connection.state != "offered":
            return
        connection.state, connection.answer = "answered", message.sdp
        self._session.flush()
        self._board.tell(device_address(call.device_id), message)

    def lawyers_candidate(self, lawyer_id: str, session_id: str, message: IceCandidate) -> None:
        call, connection = self._open_connection(lawyer_id, session_id, message)
        if connection is None or len(connection.candidates) >= MAX_CANDIDATES:
            return
        connection.candidates = [*connection.candidates, message.model_dump(mode="json")]
        self._session.flush()
        self._board.tell(device_address(call.device_id), message)

    def devices_candidate(self, device_id: str, message: IceCandidate) -> None:
        """Passed on only: a terminal's description is complete, and says all again."""
        call, participant = self._pair(message.call_id, message.participant_id)
        if call.device_id != device_id:
            raise NotFoundError("There is no such call of this terminal.", code="no_call")
        newest = calls.newest_connection(self._session, participant.id)
        if newest is not None and newest.epoch == message.epoch:
            self._board.tell(self._address(participant), message)

    def lawyers_reconnect(self, lawyer_id: str, session_id: str, message: Reconnect) -> None:
        """To the terminal, which makes the next connection."""
        call, participant = self._pair(message.call_id, message.participant_id)
        if participant.lawyer_id != lawyer_id or participant.session_id != session_id:
            raise NotFoundError("There is no such call for you.", code="no_call")
        self._board.tell(device_address(call.device_id), message)

    def devices_media(self, device_id: str, message: MediaState) -> None:
        """To each lawyer who has joined; one that comes after the call's end is ignored."""
        call = calls.find_call(self._session, message.call_id)
        if call is None or call.device_id != device_id:
            raise NotFoundError("There is no such call of this terminal.", code="no_call")
        for participant in calls.present_participants(self._session, call.id):
            if participant.session_id is not None:
                told = message.model_copy(update={"participant_id": None})
                self._board.tell(session_address(participant.session_id), told)

    def lawyers_media(self, lawyer_id: str, session_id: str, message: MediaState) -> None:
        """To the terminal; one that comes after the call's end is ignored."""
        call = calls.find_call(self._session, message.call_id)
        mine = next(
            (p for p in calls.present_participants(self._session, message.call_id)
             if p.lawyer_id == lawyer_id and p.session_id == session_id), None
        )  # fmt: skip
        if call is not None and mine is not None:
            told = message.model_copy(update={"participant_id": mine.id})
            self._board.tell(device_address(call.device_id), told)

    def lawyers_advice(self, lawyer_id: str, message: AdviceLine) -> None:
        """Kept, and shown to the resident; for a while after the call it is kept alone."""
        call = calls.find_call(self._session, message.call_id)
        people = calls.asked(self._session, message.call_id)
        joined = any(p.lawyer_id == lawyer_id and p.joined_at is not None for p in people)
        if call is None or not joined:
            raise NotFoundError("There is no such call for you.", code="no_call")
        if call.ended_at is not None and self._board.now - call.ended_at > _AFTERWARDS:
            raise ConflictError("The call is over: its slip cannot be changed any more.",
                                code="call_state")  # fmt: skip
        text = " ".join(message.text.split())
        if not advice.write_line(self._session, self._board.keys, call, message.line_id, text):
            raise ConflictError("The slip is full.", code="slip_full")
        self._board.tell(device_address(call.device_id),
                         message.model_copy(update={"text": text}))  # fmt: skip

    def advice_again(self, call: Call, address: str) -> None:
        """The lines as they are now."""
        for line_id, text in advice.lines_of(self._session, self._board.keys, call.id):
            self._board.tell(address, AdviceLine(call_id=call.id, line_id=line_id, text=text))

    def again_for_device(self, call: Call, address: str) -> None:
        """What a terminal may have missed: each participant's answer and candidates."""
        self.advice_again(call, address)
        for participant in calls.present_participants(self._session, call.id):
            newest = calls.newest_connection(self._session, participant.id)
            if newest is None or newest.state != "answered":
                continue
            self._board.tell(address, Answer(call_id=call.id, participant_id=participant.id,
                                             epoch=newest.epoch, sdp=newest.answer))  # fmt: skip
            for candidate in newest.candidates:
                self._board.tell(address, IceCandidate.model_validate(candidate))

    def again_for_lawyer(self, call: Call, participant: CallParticipant, address: str) -> None:
        """What a console may have missed: an offer that it has not answered yet."""
        newest = calls.newest_connection(self._session, participant.id)
        if newest is not None and newest.state == "offered":
            self._board.tell(address, Offer(call_id=call.id, participant_id=participant.id,
                                            epoch=newest.epoch, sdp=newest.offer))  # fmt: skip

    def _pair(self, call_id: str, participant_id: str) -> tuple[Call, CallParticipant]:
        call = calls.find_call(self._session, call_id)
        participant = calls.find_participant(self._session, call_id, participant_id)
        if call is None:
            raise NotFoundError("There is no such call.", code="no_call")
        # The resident is the terminal, which has no connection with itself.
        if participant is None or participant.role == Role.RESIDENT:
            # An ordinary race: the call has ended or moved on meanwhile, and call.state says so.
            raise ConflictError("This participant is not in the call now.", code="call_state")
        return call, participant

    def _open_connection(
        self, lawyer_id: str, session_id: str, message: Answer | IceCandidate
    ) -> tuple[Call, CallConnection | None]:
        call, participant = self._pair(message.call_id, message.participant_id)
        if participant.lawyer_id != lawyer_id:
            raise NotFoundError("There is no such call for you.", code="no_call")
        if call.state != CallState.ACTIVE or participant.session_id != session_id:
            raise ConflictError("The call is not answered here.", code="call_state")
        newest = calls.newest_connection(self._session, participant.id)
        return call, newest if newest is not None and newest.epoch == message.epoch else None

    def _address(self, participant: CallParticipant) -> str:
        if participant.session_id is not None:
            return session_address(participant.session_id)
        return lawyer_address(participant.lawyer)
