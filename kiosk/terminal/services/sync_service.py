"""Keeps the cache at the feed's head: polls now and then, at once when the server says so."""

from __future__ import annotations

import asyncio
import logging
import random

from kiosk.errors import EnvironmentFault, KioskError, ServerUnreachable, UserError
from kiosk.protocol.feed import FeedRefused
from kiosk.protocol.socket import AnyMessage, FeedChanged, Welcome
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.services.events import ContentChanged, EventBus, FirstSyncTried
from kiosk.terminal.services.ports import ContentSync
from kiosk.terminal.sync.report import SyncProgress, SyncReport

log = logging.getLogger(__name__)

#: Every kind that a page shows: named when it is not known which of them changed.
ALL_KINDS = frozenset({
    "article", "faq", "law", "notice", "signage", "event", "need", "legal-aid", "authority",
    "entry", "lawyer", "organisation", "shift", "holidays",
})  # fmt: skip
#: A nudge goes to all terminals at once; they come back within this many seconds.
NUDGE_SPREAD_S = 0.5


class SyncService:
    """Publishes ``ContentChanged`` from a worker thread, once for each step that was committed,
    and ``FirstSyncTried`` once."""

    def __init__(
        self,
        sync: ContentSync,
        bus: EventBus,
        interval_s: float,
        *,
        nudge_spread_s: float = NUDGE_SPREAD_S,
        backoff: Backoff | None = None,
    ) -> None:
        """``interval_s``: seconds between polls; may be set anew at any time."""
        self.interval_s = interval_s
        self._sync = sync
        self._bus = bus
        self._nudge_spread_s = nudge_spread_s
        self._backoff = backoff or Backoff(2.0, 60.0)
        self._nudged = asyncio.Event()
        self._told = ""
        self._tried = False  # the first sync is over, as far as texts go
        self._shown: tuple[str | None, int] | None = None  # what the pages know of

    async def run(self) -> None:
        """Sync until cancelled; a sync that runs then ends at its next step."""
        try:
            self._shown = await asyncio.to_thread(self._sync.held)
        except EnvironmentFault as fault:
            self._tell(fault, logging.WARNING)
        try:
            while True:
                self._nudged.clear()
                report = await self._once()
                self._has_tried()
                if report is None:
                    pause = min(self._backoff.delay(), self.interval_s)
                else:
                    self._backoff.reset()
                    if report.blobs_waiting:
                        continue
                    pause = self.interval_s * random.uniform(0.8, 1.2)
                try:
                    async with asyncio.timeout(pause):
                        await self._nudged.wait()
                    await asyncio.sleep(random.uniform(0.0, self._nudge_spread_s))
                except TimeoutError:
                    pass
        except asyncio.CancelledError:
            self._sync.stop()
            raise

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket, on the loop."""
        if isinstance(message, FeedChanged) or (
            isinstance(message, Welcome) and (message.feed, message.revision) != self._shown
        ):
            self.nudge()

    def nudge(self) -> None:
        """Look for new content now; pictures and videos that are on their way wait. On the loop."""
        self._nudged.set()
        self._sync.hurry()

    async def _once(self) -> SyncReport | None:
        """One sync; None when the server or the line did not let it finish."""
        try:
            before = self._shown
            report = await asyncio.to_thread(self._sync.sync, self._step)
            held = await asyncio.to_thread(self._sync.held)
            if report.late_blobs or (self._shown == before and held != before):
                # Pictures came late, or another process has synced.
                self._bus.publish(ContentChanged(held[1], ALL_KINDS))
            self._shown = held
        except ServerUnreachable as fault:
            self._tell(fault, logging.INFO)
            return None
        except (EnvironmentFault, UserError) as fault:
            self._tell(fault, logging.WARNING)
            return None
        self._told = ""
        return report

    def _step(self, step: SyncProgress) -> None:
        if step.kinds:
            self._shown = (None, step.revision)
            self._bus.publish(ContentChanged(step.revision, step.kinds))
        if step.revision >= step.head:  # what is still to come are pictures and videos
            self._has_tried()

    def _has_tried(self) -> None:
        if not self._tried:
            self._tried = True
            self._bus.publish(FirstSyncTried())

    def _tell(self, fault: KioskError, level: int) -> None:
        """One log line for each new reason, not for each attempt."""
        refused = isinstance(fault, FeedRefused)
        # What is refused may be refused at another revision each time.
        reason = fault.code if refused else str(fault)
        if reason != self._told:
            self._told = reason
            log.log(level, "%s%s", f"{fault.code}: " if refused else "", fault)
