"""Commands that could not be opened or read: kept sealed until they can be, or are given up."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.errors import NotFoundError
from kiosk.protocol.sealing import read_seal_key, seal
from kiosk.protocol.socket import Command
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import KeptCommand
from kiosk.server.db.seal_keys import public_seal_key


def keep(session: Session, device: Device, command: Command, code: str) -> None:
    """``code``: what is the matter with it. One that came bare is sealed for this server."""
    sealed = command.sealed
    if sealed is None:
        key = read_seal_key(public_seal_key(session))
        if key is None or command.payload is None:
            return  # there is nothing in it
        sealed = seal(key, command.key, command.name, command.payload)
    session.add(
        KeptCommand(device_id=device.id, organisation_id=device.organisation_id, key=command.key,
                    command=command.name, sealed=sealed, code=code, slip_hash=command.slip)
    )  # fmt: skip
    session.flush()


def all_kept(session: Session) -> list[KeptCommand]:
    """The oldest first: in the order in which they came."""
    return list(session.scalars(select(KeptCommand).order_by(KeptCommand.created_at)))


def kept_of_slip(session: Session, slip_hash: str) -> KeptCommand | None:
    """What the slip's page has to tell."""
    query = select(KeptCommand).where(KeptCommand.slip_hash == slip_hash)
    return session.scalar(query.order_by(KeptCommand.created_at.desc()).limit(1))


def drop(session: Session, kept_id: str) -> None:
    """Give it up for good. ``NotFoundError`` when there is none."""
    row = session.get(KeptCommand, kept_id)
    if row is None:
        raise NotFoundError(f"There is no such command {kept_id!r}. See `kiosk unopened`.")
    session.delete(row)
