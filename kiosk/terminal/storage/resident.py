"""``resident.db``: what residents left and the server does not have yet. Never discarded.

While a session is on, what its person has asked for can be read here, and changed. As soon as it is
over, each command that still waits is replaced by itself sealed for the server, and the rows beside
it are deleted, in one transaction on pages that are overwritten and in a journal that is emptied.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.protocol.commands import PAYLOADS, slip_of
from kiosk.terminal.storage.database import (
    DatabaseFile,
    as_faults,
    connect,
    reading,
    writing,
)
from kiosk.terminal.storage.resident_rows import (
    AskedAppointment,
    AskedCallBack,
    asked_appointments,
    asked_call_backs,
    clear_rows,
    insert_row,
    keep_appointment,
    settle_row,
)
from kiosk.terminal.storage.tables import RESIDENT, outbox, ratings, seal_key

log = logging.getLogger(__name__)

#: Commands that may wait at once; far more than a terminal can gather in a week without a line.
CAPACITY = 10_000
#: Receipts leave the rest of that to what people ask for.
RECEIPTS = 2_000
#: Keys of settled commands are kept this long, so that a late repetition is known.
KEEP_SETTLED = timedelta(days=30)
#: Commands that have nothing of a person in them: they are not sealed.
IMPERSONAL = frozenset({"erasure_receipt"})

_PENDING = outbox.c.state == "pending"
_BARE = and_(_PENDING, outbox.c.payload.is_not(None), outbox.c.name.not_in(IMPERSONAL))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command to deliver: its payload or, when its session is over, the same sealed."""

    key: str
    name: str
    payload: dict[str, Any] | None
    sealed: str | None
    slip: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A command that the server has just answered. ``session``: None when it is over."""

    key: str
    name: str
    subject: str | None
    session: str | None
    code: str | None  # why it was refused


@dataclass(frozen=True, slots=True)
class OutboxSummary:
    """What waits, without any content. ``reasons``: why, as the last attempts went."""

    names: Mapping[str, int]
    oldest: datetime | None
    sealed: int
    reasons: Mapping[str, int]
    refused: Mapping[str, int]  # by code, of the last 30 days


class ResidentStore:
    """Implements ``Outbox``. Any thread; raises ``EnvironmentFault`` when the disk fails."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._clock = clock
        self._writing = threading.Lock()
        #: It may hold what was erased: at the start, what a crash has left in it.
        self._journal_full = True
        self._file = DatabaseFile(directory / "resident.db", RESIDENT, clock)

    def close(self) -> None:
        self._file.close()

    # --- commands ----------------------------------------------------------------------------

    def add(self, key: str, name: str, payload: dict[str, object], *, session: str = "",
            subject: str | None = None) -> bool:  # fmt: skip
        """Commit a command and its local row together; a key that is there already is left alone.

        ``session``: the one that it is made in. Returns once the disk has it; False: it was there.
        ``EnvironmentFault`` when it cannot be kept, ``ValueError`` for a payload that is none.
        """
        limit = RECEIPTS if name in IMPERSONAL else CAPACITY
        checked = PAYLOADS[name].model_validate(payload) if name in PAYLOADS else None

        def work(engine: Engine) -> bool:
            with self._writing, writing(engine) as connection:
                if _pending(connection) >= limit:
                    raise EnvironmentFault(
                        f"{limit} commands wait for the server: see why it takes none.",
                        code="outbox_full",
                    )
                # Not by ``values``: the cache of statements would keep them for ever.
                added = connection.execute(
                    insert(outbox).on_conflict_do_nothing(("key",)),
                    {
                        "key": key,
                        "name": name,
                        "payload": json.dumps(payload, ensure_ascii=False),
                        "added_at": self._now(),
                        "state": "pending",
                        "session": session or None,
                        "subject": subject,
                        "slip": slip_of(checked) if checked is not None else None,
                    },
                )
                if added.rowcount and checked is not None:
                    insert_row(connection, key, session, checked)
                return bool(added.rowcount)

        return self._file.use(work)

    def next(
        self,
        names: Collection[str] | None = None,
        *,
        sealed: bool = True,
        skip: Collection[str] = (),
    ) -> Waiting | None:
        """The oldest command that is not settled, and that may go now.

        ``names``: what the server takes (None: all); ``sealed``: it opens what is sealed; ``skip``:
        keys to pass by. What waits behind another command of the same subject may not go.
        """
        earlier = outbox.alias()
        may_go: list[ColumnElement[bool]] = [
            _PENDING,
            outbox.c.key.not_in(list(skip)),
            ~select(earlier.c.seq)
            .where(
                earlier.c.subject == outbox.c.subject,
                earlier.c.seq < outbox.c.seq,
                earlier.c.state == "pending",
            )
            .exists(),
        ]
        if names is not None:
            may_go.append(outbox.c.name.in_(list(names)))
        if not sealed:
            may_go.append(outbox.c.sealed.is_(None))
        query = select(outbox).where(*may_go).order_by(outbox.c.seq).limit(1)

        def work(engine: Engine) -> Waiting | None:
            if self._journal_full:
                with self._writing:
                    self._empty_journal(engine)
            with reading(engine) as connection:
                row = connection.execute(query).one_or_none()
            if row is None:
                return None
            payload = json.loads(row.payload) if row.payload is not None else None
            return Waiting(row.key, row.name, payload, row.sealed, row.slip)

        return self._file.use(work)

    def done(self, key: str) -> Settled | None:
        """The server has it; None: it had been answered before."""
        return self._settle(key, "done", None)

    def refused(self, key: str, code: str) -> Settled | None:
        """The server will never take it; None: it had been answered before."""
        return self._settle(key, "refused", code)

    def held(self, key: str, code: str) -> None:
        """Note why a command still waits, for ``kiosk outbox``."""

        def work(engine: Engine) -> None:
            with self._writing, writing(engine) as connection:
                connection.execute(
                    update(outbox).where(
                        outbox.c.key == key, _PENDING, outbox.c.code.is_distinct_from(code)
                    ),
                    {"code": code},
                )

        self._file.use(work)

    def pending(self) -> int:
        """How many commands wait."""

        def work(engine: Engine) -> int:
            with reading(engine) as connection:
                return _pending(connection)

        return self._file.use(work)

    def _settle(self, key: str, state: str, code: str | None) -> Settled | None:
        """Drop a command's content, here and in the journal; its key and the outcome stay."""
        forget = (self._clock.now() - KEEP_SETTLED).isoformat()

        def work(engine: Engine) -> Settled | None:
            with self._writing:
                with writing(engine) as connection:
                    row = connection.execute(
                        select(outbox).where(outbox.c.key == key, _PENDING)
                    ).one_or_none()
                    if row is not None:
                        _note_outcome(connection, row, code)
                        connection.execute(delete(ratings).where(ratings.c.key == key))
                        connection.execute(
                            update(outbox).where(outbox.c.seq == row.seq),
                            {"state": state, "code": code, "payload": None, "sealed": None,
                             "session": None, "slip": None, "settled_at": self._now()},
                        )  # fmt: skip
                    connection.execute(
                        delete(outbox).where(
                            outbox.c.state != "pending", outbox.c.settled_at < forget
                        )
                    )
                self._empty_journal(engine)
            if row is None:
                return None
            return Settled(row.key, row.name, row.subject, row.session, code)

        return self._file.use(work)

    # --- the session, and its end ------------------------------------------------------------

    def appointments(self, session: str) -> list[AskedAppointment]:
        """What the present person has asked for, in the order of time."""

        def work(engine: Engine) -> list[AskedAppointment]:
            with reading(engine) as connection:
                return asked_appointments(connection, session)

        return self._file.use(work)

    def keep_found(self, session: str, found: AskedAppointment) -> None:
        """An appointment of before, found by its slip: one of this session's from now on."""

        def work(engine: Engine) -> None:
            with self._writing, writing(engine) as connection:
                keep_appointment(connection, session, found)

        self._file.use(work)

    def call_backs(self, session: str) -> list[AskedCallBack]:
        def work(engine: Engine) -> list[AskedCallBack]:
            with reading(engine) as connection:
                return asked_call_backs(connection, session)

        return self._file.use(work)

    def end_session(self) -> bool:
        """Seal what waits and forget the rest; also at the start, for what a crash has left.

        True: nobody can read it here any more. False: there was nothing, or the server has never
        told its key; what waits is sealed as soon as it does.
        """

        def work(engine: Engine) -> bool:
            with self._writing:
                with writing(engine) as connection:
                    changed = clear_rows(connection)
                    changed += connection.execute(
                        update(outbox).where(outbox.c.session.is_not(None)), {"session": None}
                    ).rowcount
                    changed += _seal(connection)
                    bare = connection.scalar(select(func.count()).where(_BARE)) or 0
                if changed or self._journal_full:
                    self._empty_journal(engine)
            if bare:
                log.warning(
                    "%d commands wait unsealed: this terminal has never heard the server's key. "
                    "Let it connect once.",
                    bare,
                )
            return bool(changed and not bare)

        return self._file.use(work)

    def keep_seal_key(self, jwk: str, feed: str, version: int) -> bool:
        """Remember the server's key to seal for, and seal what waited for one.

        ``version``: of the signed key set that names it, 0 for a welcome: the word of a welcome
        does not replace a signed one of the same feed. False: it is no key, or not newer.
        """
        from kiosk.protocol.sealing import read_seal_key

        if read_seal_key(jwk) is None:
            return False
        present = select(seal_key)

        def work(engine: Engine) -> bool:
            with reading(engine) as connection:
                kept = connection.execute(present).one_or_none()
            if (
                kept is not None
                and kept.feed == feed
                and (version < kept.version or (kept.jwk, kept.version) == (jwk, version))
            ):
                return False
            with self._writing:
                with writing(engine) as connection:
                    row = {"id": 1, "jwk": jwk, "feed": feed, "version": version}
                    connection.execute(delete(seal_key))
                    connection.execute(insert(seal_key), row)
                    sealed = _seal(connection)
                if sealed:
                    self._empty_journal(engine)
            return True

        return self._file.use(work)

    def _empty_journal(self, engine: Engine) -> None:
        """Move the write-ahead log into the file: bytes that were erased live on in it until then.

        Another program that reads (`kiosk outbox`) can keep it: then it is tried again soon.
        """
        with engine.connect().execution_options(kiosk_begin=None) as connection:
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        self._journal_full = bool(busy)

    def _now(self) -> str:
        return self._clock.now().isoformat()


