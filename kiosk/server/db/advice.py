"""What lawyers write for residents in a call: sealed for the person, read by their slip."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kiosk.server.db.base import Record
from kiosk.server.db.keys import KeyRing
from kiosk.server.db.models import Call
from kiosk.server.db.types import EncryptedText, Sealed

#: Lines of one call, taken off ones too.
MAX_LINES = 60
#: A slip can be read for so long after the call.
KEPT = timedelta(days=30)


class Advice(Record):
    """One line, in the order in which they were begun."""

    __tablename__ = "advice"
    __table_args__ = (UniqueConstraint("call_id", "line_id"),)
    audited = True

    call_id: Mapped[str] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    line_id: Mapped[str]
    position: Mapped[int]
    text: Mapped[Sealed | None] = mapped_column(EncryptedText, default=None)  # None: taken off


def write_line(session: Session, keys: KeyRing, call: Call, line_id: str, text: str) -> bool:
    """Keep a line, or what it says now. False: the call has too many already."""
    row = session.scalar(select(Advice).where(Advice.call_id == call.id, Advice.line_id == line_id))
    if row is None:
        count = session.scalar(select(func.count()).where(Advice.call_id == call.id)) or 0
        if count >= MAX_LINES:
            return False
        row = Advice(
            call_id=call.id, organisation_id=call.organisation_id, line_id=line_id, position=count
        )
        session.add(row)
    row.text = keys.seal_for(session, call.resident_id, call.organisation_id, text)
    session.flush()
    return True


def lines_of(session: Session, keys: KeyRing, call_id: str) -> list[tuple[str, str]]:
    """(line id, text) in order; empty: it was taken off."""
    rows = session.scalars(
        select(Advice).where(Advice.call_id == call_id).order_by(Advice.position)
    )
    return [(row.line_id, keys.open(session, row.text) or "") for row in rows]


def call_by_slip(session: Session, slip_hash: str) -> Call | None:
    return session.scalar(select(Call).where(Call.slip_hash == slip_hash))


def forget_old(session: Session, now: datetime) -> None:
    """What is no longer kept: the slip's page says so from then on."""
    old = select(Call.id).where(Call.ended_at < now - KEPT)
    session.execute(delete(Advice).where(Advice.call_id.in_(old)))
