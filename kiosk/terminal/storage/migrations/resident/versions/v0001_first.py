"""The outbox and the ratings that wait in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "resident_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("payload", sa.Text()),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", sa.String()),
        sa.Column("code", sa.String()),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.CheckConstraint("state IN ('pending', 'done', 'refused')", name="ck_outbox_state"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "seq"])
    op.create_table(
        "ratings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("rated_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_ratings"),
        sa.ForeignKeyConstraint(["key"], ["outbox.key"], name="fk_ratings_key_outbox"),
        sa.CheckConstraint("score BETWEEN 1 AND 3", name="ck_ratings_score"),
    )


def downgrade() -> None:
    op.drop_table("ratings")
    op.drop_table("outbox")
