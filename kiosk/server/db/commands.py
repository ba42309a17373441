"""What terminals deliver from their outbox, and the keys that make it happen once."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.errors import ConflictError, NotFoundError, UserError
from kiosk.protocol.socket import RateCall
from kiosk.server.db.models import Call, Device, IdempotencyKey, Rating


def find_key(session: Session, device_id: str, key: str) -> IdempotencyKey | None:
    return session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.device_id == device_id, IdempotencyKey.key == key
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
    at = rating.rated_at
    session.add(
        Rating(call_id=call.id, organisation_id=call.organisation_id, score=rating.score,
               rated_at=at.replace(tzinfo=UTC) if at.tzinfo is None else at)
    )  # fmt: skip
    session.flush()
