"""Calls for the hall's staff, and the secret addresses of their pages."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.server.db.accounts import token_hash
from kiosk.server.db.help_models import HelpCall, StaffLink
from kiosk.server.db.models import Device

#: A page that is opened shows what was asked for within this time.
_STILL_OPEN = timedelta(minutes=30)
_KEPT = timedelta(days=90)


def make_link(session: Session, organisation_id: str) -> str:
    """The secret of a hall's staff page, kept nowhere else; the one before it is void."""
    drop_link(session, organisation_id)
    token = secrets.token_urlsafe(32)
    session.add(StaffLink(organisation_id=organisation_id, token_hash=token_hash(token)))
    session.flush()
    return token


def drop_link(session: Session, organisation_id: str) -> bool:
    """Nobody can open the hall's page any more. False: nobody could."""
    row = session.scalar(select(StaffLink).where(StaffLink.organisation_id == organisation_id))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def hall_of(session: Session, token: str | None) -> str | None:
    """The organisation whose page the secret opens."""
    if not token:
        return None
    return session.scalar(
        select(StaffLink.organisation_id).where(StaffLink.token_hash == token_hash(token))
    )


def find_help(session: Session, help_id: str) -> HelpCall | None:
    return session.get(HelpCall, help_id)


def begin_help(session: Session, device: Device, help_id: str, now: datetime) -> list[HelpCall]:
    """Note the call; those of this terminal that it takes the place of. Old ones are forgotten."""
    session.execute(
        delete(HelpCall).where(HelpCall.device_id == device.id, HelpCall.created_at < now - _KEPT)
    )
    before = list(
        session.scalars(
            select(HelpCall).where(HelpCall.device_id == device.id, HelpCall.state != "over")
        )
    )
    for row in before:
        row.state, row.ended_at = "over", now
    session.add(
        HelpCall(
            id=help_id,
            organisation_id=device.organisation_id,
            device_id=device.id,
            state="asking",
        )
    )
    session.flush()
    return before


def open_help(session: Session, organisation_id: str, now: datetime) -> list[HelpCall]:
    """What the hall's page has to show, oldest first."""
    return list(
        session.scalars(
            select(HelpCall)
            .where(
                HelpCall.organisation_id == organisation_id,
                HelpCall.state != "over",
                HelpCall.created_at > now - _STILL_OPEN,
            )
            .order_by(HelpCall.created_at)
        )
    )
