"""``content.db``: the cache of the feed. One writer; readers on any thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine

from kiosk.domain.articles import Article, ArticleKind
from kiosk.domain.authorities import Authority
from kiosk.domain.clock import Clock
from kiosk.domain.directory import Category, Entry, Lawyer, Organisation, Shift
from kiosk.domain.duty import Holidays
from kiosk.domain.events import LawDayEvent
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import Law, LawHead
from kiosk.domain.legal_aid import LegalAidCheck
from kiosk.domain.needs import Need
from kiosk.domain.notices import Notice
from kiosk.domain.signage import Signage
from kiosk.errors import EnvironmentFault
from kiosk.protocol.feed import BatchBody
from kiosk.terminal.feed_state import FeedState, Position
from kiosk.terminal.storage import content_rows as rows
from kiosk.terminal.storage.blob_plan import Limits, plan_blobs
from kiosk.terminal.storage.blobs import BlobPart, BlobStore
from kiosk.terminal.storage.database import DatabaseFile, as_faults, reading, writing
from kiosk.terminal.storage.documents import KIND_OF, Thing, ThingT, is_known, parse, parse_law
from kiosk.terminal.storage.feed_floor import FeedFloor
from kiosk.terminal.storage.tables import CONTENT

log = logging.getLogger(__name__)

S = TypeVar("S")
#: Documents that ``raw`` reads at once.
RAW_CHUNK = 50
#: Characters of documents whose check sums are worked out at a time: of all, once; of some at each
#: sync from then on (5 ms of CPU), so that a disk that rots is noticed within the hour.
CHECK_ALL, CHECK_SOME = 1 << 40, 1 << 19
#: Damaged caches that are kept for a look; older ones go, so that the disk does not fill.
KEEP_DAMAGED = 3


@dataclass(slots=True)
class _Snapshot:
    """Parsed objects of the cache at one position, by kind as they are asked for."""

    at: Position
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    #: By (kind, name): sorted, ready to hand out.
    lists: dict[tuple[str, object], tuple[Any, ...]] = field(default_factory=dict)


class ContentStore:
    """Implements ``ContentReader`` and ``ContentWriter``.

    Reads return parsed objects from memory as long as the cursor in the file stands where it stood
    when they were parsed, so a change by another process is seen too. A damaged file, or one whose
    rows are not those that the cursor counts, is set aside and an empty one begun, on opening and
    at any later time; the next sync fills it (``on_replaced`` is called: ask for one at once).
    """

    def __init__(
        self, directory: Path, clock: Clock, limits: Callable[[], Limits] = Limits
    ) -> None:
        """``limits``: what blobs may take of the disk; asked for at each sync."""
        self._path = directory / "content.db"
        self._clock = clock
        self._limits = limits
        self._blobs = BlobStore(directory / "blobs", clock)
        self._left_out = 0
        self._lock = threading.RLock()  # the snapshot changes under it
        self._writing = threading.Lock()
        self._file = DatabaseFile(self._path, CONTENT, clock, rows.contradiction)
        with as_faults(self._path):
            self._floor = FeedFloor(directory / "feed-seen.json")
        self._checked: int | None = None  # rows up to here; None: none since the start
        self._snapshot = _Snapshot(FeedState().position)
        self._told = ""
        self._forget_old_damage()

    def close(self) -> None:
        self._file.close()

    def on_replaced(self, call: Callable[[], None]) -> None:
        """Have ``call`` called, on any thread, when a damaged cache was begun anew."""
        self._file.on_replaced = call

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

        def read(connection: Connection) -> Law | None:
            row = rows.one(connection, "law", law_id)
            return None if row is None else parse_law(law_id, rows.sound(row))

        try:
            return self._read(read)
        except EnvironmentFault as fault:
            self._tell(fault)
            return None

    def notices(self) -> Sequence[Notice]:
        return self._list("notices", Notice, lambda t: sorted(t, key=lambda n: n.id))

    def signage(self) -> Sequence[Signage]:
        return self._list("signage", Signage, lambda t: sorted(t, key=lambda s: (s.title, s.id)))

    def events(self) -> Sequence[LawDayEvent]:
        return self._list(
            "events", LawDayEvent, lambda t: sorted(t, key=lambda e: (e.starts, e.id))
        )

    def needs(self) -> Sequence[Need]:
        return self._list("needs", Need, lambda t: sorted(t, key=lambda n: (n.order, n.title)))

    def need(self, need_id: str) -> Need | None:
        return self._all(Need).get(need_id)

    def authorities(self) -> Sequence[Authority]:
        return self._list("authorities", Authority, lambda t: sorted(t, key=lambda a: a.order))

    def legal_aid_checks(self) -> Sequence[LegalAidCheck]:
        return self._list("legal-aid", LegalAidCheck, lambda t: sorted(t, key=lambda c: c.id))

    def blob_path(self, sha256: str) -> Path | None:
        return self._blobs.path(sha256)

    def raw(self, kinds: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        """(kind, id, revision, JSON) of every document of these kinds, all of one moment.

        The file is read as the iterator goes on; close it when you leave it early. Revisions of
        another feed begin anew: compare the feed of ``cursor`` first.
        """
        with self._file.engine() as engine, reading(engine) as connection:
            chunked = connection.execution_options(yield_per=RAW_CHUNK)
            for row in rows.of_kinds(chunked, kinds):
                yield row.kind, row.id, row.revision, rows.sound(row)

    # --- writer ----------------------------------------------------------------------------

    def cursor(self) -> tuple[str | None, int]:
        """(feed, revision) that the cache holds; (None, 0): nothing yet."""
        state = self._read(rows.state)
        return state.feed, state.revision

    def state(self) -> FeedState:
        """Where the cache stands. One that contradicts itself, or in which a document is not as
        it was written, is begun anew: all are looked at once, then some at each call."""

        def read(engine: Engine) -> FeedState:
            limit = CHECK_ALL if self._checked is None else CHECK_SOME
            with reading(engine) as connection:
                rows.demand_sound(connection)
                self._checked = rows.check(connection, self._checked or 0, limit)
                return self._floor.under(rows.state(connection))

        return self._file.use(read)

    def read_ahead(self) -> None:
        """Have at hand what takes long to read and is shown as a whole: the list of laws. On a
        worker's thread; the screen's has no time."""
        self.laws()

    def apply(
        self, before: Position, after: FeedState, bodies: Iterable[BatchBody], *, whole: bool
    ) -> frozenset[str]:
        """Store changes and the new state in one transaction; the kinds that changed.

        ``whole``: they take the place of all that is held. ``EnvironmentFault`` (``feed_gap``)
        when the cache does not stand at ``before``.
        """
        tried = False

        def write(engine: Engine) -> frozenset[str]:
            nonlocal tried
            if tried:  # on a new file: what ``bodies`` has given already would be left out
                raise EnvironmentFault(
                    "The cache was damaged and is begun anew. Sync again.", code="feed_gap"
                )
            tried = True
            return self._write(engine, before, after, bodies, whole)

        kinds = self._file.use(write)
        with as_faults(self._path):
            self._floor.keep(after)
        return kinds

    def open_part(self, sha256: str) -> AbstractContextManager[BlobPart | None]:
        return self._blobs.open_part(sha256)

    def wanted_blobs(self) -> list[tuple[str, int | None]]:
        """(SHA-256, bytes) of blobs to fetch, the most useful first; room is made for them."""
        now = self._clock.now()
        named = self._read(lambda connection: rows.named_blobs(connection, now))
        plan = plan_blobs(
            named, self._blobs.stored(), self._blobs.parts(), self._limits(), self._blobs.free()
        )
        for sha256 in plan.evict:
            self._blobs.drop(sha256)
        if plan.left_out != self._left_out:
            self._left_out = plan.left_out
            if plan.left_out:
                log.warning(
                    "%d pictures and videos are left out, the disk has no room for them: see "
                    "terminal.blob_budget_mb and terminal.free_space_mb.",
                    plan.left_out,
                )
        return plan.fetch

    def has_room(self, size: int) -> bool:
        """A blob of so many bytes fits beside what is there."""
        used = self._blobs.used()
        return used + size <= self._limits().room(used, self._blobs.free())

    def left_out(self) -> int:
        """How many named blobs the disk had no room for when it was last looked at."""
        return self._left_out

    # --- inside ----------------------------------------------------------------------------

    def _read(self, work: Callable[[Connection], S]) -> S:
        def read(engine: Engine) -> S:
            with reading(engine) as connection:
                return work(connection)

        return self._file.use(read)

    def _write(
        self, engine: Engine, before: Position, after: FeedState, bodies: Iterable[BatchBody],
        whole: bool,
    ) -> frozenset[str]:  # fmt: skip
        with self._writing, ExitStack() as held:
            with writing(engine) as connection:
                if rows.state(connection).position != before:
                    raise EnvironmentFault(
                        "Another program has synced this cache meanwhile. Sync again.",
                        code="feed_gap",
                    )
                kinds = rows.clear(connection) if whole else set()
                now = int(self._clock.now().timestamp())
                touched: set[tuple[str, str]] = set()
                for body in bodies:
                    touched |= rows.store(connection, body, now)
                kinds.update(kind for kind, _ in touched)
                if touched or whole:
                    rows.forget_unnamed_blobs(connection)
                rows.keep_state(connection, after)
                # A reader that sees the new cursor waits for the new snapshot instead of parsing.
                held.enter_context(self._lock)
                fresh = _Snapshot(after.position)
                if before == self._snapshot.at and not whole:
                    self._carry_over(fresh, connection, kinds, touched)
                elif KIND_OF[LawHead] in self._snapshot.things:
                    fresh.things[KIND_OF[LawHead]] = rows.parse_all(connection, KIND_OF[LawHead])
            self._snapshot = fresh
            return frozenset(kinds)

    def _carry_over(
        self,
        fresh: _Snapshot,
        connection: Connection,
        kinds: set[str],
        touched: set[tuple[str, str]],
    ) -> None:
        """Into the snapshot after a write, on the writer's thread: the screen's has no time."""
        old = self._snapshot
        fresh.lists = {key: made for key, made in old.lists.items() if key[0] not in kinds}
        fresh.things = {
            kind: dict(things) if kind in kinds else things for kind, things in old.things.items()
        }
        for kind, document_id in sorted(touched):
            if not is_known(kind):
                log.info("kept %s %s unread: this version does not know it", kind, document_id)
            elif (things := fresh.things.get(kind)) is not None:
                things.pop(document_id, None)
                row = rows.one(connection, kind, document_id)
                if row is not None and (thing := parse(kind, document_id, rows.sound(row))):
                    things[document_id] = thing

    def _all(self, cls: type[ThingT]) -> dict[str, ThingT]:
        return cast("dict[str, ThingT]", self._current(KIND_OF[cls]).things[KIND_OF[cls]])

    def _list(
        self, name: object, cls: type[ThingT], arrange: Callable[[Iterable[ThingT]], list[S]]
    ) -> tuple[S, ...]:
        """A list made of all objects of a class, kept until one of them changes."""
        kind = KIND_OF[cls]
        snapshot = self._current(kind)
        made = snapshot.lists.get((kind, name))
        if made is None:
            things = cast("dict[str, ThingT]", snapshot.things[kind])
            made = snapshot.lists[kind, name] = tuple(arrange(things.values()))
        return cast("tuple[S, ...]", made)

    def _current(self, kind: str) -> _Snapshot:
        """The snapshot at the file's cursor, with the objects of a kind in it."""

        def read(engine: Engine) -> _Snapshot:
            with reading(engine) as connection:
                snapshot = self._snapshot
                if snapshot.at == rows.position(connection) and kind in snapshot.things:
                    return snapshot
            with self._lock, reading(engine) as connection:
                at = rows.position(connection)
                if self._snapshot.at != at:
                    self._snapshot = _Snapshot(at)
                if kind not in self._snapshot.things:
                    self._snapshot.things[kind] = rows.parse_all(connection, kind)
                return self._snapshot

        try:
            current = self._file.use(read)
            self._told = ""
            return current
        except EnvironmentFault as fault:
            # A page with nothing on it is better than none; what was read before is better still.
            self._tell(fault)
            snapshot = self._snapshot
            return _Snapshot(snapshot.at, {kind: {}, **snapshot.things}, dict(snapshot.lists))

    def _tell(self, fault: EnvironmentFault) -> None:
        """Once for each reason: a page reads many times."""
        if str(fault) != self._told:
            self._told = str(fault)
            log.error("%s", fault)

    def _forget_old_damage(self) -> None:
        damaged = sorted(self._path.parent.glob("content.db.damaged-*"), reverse=True)
        main = [p for p in damaged if not p.name.endswith(("-wal", "-shm"))]
        for old in main[KEEP_DAMAGED:]:
            if old.is_dir():  # whoever put it there will look for it
                continue
            for suffix in ("", "-wal", "-shm"):
                old.with_name(old.name + suffix).unlink(missing_ok=True)
