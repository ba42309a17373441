"""SQLite files of the terminal: WAL, full sync, migrated on opening, set aside when damaged."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault

log = logging.getLogger(__name__)

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5_000
_COMPANIONS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Schema:
    """One database file. ``head`` is the newest migration of ``migrations/<name>``.

    ``disposable``: a file that can be fetched again. One that cannot is never deleted, and is used
    as it is when a newer program has already migrated it (migrations expand before they contract).
    """

    name: str
    metadata: MetaData
    head: str
    disposable: bool


def is_damage(error: DBAPIError) -> bool:
    """True when the file itself is broken: malformed, not a database, or tables are missing."""
    orig = error.orig
    if not isinstance(orig, sqlite3.Error):
        return False
    code = getattr(orig, "sqlite_errorcode", None)
    if code is None:
        return False
    return (code & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or (
        code == sqlite3.SQLITE_ERROR and str(orig).startswith(("no such table", "no such column"))
    )


@contextmanager
def as_faults(path: Path) -> Iterator[None]:
    """Turn what the database raises into ``EnvironmentFault``, without any value in the message."""
    try:
        yield
    except DBAPIError as error:
        raise EnvironmentFault(
            f"Cannot use the database {path}: {error.orig}. Check the disk's space and health.",
            code="database",
        ) from error


def connect(path: Path) -> Engine:
    """An engine on a file. Transactions are explicit; ``writing`` begins one that may write."""
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
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


def set_aside(path: Path, clock: Clock) -> Path:
    """Move a database with its journal to ``<name>.damaged-<time>``; the new path."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.name}.damaged-{stamp}")
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.name}.damaged-{stamp}-{count}")
    for suffix in _COMPANIONS:
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.rename(target.with_name(target.name + suffix))
    return target


def open_database(path: Path, schema: Schema, clock: Clock) -> Engine:
    """Open and migrate a file; a damaged or unknown one is set aside and a new one begun.

    Raises ``EnvironmentFault`` when the disk does not let us (no space, no permission).
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"Cannot make the folder {path.parent}: {error.strerror}.", code="database"
        ) from error
    with as_faults(path):
        engine = connect(path)
        reason = _prepare(engine, schema)
        if reason is None:
            return engine
        engine.dispose()
        _report_damage(path, set_aside(path, clock), schema, reason)
        engine = connect(path)
        reason = _prepare(engine, schema)
        if reason is not None:
            engine.dispose()
            raise EnvironmentFault(
                f"A new database {path} does not hold either: {reason}. Check the disk.",
                code="database",
            )
        return engine


class DatabaseFile:
    """An open file that is replaced by a new one when it proves damaged. Any thread.

    On opening and at any later time, a damaged file is set aside and kept. Raises
    ``EnvironmentFault`` when the disk fails.
    """

    def __init__(self, path: Path, schema: Schema, clock: Clock) -> None:
        self._path = path
        self._schema = schema
        self._clock = clock
        self._lock = threading.Lock()
        self._engine = open_database(path, schema, clock)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """For reading bit by bit: damage met there is dealt with, and is the caller's fault."""
        engine = self._engine
        with as_faults(self._path):
            try:
                yield engine
            except DBAPIError as error:
                if is_damage(error):
                    self._replace(engine, str(error.orig))
                raise

    def use(self, work: Callable[[Engine], T]) -> T:
        """Do ``work``; when the file proves damaged, once more on a new one."""
        engine = self._engine
        with as_faults(self._path):
            try:
                return work(engine)
            except DBAPIError as error:
                if not is_damage(error):
                    raise
                self._replace(engine, str(error.orig))
                return work(self._engine)

    def _replace(self, engine: Engine, reason: str) -> None:
        with self._lock:
            if self._engine is engine:  # else another thread has done it
                engine.dispose()
                aside = set_aside(self._path, self._clock)
                _report_damage(self._path, aside, self._schema, reason)
                self._engine = open_database(self._path, self._schema, self._clock)


def _report_damage(path: Path, aside: Path, schema: Schema, reason: str) -> None:
    if schema.disposable:
        message = f"{path.name} was damaged ({reason}). It is kept as {aside} and fetched anew."
    else:
        message = (
            f"{path.name} was damaged ({reason}). It is kept as {aside} and a new one is begun: "
            "save that file, it may hold what residents sent and the server does not have."
        )
    log.log(logging.WARNING if schema.disposable else logging.ERROR, message)


def _prepare(engine: Engine, schema: Schema) -> str | None:
    """Check and migrate; None when it may be used, else what is wrong with it."""
    try:
        with reading(engine) as connection:
            result = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
            if result != "ok":
                return str(result)
            current = _version(connection)
        if current == schema.head:
            return None
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
            return str(error.orig)
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
