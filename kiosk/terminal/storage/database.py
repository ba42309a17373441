"""SQLite files of the terminal: WAL, full sync, migrated on opening, set aside when damaged."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.terminal.storage.aside import (
    beside,
    clear_orphans,
    copy_aside,
    finish_repair,
    has_bytes,
    move_into_place,
    set_aside,
    unlink,
)
from kiosk.terminal.storage.journal import passed_over

log = logging.getLogger(__name__)

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5_000
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
#: What contradicts itself in a file of the newest schema; None: nothing.
Check: TypeAlias = Callable[[Connection], str | None]
#: How a file of ours begins, and its two bytes that say "with a write-ahead log".
_MAGIC, _WITH_WAL = b"SQLite format 3\0", b"\2\2"
_NOT_UTF8 = "Could not decode to UTF-8"


@dataclass(frozen=True, slots=True)
class Schema:
    """One database file. ``head`` is the newest migration of ``migrations/<name>``.

    ``disposable``: a file that can be fetched again. One that cannot is never deleted, and is used
    as it is when a newer program has already migrated it (migrations expand before they contract).
    ``mend``: statements for a repaired file, that make good what its rows lack.
    """

    name: str
    metadata: MetaData
    head: str
    disposable: bool
    mend: tuple[str, ...] = ()


def is_damage(error: DBAPIError) -> bool:
    """True when the file itself is broken: malformed, not a database, or tables are missing."""
    orig = error.orig
    if not isinstance(orig, sqlite3.Error):
        return False
    if str(orig).startswith(_NOT_UTF8):
        return True
    code = getattr(orig, "sqlite_errorcode", None)
    if code is None:
        return False
    return (code & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or (
        code == sqlite3.SQLITE_ERROR and str(orig).startswith(("no such table", "no such column"))
    )


class Damaged(Exception):  # noqa: N818 - the file is set aside, nobody else hears of it
    """SQLite finds nothing wrong with the file, but what is in it contradicts itself."""


@contextmanager
def as_faults(path: Path) -> Iterator[None]:
    """Turn what the database raises into ``EnvironmentFault``, without any value in the message."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, Damaged) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise EnvironmentFault(
            f"Cannot use the database {path}: {reason}. Check the disk's space and health.",
            code="database",
        ) from error
    except OSError as error:
        raise EnvironmentFault(
            f"Cannot write beside {path}: {error.strerror}. Check the disk and its permissions.",
            code="database",
        ) from error


def connect(path: Path, *, look: bool = False) -> Engine:
    """An engine on a file. Transactions are explicit; ``writing`` begins one that may write.

    ``look``: at what may be another program's; nothing of it changes, not even by closing it.
    """
    name = f"file:{quote(str(path))}?mode=ro&uri=true" if look else path
    engine = create_engine(f"sqlite:///{name}", hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            *(() if look else _PRAGMAS),
        ):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("kiosk_begin", "BEGIN")
        if mode is not None:
            connection.exec_driver_sql(mode)

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose reads all see one moment."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a write transaction; commits unless the block raises."""
    connected = engine.connect().execution_options(kiosk_begin="BEGIN IMMEDIATE")
    with connected as connection, connection.begin():
        yield connection


def empty_journal(engine: Engine) -> None:
    """Move the write-ahead log into the file: bytes that were deleted live on in it until then."""
    with engine.connect().execution_options(kiosk_begin=None) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def make_database(path: Path, schema: Schema) -> None:
    """A new file at the newest migration; whole, and on the disk, when this returns."""
    from kiosk.terminal.storage.migrate import upgrade

    unlink(path)
    engine = connect(path)
    try:
        upgrade(engine, schema)
        empty_journal(engine)
    finally:
        engine.dispose()


