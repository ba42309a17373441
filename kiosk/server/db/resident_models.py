"""Tables of what residents leave through a terminal's outbox, and the key that they seal it for.

Ids of persons are random, one for each session; what they typed is sealed with their key.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.appointments import HOLDING
from kiosk.server.db.base import Record
from kiosk.server.db.types import KEY, EncryptedText, Sealed, UtcDateTime

_HOLDING = text(f"state in ({', '.join(repr(str(state)) for state in HOLDING)})")


class SealKey(Record):
    """A key that terminals seal commands for; the private half is wrapped by the master key.

    The one with the highest ``number`` is told to terminals; older ones open what was sealed then.
    """

    __tablename__ = "seal_key"
    audited = True

    number: Mapped[int] = mapped_column(unique=True)
    kid: Mapped[str] = mapped_column(unique=True)
    public: Mapped[str]  # JWK
    nonce: Mapped[bytes]
    wrapped: Mapped[bytes]


class Appointment(Record):
    """Half an hour of a lawyer for a person; the terminal made its id.

    A refused one keeps the slot that was wished, and holds none.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index("uq_appointment_slot", "lawyer_id", "starts_at", unique=True,
              sqlite_where=_HOLDING, postgresql_where=_HOLDING),
    )  # fmt: skip
    audited = True

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    person_id: Mapped[str] = mapped_column(KEY)
    lawyer_id: Mapped[str] = mapped_column(KEY)
    place_id: Mapped[str | None] = mapped_column(KEY, default=None)  # organisation of the shift
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    state: Mapped[str]  # domain.appointments.AppointmentState
    refused_code: Mapped[str | None] = mapped_column(default=None)  # of the last wish, if it was
    topic: Mapped[Sealed | None] = mapped_column(EncryptedText, default=None)
    phone: Mapped[Sealed | None] = mapped_column(EncryptedText, default=None)
    slip_hash: Mapped[str] = mapped_column(unique=True)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CallBack(Record):
    """Somebody is to be rung; the terminal made its id."""

    __tablename__ = "call_back"
    audited = True

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    person_id: Mapped[str] = mapped_column(KEY)
    state: Mapped[str]  # open | done
    topic: Mapped[Sealed | None] = mapped_column(EncryptedText, default=None)
    phone: Mapped[Sealed] = mapped_column(EncryptedText)
    slip_hash: Mapped[str] = mapped_column(unique=True)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class KeptCommand(Record):
    """A command that could not be opened or read when it came; the terminal has forgotten it.

    ``sealed`` is as the terminal sealed it, or sealed here if it came bare. ``slip_hash``: of the
    slip whose page says so; older terminals do not tell it.
    """

    __tablename__ = "kept_command"
    __table_args__ = (UniqueConstraint("device_id", "key"),)
    audited = True

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"))
    key: Mapped[str]
    command: Mapped[str]
    sealed: Mapped[str] = mapped_column(Text)
    code: Mapped[str]  # cannot_open | bad_payload
    slip_hash: Mapped[str | None] = mapped_column(index=True, default=None)


class SlipCode(Record):
    """A number that may be typed instead of a slip's QR, for a day: ``number`` names the row, the
    rest of the digits is checked, and wrong ones are counted."""

    __tablename__ = "slip_code"

    number: Mapped[str] = mapped_column(unique=True)
    check_hash: Mapped[str]
    slip_hash: Mapped[str] = mapped_column(index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    misses: Mapped[int] = mapped_column(default=0)
    #: Stands for the slip's secret, at the terminal where the number was typed.
    grant_hash: Mapped[str | None] = mapped_column(default=None)
    grant_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SlipMiss(Record):
    """A number that was typed at a terminal, and is no slip's."""

    __tablename__ = "slip_miss"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    missed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Evaluation(Record):
    """What a person thinks of a lawyer: 3 helped, 2 so-so, 1 did not help."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("person_id", "lawyer_id"),)
    audited = True

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), index=True)
    person_id: Mapped[str] = mapped_column(KEY)
    lawyer_id: Mapped[str] = mapped_column(KEY, index=True)
    score: Mapped[int]
    remark: Mapped[Sealed | None] = mapped_column(EncryptedText, default=None)
    evaluated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ErasureReceipt(Record):
    """A terminal's word that it has erased a person's session, and which steps reported done."""

    __tablename__ = "erasure_receipt"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    steps: Mapped[list[str]] = mapped_column(JSON)
