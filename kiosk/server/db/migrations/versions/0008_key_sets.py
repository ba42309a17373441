"""What terminals have seen of the feed's keys, and where a root begins."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("key_set", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "feed_key", sa.Column("first_set", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    op.drop_column("device", "key_set")
    op.drop_column("feed_key", "first_set")
