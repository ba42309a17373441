"""What can be typed instead of a slip's QR, and wrong tries at it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_RECORD = (
    ("id", sa.String(length=36), False),
    ("created_at", sa.DateTime(timezone=True), False),
    ("updated_at", sa.DateTime(timezone=True), False),
    ("organisation_id", sa.String(length=36), True),
)


def _record() -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=nullable) for name, kind, nullable in _RECORD]


def upgrade() -> None:
    op.create_table(
        "slip_code",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("check_hash", sa.String(), nullable=False),
        sa.Column("slip_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("grant_hash", sa.String(), nullable=True),
        sa.Column("grant_until", sa.DateTime(timezone=True), nullable=True),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_code")),
        sa.UniqueConstraint("number", name=op.f("uq_slip_code_number")),
    )
    op.create_table(
        "slip_miss",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=False),
        *_record(),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_slip_miss_device_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_miss")),
    )
    for table, columns in _INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


_INDEXES = {
    "slip_code": ("slip_hash", "expires_at", "organisation_id"),
    "slip_miss": ("device_id", "missed_at", "organisation_id"),
}


def downgrade() -> None:
    op.drop_table("slip_miss")
    op.drop_table("slip_code")
