"""Call-backs: a number that somebody is to ring."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.clock import Clock
from kiosk.domain.phones import normal_phone
from kiosk.protocol.commands import RequestCallBack, new_slip_secret, slip_hash
from kiosk.protocol.devices import DeviceProfile
from kiosk.terminal.services.events import (
    CallBackReceived,
    CallBackRefused,
    CallBackRequested,
    CommandSettled,
    Event,
    EventBus,
)
from kiosk.terminal.services.ports import Outbox
from kiosk.terminal.services.session import SessionService
from kiosk.terminal.services.takeaway import slip_address
from kiosk.terminal.storage.resident_rows import AskedCallBack

_NAME = "request_call_back"


class CallBackService:
    """For the screen's thread. The server's answer comes as an event while the person is there."""

    def __init__(self, outbox: Outbox, sessions: SessionService, clock: Clock, bus: EventBus,
                 profile: Callable[[], DeviceProfile | None]) -> None:  # fmt: skip
        self._outbox = outbox
        self._sessions = sessions
        self._clock = clock
        self._bus = bus
        self._profile = profile
        bus.subscribe(self._on_event)

    def request(self, call_back_id: str, phone: str, *, topic: str = "") -> None:
        """Ask for a call. ``call_back_id`` (``new_id``) is made when the page opens.

        On the disk when this returns. ``UserError`` (``bad_phone``): no number that can be rung;
        ``EnvironmentFault`` when it cannot be kept.
        """
        session = self._sessions.session
        number = normal_phone(phone)
        secret = session.slips.setdefault(call_back_id, new_slip_secret())
        wish = RequestCallBack(
            call_back_id=call_back_id, person_id=session.person_id, phone=number, topic=topic,
            slip=slip_hash(secret), requested_at=self._clock.now(),
        )  # fmt: skip
        self._outbox.add(call_back_id, _NAME, wish.model_dump(mode="json"),
                         session=session.id, subject=call_back_id)  # fmt: skip
        self._bus.publish(CallBackRequested(call_back_id))

    def mine(self) -> list[AskedCallBack]:
        """What the present person has asked for."""
        return self._outbox.call_backs(self._sessions.session.id)

    def slip(self, call_back_id: str) -> str:
        """What the QR of its slip says; empty when there is none."""
        return slip_address(self._profile(), self._sessions.session.slips.get(call_back_id))

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, CommandSettled) or event.name != _NAME or event.subject is None:
            return
        session = event.session
        if session is None or not self._sessions.is_on(session):
            return  # nobody is there whom it concerns: the slip says it
        if event.code is None:
            self._bus.publish(CallBackReceived(session, event.subject))
        else:
            self._bus.publish(CallBackRefused(session, event.subject, event.code))
