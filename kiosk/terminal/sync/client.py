"""Pulls the content feed into the cache by plain HTTP. A later feed replaces only this class."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import ValidationError

from kiosk.errors import EnvironmentFault, NotAllowedError, ServerUnreachable
from kiosk.protocol.sync import BLOB_PATH, FEED_PATH, Batch
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.sync.report import SyncProgress, SyncReport

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

#: Changes asked for at once.
BATCH_LIMIT = 200
#: The largest picture that is taken.
MAX_BLOB = 20 * 1024 * 1024
_CHUNK = 64 * 1024


class ContentWriter(Protocol):
    """The sync client's side of the cache: one writer."""

    def cursor(self) -> tuple[str | None, int]:
        """(feed, revision) that the cache holds; (None, 0) when empty."""
        ...

    def apply(self, batch: Batch) -> frozenset[str]:
        """Store a batch and its cursor in one transaction; the kinds that changed."""
        ...

    def replace(self, batches: Sequence[Batch]) -> frozenset[str]:
        """Put another feed in the place of all that is held, in one transaction."""
        ...

    def has_blob(self, sha256: str) -> bool: ...

    def missing_blobs(self) -> list[str]:
        """Blobs that documents in the cache name and that are not there."""
        ...

    def drop_unnamed_blobs(self) -> None:
        """Free the disk of blobs that no document in the cache names any more."""
        ...

    def part(self, sha256: str) -> Path:
        """Where to download a blob to."""
        ...

    def put_blob(self, sha256: str, part: Path) -> None:
        """Verify a downloaded file and move it into place; ``EnvironmentFault`` if it is not it."""
        ...


class Stopped(Exception):  # noqa: N818 - not an error: the terminal is closing
    """``stop`` was called."""


