"""The tables of the central server. Content and people first, then calls.

Every row is a ``Record``: UUID key, UTC times, organisation scope, audit hook.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.calls import CallState
from kiosk.protocol.feed import GENESIS
from kiosk.server.db.base import Audit, Record
from kiosk.server.db.types import KEY, EncryptedText, Sealed, UtcDateTime

__all__ = [
    "Account",
    "Audit",
    "Blob",
    "Call",
    "CallConnection",
    "CallParticipant",
    "ConsoleSession",
    "ContentItem",
    "Device",
    "EnrolmentCode",
    "FeedHead",
    "IdempotencyKey",
    "Installation",
    "PersonKey",
    "Presence",
    "Rating",
    "Server",
]


# --- content -------------------------------------------------------------------------------


class FeedHead(Record):
    """The feed's counter: one row. Who allocates a revision holds its lock until the commit."""

    __tablename__ = "feed_head"

    revision: Mapped[int] = mapped_column(default=0)  # the feed's UUID is the row's id
    digest: Mapped[str] = mapped_column(default=GENESIS)  # the chain's at that revision


class ContentItem(Record):
    """One document of the feed as it is at ``revision``; a tombstone has no ``doc``."""

    __tablename__ = "content_item"
    __table_args__ = (UniqueConstraint("kind", "item_id"),)
    audited = True

    kind: Mapped[str]
    item_id: Mapped[str] = mapped_column(KEY)
    revision: Mapped[int] = mapped_column(index=True)
    doc: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    deleted: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str]  # SHA-256 of the canonical document: what did not change is not published
    origin: Mapped[str] = mapped_column(default="folder")  # who publishes it, and may withdraw it


class Blob(Record):
    """A file under ``blobs/``, named by its SHA-256."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]  # bytes
    media_type: Mapped[str]


class Installation(Record):
    """This installation: one row. ``master_key``: the fingerprint of the key that belongs to it."""

    __tablename__ = "installation"

    master_key: Mapped[str]


# --- people and devices --------------------------------------------------------------------


class PersonKey(Record):
    """A person's key, wrapped by the master key. Deleting the row erases what it sealed."""

    __tablename__ = "person_key"
    audited = True

    person_id: Mapped[str] = mapped_column(KEY, unique=True)
    nonce: Mapped[bytes]
    wrapped: Mapped[bytes]


class Account(Record):
    """A lawyer's login. ``free_since``: end of the last call, or the start of duty."""

    __tablename__ = "account"
    audited = True

    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    lawyer_id: Mapped[str] = mapped_column(KEY, unique=True)
    on_duty: Mapped[bool] = mapped_column(default=False)
    free_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class ConsoleSession(Record):
    __tablename__ = "console_session"
    audited = True

    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class _Site:
    """Where a terminal stands: fixed when its code is made, copied to the device."""

    name: Mapped[str]
    place: Mapped[str]  # community | police | public
    address: Mapped[str] = mapped_column(default="")
    desk_phone: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    datum: Mapped[str] = mapped_column(default="GCJ-02")


class Device(_Site, Record):
    """A terminal and its public key (an OKP JWK)."""

    __tablename__ = "device"
    audited = True
    # What a terminal says of itself at each connection is nobody's doing.
    unaudited = frozenset({"last_seen", "software", "revision", "key_set"})

    public_key: Mapped[dict[str, str]] = mapped_column(JSON)
    software: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)  # of the feed, as it said last
    key_set: Mapped[int] = mapped_column(default=0)  # the newest that it has seen, as it said last
    last_seen: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class EnrolmentCode(_Site, Record):
    """A code that makes one terminal, once, until ``expires_at``."""

    __tablename__ = "enrolment_code"
    audited = True

    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id"), default=None)


class Server(Record):
    """A server process that serves sockets: it lives as long as it renews its lease."""

    __tablename__ = "server"

    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)


