"""Open sockets, and the servers that hold them.

A row says which server holds a socket; the server itself knows by heartbeats that it lives
(``signalling.held``). So a row changes only when a socket comes, goes, or falls silent.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from kiosk.protocol.socket import CLOSE_SIGNED_OUT
from kiosk.server.db.models import (
    Account,
    CallParticipant,
    ConsoleSession,
    Device,
    Presence,
    Server,
)

#: A session in a call never has less than this left.
_SESSION_LEFT = timedelta(minutes=5)


def present(now: datetime) -> ColumnElement[bool]:
    """Held by a server, or within its grace."""
    return Presence.lease_until.is_(None) | (Presence.lease_until > now)


# --- sockets -------------------------------------------------------------------------------


def open_device(session: Session, server_id: str, socket_id: str, device_id: str,
                organisation_id: str | None) -> list[str]:  # fmt: skip
    """Note a terminal's socket; the ids of its earlier ones, which it replaces."""
    old = list(session.scalars(select(Presence.id).where(Presence.device_id == device_id)))
    session.execute(delete(Presence).where(Presence.id.in_(old)))
    session.add(Presence(id=socket_id, server_id=server_id, device_id=device_id,
                         organisation_id=organisation_id))  # fmt: skip
    session.flush()
    return old


def open_console(session: Session, server_id: str, socket_id: str, console: ConsoleSession,
                 lawyer_id: str) -> list[str]:  # fmt: skip
    """Note a console's socket; the ids of the earlier ones of this browser, which it replaces."""
    old = list(session.scalars(select(Presence.id).where(Presence.session_id == console.id)))
    session.execute(delete(Presence).where(Presence.id.in_(old)))
    session.add(
        Presence(id=socket_id, server_id=server_id, lawyer_id=lawyer_id, session_id=console.id,
                 organisation_id=console.organisation_id)
    )  # fmt: skip
    session.flush()
    return old


def reconcile(session: Session, server_id: str, held: Collection[str],
              grace_until: datetime) -> set[str]:  # fmt: skip
    """Bring the rows in line with the sockets that the server holds; those that have no row.

    What it holds no more has until ``grace_until`` to come back with another socket.
    """
    rows = {
        row.id: row.lease_until
        for row in session.execute(
            select(Presence.id, Presence.lease_until).where(Presence.server_id == server_id)
        )
    }
    gone = [key for key, until in rows.items() if until is None and key not in held]
    back = [key for key in held if rows.get(key) is not None]  # another server gave it up
    for keys, until in ((gone, grace_until), (back, None)):
        if keys:
            session.execute(update(Presence).where(Presence.id.in_(keys)).values(lease_until=until))
    return set(held) - set(rows)


def drop(session: Session, socket_ids: Collection[str]) -> None:
    """Forget sockets that have been silent for too long."""
    if socket_ids:
        session.execute(delete(Presence).where(Presence.id.in_(socket_ids)))


def drop_expired(session: Session, now: datetime, grace: timedelta) -> list[str]:
    """Forget who did not come back, and whose session has run out: the ids of the latter."""
    # Nobody was ever given more than the grace: the clock has gone back.
    session.execute(
        update(Presence).where(Presence.lease_until > now + grace).values(lease_until=now + grace)
    )
    session.execute(delete(Presence).where(Presence.lease_until <= now))
    over = list(
        session.scalars(
            select(Presence.id)
            .join(ConsoleSession, Presence.session_id == ConsoleSession.id)
            .where(ConsoleSession.expires_at <= now)
        )
    )
    drop(session, over)
    return over


def extend_graces(session: Session, until: datetime) -> None:
    """The server itself was late: nobody shall be given up for that."""
    session.execute(update(Presence).where(Presence.lease_until < until).values(lease_until=until))