class SyncClient:
    """Blocking; one sync at a time. ``progress`` is called in the caller's thread."""

    def __init__(self, line: Line, writer: ContentWriter, auth: BearerAuth) -> None:
        """``auth`` signs each request with the device's token."""
        self._line = line
        self._writer = writer
        self._auth = auth
        self._session: requests.Session | None = None
        self._stop = threading.Event()
        self._tally = _Tally()

    def held(self) -> tuple[str | None, int]:
        return self._writer.cursor()

    def stop(self) -> None:
        """Let a running sync end at its next step, and every later one at once. Any thread."""
        self._stop.set()
        if self._session is not None:
            self._session.close()

    def sync(self, progress: Callable[[SyncProgress], None] = lambda step: None) -> SyncReport:
        """Pull until the cache holds the feed's head.

        Blobs come before the rows that name them. A feed with another id replaces the whole cache
        at once, when all of it is here: until then the old content stays readable. A blob that the
        server names and does not give is left out (and asked for again at the next sync), since
        text must not wait for a picture.

        Raises ``ServerUnreachable``, another ``EnvironmentFault``, or ``NotAllowedError`` when the
        server does not know this terminal. What was committed before stays.
        """
        self._tally = _Tally()
        try:
            self._pull(progress)
            self._fetch_blobs(dict.fromkeys(self._writer.missing_blobs()))
            if not self._tally.missing:
                self._writer.drop_unnamed_blobs()
        except Stopped:
            log.info("sync was stopped")
        return SyncReport(
            revision=self._writer.cursor()[1],
            changes=self._tally.changes,
            blobs=self._tally.blobs,
            bytes=self._tally.bytes,
            blobs_missing=len(self._tally.missing),
        )

    def _pull(self, progress: Callable[[SyncProgress], None]) -> None:
        feed, revision = self._writer.cursor()
        while True:
            batch = self._get_batch(revision)
            if feed is not None and (batch.feed != feed or batch.head < revision):
                # Another database, or this one from an older backup: what we hold is not its past.
                log.info("the server has another feed: pulling all of it")
                self._replace(progress)
                return
            self._fetch_blobs(batch.blobs)
            kinds = self._writer.apply(batch)
            self._tally.changes += len(batch.changes)
            progress(SyncProgress(batch.upto, batch.head, kinds))
            if batch.upto >= batch.head:
                return
            feed, revision = batch.feed, batch.upto

    def _replace(self, progress: Callable[[SyncProgress], None]) -> None:
        batches = list(self._whole_feed())
        kinds = self._writer.replace(batches)
        self._tally.changes += sum(len(batch.changes) for batch in batches)
        progress(SyncProgress(batches[-1].upto, batches[-1].head, kinds))

    def _whole_feed(self) -> Iterator[Batch]:
        feed, revision = None, 0
        while True:
            batch = self._get_batch(revision)
            if feed not in (None, batch.feed):
                raise EnvironmentFault("The feed changed during the pull. Sync again.")
            self._fetch_blobs(batch.blobs)
            yield batch
            if batch.upto >= batch.head:
                return
            feed, revision = batch.feed, batch.upto

    def _get_batch(self, after: int) -> Batch:
        response = self._get(f"{FEED_PATH}?after={after}&limit={BATCH_LIMIT}")
        self._check(response)
        self._tally.bytes += len(response.content)
        try:
            batch = Batch.model_validate_json(response.content)
        except ValidationError:
            raise EnvironmentFault(
                f"What {self._line.server} answers is no feed. Look for a proxy or a login page on "
                "the line, and for the right address.",
                code="bad_feed",
            ) from None
        if batch.after != after and batch.head >= after:
            raise self._bad_feed(f"asked after {after}, it answered after {batch.after}")
        if batch.upto <= after < batch.head:
            raise self._bad_feed(f"it does not go on from {after}, but its head is {batch.head}")
        return batch

    def _fetch_blobs(self, named: dict[str, int] | dict[str, None]) -> None:
        """Fetch those that are not here. The values are sizes in bytes, where known."""
        for sha256, size in named.items():
            if sha256 in self._tally.missing or self._writer.has_blob(sha256):
                continue
            try:
                self._fetch_blob(sha256, size)
                self._tally.blobs += 1
            except (ServerUnreachable, NotAllowedError):
                raise
            except EnvironmentFault as fault:
                if fault.code not in ("blob_missing", "blob_forged"):
                    raise
                log.warning("%s", fault)
                self._tally.missing.add(sha256)

    def _fetch_blob(self, sha256: str, size: int | None) -> None:
        from requests.exceptions import RequestException

        part = self._writer.part(sha256)
        with self._get(f"{BLOB_PATH}/{sha256}", stream=True) as response:
            if response.status_code in (404, 410):
                raise EnvironmentFault(
                    f"The server names blob {sha256} and does not have it.", code="blob_missing"
                )
            self._check(response)
            length = 0
            try:
                with part.open("wb") as file:
                    for chunk in response.iter_content(_CHUNK):
                        self._tally.bytes += len(chunk)
                        length += len(chunk)
                        if length > (MAX_BLOB if size is None else size):
                            break  # it cannot be the one: put_blob refuses it
                        file.write(chunk)
                        self._alive()
            except RequestException as error:
                raise self._line.unreachable() from error
            except OSError as error:
                raise EnvironmentFault(
                    f"Cannot write {part}: {error.strerror}. Check the disk.", code="blob"
                ) from error
        self._writer.put_blob(sha256, part)

    def _get(self, path: str, *, stream: bool = False) -> requests.Response:
        self._alive()
        if self._session is None:
            self._session = self._line.session()
        return self._line.request(self._session, "GET", path, stream=stream, auth=self._auth)

    def _alive(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _check(self, response: requests.Response) -> None:
        status = response.status_code
        if status == 200:
            return
        if status in (401, 403):
            raise NotAllowedError(
                f"{self._line.server} does not know this terminal ({status}). Check its clock, or "
                "enrol it again with `kiosk enrol`.",
                code="device_unknown",
            )
        if status >= 500 or status == 429:
            raise ServerUnreachable(
                f"{self._line.server} cannot serve now ({status}). It is tried again later."
            )
        raise EnvironmentFault(
            f"{self._line.server} answered {status} where the feed should be. Check the address, "
            "and look for a proxy or a login page on the line.",
            code="bad_feed",
        )

    def _bad_feed(self, what: str) -> EnvironmentFault:
        return EnvironmentFault(
            f"The feed of {self._line.server} is broken: {what}.", code="bad_feed"
        )


class _Tally:
    """Counts of one sync."""

    def __init__(self) -> None:
        self.changes = self.blobs = self.bytes = 0
        self.missing: set[str] = set()
