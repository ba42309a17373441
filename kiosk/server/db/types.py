"""Column types: UTC times that refuse naive ones, and text sealed with a person's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator

#: A UUID in its canonical text form.
KEY = String(36)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC. A naive one is our bug: ``ValueError``."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a time zone cannot be stored: make it aware first.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone; what it keeps is UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Text that only the key of ``person_id`` opens (``keys.KeyRing``)."""

    person_id: str
    nonce: bytes  # 12 bytes
    ciphertext: bytes


class EncryptedText(TypeDecorator[Sealed]):
    """A column of ``Sealed`` values; plain text is refused, so that it cannot get there by mistake.

    Layout: 36 bytes of person id, 12 bytes of nonce, ciphertext with its tag.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("This column takes sealed text only: seal it with the person's key.")
        return value.person_id.encode("ascii") + value.nonce + value.ciphertext

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Sealed | None:
        if value is None:
            return None
        return Sealed(value[:36].decode("ascii"), value[36:48], value[48:])
