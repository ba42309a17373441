"""``content.db``: the cache of the feed. One writer; readers on any thread."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.domain.articles import Article, ArticleKind
from kiosk.domain.clock import Clock
from kiosk.domain.directory import Category, Entry, Lawyer, Organisation, Shift
from kiosk.domain.duty import Holidays
from kiosk.domain.events import LawDayEvent
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import Law, LawHead
from kiosk.domain.notices import Notice
from kiosk.domain.signage import Signage
from kiosk.errors import EnvironmentFault
from kiosk.protocol.sync import Batch, Change
from kiosk.terminal.storage.blobs import BlobStore
from kiosk.terminal.storage.database import (
    DatabaseFile,
    reading,
    writing,
)
from kiosk.terminal.storage.documents import KIND_OF, Thing, ThingT, is_known, parse, parse_law
from kiosk.terminal.storage.tables import CONTENT, cursor, documents

log = logging.getLogger(__name__)

Cursor = tuple[str | None, int]
#: Documents that ``raw`` reads at once.
RAW_CHUNK = 50
#: Damaged caches that are kept for a look; older ones go, so that the disk does not fill.
KEEP_DAMAGED = 3


@dataclass(slots=True)
class _Snapshot:
    """Parsed objects of the cache at one cursor, by kind as they are asked for."""

    at: Cursor
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    lists: dict[object, tuple[Any, ...]] = field(default_factory=dict)  # sorted, ready to hand out


class ContentStore:
    """Implements ``ContentReader`` and ``ContentWriter``.

    Reads return parsed objects from memory as long as the cursor in the file stands where it stood
    when they were parsed, so a change by another process is seen too. A damaged file is set aside
    and an empty one begun, on opening and at any later time; the next sync fills it.
    """

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._path = directory / "content.db"
        self._blobs = BlobStore(directory / "blobs")
        self._lock = threading.RLock()  # the snapshot changes under it
        self._writing = threading.Lock()
        self._file = DatabaseFile(self._path, CONTENT, clock)
        self._snapshot = _Snapshot((None, 0))
        self._told = ""
        self._forget_old_damage()

    def close(self) -> None:
        self._file.close()

    # --- reader ----------------------------------------------------------------------------

    @property
    def readable(self) -> bool:
        return not self._told

    def articles(self, kind: ArticleKind) -> Sequence[Article]:
        return self._list(
            ("articles", kind),
            Article,
            lambda things: sorted(
                (a for a in things if a.kind is kind),
                key=lambda a: (-a.published.toordinal(), a.title, a.id),
            ),
        )

    def article(self, article_id: str) -> Article | None:
        return self._all(Article).get(article_id)

    def entries(self, category: Category | None = None) -> Sequence[Entry]:
        return self._list(
            ("entries", category),
            Entry,
            lambda things: sorted(
                (e for e in things if category is None or e.category is category),
                key=lambda e: (e.name, e.id),
            ),
        )

    def entry(self, entry_id: str) -> Entry | None:
        return self._all(Entry).get(entry_id)

    def lawyers(self) -> Sequence[Lawyer]:
        return self._list("lawyers", Lawyer, lambda t: sorted(t, key=lambda w: (w.name, w.id)))

    def lawyer(self, lawyer_id: str) -> Lawyer | None:
        return self._all(Lawyer).get(lawyer_id)

    def organisation(self, organisation_id: str) -> Organisation | None:
        return self._all(Organisation).get(organisation_id)

    def shifts(self) -> Sequence[Shift]:
        return self._list(
            "shifts",
            Shift,
            lambda t: sorted(t, key=lambda s: (s.hours.weekday, s.hours.opens, s.id)),
        )

    def holidays(self) -> Holidays:
        years = self._all(Holidays).values()
        return Holidays(
            frozenset(day for year in years for day in year.holidays),
            frozenset(day for year in years for day in year.working_days),
            frozenset(number for year in years for number in year.years),
        )

    def faqs(self) -> Sequence[Faq]:
        return self._list("faqs", Faq, lambda t: sorted(t, key=lambda q: (q.question, q.id)))

    def faq(self, faq_id: str) -> Faq | None:
        return self._all(Faq).get(faq_id)

    def laws(self) -> Sequence[LawHead]:
        return self._list("laws", LawHead, lambda t: sorted(t, key=lambda w: (w.title, w.id)))

    def law(self, law_id: str) -> Law | None:
        """Read from the file each time: the texts of all laws would fill the memory."""
        if law_id not in self._all(LawHead):
            return None
        at = documents.c.kind == "law", documents.c.id == law_id

        def read(engine: Engine) -> str | None:
            with reading(engine) as connection:
                return connection.scalar(select(documents.c.doc).where(*at))

        try:
            raw = self._file.use(read)
        except EnvironmentFault as fault:
            log.error("%s", fault)
            return None
        return None if raw is None else parse_law(law_id, raw)

    def notices(self) -> Sequence[Notice]:
        return self._list("notices", Notice, lambda t: sorted(t, key=lambda n: n.id))

    def signage(self) -> Sequence[Signage]:
        return self._list("signage", Signage, lambda t: sorted(t, key=lambda s: (s.title, s.id)))

    def events(self) -> Sequence[LawDayEvent]:
        return self._list(
            "events", LawDayEvent, lambda t: sorted(t, key=lambda e: (e.starts, e.id))
        )

    def blob_path(self, sha256: str) -> Path | None:
        return self._blobs.path(sha256)

    def raw(self, kinds: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        """(kind, id, revision, JSON) of every document of these kinds, all of one moment.

        The file is read as the iterator goes on; close it when you leave it early. Revisions of
        another feed begin anew: compare the feed of ``cursor`` first.
        """
        columns = (documents.c.kind, documents.c.id, documents.c.revision, documents.c.doc)
        query = select(*columns).where(documents.c.kind.in_(list(kinds)))
        with self._file.engine() as engine, reading(engine) as connection:
            for row in connection.execution_options(yield_per=RAW_CHUNK).execute(query):
                yield row.kind, row.id, row.revision, row.doc

    # --- writer ----------------------------------------------------------------------------

    def cursor(self) -> Cursor:
        def read(engine: Engine) -> Cursor:
            with reading(engine) as connection:
                return _cursor(connection)

        return self._file.use(read)

    def apply(self, batch: Batch) -> frozenset[str]:
        """Store what is newer than the cursor, and move it, in one transaction.

        Raises ``EnvironmentFault`` when the batch does not join on: another feed, a gap, changes
        outside of it. A batch that is held already changes nothing.
        """
        _check(batch)
        return self._file.use(lambda engine: self._write(engine, [batch], replace=False))

    def replace(self, batches: Sequence[Batch]) -> frozenset[str]:
        """Put a whole other feed, from its first batch on, in the place of all that is held."""
        for batch in batches:
            _check(batch)
        return self._file.use(lambda engine: self._write(engine, batches, replace=True))

    def has_blob(self, sha256: str) -> bool:
        return self._blobs.path(sha256) is not None

    def missing_blobs(self) -> list[str]:
        """Blobs that documents name and that are not there."""
        return [sha256 for sha256 in self._named_blobs() if not self.has_blob(sha256)]

    def drop_unnamed_blobs(self) -> None:
        self._blobs.keep_only(self._named_blobs())

    def part(self, sha256: str) -> Path:
        return self._blobs.part(sha256)

    def put_blob(self, sha256: str, part: Path) -> None:
        self._blobs.put(sha256, part)

    # --- inside ----------------------------------------------------------------------------

    def _named_blobs(self) -> list[str]:
        def read(engine: Engine) -> list[str]:
            named = select(documents.c.blob).where(documents.c.blob.is_not(None)).distinct()
            with reading(engine) as connection:
                return list(connection.scalars(named.order_by(documents.c.blob)))

        return self._file.use(read)

    def _write(self, engine: Engine, batches: Sequence[Batch], *, replace: bool) -> frozenset[str]:
        with self._writing, ExitStack() as held:
            with writing(engine) as connection:
                feed, revision = before = _cursor(connection)
                kinds: set[str] = set()
                if replace:
                    kinds.update(connection.scalars(select(documents.c.kind).distinct()))
                    connection.execute(delete(documents))
                    connection.execute(delete(cursor))
                    feed, revision = None, 0
                changes: list[Change] = []
                for batch in batches:
                    if feed not in (None, batch.feed) or batch.after > revision:
                        raise EnvironmentFault(
                            f"The batch after {batch.after} of feed {batch.feed} does not join on "
                            f"to revision {revision} of feed {feed}. Sync again.",
                            code="feed_gap",
                        )
                    changes += [c for c in batch.changes if c.revision > revision]
                    feed, revision = batch.feed, max(revision, batch.upto)
                newest = {(c.kind, c.id): c for c in sorted(changes, key=lambda c: c.revision)}
                _store(connection, newest.values())
                if feed is not None:
                    row = {"feed": feed, "revision": revision}
                    connection.execute(
                        insert(cursor).values(id=1, **row).on_conflict_do_update(("id",), set_=row)
                    )
                kinds.update(kind for kind, _ in newest)
                # A reader that sees the new cursor waits for the new snapshot instead of parsing.
                held.enter_context(self._lock)
                carried = None if replace else before
                fresh = self._successor(carried, (feed, revision), newest.values())
            self._snapshot = fresh
            return frozenset(kinds)

    def _successor(self, before: Cursor | None, at: Cursor, changes: Iterable[Change]) -> _Snapshot:
        """The snapshot after a write, made on the writer's thread: the screen's has no time.

        ``before``: the cursor that the changes start from; None when nothing is carried over.
        """
        snapshot = _Snapshot(at)
        if before == self._snapshot.at:
            snapshot.things = {kind: dict(things) for kind, things in self._snapshot.things.items()}
        for change in changes:
            if not is_known(change.kind):
                log.info("kept %s %s unread: this version does not know it", change.kind, change.id)
            elif (things := snapshot.things.get(change.kind)) is not None:
                things.pop(change.id, None)
                if change.doc is not None:
                    thing = parse(change.kind, change.id, _dump(change.doc))
                    if thing is not None:
                        things[change.id] = thing
        return snapshot

    def _all(self, cls: type[ThingT]) -> dict[str, ThingT]:
        return cast("dict[str, ThingT]", self._current(KIND_OF[cls]).things[KIND_OF[cls]])

    def _list(
        self, name: object, cls: type[ThingT], arrange: Callable[[Iterable[ThingT]], list[ThingT]]
    ) -> tuple[ThingT, ...]:
        snapshot = self._current(KIND_OF[cls])
        if name not in snapshot.lists:
            things = cast("dict[str, ThingT]", snapshot.things[KIND_OF[cls]])
            snapshot.lists[name] = tuple(arrange(things.values()))
        return snapshot.lists[name]

    def _current(self, kind: str) -> _Snapshot:
        """The snapshot at the file's cursor, with the objects of a kind in it."""

        def read(engine: Engine) -> _Snapshot:
            with reading(engine) as connection:
                snapshot = self._snapshot
                if snapshot.at == _cursor(connection) and kind in snapshot.things:
                    return snapshot
            with self._lock, reading(engine) as connection:
                at = _cursor(connection)
                if self._snapshot.at != at:
                    self._snapshot = _Snapshot(at)
                if kind not in self._snapshot.things:
                    self._snapshot.things[kind] = _parse_all(connection, kind)
                return self._snapshot

        try:
            current = self._file.use(read)
            self._told = ""
            return current
        except EnvironmentFault as fault:
            # A page with nothing on it is better than none; what was read before is better still.
            if str(fault) != self._told:  # once for each reason: a page reads many times
                self._told = str(fault)
                log.error("%s", fault)
            snapshot = self._snapshot
            return _Snapshot(snapshot.at, {kind: {}, **snapshot.things}, dict(snapshot.lists))

    def _forget_old_damage(self) -> None:
        damaged = sorted(self._path.parent.glob("content.db.damaged-*"), reverse=True)
        main = [p for p in damaged if not p.name.endswith(("-wal", "-shm"))]
        for old in main[KEEP_DAMAGED:]:
            for suffix in ("", "-wal", "-shm"):
                old.with_name(old.name + suffix).unlink(missing_ok=True)


