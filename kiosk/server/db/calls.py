"""Calls, their participants and their connections: reads that signalling needs."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, Role, Tier
from kiosk.errors import EnvironmentFault
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Account, Call, CallConnection, CallParticipant, Rating

log = logging.getLogger(__name__)

#: States of a participant who is taken up by a call.
BUSY = ("ringing", "joined")
#: What a call is thought to last while there is too little to go by, and the bounds of the mean.
USUAL_CALL = timedelta(minutes=8)
_SHORTEST, _LONGEST, _SAMPLE = timedelta(minutes=2), timedelta(minutes=30), 20


def topic_of(session: Session, keys: KeyRing, call: Call) -> Topic | None:
    """What the resident chose; None, too, when it cannot be read: the call matters more."""
    try:
        text = keys.open(session, call.topic)
        return Topic(text) if text is not None else None
    except (EnvironmentFault, ValueError) as error:
        log.error("the topic of call %s cannot be read: %s", call.id, error)
        return None


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
    """Everybody who is or was in the call, or was asked to be, in order: the resident first."""
    return list(
        session.scalars(
            select(CallParticipant)
            .where(CallParticipant.call_id == call_id)
            .order_by(CallParticipant.position)
        )
    )


def asked(session: Session, call_id: str) -> list[CallParticipant]:
    """The lawyers who were asked, in order."""
    return [p for p in participants(session, call_id) if p.role == Role.LAWYER]


def lawyers_asked(session: Session, call_ids: Collection[str]) -> dict[str, set[str]]:
    """Call id -> the lawyers who were asked to take it, of several calls."""
    found: dict[str, set[str]] = {call_id: set() for call_id in call_ids}
    rows = session.execute(
        select(CallParticipant.call_id, CallParticipant.lawyer_id).where(
            CallParticipant.call_id.in_(call_ids)
        )
    )
    for call_id, lawyer_id in rows:
        if lawyer_id is not None:
            found[call_id].add(lawyer_id)
    return found


def find_participant(session: Session, call_id: str, participant_id: str) -> CallParticipant | None:
    """One who is ringing or has joined."""
    row = session.get(CallParticipant, participant_id)
    return row if row is not None and row.call_id == call_id and row.state in BUSY else None


def present_participants(session: Session, call_id: str) -> list[CallParticipant]:
    """All who are ringing or have joined, the resident too."""
    return [p for p in participants(session, call_id) if p.state in BUSY]


def current_lawyers(session: Session) -> dict[str, CallParticipant]:
    """Call id -> the lawyer who is ringing or has joined, of all calls."""
    rows = session.scalars(
        select(CallParticipant).where(
            CallParticipant.role == Role.LAWYER, CallParticipant.state.in_(BUSY)
        )
    )
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
    rows = session.scalars(select(CallParticipant.lawyer_id).where(CallParticipant.state.in_(BUSY)))
    return {lawyer_id for lawyer_id in rows if lawyer_id is not None}


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
    vain = ("declined", "no_answer", "lost")
    tiers = [Tier(p.tier) for p in people if p.tier is not None and p.state in vain]
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
