"""Call-backs: numbers that somebody is to ring."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.phones import normal_phone
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol.commands import RequestCallBack
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import CallBack
from kiosk.server.db.types import Sealed


def request(session: Session, keys: KeyRing, device: Device, wish: RequestCallBack) -> None:
    """Keep it. ``UserError`` (``bad_phone``): nobody could ring there."""
    present = session.get(CallBack, wish.call_back_id)
    if present is not None:  # by another key: the terminal has been enrolled anew meanwhile
        if present.slip_hash == wish.slip:
            return
        raise ConflictError("There is this call-back already.", code="call_back_exists")

    def seal(text: str) -> Sealed | None:
        return keys.seal_for(session, wish.person_id, device.organisation_id, text)

    session.add(
        CallBack(id=wish.call_back_id, organisation_id=device.organisation_id,
                 device_id=device.id, person_id=wish.person_id, state="open",
                 topic=seal(wish.topic), phone=seal(normal_phone(wish.phone)),
                 slip_hash=wish.slip, requested_at=wish.requested_at)
    )  # fmt: skip
    session.flush()


def by_slip(session: Session, slip_hash: str) -> CallBack | None:
    return session.scalar(select(CallBack).where(CallBack.slip_hash == slip_hash))


def find_call_back(session: Session, call_back_id: str) -> CallBack:
    """``NotFoundError`` when there is none."""
    row = session.get(CallBack, call_back_id)
    if row is None:
        raise NotFoundError(f"There is no call-back {call_back_id!r}. See `kiosk call-backs`.")
    return row


def all_call_backs(session: Session) -> list[CallBack]:
    """The open ones first, and of them those that wait longest."""
    return list(
        session.scalars(select(CallBack).order_by(CallBack.state.desc(), CallBack.requested_at))
    )