def _cursor(connection: Connection) -> Cursor:
    row = connection.execute(select(cursor.c.feed, cursor.c.revision)).one_or_none()
    return (None, 0) if row is None else (row.feed, row.revision)


def _check(batch: Batch) -> None:
    if batch.upto < batch.after or any(
        not batch.after < change.revision <= batch.upto for change in batch.changes
    ):
        raise EnvironmentFault(
            f"The batch after {batch.after} up to {batch.upto} of feed {batch.feed} holds changes "
            "outside of it. The server or something on the line is broken.",
            code="bad_feed",
        )


def _dump(doc: dict[str, Any]) -> str:
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":"))


def _text(doc: dict[str, Any], *names: str) -> str | None:
    """The first of these fields that is a text; documents may hold anything."""
    for name in names:
        if isinstance(value := doc.get(name), str):
            return value
    return None


def _store(connection: Connection, changes: Iterable[Change]) -> None:
    rows: list[dict[str, Any]] = []
    for change in changes:
        if change.doc is None:
            connection.execute(
                delete(documents).where(
                    documents.c.kind == change.kind, documents.c.id == change.id
                )
            )
            continue
        rows.append(
            {
                "kind": change.kind,
                "id": change.id,
                "revision": change.revision,
                "doc": _dump(change.doc),
                "blob": _text(change.doc, "picture", "portrait"),
            }
        )
    if rows:
        statement = insert(documents)
        names = [c.name for c in documents.c if not c.primary_key]
        connection.execute(
            statement.on_conflict_do_update(
                ("kind", "id"), set_={name: statement.excluded[name] for name in names}
            ),
            rows,
        )


def _parse_all(connection: Connection, kind: str) -> dict[str, Thing]:
    rows = connection.execute(
        select(documents.c.id, documents.c.doc).where(documents.c.kind == kind)
    )
    parsed = ((row.id, parse(kind, row.id, row.doc)) for row in rows)
    return {document_id: thing for document_id, thing in parsed if thing is not None}
