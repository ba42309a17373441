"""The database: engine, sessions, migrations. SQLite in the data folder, or a given URL."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from kiosk.domain.clock import Clock, SystemClock
from kiosk.errors import EnvironmentFault, UserError
from kiosk.server.db.base import ACTOR, CLOCK
from kiosk.server.db.keys import KeyRing, check_fingerprint, load_master_key
from kiosk.server.db.seal_keys import ensure_seal_key
from kiosk.settings import Settings

log = logging.getLogger(__name__)

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
#: Seconds to wait for another writer (a command beside a running server) before giving up.
BUSY_TIMEOUT_S = 5.0
#: Emptying the journal waits for readers, and all writers wait with it: calls among them.
_ERASE_TIMEOUT_S = 0.05
#: Until the journal is empty, it is tried again this often.
_ERASE_AGAIN_S = 1.0
_WRITES = "kiosk_writes"
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _open_engine(url: str) -> Engine:
    # Values of statements stay out of error messages: logs carry no personal data.
    engine = create_engine(url, pool_size=8, max_overflow=16, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _configure_sqlite(engine)
    return engine


def _configure_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        # The driver must not begin transactions of its own: reads would lie outside of them.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")
        cursor.execute("PRAGMA secure_delete=ON")  # a deleted key must not stay in a free page
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A writer takes the lock at once: upgrading a read later fails when another wrote.
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _damaged(reason: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"The server's database is damaged: {reason}. Stop the server, move its folder away and "
        "keep it, put the last backup with its master.key in its place; start it, let the "
        "terminals connect, and run `kiosk feed restart` once (docs/operators/backup.md).",
        code="damaged_database",
    )


def _no_data(folder: Path) -> UserError:
    return UserError(
        f"There is no server's data in {folder}. Name its folder with --data-dir; a new one is "
        "made by `kiosk server`.",
        code="no_data",
    )


def file_of(folder: Path) -> Path:
    """The SQLite database of a server that has run before; ``UserError`` when there is none."""
    file = folder / "server.db"
    if not file.is_file():
        raise _no_data(folder)
    return file


@contextmanager
def sqlite_faults() -> Iterator[None]:
    """As ``_faults``, for what goes past SQLAlchemy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGE:
            raise _damaged(str(error)) from error
        raise EnvironmentFault(
            f"The database cannot be read or copied: {error}. Check the rights and the free space "
            "of both folders.",
            code="database",
        ) from error