class Presence(Record):
    """One open socket, of a terminal or of a lawyer's console; its id is the socket's.

    ``lease_until`` is None while its server holds it; a closed one keeps its row for the grace.
    """

    __tablename__ = "presence"

    server_id: Mapped[str] = mapped_column(KEY, index=True)
    device_id: Mapped[str | None] = mapped_column(
        ForeignKey("device.id", ondelete="CASCADE"), index=True, default=None
    )
    lawyer_id: Mapped[str | None] = mapped_column(KEY, index=True, default=None)
    session_id: Mapped[str | None] = mapped_column(
        ForeignKey("console_session.id", ondelete="CASCADE"), default=None
    )
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


# --- calls ---------------------------------------------------------------------------------

_OPEN_CALL = text(f"state != '{CallState.ENDED}'")
_BUSY = text("state in ('ringing', 'joined')")


class Call(Record):
    """A call from a terminal, in the terminal's organisation; the terminal made its id."""

    __tablename__ = "call"
    __table_args__ = (
        Index("uq_call_open_device", "device_id", unique=True,
              sqlite_where=_OPEN_CALL, postgresql_where=_OPEN_CALL),
        Index("ix_call_state_requested_at", "state", "requested_at"),
    )  # fmt: skip
    audited = True

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    media: Mapped[str]
    state: Mapped[str]
    resident_id: Mapped[str] = mapped_column(KEY)  # the person whose key seals what they said
    topic: Mapped[Sealed | None] = mapped_column(EncryptedText, default=None)
    slip_hash: Mapped[str | None] = mapped_column(index=True, default=None)
    for_other: Mapped[bool] = mapped_column(default=False)  # asked for somebody else
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None, index=True)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    away_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)  # the terminal


class CallParticipant(Record):
    """Somebody in a call: the resident, and whoever was asked, in the order of ``position``.

    The resident joins with the request, at the terminal of the call, and is no account.
    """

    __tablename__ = "call_participant"
    __table_args__ = (
        UniqueConstraint("call_id", "position"),
        Index("uq_call_participant_busy", "lawyer_id", unique=True,
              sqlite_where=_BUSY, postgresql_where=_BUSY),
    )  # fmt: skip
    audited = True

    call_id: Mapped[str] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[str]  # domain.calls.Role
    lawyer_id: Mapped[str | None] = mapped_column(KEY, index=True, default=None)
    tier: Mapped[str | None] = mapped_column(default=None)
    state: Mapped[str]  # ringing | joined | declined | no_answer | lost | cancelled | left
    ring_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    session_id: Mapped[str | None] = mapped_column(  # of the browser that answered
        ForeignKey("console_session.id", ondelete="SET NULL"), default=None
    )
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    away_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def lawyer(self) -> str:
        """The lawyer's id; ``ValueError`` when it is somebody else (our bug)."""
        if self.lawyer_id is None:
            raise ValueError(f"participant {self.id} is no lawyer, but {self.role}")
        return self.lawyer_id


class CallConnection(Record):
    """A media connection between the terminal and a participant. Emptied when the call ends."""

    __tablename__ = "call_connection"
    __table_args__ = (UniqueConstraint("participant_id", "epoch"),)

    call_id: Mapped[str] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[str] = mapped_column(
        ForeignKey("call_participant.id", ondelete="CASCADE")
    )
    epoch: Mapped[int]
    state: Mapped[str]  # offered | answered | closed
    offer: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # the lawyer's


class Rating(Record):
    """3 helped, 2 so-so, 1 did not help; one for each call."""

    __tablename__ = "rating"
    audited = True

    call_id: Mapped[str] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), unique=True)
    score: Mapped[int]
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IdempotencyKey(Record):
    """A command that was carried out or refused, so that it happens once."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("device_id", "key"),)

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
    key: Mapped[str]
    command: Mapped[str]
    refused_code: Mapped[str | None] = mapped_column(default=None)
    refused_message: Mapped[str] = mapped_column(default="")
