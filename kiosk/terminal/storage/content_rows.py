"""Rows of ``content.db``: documents, the blobs that they name, the cursor. All within the caller's
transaction."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json
from sqlalchemy import (
    Connection,
    CursorResult,
    Integer,
    Row,
    bindparam,
    delete,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert

from kiosk.protocol.content import BLOB_FIELDS
from kiosk.protocol.feed import BatchBody, Change, Head, KeySet
from kiosk.terminal.feed_state import FeedState, Position
from kiosk.terminal.storage.blob_plan import Named, is_over
from kiosk.terminal.storage.database import Damaged
from kiosk.terminal.storage.documents import Thing, parse
from kiosk.terminal.storage.tables import blob_names, blobs, cursor, documents

_ROWID = literal_column("documents.rowid", Integer).label("rowid")
#: Rows that are read from the file at a time where all are.
_CHUNK = 100
#: Kinds whose videos are of no use once they are over.
_PASSING = frozenset({"event", "signage"})


def state(connection: Connection) -> FeedState:
    row = connection.execute(select(cursor)).one_or_none()
    if row is None:
        return FeedState()
    try:
        return FeedState(
            feed=row.feed,
            revision=row.revision,
            digest=row.digest,
            root=row.root,
            keys=None if row.keys is None else KeySet.model_validate_json(row.keys),
            seen=None if row.seen is None else Head.model_validate_json(row.seen),
        )
    except ValidationError:
        raise Damaged("the cursor cannot be read") from None


def position(connection: Connection) -> Position:
    row = connection.execute(select(cursor.c.feed, cursor.c.revision, cursor.c.digest)).first()
    return FeedState().position if row is None else (row.feed, row.revision, row.digest)


def keep_state(connection: Connection, after: FeedState) -> None:
    count = connection.scalar(select(func.count()).select_from(documents))
    row = {
        "feed": after.feed,
        "revision": after.revision,
        "digest": after.digest,
        "documents": count,
        "root": after.root,
        "keys": None if after.keys is None else after.keys.model_dump_json(),
        "seen": None if after.seen is None else after.seen.model_dump_json(),
    }
    statement = insert(cursor).values(id=1, **row)
    connection.execute(statement.on_conflict_do_update(("id",), set_=row))


def contradiction(connection: Connection) -> str | None:
    """What does not fit together though SQLite can read it; None: nothing."""
    row = connection.execute(select(cursor.c.revision, cursor.c.documents, cursor.c.feed)).first()
    count, newest = connection.execute(
        select(func.count(), func.max(documents.c.revision)).select_from(documents)
    ).one()
    if count != (row.documents if row is not None else 0):
        return "the cursor counts other documents than there are"
    if row is not None and row.feed is not None and (newest or 0) > row.revision:
        return "a document is newer than the cursor"
    return None


def demand_sound(connection: Connection) -> None:
    """Raises ``Damaged`` for a contradiction."""
    reason = contradiction(connection)
    if reason is not None:
        raise Damaged(reason)


def sound(row: Row[Any]) -> str:
    """A row's document, when its bits are those that were written."""
    doc = str(row.doc)
    if zlib.crc32(doc.encode("utf-8", "surrogatepass")) != row.crc:
        raise Damaged("a document is not as it was written")
    return doc


def check(connection: Connection, after: int, limit: int) -> int:
    """Compare documents with their check sums, in the order of their rows from ``after`` on, until
    ``limit`` characters are through; where to go on, 0 after the last. ``Damaged``: one differs."""
    some = connection.execution_options(yield_per=_CHUNK)
    query = select(_ROWID, documents.c.doc, documents.c.crc).where(after < _ROWID)
    with some.execute(query.order_by(_ROWID)) as found:
        for row in found:
            limit -= len(sound(row))
            if limit <= 0:
                return int(row.rowid)
    return 0


def of_kinds(connection: Connection, kinds: Iterable[str]) -> CursorResult[Any]:
    return connection.execute(select(documents).where(documents.c.kind.in_(list(kinds))))


def one(connection: Connection, kind: str, document_id: str) -> Row[Any] | None:
    return connection.execute(
        select(documents).where(documents.c.kind == kind, documents.c.id == document_id)
    ).one_or_none()