@contextmanager
def _faults() -> Iterator[None]:
    """What the world does to a database is no bug of ours."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
            raise _damaged(str(error.orig)) from error
        if type(error) not in (DatabaseError, OperationalError):  # a broken rule is ours
            raise
        raise EnvironmentFault(
            f"The database cannot be read or written: {error.orig}. Check its folder's rights and "
            "the free space, and that no other program holds it.",
            code="database",
        ) from error


class Database:
    """Sessions on one database. Signalling's transactions run one after another on one thread."""

    def __init__(self, engine: Engine, clock: Clock, keys: KeyRing) -> None:
        self.engine = engine
        self.clock = clock
        self.keys = keys
        # A server that was killed may have left one behind.
        self._erasing = threading.Event()
        self._erasing.set()
        # Other databases than SQLite see one moment by statement, unless told.
        options = {} if self.embedded else {"isolation_level": "REPEATABLE READ"}
        self._read = sessionmaker(self.engine.execution_options(**options), info={CLOCK: clock})
        self._write = sessionmaker(
            self.engine.execution_options(**{_WRITES: True}), info={CLOCK: clock}
        )
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    @property
    def embedded(self) -> bool:
        """SQLite: one server alone."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment; nothing is committed."""
        with _faults(), self._read() as session:
            yield session

    @contextmanager
    def write(self, actor: str = "system") -> Iterator[Session]:
        """A transaction: committed at the end, rolled back by an exception."""
        with _faults(), self._write() as session:
            session.info[ACTOR] = actor
            with session.begin():
                yield session

    async def run(self, work: Callable[[Session], T], actor: str = "system") -> T:
        """``work`` in a write transaction on the database thread, off the event loop."""

        def transaction() -> T:
            with self.write(actor) as session:
                return work(session)

        return await asyncio.get_running_loop().run_in_executor(self._worker, transaction)

    async def look(self, work: Callable[[Session], T]) -> T:
        """``work`` in a reading session, beside the transactions of ``run``."""

        def reading() -> T:
            with self.read() as session:
                return work(session)

        return await asyncio.to_thread(reading)

    def erase_person(self, person_id: str, actor: str = "system") -> bool:
        """Delete a person's key: what it sealed can never be read again.

        False: the journal may hold a copy of it until ``finish_erasures`` answers True.
        """
        self._erasing.set()
        with self.write(actor) as session:
            self.keys.erase(session, person_id)
        return self.finish_erasures()

    def finish_erasures(self) -> bool:
        """Empty the journal, where pages of deleted keys still are. False: somebody reads it."""
        if self.engine.dialect.name != "sqlite" or not self._erasing.is_set():
            return True
        self._erasing.clear()
        done = False
        try:
            with _faults(), self.engine.connect() as line:
                line.exec_driver_sql(f"PRAGMA busy_timeout={int(_ERASE_TIMEOUT_S * 1000)}")
                try:
                    busy, _, _ = line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
                finally:
                    line.exec_driver_sql(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")
            done = not busy
        finally:
            if not done:
                self._erasing.set()
        return done

    async def keep_erasing(self) -> None:
        """Finish what ``erase_person`` could not, for as long as the server runs.

        What goes wrong is logged once, and tried again.
        """
        told = ""
        while True:
            try:
                await asyncio.to_thread(self.finish_erasures)
                told = ""
            except Exception as error:
                if f"{error!r}" != told:
                    told = f"{error!r}"
                    log.exception("an erasure is not finished; it is tried again")
            await asyncio.sleep(_ERASE_AGAIN_S)

    def close(self) -> None:
        self._worker.shutdown(wait=True)
        self.engine.dispose()


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision.

    ``EnvironmentFault``: the database cannot be had, or a newer release of this program made it.
    """
    with _faults(), engine.connect() as connection:
        if inspect(connection).has_table("alembic_version"):
            versions = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            if versions.scalars().all() == [_newest_migration()]:
                return
    # Imported only when there is something to do: it takes as long as publishing a notice.
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    with _faults(), engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_heads()
    if not known.issuperset(present):
        raise EnvironmentFault(
            f"A newer release made this database (revision {', '.join(present)}). Run that "
            "release, or restore the backup that was made before it.",
            code="newer_database",
        )
    with _faults(), engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _newest_migration() -> str:
    """By the names of the files: NNNN_what_it_does.py is of revision NNNN."""
    return max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@contextmanager
def database_of(settings: Settings) -> Iterator[Database]:
    """The database of a server that has run before; ``UserError`` when there is none."""
    database = open_database(settings, SystemClock(), create=False)
    try:
        yield database
    finally:
        database.close()


def open_database(settings: Settings, clock: Clock, *, create: bool = True) -> Database:
    """The server's database with all migrations applied, beside a running server, too.

    ``create``: make folder, database and master key when there are none; else ``UserError``.
    ``EnvironmentFault``: the folder or database cannot be used, or the master key is not its own.
    """
    folder = settings.data_dir
    file = folder / "server.db"
    missing = _no_data(folder)
    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        elif not folder.is_dir() or not (settings["server.database"] or file.exists()):
            raise missing
        with (folder / "migrate.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # one process at a time makes or migrates
            if not settings["server.database"]:
                if file.is_dir():
                    raise _damaged("it is a folder")
                _make_file(file)
            engine = _open_engine(settings["server.database"] or f"sqlite+pysqlite:///{file}")
            try:
                if create and engine.dialect.name == "sqlite":
                    _check(engine, folder)
                return _open(engine, clock, folder / "master.key", None if create else missing)
            except BaseException:
                engine.dispose()
                raise
    except OSError as error:
        raise EnvironmentFault(
            f"{error.filename or folder} cannot be used: {error.strerror}. Give this user the "
            "right to write there, or choose another data folder with --data-dir."
        ) from None


def _make_file(file: Path) -> None:
    """A new, empty file, whatever the folder's rights are: SQLite's other files get those of it.

    One that is there is not touched: closing any descriptor of it would drop the locks that a
    server in this very process holds on it, and another program would take its journal away.
    """
    if not file.exists():
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    elif not os.access(file, os.R_OK | os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))


def _check(engine: Engine, folder: Path) -> None:
    """``EnvironmentFault``: the file is damaged, or not ours, or what was in it is gone."""
    with _faults(), engine.connect() as connection:
        result = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        tables = inspect(connection).get_table_names()
    if result != "ok":
        raise _damaged(str(result).replace("\n", " "))
    if tables and "alembic_version" not in tables:
        raise _damaged("it is of another program")
    if not tables and (folder / "blobs").exists():  # pictures come after the tables
        raise _damaged("it is empty, but there are pictures that it named")


def _open(engine: Engine, clock: Clock, key: Path, missing: UserError | None) -> Database:
    with _faults(), engine.connect() as connection:
        new = not inspect(connection).has_table("alembic_version")
    if new and missing is not None:
        raise missing
    master = load_master_key(key, create=new)
    migrate(engine)
    database = Database(engine, clock, KeyRing(master))
    with database.write() as session:
        check_fingerprint(session, master)
        ensure_seal_key(session, database.keys)
    return database
