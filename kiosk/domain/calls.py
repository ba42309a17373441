"""The life of a call, as rules: which state may follow which, and how a call may end.

A call, its participants and their connections are three things. The call outlives connections:
each connection between two participants has an epoch, and a rebuilt one has the next epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.errors import ConflictError


class Media(StrEnum):
    """What the resident chose; voice is a call without pictures."""

    VIDEO = "video"
    VOICE = "voice"


class CallState(StrEnum):
    """States of a call, in the order of a good life."""

    QUEUED = "queued"  # waiting for a lawyer who is busy
    RINGING = "ringing"  # a lawyer's browser rings
    ACTIVE = "active"  # answered
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a call ended; each has its own words on the resident's screen."""

    RESIDENT_HUNG_UP = "resident_hung_up"
    LAWYER_HUNG_UP = "lawyer_hung_up"
    RESIDENT_CANCELLED = "resident_cancelled"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    NOBODY_ON_DUTY = "nobody_on_duty"
    LAWYER_LOST = "lawyer_lost"  # the lawyer's browser is gone
    TERMINAL_LOST = "terminal_lost"  # the terminal or its media process is gone
    MEDIA_FAILED = "media_failed"
    SERVER_LOST = "server_lost"  # decided by the terminal and the browser, each for itself


class Role(StrEnum):
    """Who somebody is in a call."""

    RESIDENT = "resident"
    LAWYER = "lawyer"


_NEXT: dict[CallState, frozenset[CallState]] = {
    CallState.QUEUED: frozenset({CallState.RINGING, CallState.ENDED}),
    CallState.RINGING: frozenset({CallState.RINGING, CallState.QUEUED, CallState.ACTIVE,
                                  CallState.ENDED}),
    CallState.ACTIVE: frozenset({CallState.ENDED}),
    CallState.ENDED: frozenset(),
}  # fmt: skip

#: An answered call is held for a side that is away: a terminal that lost power, a browser that is
#: loaded anew.
HOLD_TERMINAL = timedelta(seconds=120)
HOLD_LAWYER = timedelta(seconds=60)
#: A lawyer's browser rings this long before the next one is asked.
RING_TIMEOUT = timedelta(seconds=30)
#: A presence or call lease not renewed for this long is over. Heartbeats come each second.
LEASE = timedelta(seconds=4)
HEARTBEAT = timedelta(seconds=1)


def check_transition(old: CallState, new: CallState) -> None:
    """Raise ``ConflictError`` when ``new`` may not follow ``old``."""
    if new not in _NEXT[old]:
        raise ConflictError(
            f"The call is {old} and cannot become {new}. Load its present state and go on there.",
            code="call_state",
        )


class Tier(StrEnum):
    """The three tiers of the duty office, in the order in which they are asked."""

    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"

    @property
    def rank(self) -> int:
        """0: the nearest."""
        return list(Tier).index(self)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lawyer who could take a call now."""

    lawyer_id: str
    tier: Tier
    present: bool  # console open and on duty, its lease fresh
    busy: bool  # in a call, or being rung
    free_since: datetime | None = None


def ring_order(candidates: list[Candidate], asked: frozenset[str] = frozenset()) -> list[Candidate]:
    """Those who may be rung now, best first: nearest tier, then longest free.

    ``asked`` holds lawyers who have declined or not answered this call.
    """
    free = [c for c in candidates if c.present and not c.busy and c.lawyer_id not in asked]
    return sorted(
        free,
        key=lambda c: (
            c.tier.rank,
            c.free_since.timestamp() if c.free_since else 0.0,
            c.lawyer_id,
        ),
    )


def may_wait(candidates: list[Candidate], asked: frozenset[str] = frozenset()) -> bool:
    """True when nobody is free, but somebody present is busy: waiting in the queue makes sense."""
    return any(c.present and c.busy and c.lawyer_id not in asked for c in candidates)
