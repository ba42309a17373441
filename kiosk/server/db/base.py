"""What every table has: a UUID key, UTC times, an organisation's scope, and the audit hook."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, UOWTransaction, mapped_column

from kiosk.domain.clock import Clock
from kiosk.domain.ids import new_id
from kiosk.server.db.types import KEY, UtcDateTime

#: ``Session.info`` keys: the injected clock, and who does it ("system", "device:ID", "account:ID").
CLOCK = "clock"
ACTOR = "actor"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Record(Base):
    """Base of all tables. ``audited``: each change of a row leaves a row in ``audit``,

    but for changes of ``unaudited`` columns only.
    """

    __abstract__ = True
    audited: ClassVar[bool] = False
    unaudited: ClassVar[frozenset[str]] = frozenset()

    id: Mapped[str] = mapped_column(KEY, primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The organisation (district, street, community, firm) that the row belongs to; None: the
    #: whole installation. Organisations are content, so this is no foreign key.
    organisation_id: Mapped[str | None] = mapped_column(KEY, index=True, default=None)


class Audit(Record):
    """Who changed which row, when, and which columns; never their values."""

    __tablename__ = "audit"

    actor: Mapped[str]
    action: Mapped[str]  # insert | update | delete | read
    table: Mapped[str] = mapped_column("table_name")
    row_id: Mapped[str] = mapped_column(KEY, index=True)
    columns: Mapped[str] = mapped_column(default="")  # names of what changed, by comma


def note_reading(session: Session, row: Record, *columns: str) -> None:
    """Somebody at the office reads what a person typed: into the audit, by the session's actor."""
    now = session.info[CLOCK].now()
    session.add(
        Audit(actor=session.info[ACTOR], action="read", table=row.__tablename__, row_id=row.id,
              organisation_id=row.organisation_id, columns=",".join(columns),
              created_at=now, updated_at=now)
    )  # fmt: skip


_STAMPS = frozenset({"created_at", "updated_at"})


def _changed_columns(row: Record) -> list[str]:
    state = inspect(row)
    return sorted(
        attribute.key
        for attribute in state.mapper.column_attrs
        if attribute.key not in _STAMPS and state.attrs[attribute.key].history.has_changes()
    )


@event.listens_for(Session, "before_flush")
def _stamp_and_audit(session: Session, context: UOWTransaction, instances: Any) -> None:
    """Set the times by the injected clock, and write the audit rows into the same transaction."""
    clock: Clock | None = session.info.get(CLOCK)
    if clock is None:  # a session of somebody else's
        return
    now, actor = clock.now(), session.info.get(ACTOR, "system")
    trail: list[Audit] = []

    def note(row: Record, action: str, columns: list[str]) -> None:
        trail.append(
            Audit(actor=actor, action=action, table=row.__tablename__, row_id=row.id,
                  organisation_id=row.organisation_id, columns=",".join(columns),
                  created_at=now, updated_at=now)
        )  # fmt: skip

    for row in session.new:
        if isinstance(row, Record) and not isinstance(row, Audit):
            row.id = row.id or new_id()
            row.created_at = row.updated_at = now
            if row.audited:
                note(row, "insert", [])
    for row in session.dirty:
        if isinstance(row, Record) and (columns := _changed_columns(row)):
            row.updated_at = now
            columns = [name for name in columns if name not in row.unaudited]
            if row.audited and columns:
                note(row, "update", columns)
    for row in session.deleted:
        if isinstance(row, Record) and row.audited:
            note(row, "delete", [])
    session.add_all(trail)