def outbox_summary(directory: Path) -> OutboxSummary:
    """What waits at a terminal, beside the running program. ``EnvironmentFault``: unreadable."""
    path = directory / "resident.db"
    if not path.exists():
        return OutboxSummary({}, None, 0, {}, {})
    with as_faults(path):
        engine = connect(path, look=True)
        try:
            with reading(engine) as connection:
                rows = connection.execute(
                    select(outbox.c.name, outbox.c.state, outbox.c.code, outbox.c.added_at,
                           outbox.c.sealed.is_not(None).label("sealed"))
                ).all()  # fmt: skip
        finally:
            engine.dispose()
    waiting = [row for row in rows if row.state == "pending"]
    added = min((row.added_at for row in waiting), default=None)
    return OutboxSummary(
        names=Counter(row.name for row in waiting),
        oldest=datetime.fromisoformat(added) if added else None,
        sealed=sum(row.sealed for row in waiting),
        reasons=Counter(row.code for row in waiting if row.code),
        refused=Counter(row.code for row in rows if row.state == "refused"),
    )


def _pending(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).where(_PENDING)) or 0)


def _note_outcome(connection: Connection, row: Row[Any], code: str | None) -> None:
    """In the local row, when there still is one: what is sealed has none."""
    if row.payload is None or row.name not in PAYLOADS:
        return
    try:
        payload = PAYLOADS[row.name].model_validate_json(row.payload)
    except ValidationError:  # of another version: it never had a row
        return
    settle_row(connection, payload, code)


def _seal(connection: Connection) -> int:
    """Replace payloads of sessions that are over, if the server's key is known; how many."""
    from kiosk.protocol.sealing import read_seal_key, seal

    jwk = connection.scalar(select(seal_key.c.jwk))
    key = read_seal_key(jwk) if jwk else None
    if key is None:
        return 0
    bare = connection.execute(
        select(outbox.c.seq, outbox.c.key, outbox.c.name, outbox.c.payload).where(
            _BARE, outbox.c.session.is_(None)
        )
    ).all()
    if bare:
        connection.execute(
            update(outbox).where(outbox.c.seq == bindparam("b_seq")),
            [
                {"b_seq": row.seq, "payload": None,
                 "sealed": seal(key, row.key, row.name, json.loads(row.payload))}
                for row in bare
            ],
        )  # fmt: skip
    return len(bare)
