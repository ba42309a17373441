"""Pulls the signed feed into the cache: head, keys, then batches or a snapshot, then blobs.

Nothing is applied before everything up to the head is here and verified (``verify``, ``collect``):
what is refused changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault, ServerUnreachable
from kiosk.protocol.feed import (
    GENESIS,
    HEAD_PATH,
    KEYS_PATH,
    MAX_HEAD,
    BatchBody,
    FeedExpired,
    FeedFrozen,
    FeedMixed,
    FeedTampered,
    Head,
    KeySet,
    split_root,
)
from kiosk.terminal.clock_check import clock_words
from kiosk.terminal.feed_state import FeedState, Position
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.sync import verify
from kiosk.terminal.sync.blobs import BlobFetcher, BlobWriter, Tally, until
from kiosk.terminal.sync.collect import Collector, Moved, Plan
from kiosk.terminal.sync.report import SyncProgress, SyncReport
from kiosk.terminal.sync.spool import Spool
from kiosk.terminal.sync.transport import Stopped, Transport

log = logging.getLogger(__name__)

#: Rows wait for the pictures that they name for so many seconds, then go in without them.
BLOB_PATIENCE_S = 3.0
#: Pictures and videos are fetched for so many seconds, then it is looked for new text.
BLOB_SLICE_S = 30.0
#: A head that says nothing new is written down when it is so many seconds younger: not each poll
#: is worth a write.
NOTE_EVERY_S = verify.SKEW_S
_MAX_KEYS = 64 * 1024

Progress = Callable[[SyncProgress], None]


class ContentWriter(BlobWriter, Protocol):
    """The sync client's side of the cache: one writer."""

    def cursor(self) -> tuple[str | None, int]:
        """(feed, revision) that the cache holds."""
        ...

    def state(self) -> FeedState:
        """Where the cache stands; one that contradicts itself is begun anew."""
        ...

    def apply(
        self, before: Position, after: FeedState, bodies: Iterable[BatchBody], *, whole: bool
    ) -> frozenset[str]:
        """Store changes and the new state in one transaction; the kinds that changed.

        ``whole``: they take the place of all that is held. ``EnvironmentFault`` (``feed_gap``)
        when the cache does not stand at ``before``.
        """
        ...


