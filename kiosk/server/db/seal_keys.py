"""The keys that terminals seal commands for: one is told to them, all older ones still open.

``joserfc`` is imported when it is first used: commands that seal nothing start sooner.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from kiosk.errors import EnvironmentFault
from kiosk.protocol.sealing import new_seal_key, public_jwk, unseal
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.resident_models import SealKey


def all_seal_keys(session: Session) -> list[SealKey]:
    """The newest first."""
    return list(session.scalars(select(SealKey).order_by(SealKey.number.desc())))


def _newest(session: Session) -> SealKey | None:
    return session.scalar(select(SealKey).order_by(SealKey.number.desc()).limit(1))


def ensure_seal_key(session: Session, keys: KeyRing) -> None:
    """Make the first key of a new database."""
    if _newest(session) is None:
        rotate_seal_key(session, keys)


def rotate_seal_key(session: Session, keys: KeyRing) -> str:
    """Make a new key, which terminals are told from now on; its ``kid``."""
    newest, key = _newest(session), new_seal_key()
    kid = str(key.kid)
    nonce, wrapped = keys.wrap(key.as_bytes(private=True), kid)
    session.add(SealKey(number=newest.number + 1 if newest else 1, kid=kid,
                        public=public_jwk(key), nonce=nonce, wrapped=wrapped))  # fmt: skip
    session.flush()
    return kid


def restore_seal_keys(session: Session, keys: KeyRing, backup: str, master: bytes) -> list[str]:
    """Take from an older database the keys that are lost here; their ``kid``s.

    ``backup``: a SQLite file or an SQLAlchemy URL; it is only read. ``master``: the master key that
    belongs to it. They open what was sealed for them and are told to nobody.
    ``EnvironmentFault``: it cannot be read, or that is not its master key.
    """
    url = backup if "://" in backup else f"sqlite:///file:{quote(backup)}?mode=ro&uri=true"
    there = KeyRing(master)
    known = {row.kid for row in all_seal_keys(session)}
    try:
        engine = create_engine(url, hide_parameters=True)
        with Session(engine) as old:
            lost = [row for row in all_seal_keys(old) if row.kid not in known]
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        raise EnvironmentFault(
            f"Cannot read the keys in {backup}. Name a copy of server.db with --from, or the "
            "address of a database."
        ) from error
    number = min((row.number for row in all_seal_keys(session)), default=1)
    for row in lost:
        number -= 1  # older than all: terminals are told the newest
        nonce, wrapped = keys.wrap(there.unwrap(row.nonce, row.wrapped, row.kid), row.kid)
        session.add(SealKey(number=number, kid=row.kid, public=row.public, nonce=nonce,
                            wrapped=wrapped))  # fmt: skip
        session.flush()
    return [row.kid for row in lost]


def public_seal_key(session: Session) -> str:
    """The newest key's public JWK."""
    newest = _newest(session)
    return newest.public if newest is not None else ""


def open_command(
    session: Session, keys: KeyRing, sealed: str, command_key: str, name: str
) -> dict[str, Any]:
    """The payload of a sealed command. ``UserError`` (``cannot_open``) when no key opens it."""
    from joserfc.jwk import KeySet, OKPKey

    ring = [
        OKPKey.import_key(keys.unwrap(row.nonce, row.wrapped, row.kid), {"kid": row.kid})
        for row in all_seal_keys(session)
    ]
    return unseal(KeySet(list(ring)), sealed, command_key, name)