def parse_all(connection: Connection, kind: str) -> dict[str, Thing]:
    parsed = ((row.id, parse(kind, row.id, sound(row))) for row in of_kinds(connection, [kind]))
    return {document_id: thing for document_id, thing in parsed if thing is not None}


def clear(connection: Connection) -> set[str]:
    """Delete all documents; the kinds that there were."""
    kinds = set(connection.scalars(select(documents.c.kind).distinct()))
    connection.execute(delete(documents))
    connection.execute(delete(blob_names))
    return kinds


def store(connection: Connection, body: BatchBody, now: int) -> set[tuple[str, str]]:
    """Store a piece's changes; the (kind, id) of each thing that changed."""
    newest: dict[tuple[str, str], Change] = {}
    for change in sorted(body.changes, key=lambda change: change.revision):
        newest[change.kind, change.id] = change
    keys = [{"b_kind": kind, "b_id": document_id} for kind, document_id in newest]
    docs = [_document(change, change.doc) for change in newest.values() if change.doc is not None]
    gone = [key for key, change in zip(keys, newest.values(), strict=True) if change.doc is None]
    if keys:
        connection.execute(_DELETE_NAMES, keys)
    if gone:
        connection.execute(_DELETE_DOCUMENT, gone)
    if docs:
        connection.execute(_PUT_DOCUMENT, docs)
    names = [name for change in newest.values() for name in _names(change)]
    if names:
        connection.execute(insert(blob_names), names)
    sizes = {**{name["sha256"]: None for name in names}, **body.blobs}
    if sizes:
        connection.execute(
            _PUT_BLOB,
            [{"sha256": name, "bytes": size, "named_at": now} for name, size in sizes.items()],
        )
    return set(newest)


def forget_unnamed_blobs(connection: Connection) -> None:
    """Sizes and ages of those that no document names any more."""
    connection.execute(delete(blobs).where(blobs.c.sha256.not_in(select(blob_names.c.sha256))))


def named_blobs(connection: Connection, now: datetime) -> list[Named]:
    """The blobs that documents name, each once."""
    query = select(blob_names, blobs.c.bytes, blobs.c.named_at).join_from(
        blob_names, blobs, blobs.c.sha256 == blob_names.c.sha256, isouter=True
    )
    found: dict[str, Named] = {}
    for row in connection.execute(query.order_by(blob_names.c.sha256)):
        video = row.field == "video"
        over = row.kind in _PASSING and is_over(row.ends, now)
        before = found.get(row.sha256)
        found[row.sha256] = Named(
            row.sha256,
            row.bytes,
            row.named_at or 0,
            video and (before is None or before.video),
            over and (before is None or before.over),
        )
    return list(found.values())


def _document(change: Change, doc: dict[str, Any]) -> dict[str, Any]:
    raw = to_json(doc)
    return {
        "kind": change.kind,
        "id": change.id,
        "revision": change.revision,
        "doc": raw.decode(),
        "crc": zlib.crc32(raw),
    }


def _names(change: Change) -> list[dict[str, Any]]:
    """The blobs that a document names; documents may hold anything."""
    doc = change.doc or {}
    ends = doc.get("ends")
    return [
        {
            "kind": change.kind,
            "id": change.id,
            "field": field,
            "sha256": doc[field],
            "ends": ends if isinstance(ends, str) else None,
        }
        for field in BLOB_FIELDS
        if isinstance(doc.get(field), str)
    ]


_put = insert(documents)
_PUT_DOCUMENT = _put.on_conflict_do_update(
    ("kind", "id"), set_={name: _put.excluded[name] for name in ("revision", "doc", "crc")}
)
_put_blob = insert(blobs)
#: A size that is known stays known; the day that it was first named stays the first.
_PUT_BLOB = _put_blob.on_conflict_do_update(
    ("sha256",), set_={"bytes": func.coalesce(_put_blob.excluded.bytes, blobs.c.bytes)}
)
_DELETE_DOCUMENT = delete(documents).where(
    documents.c.kind == bindparam("b_kind"), documents.c.id == bindparam("b_id")
)
_DELETE_NAMES = delete(blob_names).where(
    blob_names.c.kind == bindparam("b_kind"), blob_names.c.id == bindparam("b_id")
)
