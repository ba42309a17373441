"""Which slip shows how a command went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "resident_0003"
down_revision = "resident_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("slip", sa.String()))


def downgrade() -> None:
    op.drop_column("outbox", "slip")
