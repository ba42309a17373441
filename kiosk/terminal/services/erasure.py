"""The receipt of each session's erasing, for the server: when, and which steps reported done."""

from __future__ import annotations

import logging

from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault
from kiosk.protocol.commands import ErasureReceipt
from kiosk.terminal.services.events import ErasureNoted, Event, EventBus, SessionEnded
from kiosk.terminal.services.ports import Outbox

log = logging.getLogger(__name__)


class ErasureService:
    def __init__(self, outbox: Outbox, clock: Clock, bus: EventBus) -> None:
        self._outbox = outbox
        self._clock = clock
        self._bus = bus
        bus.subscribe(self._on_event)

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, SessionEnded):
            return
        receipt = ErasureReceipt(ended_at=self._clock.now(), steps=event.erased)
        try:
            self._outbox.add(new_id(), "erasure_receipt", receipt.model_dump(mode="json"))
        except EnvironmentFault as fault:
            # What was erased is erased; a terminal that is offline for long has many receipts.
            log.warning("a receipt of an erasing is not kept: %s", fault)
            return
        self._bus.publish(ErasureNoted())
