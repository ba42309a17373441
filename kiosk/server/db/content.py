"""The content feed: publishing, and reading it by revision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.ids import new_id
from kiosk.domain.laws import LawStatus
from kiosk.errors import UserError
from kiosk.protocol.content import (
    DOC,
    AnyDoc,
    Doc,
    EntryDoc,
    LawDoc,
    LawyerDoc,
    OrganisationDoc,
    ShiftDoc,
)
from kiosk.protocol.feed import GENESIS, MAX_ENVELOPE
from kiosk.server.db.feed_chain import ChainWriter, Document
from kiosk.server.db.models import ContentItem, FeedHead

D = TypeVar("D", bound=Doc)

#: The origin of what a content folder holds; importers have others.
FOLDER = "folder"
#: Bytes of one document: alone in its batch, it is under what terminals take.
MAX_DOCUMENT = MAX_ENVELOPE - 1024 * 1024
#: Rows that are kept in memory at once while publishing.
_FLUSH = 200


def feed_head(session: Session, *, lock: bool = False) -> FeedHead:
    """The feed's counter row, made on first use. ``lock``: hold it until the commit."""
    query = select(FeedHead)
    if lock:  # and read what another server has written while we waited
        query = query.with_for_update().execution_options(populate_existing=True)
    head = session.scalar(query)
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
    session: Session,
    docs: Iterable[AnyDoc] | Prepared,
    removed: Iterable[tuple[str, str]] = (),
    *,
    origin: str = FOLDER,
) -> int:
    """Put documents into the feed and tombstones in place of ``removed`` (kind, id).

    What is already there as it is gets no new revision. The revisions are allocated under the
    counter's lock in this same transaction, with the batches that carry them, so that readers
    never skip a change. Withdrawals come first, and repealed laws. Returns the feed's newest
    revision. ``UserError`` when a document belongs to another origin.
    """
    prepared = docs if isinstance(docs, Prepared) else Prepared.of(docs)
    head = begin_chain(session)
    present = _present(session)
    writer = ChainWriter(session, head, head.revision)
    written: list[ContentItem] = []

    def put(doc: Document, digest: str, scope: str | None) -> None:
        key = (doc.kind, doc.id)
        known = present.get(key)
        if known is not None and known.digest == digest:
            return
        if known is None:
            item = ContentItem(id=new_id(), kind=key[0], item_id=key[1])
            session.add(item)
        else:
            item = session.get_one(ContentItem, known.row)
        head.revision += 1
        item.revision, item.doc, item.digest = head.revision, doc.raw, digest
        item.deleted, item.organisation_id, item.origin = doc.raw is None, scope, origin
        present[key] = _Present(item.id, digest, origin, doc.raw is None, scope)
        writer.add((head.revision, doc))
        written.append(item)
        if len(written) >= _FLUSH:
            forget()

    def forget() -> None:
        session.flush()
        for item in written:
            session.expunge(item)
        written.clear()

    for kind, key in removed:
        if (kind, key) in present:
            put(Document.of(kind, key, None), "", present[kind, key].scope)
    for document, digest, scope in prepared.rows:
        owner = present.get((document.kind, document.id))
        if owner is not None and not owner.deleted and owner.origin != origin:
            raise UserError(
                f"{document.kind} {document.id} belongs to the origin {owner.origin!r} and cannot "
                f"be published by {origin!r}. Withdraw it there, or give it another name.",
                code="other_origin",
            )
        put(document, digest, scope)
    writer.close()
    forget()
    return head.revision


@dataclass(frozen=True, slots=True)
class Prepared:
    """Documents ready to be published: what can be worked out before the transaction, is.

    A running server's calls wait for the transaction. ``UserError``: one is over ``MAX_DOCUMENT``.
    """

    rows: Sequence[tuple[Document, str, str | None]]  # with its digest and organisation

    @classmethod
    def of(cls, docs: Iterable[AnyDoc]) -> Prepared:
        rows = []
        for doc in sorted(docs, key=lambda doc: not _is_repealed(doc)):
            document = Document.of(doc.kind, doc.id, doc.model_dump(mode="json"))
            if document.size > MAX_DOCUMENT:
                raise UserError(
                    f"{doc.kind} {doc.id} has {document.size // 2**20} MB, and no terminal takes "
                    f"over {MAX_DOCUMENT // 2**20} MB at once: divide it.",
                    code="document_too_large",
                )
            rows.append((document, document.digest, _scope(doc)))
        return cls(rows)


class _Present(NamedTuple):
    row: str
    digest: str
    origin: str
    deleted: bool
    scope: str | None


def _present(session: Session) -> dict[tuple[str, str], _Present]:
    """Everything that the feed has ever had, without the documents."""
    rows = session.execute(
        select(ContentItem.kind, ContentItem.item_id, ContentItem.id, ContentItem.digest,
               ContentItem.origin, ContentItem.deleted, ContentItem.organisation_id)
    )  # fmt: skip
    return {(row[0], row[1]): _Present(*row[2:]) for row in rows}


def _is_repealed(doc: AnyDoc) -> bool:
    return isinstance(doc, LawDoc) and doc.status is LawStatus.REPEALED


def begin_chain(session: Session) -> FeedHead:
    """The locked head; a feed from before there were batches gets its chain, in one go."""
    head = feed_head(session, lock=True)
    if head.digest != GENESIS or head.revision == 0:
        return head
    writer = ChainWriter(session, head, 0)
    rows = session.execute(
        select(ContentItem.revision, ContentItem.kind, ContentItem.item_id, ContentItem.doc)
        .order_by(ContentItem.revision)
        .execution_options(yield_per=200)
    )
    for row in rows:
        writer.add((row.revision, Document.of(row.kind, row.item_id, row.doc)))
    writer.close()
    return head


def published_keys(session: Session, origin: str = FOLDER) -> set[tuple[str, str]]:
    """(kind, id) of everything of an origin in the feed that is no tombstone."""
    rows = session.execute(
        select(ContentItem.kind, ContentItem.item_id).where(
            ContentItem.deleted.is_(False), ContentItem.origin == origin
        )
    )
    return {(kind, item_id) for kind, item_id in rows}


def origin_docs(
    session: Session, origin: str | None = None, *, kinds: Collection[str] | None = None
) -> Iterator[tuple[str, AnyDoc]]:
    """(origin, document) of what is in the feed now; None: of all origins, or of all kinds."""
    query = select(ContentItem.origin, ContentItem.doc).where(ContentItem.deleted.is_(False))
    if origin is not None:
        query = query.where(ContentItem.origin == origin)
    if kinds is not None:
        query = query.where(ContentItem.kind.in_(kinds))
    rows = session.execute(
        query.order_by(ContentItem.kind, ContentItem.item_id).execution_options(yield_per=200)
    )
    for row in rows:
        yield row.origin, DOC.validate_python(row.doc)


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
