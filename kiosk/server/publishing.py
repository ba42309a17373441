"""Publishes a content folder: only what changed gets a new revision, what is gone a tombstone."""

from __future__ import annotations

import logging
from pathlib import Path

from kiosk.errors import UserError
from kiosk.server.content_folder import read_folder
from kiosk.server.db.blobs import BlobStore
from kiosk.server.db.content import feed_head, publish, published_keys
from kiosk.server.db.engine import Database
from kiosk.settings import Settings

log = logging.getLogger(__name__)

#: The sample content of the repository (or of the bundle).
SAMPLE = Path(__file__).resolve().parents[2] / "content"


def blob_store(settings: Settings) -> BlobStore:
    return BlobStore(settings.data_dir / "blobs")


def publish_at_start(settings: Settings, database: Database) -> None:
    """Publish; a mistake in the folder stops the server only when it has nothing to offer yet."""
    try:
        publish_content(settings, database)
    except UserError as error:
        with database.read() as session:
            if feed_head(session).revision == 0:
                raise
        log.error("the content folder is not published, what was published before stays: %s", error)


def publish_content(settings: Settings, database: Database) -> int:
    """Publish the configured folder in one transaction; the feed's newest revision.

    ``UserError`` for a mistake in the folder; nothing is published then.
    """
    folder = Path(settings["server.content_dir"]) if settings["server.content_dir"] else SAMPLE
    blobs = blob_store(settings)
    with database.write() as session:
        before = feed_head(session).revision
        docs = read_folder(folder, lambda data, kind: blobs.put(session, data, kind))
        gone = published_keys(session) - {(doc.kind, doc.id) for doc in docs}
        revision = publish(session, docs, sorted(gone))
    if revision != before:
        log.info("published content: revision %d -> %d", before, revision)
    return revision
