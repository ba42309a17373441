"""Calls are held for a side that is away."""

import sqlalchemy as sa
from alembic import op

from kiosk.server.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("call", "call_participant"):
        op.add_column(table, sa.Column("away_since", UtcDateTime(), nullable=True))


def downgrade() -> None:
    for table in ("call", "call_participant"):
        op.drop_column(table, "away_since")
