"""Downloads of pictures and videos: resumed where they broke off, given up when they are not it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.errors import EnvironmentFault, ServerUnreachable
from kiosk.protocol.feed import BLOB_PATH
from kiosk.terminal.sync.transport import Transport

log = logging.getLogger(__name__)

#: The largest blob that is taken when the server does not say how large it is, in bytes.
MAX_UNNAMED = 20 * 1024 * 1024
#: ``Tally.waiting`` and progress are told after each so many bytes of one blob.
_TELL_EVERY = 8 * 1024 * 1024
_TRIES = 2

#: (SHA-256, bytes; None: not known)
Wanted = tuple[str, int | None]


class Part(Protocol):
    """A blob on its way in."""

    @property
    def size(self) -> int:
        """Bytes that are there, perhaps from an earlier run."""
        ...

    def write(self, chunk: bytes) -> None: ...

    def restart(self) -> None:
        """Throw away what is there."""
        ...

    def commit(self) -> None:
        """Verify, sync, move into place. ``EnvironmentFault`` (``blob_forged``): another blob."""
        ...


class BlobWriter(Protocol):
    """The downloads' side of the cache."""

    def open_part(self, sha256: str) -> AbstractContextManager[Part | None]:
        """None: it is there already, or another program fetches it now."""
        ...

    def wanted_blobs(self) -> list[Wanted]:
        """Named, not there, and of use enough for the disk's budget; the most useful first.

        Room is made for them. Call it when the rows that name them are in.
        """
        ...

    def has_room(self, size: int) -> bool:
        """A blob of so many bytes fits beside what is there."""
        ...

    def left_out(self) -> int:
        """How many named blobs the disk has no room for."""
        ...


@dataclass(slots=True)
class Tally:
    """Counts of one sync."""

    changes: int = 0
    fetched: int = 0
    late: int = 0  # of those, after the rows that name them
    waiting: int = 0
    missing: set[str] = field(default_factory=set)  # they cannot be had now


class _Later(Exception):  # noqa: N818 - not an error
    """The time for this download is over; what has come stays."""


class BlobFetcher:
    """Fetches blobs one after the other, each for as long as ``go_on`` says so."""

    def __init__(self, transport: Transport, writer: BlobWriter) -> None:
        self._transport = transport
        self._writer = writer
        self._told: set[str] = set()  # one log line for each blob that cannot be had

    def before_rows(self, named: Iterable[Wanted], tally: Tally, go_on: Callable[[], bool]) -> None:
        """Fetch what rows will name that are not in yet, where there is room without evicting."""
        for sha256, size in named:
            if not go_on():
                return
            if self._writer.has_room(size or MAX_UNNAMED):
                self._try(sha256, size, tally, go_on, lambda: None)

    def after_rows(self, tally: Tally, go_on: Callable[[], bool], tell: Callable[[], None]) -> None:
        """Fetch what is named and not there. ``tally.waiting``: how many are still to come."""
        before = tally.fetched
        try:
            self._all(tally, go_on, tell)
        finally:
            tally.late = tally.fetched - before

    def _all(self, tally: Tally, go_on: Callable[[], bool], tell: Callable[[], None]) -> None:
        wanted = [w for w in self._writer.wanted_blobs() if w[0] not in tally.missing]
        tally.waiting = len(wanted)
        for sha256, size in wanted:
            if not go_on():
                return
            if not self._writer.has_room(size or MAX_UNNAMED):
                tally.waiting -= 1  # somebody else has filled the disk since
                continue
            if self._try(sha256, size, tally, go_on, tell):
                tally.waiting -= 1
                tell()

    def _try(
        self, sha256: str, size: int | None, tally: Tally, go_on: Callable[[], bool],
        tell: Callable[[], None],
    ) -> bool:  # fmt: skip
        """Fetch one; True when there is no more to do about it in this sync."""
        try:
            with self._writer.open_part(sha256) as part:
                if part is not None:
                    self._download(part, sha256, size, go_on, tell)
                    tally.fetched += 1
            self._told.discard(sha256)
        except _Later:
            return False
        except ServerUnreachable:
            raise
        except EnvironmentFault as fault:  # of this blob, or of the disk: the text goes on
            if sha256 not in self._told:
                self._told.add(sha256)
                log.warning("%s", fault)
            tally.missing.add(sha256)
        return True

    def _download(
        self, part: Part, sha256: str, size: int | None, go_on: Callable[[], bool],
        tell: Callable[[], None],
    ) -> None:  # fmt: skip
        for _ in range(_TRIES):
            if size is not None and part.size > size:
                part.restart()
            if size is None or part.size < size:
                refused = self._stream(part, sha256, size or MAX_UNNAMED, go_on, tell)
                if refused:  # the range: from the beginning, then
                    part.restart()
                    continue
                if size is not None and part.size < size:
                    raise self._transport.unreachable()  # the end came too soon, and was not told
            part.commit()
            return
        raise EnvironmentFault(
            f"The server gives no byte of blob {sha256}. See its log.", code="blob_missing"
        )

    def _stream(
        self, part: Part, sha256: str, limit: int, go_on: Callable[[], bool],
        tell: Callable[[], None],
    ) -> bool:  # fmt: skip
        """Append what comes; True when the server refuses the range that was asked for."""
        # A blob's name is the hash of its bytes, and its ETag: the rest can only be the rest of it.
        headers = {"Accept-Encoding": "identity"}
        if part.size:
            headers |= {"Range": f"bytes={part.size}-", "If-Range": f'"{sha256}"'}
        with self._transport.stream(f"{BLOB_PATH}/{sha256}", headers) as response:
            status = response.status_code
            if status in (404, 410):
                raise EnvironmentFault(
                    f"The server names blob {sha256} and does not have it.", code="blob_missing"
                )
            if status == 416:
                return True
            self._transport.check(status, (200, 206))
            if status == 206 and not _goes_on(response.headers.get("Content-Range", ""), part.size):
                return True
            if status == 200 and part.size:
                part.restart()
            told = part.size
            for chunk in self._transport.chunks(response):
                if part.size + len(chunk) > limit:
                    part.restart()
                    raise EnvironmentFault(
                        f"What came as blob {sha256} is larger than it, so it is not kept. "
                        "Look for a proxy or a login page on the line.",
                        code="blob_forged",
                    )
                part.write(chunk)
                if not go_on():
                    raise _Later
                if part.size - told >= _TELL_EVERY:
                    told = part.size
                    tell()
        return False


def _goes_on(content_range: str, start: int) -> bool:
    return content_range.startswith(f"bytes {start}-")


def until(seconds: float) -> Callable[[], bool]:
    """A ``go_on`` that holds for so many seconds."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end
