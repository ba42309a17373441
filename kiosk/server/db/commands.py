"""What terminals deliver from their outbox, and the keys that make it happen once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.errors import ConflictError, NotFoundError, UserError
from kiosk.protocol import commands as wire
from kiosk.protocol.commands import EvaluateLawyer, RateCall
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Call, Device, IdempotencyKey, Rating
from kiosk.server.db.resident_models import ErasureReceipt, Evaluation

#: Within so long after it has connected, a terminal has asked again for each answer it lacks.
ANSWERED = timedelta(days=7)


def find_key(session: Session, device_id: str, key: str) -> IdempotencyKey | None:
    return session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.device_id == device_id, IdempotencyKey.key == key
        )
    )


def forget_keys(session: Session, now: datetime, keep: timedelta) -> None:
    """Forget keys that are older than ``keep``, of terminals that have been here since.

    A terminal sends what it has no answer to as soon as it connects: a key that is older than its
    last connection by ``ANSWERED`` never comes again. One that was away all the time may send it.
    """
    heard = select(Device.id).where(Device.last_seen > now - keep + ANSWERED)
    session.execute(
        delete(IdempotencyKey).where(
            IdempotencyKey.created_at < now - keep, IdempotencyKey.device_id.in_(heard)
        )
    )


def keep_key(
    session: Session, device: Device, key: str, command: str, refused: UserError | None
) -> None:
    """Remember how a command went."""
    session.add(
        IdempotencyKey(device_id=device.id, organisation_id=device.organisation_id, key=key,
                       command=command, refused_code=refused.code if refused else None,
                       refused_message=str(refused) if refused else "")
    )  # fmt: skip
    session.flush()


def rate_call(session: Session, device: Device, rating: RateCall) -> None:
    """Store a rating. ``NotFoundError``: no such call here; ``ConflictError``: rated already."""
    call = session.get(Call, rating.call_id)
    if call is None or call.device_id != device.id:
        raise NotFoundError("There is no such call of this terminal.", code="no_call")
    if session.scalar(select(Rating.id).where(Rating.call_id == call.id)) is not None:
        raise ConflictError("This call has been rated already.", code="already_rated")
    session.add(
        Rating(call_id=call.id, organisation_id=call.organisation_id, score=rating.score,
               rated_at=rating.rated_at)
    )  # fmt: skip
    session.flush()


def evaluate_lawyer(
    session: Session, keys: KeyRing, device: Device, evaluation: EvaluateLawyer
) -> None:
    """Store an evaluation. ``ConflictError``: this person has evaluated this lawyer already."""
    query = select(Evaluation.id).where(
        Evaluation.person_id == evaluation.person_id, Evaluation.lawyer_id == evaluation.lawyer_id
    )
    if session.scalar(query) is not None:
        raise ConflictError("This lawyer has been evaluated already.", code="already_evaluated")
    remark = keys.seal_for(session, evaluation.person_id, device.organisation_id,
                           evaluation.remark)  # fmt: skip
    session.add(
        Evaluation(organisation_id=device.organisation_id, device_id=device.id,
                   person_id=evaluation.person_id, lawyer_id=evaluation.lawyer_id,
                   score=evaluation.score, remark=remark, evaluated_at=evaluation.evaluated_at)
    )  # fmt: skip
    session.flush()


def keep_erasure_receipt(session: Session, device: Device, receipt: wire.ErasureReceipt) -> None:
    session.add(
        ErasureReceipt(organisation_id=device.organisation_id, device_id=device.id,
                       ended_at=receipt.ended_at, steps=list(receipt.steps))
    )  # fmt: skip
    session.flush()
