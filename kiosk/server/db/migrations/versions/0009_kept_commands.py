"""Commands that could not be opened or read, until they can be."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_command",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("slip_hash", sa.String(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_kept_command_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_command")),
        sa.UniqueConstraint("device_id", "key", name=op.f("uq_kept_command_device_id")),
    )
    for column in ("slip_hash", "organisation_id"):
        op.create_index(op.f(f"ix_kept_command_{column}"), "kept_command", [column], unique=False)


def downgrade() -> None:
    op.drop_table("kept_command")