def open_database(path: Path, schema: Schema, clock: Clock, check: Check | None = None) -> Engine:
    """Open and migrate a file. A damaged or unknown one is set aside; in its place comes a new one,
    or what could be repaired of one that is not disposable. ``check``: what else may be wrong.

    Raises ``EnvironmentFault`` when the disk does not let us (no space, no permission).
    """
    with as_faults(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        clear_orphans(path, clock, tell=not schema.disposable)
        left = False  # a crash has left a journal
        if not schema.disposable:
            finish_repair(path)
            _make_if_missing(path, schema)
            _save_journal(path, clock)
            left = has_bytes(beside(path, "-wal"))
        with nullcontext() if schema.disposable else _held_open(path):
            engine, reason = _open(path, schema, check)
            if reason is not None:
                _begin_anew(path, schema, clock, reason)
                if engine is not None:
                    engine.dispose()
                engine, reason = _open(path, schema, check)
        if engine is None or reason is not None:
            raise EnvironmentFault(
                f"A new database {path} does not hold either: {reason}. Check the disk.",
                code="database",
            )
        if left:  # what is torn in it must not look like damage after the next crash
            empty_journal(engine)
        return engine


def _open(path: Path, schema: Schema, check: Check | None) -> tuple[Engine | None, str | None]:
    """The engine, and what is wrong with the file; no engine where SQLite shall not touch it."""
    reason = _no_file(path) if schema.disposable else _unlike_ours(path)
    if reason is not None:
        return None, reason
    engine = connect(path)
    return engine, _prepare(engine, schema, check)


def _no_file(path: Path) -> str | None:
    return "it is no file" if path.exists() and not path.is_file() else None


def _unlike_ours(path: Path) -> str | None:
    """What shows, before SQLite opens it, that a file is not as this program leaves it."""
    if (reason := _no_file(path)) is not None:
        return reason
    with path.open("rb") as file:
        header = file.read(20)
    if not header:
        return "it is empty"
    if not header.startswith(_MAGIC):
        return "it is not a database"
    if header[18:20] != _WITH_WAL or has_bytes(beside(path, "-journal")):
        return "another program has written to it"
    return None


def _make_if_missing(path: Path, schema: Schema) -> None:
    """Under another name first: one that is empty where it belongs is damaged, never half made."""
    made = beside(path, ".new")
    if not path.exists():
        make_database(made, schema)
        move_into_place(made, path)
    else:
        unlink(made)


def _save_journal(path: Path, clock: Clock) -> None:
    """Copy a file with a journal that SQLite would partly forget, and say so."""
    if not has_bytes(path) or (reason := passed_over(beside(path, "-wal"))) is None:
        return
    aside = copy_aside(path, clock)
    log.error(
        "The journal of %s was damaged (%s), and what came after that is not in use any more. Both "
        "are kept as %s and %s-wal: save them, they may hold more of what residents sent and the "
        "server does not have.", path.name, reason, aside, aside.name,
    )  # fmt: skip


@contextmanager
def _held_open(path: Path) -> Iterator[None]:
    """Whoever closes a file last plays its journal into it, unless the file has been moved
    meanwhile: so it is open until it is known whether it is damaged, and then set aside."""
    if _unlike_ours(path) is not None:
        yield
        return
    with closing(sqlite3.connect(path)) as line:
        with suppress(sqlite3.Error):
            line.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


def _begin_anew(path: Path, schema: Schema, clock: Clock, reason: str) -> None:
    """Set a damaged file aside, and say so; what can be read of one that is not disposable is in
    its place afterwards, whatever happens in between."""
    if schema.disposable:
        aside = set_aside(path, clock)
        log.warning(
            "%s was damaged (%s). It is kept as %s and fetched anew.", path.name, reason, aside
        )
        return
    from kiosk.terminal.storage.repair import repair

    rows, left = repair(path, schema) if path.is_file() else (0, 0)
    aside = set_aside(path, clock)
    finish_repair(path)
    _make_if_missing(path, schema)
    log.error(
        "%s was damaged (%s). It is kept as %s; %d rows could be read and are in use again, %d "
        "could be read and not used. Save that file: it may hold more of what residents sent and "
        "the server does not have.", path.name, reason, aside, rows, left,
    )  # fmt: skip


class DatabaseFile:
    """An open file that is replaced by a new one when it proves damaged. Any thread.

    On opening and at any later time, a damaged file is set aside and kept. Raises
    ``EnvironmentFault`` when the disk fails.
    """

    def __init__(
        self, path: Path, schema: Schema, clock: Clock, check: Check | None = None
    ) -> None:
        """``check``: the reason why what is in the file is damaged, though SQLite reads it."""
        self.on_replaced: Callable[[], None] = lambda: None  # the file is a new one
        self._path = path
        self._schema = schema
        self._clock = clock
        self._check = check
        self._lock = threading.Lock()
        self._engine = open_database(path, schema, clock, check)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """For reading bit by bit: damage met there is dealt with, and is the caller's fault."""
        engine = self._engine
        with as_faults(self._path):
            try:
                yield engine
            except (DBAPIError, Damaged) as error:
                if (reason := _damage(error)) is not None:
                    self._replace(engine, reason)
                raise

    def use(self, work: Callable[[Engine], T]) -> T:
        """Do ``work``; when the file proves damaged, once more on a new one."""
        engine = self._engine
        with as_faults(self._path):
            try:
                return work(engine)
            except (DBAPIError, Damaged) as error:
                if (reason := _damage(error)) is None:
                    raise
                self._replace(engine, reason)
                return work(self._engine)

    def _replace(self, engine: Engine, reason: str) -> None:
        with self._lock:
            if self._engine is not engine:  # another thread has done it
                return
            _begin_anew(self._path, self._schema, self._clock, reason)
            engine.dispose()  # only now: what closes a file where it was writes to it
            self._engine = open_database(self._path, self._schema, self._clock, self._check)
        self.on_replaced()


def _damage(error: DBAPIError | Damaged) -> str | None:
    """What is wrong with the file itself; None for any other trouble."""
    if isinstance(error, Damaged):
        return str(error)
    if not is_damage(error):
        return None
    reason = str(error.orig)
    return _NOT_UTF8 if reason.startswith(_NOT_UTF8) else reason  # the rest of it is the text


def _prepare(engine: Engine, schema: Schema, check: Check | None) -> str | None:
    """Check and migrate; None when it may be used, else what is wrong with it."""
    try:
        with reading(engine) as connection:
            result = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
            if result != "ok":
                return str(result)
            current = _version(connection)
            if current == schema.head:
                return check(connection) if check is not None else None
        # Alembic takes half a second to import: only when there is something to migrate.
        from kiosk.terminal.storage.migrate import knows, upgrade

        if current is None or knows(schema, current):
            upgrade(engine, schema)
            return None
        if not schema.disposable and _fits(engine, schema):
            log.info("%s was migrated by a newer program (%s)", schema.name, current)
            return None
        return f"unknown schema {current}"
    except DBAPIError as error:
        if is_damage(error) or _is_foreign(error):
            return _damage(error) or str(error.orig)
        raise


def _version(connection: Connection) -> str | None:
    """The migration that the file is at; None for an empty file."""
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    if not tables:
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if version is None else str(version)


def _fits(engine: Engine, schema: Schema) -> bool:
    """True when every column that we know is there."""
    try:
        with reading(engine) as connection:
            for table in schema.metadata.sorted_tables:
                connection.execute(select(table).limit(0))
        return True
    except DBAPIError:
        return False


def _is_foreign(error: DBAPIError) -> bool:
    """True when a migration met tables that it did not expect."""
    return "already exists" in str(error.orig)
