"""Open sockets and their leases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from kiosk.protocol.socket import CLOSE_SIGNED_OUT
from kiosk.server.db.models import Account, ConsoleSession, Presence


def open_device(session: Session, socket_id: str, device_id: str, organisation_id: str | None,
                lease_until: datetime) -> list[str]:  # fmt: skip
    """Note a terminal's socket; the ids of its earlier ones, which it replaces."""
    old = list(session.scalars(select(Presence.id).where(Presence.device_id == device_id)))
    session.execute(delete(Presence).where(Presence.id.in_(old)))
    session.add(Presence(id=socket_id, device_id=device_id, organisation_id=organisation_id,
                         lease_until=lease_until))  # fmt: skip
    session.flush()
    return old


def open_console(session: Session, socket_id: str, console: ConsoleSession, lawyer_id: str,
                 lease_until: datetime) -> list[str]:  # fmt: skip
    """Note a console's socket; the ids of the earlier ones of this browser, which it replaces."""
    old = list(session.scalars(select(Presence.id).where(Presence.session_id == console.id)))
    session.execute(delete(Presence).where(Presence.id.in_(old)))
    session.add(
        Presence(id=socket_id, lawyer_id=lawyer_id, session_id=console.id,
                 organisation_id=console.organisation_id, lease_until=lease_until)
    )  # fmt: skip
    session.flush()
    return old


def close_socket(session: Session, socket_id: str, grace_until: datetime) -> None:
    """The socket is gone: its owner has until ``grace_until`` to come back with another."""
    session.execute(
        update(Presence).where(Presence.id == socket_id).values(
            connected=False,
            lease_until=case((Presence.lease_until < grace_until, Presence.lease_until),
                             else_=grace_until),
        )
    )  # fmt: skip


def renew(session: Session, socket_ids: Collection[str], lease_until: datetime) -> set[str]:
    """Heartbeats have come on these sockets; those that nobody knows any more (signed out)."""
    if not socket_ids:
        return set()
    known = Presence.id.in_(socket_ids), Presence.connected.is_(True)
    session.execute(update(Presence).where(*known).values(lease_until=lease_until))
    return set(socket_ids) - set(session.scalars(select(Presence.id).where(*known)))


def drop_expired(session: Session, now: datetime) -> list[tuple[str, int]]:
    """Forget sockets whose lease or session has run out: (id, close code) of those still open."""
    rows = session.execute(
        select(Presence.id, Presence.connected, Presence.lease_until)
        .outerjoin(ConsoleSession, Presence.session_id == ConsoleSession.id)
        .where((Presence.lease_until <= now) | (ConsoleSession.expires_at <= now))
    ).all()
    if rows:
        session.execute(delete(Presence).where(Presence.id.in_([row.id for row in rows])))
    return [
        (row.id, 1001 if row.lease_until <= now else CLOSE_SIGNED_OUT)
        for row in rows
        if row.connected
    ]


def orphan_all(session: Session, now: datetime, grace: timedelta) -> None:
    """At start: the sockets of a server that died are closed; their owners may come back."""
    for socket_id in list(session.scalars(select(Presence.id))):
        close_socket(session, socket_id, now + grace)


def present_devices(session: Session, now: datetime) -> dict[str, str | None]:
    """Terminals that are connected: device id -> organisation id."""
    rows = session.execute(
        select(Presence.device_id, Presence.organisation_id).where(
            Presence.device_id.is_not(None), Presence.lease_until > now
        )
    )
    return {row.device_id: row.organisation_id for row in rows}


def devices_among(session: Session, now: datetime, device_ids: Collection[str]) -> set[str]:
    """Those of these terminals that are connected, or within their grace."""
    return {
        device_id
        for device_id in session.scalars(
            select(Presence.device_id).where(
                Presence.device_id.in_(device_ids), Presence.lease_until > now
            )
        )
        if device_id is not None
    }


def present_lawyers(session: Session, now: datetime) -> dict[str, bool]:
    """Lawyers with a console open: lawyer id -> whether their switch is on duty."""
    rows = session.execute(
        select(Account.lawyer_id, Account.on_duty)
        .join(Presence, Presence.lawyer_id == Account.lawyer_id)
        .where(Presence.lease_until > now)
    )
    return {row.lawyer_id: row.on_duty for row in rows}


def on_duty(session: Session, now: datetime) -> dict[str, datetime | None]:
    """Lawyers with a console open and their switch on: lawyer id -> free since."""
    rows = session.execute(
        select(Account.lawyer_id, Account.free_since)
        .join(Presence, Presence.lawyer_id == Account.lawyer_id)
        .where(Account.on_duty.is_(True), Presence.lease_until > now)
    )
    return {row.lawyer_id: row.free_since for row in rows}


def present_sessions(session: Session, now: datetime) -> set[str]:
    """Console sessions (browsers) that are connected, or within their grace."""
    return {
        session_id
        for session_id in session.scalars(select(Presence.session_id).where(
            Presence.session_id.is_not(None), Presence.lease_until > now))
        if session_id is not None
    }  # fmt: skip


def extend_all(session: Session, lease_until: datetime) -> None:
    """The server itself was late: nobody shall lose a lease for that."""
    session.execute(
        update(Presence).where(Presence.lease_until < lease_until).values(lease_until=lease_until)
    )
