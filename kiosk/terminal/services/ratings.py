"""How a call was, in the resident's view."""

from __future__ import annotations

from kiosk.domain.clock import Clock
from kiosk.protocol.commands import RateCall
from kiosk.terminal.services.events import EventBus, RatingSaved
from kiosk.terminal.services.ports import Outbox


class RatingService:
    def __init__(self, outbox: Outbox, clock: Clock, bus: EventBus) -> None:
        self._outbox = outbox
        self._clock = clock
        self._bus = bus

    def rate(self, call_id: str, score: int, key: str) -> None:
        """Keep a rating for the server: 3 helped, 2 so-so, 1 did not help.

        ``key`` is made when the rating page opens; the same one twice is one rating. On the disk
        when this returns; ``EnvironmentFault`` when it cannot be kept.
        """
        rating = RateCall(call_id=call_id, score=score, rated_at=self._clock.now())
        self._outbox.add(key, "rate_call", rating.model_dump(mode="json"))
        self._bus.publish(RatingSaved(call_id))
