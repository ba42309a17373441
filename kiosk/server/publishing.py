"""Publishes a content folder: only what changed gets a new revision, what is gone a tombstone."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kiosk.domain.duty import Holidays
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol.content import AnyDoc, HolidaysDoc
from kiosk.server.content_folder.folder import read_folder
from kiosk.server.db.blobs import BlobStore
from kiosk.server.db.content import (
    FOLDER,
    Prepared,
    all_docs,
    feed_head,
    origin_docs,
    publish,
    published_keys,
)
from kiosk.server.db.engine import Database
from kiosk.settings import SAMPLE_CONTENT, Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["Pictures", "Published", "blob_store", "missing_holidays", "origin_docs",
           "publish_at_start", "publish_content", "publish_origin",
           "warn_of_missing_holidays"]  # fmt: skip

log = logging.getLogger(__name__)

#: SHA-256 of a blob -> (bytes, media type).
Pictures = Mapping[str, tuple[int, str]]


class Published(NamedTuple):
    revision: int  # the feed's newest
    changed: int  # documents that are new, changed or withdrawn
    withdrawn: int


def blob_store(settings: Settings) -> BlobStore:
    return BlobStore(settings.data_dir / "blobs")


def missing_holidays(session: Session, today: date) -> tuple[int, ...]:
    """Years whose public holidays are needed on that day and not in the feed."""
    known = frozenset(doc.year for doc in all_docs(session, HolidaysDoc))
    return Holidays(years=known).missing(today)


def warn_of_missing_holidays(database: Database, today: date) -> None:
    with database.read() as session:
        missing = missing_holidays(session, today)
    for year in missing:
        log.warning(
            "the public holidays of %d are not published: duty and opening hours go by weekdays "
            "alone. Put directory/holidays-%d.yaml into the content folder.", year, year,
        )  # fmt: skip


def publish_at_start(settings: Settings, database: Database) -> None:
    """Publish the configured folder; without one, the sample into an empty database.

    What keeps it from being published stops only a server that has nothing to offer yet.
    """
    with database.read() as session:
        empty = feed_head(session).revision == 0
    if not (empty or settings["server.content_dir"]):
        return
    try:
        publish_content(settings, database)
    except (UserError, EnvironmentFault) as error:
        if empty:
            raise
        log.error("the content folder is not published, what was published before stays: %s", error)


def publish_content(settings: Settings, database: Database) -> Published:
    """Publish the configured folder (without one: the sample) in one transaction.

    A server that runs on the same database notices by itself. ``UserError`` for a mistake in the
    folder, ``EnvironmentFault`` for a disk; nothing is published then.
    """
    blobs = blob_store(settings)
    pictures: dict[str, tuple[int, str]] = {}

    def store(data: bytes, media_type: str) -> str:
        sha256 = blobs.write(data)
        pictures[sha256] = (len(data), media_type)
        return sha256

    # Before the transaction: a running server's calls would wait for all those files.
    docs = read_folder(Path(settings["server.content_dir"] or SAMPLE_CONTENT), store)
    return publish_origin(settings, database, docs, pictures, origin=FOLDER)


def publish_origin(
    settings: Settings,
    database: Database,
    docs: Collection[AnyDoc],
    pictures: Pictures,
    *,
    origin: str,
) -> Published:
    """Publish all that an origin has now, in one transaction.

    What it had before and is not among ``docs`` becomes a tombstone; other origins are untouched.
    ``pictures`` are written already (``BlobStore.write``). ``UserError`` when a document belongs
    to another origin; nothing is published then.
    """
    prepared = Prepared.of(docs)
    with database.write() as session:
        before = feed_head(session, lock=True).revision
        for sha256, (size, media_type) in pictures.items():
            BlobStore.add(session, sha256, size, media_type)
        gone = published_keys(session, origin) - {(doc.kind, doc.id) for doc in docs}
        revision = publish(session, prepared, sorted(gone), origin=origin)
    if revision != before:
        log.info("published %s: revision %d -> %d", origin, before, revision)
    return Published(revision, revision - before, len(gone))
