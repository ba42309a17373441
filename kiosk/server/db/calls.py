"""Calls, those who were asked, and their connections: reads that signalling needs."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.calls import CallState, Tier
from kiosk.server.db.models import Account, Call, CallConnection, CallParticipant, Rating

#: States of a participant who is taken up by a call.
BUSY = ("ringing", "joined")
#: What a call is thought to last while there is too little to go by, and the bounds of the mean.
USUAL_CALL = timedelta(minutes=8)
_SHORTEST, _LONGEST, _SAMPLE = timedelta(minutes=2), timedelta(minutes=30), 20


def find_call(session: Session, call_id: str) -> Call | None:
    return session.get(Call, call_id)


def open_calls(session: Session) -> list[Call]:
    """All calls that have not ended, oldest first."""
    return list(
        session.scalars(
            select(Call).where(Call.state != CallState.ENDED).order_by(Call.requested_at, Call.id)
        )
    )


def queued_calls(session: Session) -> list[Call]:
    """The queue, first come first."""
    return list(
        session.scalars(
            select(Call).where(Call.state == CallState.QUEUED).order_by(Call.requested_at, Call.id)
        )
    )


def latest_call(session: Session, device_id: str) -> Call | None:
    """The terminal's newest call, open or ended."""
    return session.scalar(
        select(Call).where(Call.device_id == device_id)
        .order_by(Call.ended_at.is_not(None), Call.requested_at.desc()).limit(1)
    )  # fmt: skip


def participants(session: Session, call_id: str) -> list[CallParticipant]:
    """Everybody who was asked, in order."""
    return list(
        session.scalars(
            select(CallParticipant)
            .where(CallParticipant.call_id == call_id)
            .order_by(CallParticipant.position)
        )
    )


def current_participant(session: Session, call_id: str) -> CallParticipant | None:
    """The one who is ringing or has joined."""
    return session.scalar(
        select(CallParticipant).where(
            CallParticipant.call_id == call_id, CallParticipant.state.in_(BUSY)
        )
    )


def current_participants(session: Session) -> dict[str, CallParticipant]:
    """Call id -> the one who is ringing or has joined, of all calls."""
    rows = session.scalars(select(CallParticipant).where(CallParticipant.state.in_(BUSY)))
    return {row.call_id: row for row in rows}


def lawyers_participation(session: Session, lawyer_id: str) -> CallParticipant | None:
    """The call that a lawyer is in or is being rung for."""
    return session.scalar(
        select(CallParticipant).where(
            CallParticipant.lawyer_id == lawyer_id, CallParticipant.state.in_(BUSY)
        )
    )


def latest_participation(session: Session, lawyer_id: str) -> CallParticipant | None:
    """The newest call that a lawyer joined and that is over."""
    return session.scalar(
        select(CallParticipant)
        .where(CallParticipant.lawyer_id == lawyer_id, CallParticipant.state == "left")
        .order_by(CallParticipant.left_at.desc())
        .limit(1)
    )


def busy_lawyers(session: Session) -> set[str]:
    return set(
        session.scalars(select(CallParticipant.lawyer_id).where(CallParticipant.state.in_(BUSY)))
    )


def newest_connection(session: Session, participant_id: str) -> CallConnection | None:
    return session.scalar(
        select(CallConnection)
        .where(CallConnection.participant_id == participant_id)
        .order_by(CallConnection.epoch.desc())
        .limit(1)
    )


def connections(session: Session, call_id: str) -> list[CallConnection]:
    return list(session.scalars(select(CallConnection).where(CallConnection.call_id == call_id)))


def account_of(session: Session, lawyer_id: str) -> Account | None:
    return session.scalar(select(Account).where(Account.lawyer_id == lawyer_id))


def mean_call(session: Session) -> timedelta:
    """The mean length of the newest answered calls, within bounds."""
    spans = [
        row.ended_at - row.answered_at
        for row in session.execute(
            select(Call.answered_at, Call.ended_at)
            .where(Call.answered_at.is_not(None), Call.ended_at.is_not(None))
            .order_by(Call.ended_at.desc())
            .limit(_SAMPLE)
        )
    ]
    if len(spans) < 3:
        return USUAL_CALL
    return max(_SHORTEST, min(_LONGEST, sum(spans, timedelta()) / len(spans)))


def wait_minutes(mean: timedelta, ahead: int, lawyers: int) -> int:
    """Minutes until one of ``lawyers`` busy ones is free for a caller with ``ahead`` before them.

    A call in progress is taken to last another mean, however long it has lasted: that errs on the
    long side for calls of even length, and a promise that is kept early disappoints nobody.
    """
    return max(1, math.ceil(mean.total_seconds() / 60 * (ahead + 1) / max(1, lawyers)))


def asked_in_vain(people: list[CallParticipant]) -> tuple[Tier, ...]:
    """Tiers of those who declined, did not answer or were lost, each once, in order."""
    tiers = [Tier(p.tier) for p in people if p.state in ("declined", "no_answer", "lost")]
    return tuple(dict.fromkeys(tiers))


def rating_of(session: Session, call_id: str) -> int | None:
    return session.scalar(select(Rating.score).where(Rating.call_id == call_id))


def calls_of_lawyer(session: Session, lawyer_id: str, since: datetime,
                    limit: int) -> list[tuple[Call, CallParticipant]]:  # fmt: skip
    """Calls that a lawyer was asked for, newest first."""
    rows = session.execute(
        select(Call, CallParticipant)
        .join(CallParticipant, CallParticipant.call_id == Call.id)
        .where(CallParticipant.lawyer_id == lawyer_id, Call.requested_at >= since)
        .order_by(Call.requested_at.desc(), CallParticipant.position.desc())
        .limit(limit)
    )
    return [(call, participant) for call, participant in rows]


def all_calls(session: Session) -> list[Call]:
    """Every call, newest first."""
    return list(session.scalars(select(Call).order_by(Call.requested_at.desc())))
