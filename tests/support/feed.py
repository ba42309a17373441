"""Documents and batches of a feed, for tests of the terminal's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from kiosk.protocol.sync import Batch, Change

FEED = "11111111-1111-4111-8111-111111111111"
OTHER_FEED = "22222222-2222-4222-8222-222222222222"


def article(article_id: str, **fields: Any) -> dict[str, Any]:
    """A news item on labour of 20 November 2026, unless ``fields`` say otherwise."""
    return {
        "kind": "article",
        "id": article_id,
        "form": "news",
        "title": f"标题 {article_id}",
        "topic": "labour",
        "published": "2026-11-20",
        "body": "正文。",
        **fields,
    }


def organisation(organisation_id: str, **fields: Any) -> dict[str, Any]:
    doc = {"kind": "organisation", "id": organisation_id, "scope": "firm", "name": "示例律所"}
    return {**doc, **fields}


def entry(entry_id: str, **fields: Any) -> dict[str, Any]:
    """A notary without hours or point, unless ``fields`` say otherwise."""
    return {
        "kind": "entry",
        "id": entry_id,
        "category": "notary",
        "organisation": "street",
        "name": f"示例公证处 {entry_id}",
        **fields,
    }


def lawyer(lawyer_id: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "lawyer", "id": lawyer_id, "name": "陈静", "firm": "firm", **fields}


def change(revision: int, doc: Mapping[str, Any]) -> Change:
    return Change(revision=revision, kind=doc["kind"], id=doc["id"], doc=dict(doc))


def tombstone(revision: int, kind: str, document_id: str) -> Change:
    return Change(revision=revision, kind=kind, id=document_id, doc=None)


def batch(
    changes: Iterable[Change],
    *,
    after: int = 0,
    upto: int | None = None,
    head: int | None = None,
    feed: str = FEED,
    blobs: Mapping[str, int] | None = None,
) -> Batch:
    """A batch that ends at its last change, and at the head, unless said otherwise."""
    listed = list(changes)
    end = upto if upto is not None else max((c.revision for c in listed), default=after)
    return Batch(
        feed=feed,
        after=after,
        upto=end,
        head=end if head is None else head,
        changes=listed,
        blobs=dict(blobs or {}),
    )


def docs(documents: Iterable[Mapping[str, Any]], *, after: int = 0, **options: Any) -> Batch:
    """A batch of documents with revisions from ``after`` + 1 on."""
    changes = [change(after + 1 + n, doc) for n, doc in enumerate(documents)]
    return batch(changes, after=after, **options)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
