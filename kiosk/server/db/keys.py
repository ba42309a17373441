"""A key for each person, wrapped by the installation's master key (AES-256-GCM throughout)."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.errors import EnvironmentFault
from kiosk.files import sync_folder
from kiosk.server.db.models import Installation, PersonKey
from kiosk.server.db.types import Sealed

_NONCE = 12


def load_master_key(path: Path, *, create: bool) -> bytes:
    """The master key (32 bytes) in a file of mode 0600; ``create``: make it when there is none.

    ``EnvironmentFault`` when it is missing or no key, or others may read it.
    """
    try:
        rights = path.stat().st_mode
    except FileNotFoundError:
        if not create:
            raise EnvironmentFault(
                f"The master key {path} is missing. Restore it from the backup: without it, what "
                "residents said stays unreadable.",
                code="no_master_key",
            ) from None
        _make_master_key(path)
    else:
        if rights & 0o077:
            raise EnvironmentFault(
                f"The master key {path} may be read by others. Run: chmod 600 {path}"
            )
    key = path.read_bytes()
    if len(key) != 32:
        raise EnvironmentFault(
            f"The master key {path} is damaged ({len(key)} bytes instead of 32). Restore it from "
            "the backup: without it, what residents said stays unreadable."
        )
    return key


def _make_master_key(path: Path) -> None:
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def check_fingerprint(session: Session, master: bytes) -> None:
    """Note in a new database which master key is its own; ``EnvironmentFault`` for another one."""
    fingerprint = hashlib.sha256(b"kiosk master key\0" + master).hexdigest()
    noted = session.scalar(select(Installation))
    if noted is None:
        session.add(Installation(master_key=fingerprint))
    elif noted.master_key != fingerprint:
        raise EnvironmentFault(
            "The master key does not belong to this database. Restore the master.key that was "
            "backed up with it.",
            code="wrong_master_key",
        )


class KeyRing:
    """Seals and opens text with the key of a person."""

    def __init__(self, master: bytes) -> None:
        self._master = AESGCM(master)

    def wrap(self, secret: bytes, name: str) -> tuple[bytes, bytes]:
        """(nonce, ciphertext) of a secret under the master key, bound to its name."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce, self._master.encrypt(nonce, secret, name.encode())

    def unwrap(self, nonce: bytes, wrapped: bytes, name: str) -> bytes:
        try:
            return self._master.decrypt(nonce, wrapped, name.encode())
        except InvalidTag:
            raise EnvironmentFault(
                "A key in the database does not open with this master key: restore the master.key "
                "that belongs to this database."
            ) from None

    def _person(self, session: Session, person_id: str) -> AESGCM | None:
        row = session.scalar(select(PersonKey).where(PersonKey.person_id == person_id))
        return AESGCM(self.unwrap(row.nonce, row.wrapped, person_id)) if row is not None else None

    def add(self, session: Session, person_id: str, organisation_id: str | None) -> None:
        """Make the key of a new person."""
        nonce, wrapped = self.wrap(AESGCM.generate_key(256), person_id)
        session.add(PersonKey(person_id=person_id, organisation_id=organisation_id,
                              nonce=nonce, wrapped=wrapped))  # fmt: skip
        session.flush()

    def seal_for(self, session: Session, person_id: str, organisation_id: str | None,
                 text: str) -> Sealed | None:  # fmt: skip
        """``text`` under the person's key, which is made when there is none; None for no text."""
        if not text:
            return None
        if self._person(session, person_id) is None:
            self.add(session, person_id, organisation_id)
        return self.seal(session, person_id, text)

    def seal(self, session: Session, person_id: str, text: str) -> Sealed:
        """``text`` under the person's key. ``KeyError`` when they have none (our bug)."""
        key = self._person(session, person_id)
        if key is None:
            raise KeyError(person_id)
        nonce = secrets.token_bytes(_NONCE)
        return Sealed(person_id, nonce, key.encrypt(nonce, text.encode(), person_id.encode()))

    def open(self, session: Session, sealed: Sealed | None) -> str | None:
        """The text; None when there was none, or when the person has been erased.

        ``EnvironmentFault`` when the key or the text is damaged.
        """
        if sealed is None:
            return None
        key = self._person(session, sealed.person_id)
        if key is None:
            return None
        try:
            plain = key.decrypt(sealed.nonce, sealed.ciphertext, sealed.person_id.encode())
        except InvalidTag:
            raise EnvironmentFault(
                "A sealed text does not open with its person's key: the row is damaged. Restore "
                "the database from the backup."
            ) from None
        return plain.decode()

    def erase(self, session: Session, person_id: str) -> None:
        """Delete the person's key; the ORM deletes it, so that the audit notes it."""
        row = session.scalar(select(PersonKey).where(PersonKey.person_id == person_id))
        if row is not None:
            session.delete(row)
