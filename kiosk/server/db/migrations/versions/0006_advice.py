"""What lawyers write for residents."""

import sqlalchemy as sa
from alembic import op

from kiosk.server.db.types import KEY, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("call") as table:
        table.add_column(sa.Column("slip_hash", sa.String(), nullable=True))
        table.create_index("ix_call_slip_hash", ["slip_hash"])
    op.create_table(
        "advice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name="fk_advice_call_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_advice"),
        sa.UniqueConstraint("call_id", "line_id", name="uq_advice_call_id"),
    )
    op.create_index("ix_advice_organisation_id", "advice", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("advice")
    with op.batch_alter_table("call") as table:
        table.drop_index("ix_call_slip_hash")
        table.drop_column("slip_hash")
