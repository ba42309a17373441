"""Snapshots: all that there is at one revision, so that a first start need not walk the chain."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kiosk.server.db.content import feed_head
from kiosk.server.db.engine import Database
from kiosk.server.db.feed_chain import (
    Change,
    Document,
    blob_sizes,
    body_of,
    chain_size,
    named_blobs,
    pack,
)
from kiosk.server.db.feed_models import FeedBatch, FeedSnapshotPart
from kiosk.server.db.models import ContentItem

log = logging.getLogger(__name__)

#: Uncompressed bytes of documents in a part. One that is larger has a part for itself.
PART_BYTES = 4 * 1024 * 1024
#: A new one when the chain after the last has more changes, or more than half of its bytes.
MOST_CHANGES = 2_000
LEAST_BYTES = 64 * 1024
#: The one before stays for those that are in the middle of it.
KEEP = 2
#: Batches older than all snapshots are served for so long.
KEEP_BATCHES = timedelta(days=30)
_LEVEL = 12


def newest_snapshot(session: Session) -> tuple[int, int] | None:
    """(revision, parts) of the newest snapshot."""
    row = session.execute(
        select(FeedSnapshotPart.revision, FeedSnapshotPart.parts)
        .order_by(FeedSnapshotPart.revision.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.revision, row.parts)


def find_part(session: Session, revision: int, part: int) -> FeedSnapshotPart | None:
    return session.scalar(
        select(FeedSnapshotPart).where(
            FeedSnapshotPart.revision == revision, FeedSnapshotPart.part == part
        )
    )


def is_due(session: Session) -> bool:
    revision = feed_head(session).revision
    last = newest_snapshot(session)
    if last is None:
        return revision > 0
    if last[0] == revision:
        return False
    size, changes = chain_size(session, last[0])
    whole = session.scalar(
        select(func.sum(FeedSnapshotPart.size)).where(FeedSnapshotPart.revision == last[0])
    )
    return changes > MOST_CHANGES or size > max(LEAST_BYTES, (whole or 0) // 2)


def make_snapshot(database: Database) -> None:
    """Write a snapshot of the present revision, and forget what nobody needs any more.

    Reads in a transaction of its own: a publication meanwhile does not wait.
    """
    with database.read() as session:
        head = feed_head(session)
        revision, digest = head.revision, head.digest
        packed = [(pack(body, _LEVEL), len(body)) for body in _bodies(session)] or [
            (pack(body_of((), {})), 0)
        ]
    with database.write() as session:
        feed_head(session, lock=True)
        if find_part(session, revision, 0) is not None:
            return  # another server was quicker
        for part, (body, size) in enumerate(packed):
            session.add(
                FeedSnapshotPart(revision=revision, part=part, parts=len(packed), digest=digest,
                                 body=body, size=size)
            )  # fmt: skip
        session.flush()
        _forget_old(session, database)
    log.info("snapshot of revision %d in %d parts", revision, len(packed))


def _bodies(session: Session) -> Iterator[bytes]:
    rows = session.execute(
        select(ContentItem.revision, ContentItem.kind, ContentItem.item_id, ContentItem.doc)
        .where(ContentItem.deleted.is_(False))
        .order_by(ContentItem.kind, ContentItem.item_id)
        .execution_options(yield_per=200)
    )
    changes: list[Change] = []
    size = 0
    for row in rows:
        doc = Document.of(row.kind, row.item_id, row.doc)
        if changes and size + doc.size > PART_BYTES:
            yield _body(session, changes)
            changes, size = [], 0
        changes.append((row.revision, doc))
        size += doc.size
    if changes:
        yield _body(session, changes)


def _body(session: Session, changes: list[Change]) -> bytes:
    return body_of(changes, blob_sizes(session, named_blobs(changes)))


def _forget_old(session: Session, database: Database) -> None:
    kept = list(
        session.scalars(
            select(FeedSnapshotPart.revision)
            .distinct()
            .order_by(FeedSnapshotPart.revision.desc())
            .limit(KEEP)
        )
    )
    session.execute(delete(FeedSnapshotPart).where(FeedSnapshotPart.revision < kept[-1]))
    session.execute(
        delete(FeedBatch).where(
            FeedBatch.upto <= kept[-1], FeedBatch.created_at < database.clock.now() - KEEP_BATCHES
        )
    )