def keep_sessions_in_calls(session: Session, now: datetime) -> None:
    """A session does not run out in the middle of a call."""
    for console in session.scalars(
        select(ConsoleSession)
        .join(CallParticipant, CallParticipant.session_id == ConsoleSession.id)
        .where(CallParticipant.state == "joined", ConsoleSession.expires_at < now + _SESSION_LEFT)
    ):
        console.expires_at = now + 2 * _SESSION_LEFT
    session.flush()


def close_code(session: Session, device_id: str | None, session_id: str | None) -> int:
    """Why a socket has no row any more: signed out for good, or given up (1001: come back)."""
    owner = session.get(Device, device_id) if device_id else session.get(ConsoleSession, session_id)
    return CLOSE_SIGNED_OUT if owner is None else 1001


# --- servers -------------------------------------------------------------------------------


def renew_server(session: Session, server_id: str, lease_until: datetime) -> None:
    """This server lives."""
    row = session.get(Server, server_id)
    if row is None:
        session.add(Server(id=server_id, lease_until=lease_until))
    else:
        row.lease_until = lease_until
    session.flush()


def orphan(session: Session, server_id: str, now: datetime, grace: timedelta, *,
           alone: bool = False) -> None:  # fmt: skip
    """Give up the sockets of dead servers; their owners may come back within the grace.

    ``alone``: no other server can be running, whatever its lease says (at a start).
    """
    dead = select(Server).where(Server.id != server_id)
    for server in session.scalars(dead if alone else dead.where(Server.lease_until <= now)):
        # At a start the grace is not counted from now: the owners may be gone for long.
        until = min(server.lease_until, now + grace) if alone else now + grace
        session.execute(
            update(Presence)
            .where(Presence.server_id == server.id, Presence.lease_until.is_(None))
            .values(lease_until=until)
        )
        session.delete(server)
    session.flush()


# --- who is there --------------------------------------------------------------------------


def present_devices(session: Session, now: datetime) -> dict[str, str | None]:
    """Terminals that are connected: device id -> organisation id."""
    rows = session.execute(
        select(Presence.device_id, Presence.organisation_id).where(
            Presence.device_id.is_not(None), present(now)
        )
    )
    return {row.device_id: row.organisation_id for row in rows}


def devices_among(session: Session, now: datetime, device_ids: Collection[str]) -> set[str]:
    """Those of these terminals that are connected, or within their grace."""
    return {
        device_id
        for device_id in session.scalars(
            select(Presence.device_id).where(Presence.device_id.in_(device_ids), present(now))
        )
        if device_id is not None
    }


def graces_of_devices(session: Session) -> dict[str, datetime]:
    """Terminals that no server holds: device id -> until when they may come back."""
    rows = session.execute(
        select(Presence.device_id, Presence.lease_until).where(
            Presence.device_id.is_not(None), Presence.lease_until.is_not(None)
        )
    )
    return {row.device_id: row.lease_until for row in rows}


def present_lawyers(session: Session, now: datetime) -> dict[str, bool]:
    """Lawyers with a console open: lawyer id -> whether their switch is on duty."""
    rows = session.execute(
        select(Account.lawyer_id, Account.on_duty)
        .join(Presence, Presence.lawyer_id == Account.lawyer_id)
        .where(present(now))
    )
    return {row.lawyer_id: row.on_duty for row in rows}


def on_duty(session: Session, now: datetime) -> dict[str, datetime | None]:
    """Lawyers with a console open and their switch on: lawyer id -> free since."""
    rows = session.execute(
        select(Account.lawyer_id, Account.free_since)
        .join(Presence, Presence.lawyer_id == Account.lawyer_id)
        .where(Account.on_duty.is_(True), present(now))
    )
    return {row.lawyer_id: row.free_since for row in rows}


def present_sessions(session: Session, now: datetime) -> set[str]:
    """Console sessions (browsers) that are connected, or within their grace."""
    return {
        session_id
        for session_id in session.scalars(
            select(Presence.session_id).where(Presence.session_id.is_not(None), present(now))
        )
        if session_id is not None
    }