class SyncClient:
    """Blocking; one sync at a time. ``progress`` is called in the caller's thread."""

    def __init__(
        self,
        line: Line,
        writer: ContentWriter,
        auth: BearerAuth,
        *,
        root: Callable[[], str],
        folder: Path,
        clock: Clock,
        on_keys: Callable[[KeySet], None] = lambda keys: None,
    ) -> None:
        """``root``: the pinned key in hex, empty while there is none. ``folder``: of the spool.

        ``on_keys`` hears of the newest verified key set, once for each and once after the start.
        """
        self._writer = writer
        self._root = root
        self._clock = clock
        self._on_keys = on_keys
        self._spool = Spool(folder)
        self._transport = Transport(line, auth)
        self._blobs = BlobFetcher(self._transport, writer)
        self._tally = Tally()
        self._hurried = threading.Event()
        self._told_keys: KeySet | None = None
        self._patience: Callable[[], bool] | None = None  # of rows that wait for blobs
        self._unreadable = ""  # digest of a head that newer software is needed for

    def held(self) -> tuple[str | None, int]:
        return self._writer.cursor()

    def stop(self) -> None:
        """Let a running sync end at its next step, and every later one at once. Any thread."""
        self._transport.stop()

    def hurry(self) -> None:
        """There is new text: leave pictures and videos for later. Any thread."""
        self._hurried.set()

    def sync(self, progress: Progress = lambda step: None) -> SyncReport:
        """Pull until the cache holds the feed's head; then pictures and videos, for a while.

        Raises ``ServerUnreachable``, a ``FeedRefused`` by its name, another ``EnvironmentFault``,
        or ``NotAllowedError`` when the server does not know this terminal. What was committed
        before stays. ``SyncReport.blobs_waiting``: sync again at once.
        """
        self._tally = Tally()
        self._transport.bytes = 0
        self._hurried.clear()
        newer = False
        try:
            newer = self._pull(progress)
            self._fetch_blobs(progress)
        except Stopped:
            log.info("sync was stopped")
        return SyncReport(
            revision=self.held()[1],
            changes=self._tally.changes,
            blobs=self._tally.fetched,
            bytes=self._transport.bytes,
            late_blobs=self._tally.late,
            blobs_missing=len(self._tally.missing),
            blobs_waiting=self._tally.waiting,
            blobs_left_out=self._writer.left_out(),
            update_wanted=newer,
        )

    # --- text --------------------------------------------------------------------------------

    def _pull(self, progress: Progress) -> bool:
        """True when there is more that only newer software can read."""
        root = self._root()
        if not root:
            raise EnvironmentFault(
                "This terminal does not know the key of the feed yet: the server tells it when "
                "the terminal connects. Start the terminal, or enrol it again with `kiosk enrol`.",
                code="feed_root_unknown",
            )
        state = self._writer.state()
        if state.root != root:  # enrolled anew: what was seen before is of another feed
            state = replace(state, root=root, keys=None, seen=None)
        try:
            return self._pull_to_head(state, progress)
        except Moved:
            log.info("the feed has gone on meanwhile: asking for its head again")
        try:
            return self._pull_to_head(state, progress)
        except Moved:
            raise FeedMixed(
                "The server's batches and snapshot do not belong to its head. Check that all "
                "servers use one database; after a backup was restored: `kiosk feed restart` there."
            ) from None

    def _pull_to_head(self, state: FeedState, progress: Progress) -> bool:
        head, keys = self._newest(state)
        if keys != self._told_keys:
            self._told_keys = keys
            self._on_keys(keys)
        seen = replace(state, keys=keys, seen=_later(state.seen, head))
        if (head.feed, head.revision, head.digest) == state.position:
            if _worth_noting(state, seen):
                self._writer.apply(state.position, seen, (), whole=False)
            return False
        if head.digest == self._unreadable:
            return True

        def tell() -> None:
            progress(SyncProgress(
                state.revision, head.revision, frozenset(), self._transport.bytes
            ))  # fmt: skip

        time = verify.proven_time(self._now(), head, state)
        plan = Collector(self._transport, self._spool, head, keys, time, tell).collect(state)
        self._wait_for_blobs(plan)
        self._apply(plan, state, seen, head, progress)
        self._spool.keep_only(())
        if plan.newer:
            self._unreadable = head.digest
            log.warning(
                "There is new content that this software cannot read: update the terminal. "
                "It goes on with what it has."
            )
        return plan.newer

    def _newest(self, state: FeedState) -> tuple[Head, KeySet]:
        """The head with the newest key set, both verified."""
        envelope = self._transport.get(HEAD_PATH, MAX_HEAD, packed=False).body
        keys, claimed = state.keys, verify.claimed_keys(envelope)
        while keys is None or keys.version < claimed:
            version = keys.version + 1 if keys else split_root(state.root)[1]
            answer = self._transport.get(f"{KEYS_PATH}/{version}", _MAX_KEYS, known=(200, 404))
            if answer.status == 404:
                raise FeedTampered(
                    f"The head names the key set {claimed}, and there is no {version}. Something "
                    "on the line, or the server itself, is broken: check the line, then the server."
                )
            keys = verify.open_keys(answer.body, keys, state.root)
        try:
            return verify.open_head(envelope, keys, state, self._now()), keys
        except (FeedFrozen, FeedExpired) as refusal:
            wrong = clock_words(self._clock.now(), self._transport.date)
            if not wrong:
                raise
            raise type(refusal)(f"{wrong} Until then the feed is refused: {refusal}") from refusal

    def _apply(
        self, plan: Plan, state: FeedState, seen: FeedState, head: Head, progress: Progress
    ) -> None:
        if not plan.groups and not plan.newer:  # a feed that is empty
            after = replace(seen, feed=head.feed, revision=0, digest=GENESIS)
            self._writer.apply(state.position, after, (), whole=True)
        at = state.position
        for number, group in enumerate(plan.groups):
            end = group[-1].header
            after = replace(seen, feed=head.feed, revision=end.upto, digest=end.digest)
            counted = self._counted(step.load() for step in group)
            whole = plan.whole and number == 0
            kinds = self._writer.apply(at, after, counted, whole=whole)
            at = after.position
            progress(SyncProgress(end.upto, head.revision, kinds, self._transport.bytes))
            self._transport.alive()

    def _counted(self, bodies: Iterable[BatchBody]) -> Iterable[BatchBody]:
        for body in bodies:
            self._tally.changes += len(body.changes)
            yield body

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    # --- pictures and videos -----------------------------------------------------------------

    def _wait_for_blobs(self, plan: Plan) -> None:
        """Blobs before the rows that name them; but text does not wait for ever, nor again when
        the line broke off before."""
        named = {name: size for step in plan.steps() for name, size in step.blobs.items()}
        if self._patience is None:
            self._patience = until(BLOB_PATIENCE_S)
        try:
            self._blobs.before_rows(named.items(), self._tally, self._patience)
        except ServerUnreachable:
            if self._patience():
                raise
        self._patience = None

    def _fetch_blobs(self, progress: Progress) -> None:
        in_time = until(BLOB_SLICE_S)
        revision = self.held()[1]

        def tell() -> None:
            progress(SyncProgress(
                revision, revision, frozenset(), self._transport.bytes, self._tally.waiting
            ))  # fmt: skip

        self._blobs.after_rows(self._tally, lambda: in_time() and not self._hurried.is_set(), tell)


def _later(seen: Head | None, head: Head) -> Head:
    """``head``, but never with an earlier ``issued`` than one seen under the same keys."""
    if seen is None or (seen.feed, seen.keys) != (head.feed, head.keys):
        return head
    return head.model_copy(update={"issued": max(seen.issued, head.issued)})


def _worth_noting(before: FeedState, after: FeedState) -> bool:
    if before.seen is None or after.seen is None or before.root != after.root:
        return True
    return before.keys != after.keys or after.seen.issued >= before.seen.issued + NOTE_EVERY_S
