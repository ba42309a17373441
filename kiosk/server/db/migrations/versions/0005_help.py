"""Ringing for the hall's staff."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kiosk.server.db.types import KEY, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _stamps() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "staff_link",
        *_stamps(),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_link"),
        sa.UniqueConstraint("organisation_id", name="uq_staff_link_organisation_id"),
        sa.UniqueConstraint("token_hash", name="uq_staff_link_token_hash"),
    )
    op.create_index("ix_staff_link_organisation_id", "staff_link", ["organisation_id"])
    op.create_table(
        "help_call",
        *_stamps(),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rang_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name="fk_help_call_device_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_help_call"),
    )
    op.create_index("ix_help_call_device_id", "help_call", ["device_id"])
    op.create_index("ix_help_call_organisation_id", "help_call", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("help_call")
    op.drop_table("staff_link")
