"""The signed feed: the cursor with its digest and what was seen; check sums; blobs by name.

Documents that an older program fetched stay readable. They were not signed, so the cursor goes back
to nothing, and the next sync replaces them.
"""

from __future__ import annotations

import zlib

import sqlalchemy as sa
from alembic import op

revision = "content_0002"
down_revision = "content_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("cursor")
    op.create_table(
        "cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("keys", sa.Text()),
        sa.Column("seen", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_cursor"),
        sa.CheckConstraint("id = 1", name="ck_cursor_one_row"),
    )
    op.create_table(
        "blob_names",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("ends", sa.String()),
        sa.PrimaryKeyConstraint("kind", "id", "field", name="pk_blob_names"),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer()),
        sa.Column("named_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO blob_names (kind, id, field, sha256) "
            "SELECT kind, id, CASE kind WHEN 'lawyer' THEN 'portrait' ELSE 'picture' END, blob "
            "FROM documents WHERE blob IS NOT NULL"
        )
    )
    with op.batch_alter_table("documents") as table:
        table.drop_column("blob")
        table.add_column(sa.Column("crc", sa.Integer(), nullable=False, server_default="0"))
    for kind, document_id, doc in connection.execute(
        sa.text("SELECT kind, id, doc FROM documents")
    ).all():
        connection.execute(
            sa.text("UPDATE documents SET crc = :crc WHERE kind = :kind AND id = :id"),
            {"crc": zlib.crc32(doc.encode()), "kind": kind, "id": document_id},
        )
    with op.batch_alter_table("documents") as table:
        table.alter_column("crc", server_default=None)
    connection.execute(
        sa.text(
            "INSERT INTO cursor (id, revision, digest, documents, root) "
            "SELECT 1, 0, :genesis, count(*), '' FROM documents"
        ),
        {"genesis": "0" * 64},
    )


def downgrade() -> None:
    """There is no way back: an older program sets the file aside and fetches its own."""
    raise NotImplementedError
