"""The signed feed: batches, snapshots, keys, and where content comes from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _table(name: str, *columns: sa.Column[object] | sa.UniqueConstraint) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_organisation_id"), name, ["organisation_id"], unique=False)


def upgrade() -> None:
    op.add_column(
        "content_item",
        sa.Column("origin", sa.String(), nullable=False, server_default="folder"),
    )
    op.add_column(
        "feed_head",
        sa.Column("digest", sa.String(), nullable=False, server_default="0" * 64),
    )
    _table(
        "feed_batch",
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.UniqueConstraint("after", name=op.f("uq_feed_batch_after")),
        sa.UniqueConstraint("upto", name=op.f("uq_feed_batch_upto")),
    )
    _table(
        "feed_snapshot_part",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.UniqueConstraint("revision", "part", name=op.f("uq_feed_snapshot_part_revision")),
    )
    _table(
        "feed_key",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("number", name=op.f("uq_feed_key_number")),
        sa.UniqueConstraint("kid", name=op.f("uq_feed_key_kid")),
    )
    _table(
        "feed_key_set",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("version", name=op.f("uq_feed_key_set_version")),
    )


def downgrade() -> None:
    for table in ("feed_key_set", "feed_key", "feed_snapshot_part", "feed_batch"):
        op.drop_table(table)
    op.drop_column("feed_head", "digest")
    op.drop_column("content_item", "origin")
