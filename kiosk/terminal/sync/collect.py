"""Gathers everything between what is held and the head, verified, before any of it is applied.

Pieces that have come lie in the spool until then, so that a line that breaks off again and again
gets there all the same, across restarts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.errors import EnvironmentFault
from kiosk.protocol.feed import (
    BATCHES_PATH,
    GENESIS,
    MAX_ENVELOPE,
    SNAPSHOTS_PATH,
    BatchBody,
    BatchHeader,
    FeedRefused,
    Head,
    KeySet,
    Snapshot,
)
from kiosk.terminal.feed_state import FeedState
from kiosk.terminal.sync import verify
from kiosk.terminal.sync.spool import Spool
from kiosk.terminal.sync.transport import Transport

#: So many revisions behind the snapshot, it is shorter than the batches.
FAR_BEHIND = 2_000
#: Verified pieces are kept in memory up to this many bytes in all; the rest is read again.
_KEEP_BYTES = 32 * 1024 * 1024
_STATUSES = (200, 404, 410)


class Moved(Exception):  # noqa: N818 - not an error
    """The server has gone on since it gave the head: ask for it again."""


@dataclass(frozen=True, slots=True)
class Step:
    """A verified piece on its way into the cache."""

    header: BatchHeader
    blobs: dict[str, int]
    load: Callable[[], BatchBody]


@dataclass(slots=True)
class Plan:
    """What to apply: each group in one transaction."""

    whole: bool  # the first group takes the place of all that is held
    groups: list[list[Step]]
    newer: bool = False  # there is more, for newer software

    def steps(self) -> list[Step]:
        return [step for group in self.groups for step in group]


class Collector:
    """Collects for one head."""

    def __init__(
        self, transport: Transport, spool: Spool, head: Head, keys: KeySet, time: int,
        tell: Callable[[], None],
    ) -> None:  # fmt: skip
        """``time``: seconds since 1970 that it surely is; ``tell``: called after each piece."""
        self._transport = transport
        self._spool = spool
        self._head = head
        self._keys = keys
        self._time = time
        self._tell = tell
        self._kept = 0

    def collect(self, state: FeedState) -> Plan:
        """Raises ``FeedRefused``, ``ServerUnreachable``, ``Moved``."""
        head = self._head
        same = head.feed == state.feed
        at, digest = (state.revision, state.digest) if same else (0, GENESIS)
        # What an older program has left in an empty cache goes too.
        plan = Plan(whole=not same, groups=[])
        at_once = not same and state.feed is not None
        snapshot = head.snapshot
        if snapshot and (not at or at + FAR_BEHIND < snapshot.revision):
            at, digest = self._take_snapshot(snapshot, plan)
            snapshot = None
        while at < head.revision and not plan.newer:
            found = self._batch(at, digest)
            if found is not None:
                piece, step = found
                if step is None:
                    plan.newer = True
                elif at_once and plan.groups and snapshot is head.snapshot:
                    plan.groups[0].append(step)  # another feed, without a snapshot
                else:
                    plan.groups.append([step])
                at, digest = piece.header.upto, piece.header.digest
            elif snapshot is not None and snapshot.revision > at:
                # The server keeps no batches that old.
                plan.groups.clear()
                at, digest = self._take_snapshot(snapshot, plan)
                snapshot = None
            else:
                raise Moved
        return plan

    def _take_snapshot(self, snapshot: Snapshot, plan: Plan) -> tuple[int, str]:
        """Put it into the plan; (revision, digest) that it reaches."""
        steps: list[Step] = []
        names = [f"snapshot-{snapshot.revision}-{part}" for part in range(snapshot.parts)]
        self._spool.keep_only(names)
        digest: str | None = None
        for part, name in enumerate(names):

            def read(raw: bytes, part: int = part, digest: str | None = digest) -> verify.Piece:
                return verify.open_part(
                    raw, self._head, snapshot, self._keys, part, digest, self._time
                )

            found = self._piece(f"{SNAPSHOTS_PATH}/{snapshot.revision}/{part}", name, read)
            if found is None:
                raise Moved
            piece, step = found
            digest = piece.header.digest
            if step is None:
                plan.newer = True
                return snapshot.revision, digest
            steps.append(step)
        plan.whole = True
        plan.groups.append(steps)
        assert digest is not None  # a snapshot has a part at least
        return snapshot.revision, digest

    def _batch(self, after: int, previous: str) -> tuple[verify.Piece, Step | None] | None:
        def read(raw: bytes) -> verify.Piece:
            return verify.open_batch(raw, self._head, self._keys, after, previous, self._time)

        found = self._piece(f"{BATCHES_PATH}/{after}", f"batch-{after}", read)
        if found is not None and found[0].header.upto > self._head.revision:
            raise Moved
        return found

    def _piece(
        self, path: str, name: str, read: Callable[[bytes], verify.Piece]
    ) -> tuple[verify.Piece, Step | None] | None:
        """A piece from the spool or the server; None: the server has none. Its step is None when
        newer software is needed for it."""
        raw, piece = self._spool.read(name), None
        if raw is not None:
            try:
                piece = read(raw)
            except FeedRefused:  # of an earlier head, or damaged on the disk
                self._spool.drop(name)
        if raw is None or piece is None:
            answer = self._transport.get(path, MAX_ENVELOPE, known=_STATUSES)
            if answer.status != 200:
                return None
            raw = answer.body
            piece = read(raw)
            # One that reaches the head is applied at once: nothing is lost if we die before.
            if piece.body is not None and not self._reaches_head(piece, name):
                self._spool.write(name, raw)
        self._tell()
        if piece.body is None:
            return piece, None
        return piece, Step(piece.header, piece.body.blobs, self._loader(name, read, piece, raw))

    def _reaches_head(self, piece: verify.Piece, name: str) -> bool:
        return name.startswith("batch-") and piece.header.upto >= self._head.revision

    def _loader(
        self, name: str, read: Callable[[bytes], verify.Piece], piece: verify.Piece, raw: bytes
    ) -> Callable[[], BatchBody]:
        body = piece.body
        if body is not None and (
            self._reaches_head(piece, name) or self._kept + len(raw) <= _KEEP_BYTES
        ):
            self._kept += len(raw)
            return lambda: body

        def reread() -> BatchBody:
            lying = self._spool.read(name)
            read_again = None if lying is None else read(lying).body
            if read_again is None:
                raise EnvironmentFault(
                    "A piece of the feed is gone from the disk. It is fetched again.", code="disk"
                )
            return read_again

        return reread
