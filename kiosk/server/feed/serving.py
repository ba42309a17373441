"""Heads, batches and parts of snapshots as they go over the line: signed, then compressed.

A signature carries an expiry. It is the same for a month at a time, so that all servers of a feed
give out the same bytes, and a piece is packed once and served many times.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from kiosk.domain.clock import Clock
from kiosk.errors import InternalError
from kiosk.protocol import dictionary
from kiosk.protocol.feed import (
    BATCH_PURPOSE,
    GENESIS,
    HEAD_PURPOSE,
    SNAPSHOT_PURPOSE,
    BatchHeader,
    Head,
    Snapshot,
    join_batch,
    to_json,
)
from kiosk.server.db.content import feed_head
from kiosk.server.db.feed_chain import find_batch, unpack
from kiosk.server.db.keys import KeyRing
from kiosk.server.feed.keys import FEED, newest, newest_version, private, sign, timestamp
from kiosk.server.feed.snapshots import find_part, newest_snapshot

#: Batches and snapshots are good until the end of the month that is this far away.
GOOD_FOR = timedelta(days=400)
_MONTH_S = 30 * 24 * 3600
#: Packed pieces in memory, in bytes.
CACHE_BYTES = 64 * 1024 * 1024
#: Up to this size the dictionary is worth while; up to the next, the strongest compression is.
_DICTIONARY_BYTES, _SMALL_BYTES = 128 * 1024, 512 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """A body with its encoding (empty: as it is) and its ETag."""

    body: bytes
    encoding: str
    etag: str


class _Envelope:
    """A signed piece, packed in each way at most once."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.size = len(raw)
        self.digest = hashlib.sha256(raw).hexdigest()[:32]

    @cached_property
    def _zstd(self) -> bytes:
        level = 19 if len(self._raw) <= _SMALL_BYTES else 12
        return zstandard.ZstdCompressor(level=level).compress(self._raw)

    @cached_property
    def _gzip(self) -> bytes:
        return gzip.compress(self._raw, 6, mtime=0)

    @cached_property
    def _dcz(self) -> bytes:
        return dictionary.compress(self._raw)

    def packed(self, accepted: str, available: str) -> Piece:
        """By ``Accept-Encoding`` and ``Available-Dictionary``."""
        parts = (part.lower().replace(" ", "").partition(";") for part in accepted.split(","))
        wanted = {name for name, _, weight in parts if weight not in ("q=0", "q=0.0")}
        small = len(self._raw) <= _DICTIONARY_BYTES
        if dictionary.ENCODING in wanted and small and available == dictionary.available():
            body, encoding = self._dcz, dictionary.ENCODING
        elif "zstd" in wanted:
            body, encoding = self._zstd, "zstd"
        elif "gzip" in wanted:
            body, encoding = self._gzip, "gzip"
        else:
            body, encoding = self._raw, ""
        return Piece(body, encoding, f'"{self.digest}{encoding and "-"}{encoding}"')


class FeedServer:
    """Reads in the caller's session. Any thread."""

    def __init__(self, clock: Clock, ring: KeyRing, head_life: timedelta) -> None:
        """``head_life``: how long a head proves that the feed is fresh."""
        self._clock = clock
        self._ring = ring
        self._head_life = head_life
        self._lock = threading.Lock()
        self._signers: dict[str, Ed25519PrivateKey] = {}
        self._envelopes: OrderedDict[tuple[object, ...], _Envelope] = OrderedDict()
        self._bytes = 0

    def head(self, session: Session) -> bytes:
        """The envelope of what is newest, signed now."""
        kid, signer = self._signer(session)
        feed, now = feed_head(session), self._clock.now()
        last = newest_snapshot(session)
        head = Head(
            feed=feed.id, revision=feed.revision, digest=feed.digest, issued=timestamp(now),
            expires=timestamp(now + self._head_life), key=kid, keys=newest_version(session),
            snapshot=Snapshot(revision=last[0], parts=last[1]) if last else None,
        )  # fmt: skip
        return sign(signer, HEAD_PURPOSE, to_json(head))

    def batch(self, session: Session, after: int, accepted: str, available: str) -> Piece | None:
        """The batch that begins at a revision; None: there is none (any more)."""
        row = find_batch(session, after)
        if row is None:
            return None
        return self._piece(
            session, BATCH_PURPOSE, (after, row.upto, row.previous, row.digest), row.body,
            accepted, available,
        )  # fmt: skip

    def part(
        self, session: Session, revision: int, part: int, accepted: str, available: str
    ) -> Piece | None:
        row = find_part(session, revision, part)
        if row is None:
            return None
        return self._piece(
            session, SNAPSHOT_PURPOSE, (part, revision, GENESIS, row.digest), row.body,
            accepted, available,
        )  # fmt: skip

    def _piece(
        self, session: Session, purpose: str, place: tuple[int, int, str, str], packed: bytes,
        accepted: str, available: str,
    ) -> Piece:  # fmt: skip
        kid, signer = self._signer(session)
        feed = feed_head(session).id
        months = timestamp(self._clock.now() + GOOD_FOR) // _MONTH_S
        name = (purpose, feed, *place, kid, months)
        with self._lock:
            envelope = self._envelopes.get(name)
            if envelope is not None:
                self._envelopes.move_to_end(name)
        if envelope is None:
            after, upto, previous, digest = place
            header = BatchHeader(
                feed=feed, after=after, upto=upto, previous=previous, digest=digest,
                expires=(months + 1) * _MONTH_S, key=kid,
            )  # fmt: skip
            raw = sign(signer, purpose, join_batch(header, unpack(packed)))
            envelope = self._keep(name, _Envelope(raw))
        return envelope.packed(accepted, available)

    def _keep(self, name: tuple[object, ...], envelope: _Envelope) -> _Envelope:
        with self._lock:
            kept = self._envelopes.setdefault(name, envelope)
            if kept is not envelope:
                return kept  # another thread was quicker
            self._bytes += envelope.size
            while self._bytes > CACHE_BYTES and len(self._envelopes) > 1:
                _, oldest = self._envelopes.popitem(last=False)
                self._bytes -= oldest.size
        return envelope

    def _signer(self, session: Session) -> tuple[str, Ed25519PrivateKey]:
        row = newest(session, FEED)
        if row is None:
            raise InternalError("The feed has no key: the server did not make one at its start.")
        signer = self._signers.get(row.kid) or private(self._ring, row)
        if signer is None:
            raise InternalError("The feed's key is not here: it is never taken out.")
        self._signers[row.kid] = signer
        return row.kid, signer
