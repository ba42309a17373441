"""The content feed: publishing, and reading it by revision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.protocol.content import (
    AnyDoc,
    ArticleDoc,
    EntryDoc,
    HolidaysDoc,
    LawyerDoc,
    OrganisationDoc,
    ShiftDoc,
)
from kiosk.protocol.sync import Batch, Change
from kiosk.server.db.models import Blob, ContentItem, FeedHead

D = TypeVar("D", ArticleDoc, EntryDoc, HolidaysDoc, LawyerDoc, OrganisationDoc, ShiftDoc)

_TOMBSTONE = ""  # the digest of what is deleted: no document has it


def feed_head(session: Session, *, lock: bool = False) -> FeedHead:
    """The feed's counter row, made on first use. ``lock``: hold it until the commit."""
    query = select(FeedHead)
    head = session.scalar(query.with_for_update() if lock else query)
    if head is None:
        head = FeedHead(revision=0)
        session.add(head)
        session.flush()
    return head


def _scope(doc: AnyDoc) -> str | None:
    match doc:
        case OrganisationDoc():
            return doc.id
        case EntryDoc() | ShiftDoc():
            return doc.organisation
        case LawyerDoc():
            return doc.firm
        case _:
            return None


def publish(
    session: Session, docs: Iterable[AnyDoc], removed: Iterable[tuple[str, str]] = ()
) -> int:
    """Put documents into the feed and tombstones in place of ``removed`` (kind, id).

    What is already there as it is gets no new revision. The revisions are allocated under the
    counter's lock in this same transaction, so that readers never skip a change. Returns the
    feed's newest revision.
    """
    head = feed_head(session, lock=True)
    present = {(item.kind, item.item_id): item for item in session.scalars(select(ContentItem))}

    def put(key: tuple[str, str], doc: dict[str, Any] | None, digest: str,
            scope: str | None) -> None:  # fmt: skip
        item = present.get(key)
        if item is not None and item.digest == digest:
            return
        if item is None:
            item = present[key] = ContentItem(kind=key[0], item_id=key[1])
            session.add(item)
        head.revision += 1
        item.revision, item.doc, item.digest = head.revision, doc, digest
        item.deleted, item.organisation_id = doc is None, scope

    for document in docs:
        raw = document.model_dump(mode="json")
        canonical = json.dumps(raw, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        put((document.kind, document.id), raw, digest, _scope(document))
    for key in removed:
        if key in present:
            put(key, None, _TOMBSTONE, present[key].organisation_id)
    session.flush()
    return head.revision


def published_keys(session: Session) -> set[tuple[str, str]]:
    """(kind, id) of everything in the feed that is no tombstone."""
    rows = session.execute(
        select(ContentItem.kind, ContentItem.item_id).where(ContentItem.deleted.is_(False))
    )
    return {(kind, item_id) for kind, item_id in rows}


def read_feed(session: Session, after: int, limit: int) -> Batch:
    """The next changes after a revision, oldest first, with the sizes of the blobs they name."""
    head = feed_head(session)
    items = session.scalars(
        select(ContentItem)
        .where(ContentItem.revision > after)
        .order_by(ContentItem.revision)
        .limit(limit)
    ).all()
    names = {
        sha
        for item in items
        for field in ("picture", "portrait")
        if item.doc is not None and (sha := item.doc.get(field))
    }
    blobs = session.execute(select(Blob.sha256, Blob.size).where(Blob.sha256.in_(names))).all()
    upto = items[-1].revision if len(items) == limit else head.revision
    return Batch(
        feed=head.id,
        after=after,
        upto=max(upto, after) if items else head.revision,
        head=head.revision,
        changes=[Change(revision=i.revision, kind=i.kind, id=i.item_id, doc=i.doc) for i in items],
        blobs={row.sha256: row.size for row in blobs},
    )


def find_doc(session: Session, model: type[D], item_id: str) -> D | None:
    """One document that is in the feed now."""
    item = session.scalar(
        select(ContentItem).where(
            ContentItem.kind == model.model_fields["kind"].default,
            ContentItem.item_id == item_id,
            ContentItem.deleted.is_(False),
        )
    )
    return None if item is None else model.model_validate(item.doc)


def all_docs(session: Session, model: type[D]) -> Sequence[D]:
    """All documents of a kind that are in the feed now."""
    items = session.scalars(
        select(ContentItem.doc).where(
            ContentItem.kind == model.model_fields["kind"].default,
            ContentItem.deleted.is_(False),
        )
    )
    return [model.model_validate(doc) for doc in items]
