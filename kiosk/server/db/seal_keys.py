"""The keys that terminals seal commands for: one is told to them, all older ones still open.

``joserfc`` is imported when it is first used: commands that seal nothing start sooner.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

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
