"""Tables of the hall's help: who rang for it, and whose phones ring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.server.db.base import Record
from kiosk.server.db.types import UtcDateTime


class StaffLink(Record):
    """The secret address of a hall's staff page. A newer one takes its place."""

    __tablename__ = "staff_link"
    __table_args__ = (UniqueConstraint("organisation_id"),)
    audited = True

    token_hash: Mapped[str] = mapped_column(unique=True)


class HelpCall(Record):
    """Somebody at a terminal rang for the hall's staff; the terminal made its id."""

    __tablename__ = "help_call"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]  # asking | ringing | coming | over
    rang_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
