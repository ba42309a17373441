"""Appointments, call-backs and evaluations; sealed commands; whose session a command is of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "resident_0002"
down_revision = "resident_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("session", sa.String()))
    op.add_column("outbox", sa.Column("subject", sa.String()))
    op.add_column("outbox", sa.Column("sealed", sa.Text()))
    op.create_index("ix_outbox_subject", "outbox", ["subject", "seq"])
    op.create_table(
        "appointments",
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("wished_lawyer", sa.String()),
        sa.Column("wished_at", sa.String()),
        sa.Column("code", sa.String()),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_appointments"),
    )
    op.create_table(
        "call_backs",
        sa.Column("call_back_id", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code", sa.String()),
        sa.PrimaryKeyConstraint("call_back_id", name="pk_call_backs"),
    )
    op.create_table(
        "evaluations",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_evaluations"),
        sa.CheckConstraint("score BETWEEN 1 AND 3", name="ck_evaluations_score"),
    )
    op.create_table(
        "seal_key",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("jwk", sa.Text(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal_key"),
        sa.CheckConstraint("id = 1", name="ck_seal_key_one_row"),
    )


def downgrade() -> None:
    for table in ("seal_key", "evaluations", "call_backs", "appointments"):
        op.drop_table(table)
    op.drop_index("ix_outbox_subject", "outbox")
    for column in ("sealed", "subject", "session"):
        op.drop_column("outbox", column)
