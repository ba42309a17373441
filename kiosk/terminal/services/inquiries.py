"""What only the server knows, asked for the person who stands here: which slots are taken, the
number of a slip, and whose slip a number is.

Nothing of it is kept on the disk, nothing is asked again by itself: without a line there is no
answer, and the page says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.ids import new_id
from kiosk.protocol.socket import (
    AnyMessage,
    Message,
    Refused,
    SlipCode,
    SlipCodeRequest,
    SlipFind,
    SlipFound,
    SlotsRequest,
    SlotsTaken,
)
from kiosk.terminal.services.events import (
    AppointmentConfirmed,
    CallBackReceived,
    Event,
    EventBus,
    SlipAnswered,
    SlipCodeTold,
    SlotsTold,
)
from kiosk.terminal.services.ports import Channel
from kiosk.terminal.services.session import SessionService

log = logging.getLogger(__name__)

#: Seconds for the server to answer.
ANSWER_S = 8.0
#: Why there is no answer.
NO_ANSWER = "no_answer"


@dataclass(slots=True)
class _Asked:
    """A request on its way. ``subject``: what its answer is about."""

    session: str
    subject: str
    kind: type[Message]
    timer: asyncio.TimerHandle | None = None


class InquiryService:
    """``ask_…`` on the screen's thread; answers are events, for a session that is still on."""

    def __init__(self, channel: Channel, bus: EventBus, sessions: SessionService,
                 post: Callable[[Callable[[], None]], None], *,
                 answer_s: float = ANSWER_S) -> None:  # fmt: skip
        """``post`` runs a function on the runtime's loop."""
        self._channel = channel
        self._bus = bus
        self._sessions = sessions
        self._post = post
        self._answer_s = answer_s
        self._asked: dict[str, _Asked] = {}
        bus.subscribe(self._on_event)

    def ask_slots(self, lawyer_id: str) -> None:
        """``SlotsTold`` says which of the lawyer's slots are taken; no answer: nothing comes."""
        self._ask(SlotsRequest(request_id=new_id(), lawyer_id=lawyer_id), lawyer_id)

    def ask_code(self, subject: str) -> None:
        """``SlipCodeTold``, for an appointment or a call-back of this session that the server has.

        Asked by itself once the server has confirmed it. Kept in the session's ``codes``.
        """
        session = self._sessions.session
        secret = session.slips.get(subject)
        if secret is not None and subject not in session.codes:
            self._ask(SlipCodeRequest(request_id=new_id(), secret=secret), subject)

    def find(self, code: str) -> None:
        """``SlipAnswered`` says whose slip this number is, or why nothing was found."""
        self._ask(SlipFind(request_id=new_id(), code=code), "")

    # --- the socket, on the loop ---------------------------------------------------------------

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket."""
        if not isinstance(message, SlotsTaken | SlipCode | SlipFound | Refused):
            return
        asked = self._asked.pop(message.request_id, None)
        if asked is None:
            return
        if asked.timer is not None:
            asked.timer.cancel()
        session = self._sessions.session
        if session.id != asked.session:
            return
        match message:
            case SlotsTaken():
                self._bus.publish(SlotsTold(message.lawyer_id, frozenset(message.taken)))
            case SlipCode():
                session.codes[asked.subject] = (message.code, message.until)
                self._bus.publish(SlipCodeTold(asked.session, asked.subject))
            case SlipFound():
                self._bus.publish(SlipAnswered(asked.session, message, None))
            case Refused():
                self._give_up(asked, message.code)

    def _ask(self, message: SlotsRequest | SlipCodeRequest | SlipFind, subject: str) -> None:
        asked = _Asked(self._sessions.session.id, subject, type(message))
        self._post(lambda: self._send(message, asked))

    def _send(self, message: SlotsRequest | SlipCodeRequest | SlipFind, asked: _Asked) -> None:
        if not self._channel.send(message):
            self._give_up(asked, NO_ANSWER)
            return
        self._asked[message.request_id] = asked
        asked.timer = asyncio.get_running_loop().call_later(
            self._answer_s, self._late, message.request_id
        )

    def _late(self, request_id: str) -> None:
        asked = self._asked.pop(request_id, None)
        if asked is not None:
            self._give_up(asked, NO_ANSWER)

    def _give_up(self, asked: _Asked, code: str) -> None:
        log.info("%s is not answered: %s", asked.kind.__name__, code)
        if asked.kind is SlipFind and self._sessions.is_on(asked.session):
            self._bus.publish(SlipAnswered(asked.session, None, code))

    def _on_event(self, event: Event) -> None:
        if isinstance(event, AppointmentConfirmed) and self._sessions.is_on(event.session):
            self.ask_code(event.appointment_id)
        elif isinstance(event, CallBackReceived) and self._sessions.is_on(event.session):
            self.ask_code(event.call_back_id)
