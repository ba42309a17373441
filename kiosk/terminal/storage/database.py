"""SQLite files of the terminal: WAL, full sync, migrated on opening, set aside when damaged."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.files import sync_folder

log = logging.getLogger(__name__)

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5_000
#: What contradicts itself in a file of the newest schema; None: nothing.
Check: TypeAlias = Callable[[Connection], str | None]
_COMPANIONS = ("", "-wal", "-shm")
_NOT_UTF8 = "Could not decode to UTF-8"


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
    while any(target.with_name(target.name + suffix).exists() for suffix in _COMPANIONS):
        count += 1
        target = path.with_name(f"{path.name}.damaged-{stamp}-{count}")
    for suffix in _COMPANIONS:
        source = path.with_name(path.name + suffix)
        if (suffix and not _has_bytes(source)) or suffix == "-shm":
            source.unlink(missing_ok=True)  # there is nothing in it that is not in the others
        elif source.exists():
            source.rename(target.with_name(target.name + suffix))
    sync_folder(path.parent)
    return target


def _clear_orphans(path: Path, schema: Schema, clock: Clock) -> None:
    """Move away a journal whose database is gone, or empty: it would be played into the next one,
    or deleted by SQLite."""
    orphans = [path.with_name(path.name + suffix) for suffix in _COMPANIONS[1:]]
    if path.exists():
        if not path.is_file() or path.stat().st_size or not _has_bytes(orphans[0]):
            return
    elif not any(orphan.exists() for orphan in orphans):
        return
    damaged = path.parent.glob(f"{path.name}.damaged-*")
    owner = max((p for p in damaged if not p.name.endswith(_COMPANIONS[1:])), default=None)
    if owner is not None and _has_bytes(owner.with_name(owner.name + "-wal")):
        owner = None  # it has its own
    if not path.exists() and owner is not None:  # a power cut while it was set aside
        for suffix, orphan in zip(_COMPANIONS[1:], orphans, strict=True):
            if orphan.exists():
                orphan.rename(owner.with_name(owner.name + suffix))
        sync_folder(path.parent)
        return
    lost = _has_bytes(orphans[0])
    aside = set_aside(path, clock)
    if lost and not schema.disposable:
        log.error(
            "%s is gone or empty, but its journal is there. It is kept as %s-wal: save that file, "
            "it may hold what residents sent and the server does not have.", path.name, aside,
        )  # fmt: skip


def _report_losses(path: Path, clock: Clock) -> None:
    """Say what SQLite would pass over in silence: an empty file, and a journal that it cannot read
    (which is kept)."""
    journal = path.with_name(path.name + "-wal")
    if path.is_file() and not path.stat().st_size:
        log.warning(
            "%s is there, but empty. If this terminal was in use before, what residents had sent "
            "and the server did not have yet is lost: check the disk.", path.name,
        )  # fmt: skip
    if not _has_bytes(journal) or _readable_journal(journal.read_bytes()):
        return
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}-wal")
    aside.write_bytes(journal.read_bytes())
    sync_folder(path.parent)
    log.error(
        "The journal of %s is damaged: what was written last may be missing. It is kept as %s: "
        "save that file, it may hold what residents sent and the server does not have.",
        path.name, aside,
    )  # fmt: skip


#: Of a write-ahead log: length of its header, and the two numbers that one begins with.
_JOURNAL_HEADER, _JOURNAL_MAGIC = 32, {0x377F0682: "little", 0x377F0683: "big"}


def _readable_journal(raw: bytes) -> bool:
    """Whether SQLite takes the journal for one (sqlite.org/fileformat2.html, section 4.1). One of
    zeros alone was never written to the disk."""
    if not raw.strip(b"\0") or len(raw) < _JOURNAL_HEADER:
        return True
    order = _JOURNAL_MAGIC.get(int.from_bytes(raw[:4], "big"))
    if order is None:
        return False
    one = two = 0
    for at in range(0, 24, 8):
        first, second = (
            int.from_bytes(raw[n : n + 4], "little" if order == "little" else "big")
            for n in (at, at + 4)
        )
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return raw[24:32] == one.to_bytes(4, "big") + two.to_bytes(4, "big")


def _look(path: Path) -> str | None:
    """What is wrong with a file, found without writing to it; None: nothing, or it is not there."""
    if not _has_bytes(path):
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            result = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return str(error) if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) else None
    return None if result == "ok" else str(result)


def _has_bytes(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def open_database(path: Path, schema: Schema, clock: Clock, check: Check | None = None) -> Engine:
    """Open and migrate a file. A damaged or unknown one is set aside; in its place comes a new one,
    or what could be repaired of one that is not disposable. ``check``: what else may be wrong.

    Raises ``EnvironmentFault`` when the disk does not let us (no space, no permission).
    """
    with as_faults(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_orphans(path, schema, clock)
        if not schema.disposable:
            finish_repair(path)
            _report_losses(path, clock)
        engine = connect(path)
        if path.exists() and not path.is_file():
            reason: str | None = "it is no file"
        else:
            # Opened for writing, a damaged file would be written to as well.
            reason = None if schema.disposable else _look(path)
            reason = reason or _prepare(engine, schema, check)
        if reason is None:
            return engine
        engine.dispose()
        _begin_anew(path, schema, clock, reason)
        engine = connect(path)
        reason = _prepare(engine, schema, check)
        if reason is not None:
            engine.dispose()
            raise EnvironmentFault(
                f"A new database {path} does not hold either: {reason}. Check the disk.",
                code="database",
            )
        return engine


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

    rows = repair(path, schema) if path.is_file() else 0
    aside = set_aside(path, clock)
    finish_repair(path)
    log.error(
        "%s was damaged (%s). It is kept as %s; %d rows could be read and are in use again. Save "
        "that file: it may hold more of what residents sent and the server does not have.",
        path.name, reason, aside, rows,
    )  # fmt: skip


def repaired_path(path: Path) -> Path:
    """Where a repaired database waits until the damaged one is set aside."""
    return path.with_name(path.name + ".repaired")


def finish_repair(path: Path) -> None:
    """Move a repaired database into the place of the one that was set aside; also after a crash
    between the two."""
    repaired = repaired_path(path)
    if repaired.exists() and not path.exists():
        repaired.rename(path)
        sync_folder(path.parent)


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
            engine.dispose()
            _begin_anew(self._path, self._schema, self._clock, reason)
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
