"""The times that signalling lives by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kiosk.domain.calls import HEARTBEAT, HOLD_LAWYER, HOLD_TERMINAL, LEASE, RING_TIMEOUT


@dataclass(frozen=True, slots=True)
class Timing:
    ring: timedelta = RING_TIMEOUT
    lease: timedelta = LEASE
    heartbeat: timedelta = HEARTBEAT
    grace: timedelta = timedelta(seconds=3)  # for a closed socket to come back
    hold_terminal: timedelta = HOLD_TERMINAL
    hold_lawyer: timedelta = HOLD_LAWYER
    sweep: timedelta = timedelta(seconds=0.5)
