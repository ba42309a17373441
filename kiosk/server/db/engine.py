"""The database: engine, sessions, migrations. SQLite in the data folder, or a given URL."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.server.db.base import ACTOR, CLOCK
from kiosk.server.db.keys import KeyRing, load_master_key
from kiosk.settings import Settings

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
#: Seconds to wait for another writer (a command beside a running server) before giving up.
BUSY_TIMEOUT_S = 5.0
_WRITES = "kiosk_writes"


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


@contextmanager
def _faults() -> Iterator[None]:
    """What the world does to a database is no bug of ours."""
    try:
        yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):  # a broken rule is ours
            raise
        raise EnvironmentFault(
            f"The database cannot be read or written: {error.orig}. Check its folder's rights and "
            "the free space, and that no other program holds it.",
            code="database",
        ) from error


class Database:
    """Sessions on one database. Signalling's transactions run one after another on one thread."""

    def __init__(self, url: str, clock: Clock, keys: KeyRing) -> None:
        # Values of statements stay out of error messages: logs carry no personal data.
        self.engine = create_engine(url, pool_size=8, max_overflow=16, hide_parameters=True)
        self.clock = clock
        self.keys = keys
        if self.engine.dialect.name == "sqlite":
            _configure_sqlite(self.engine)
        self._read = sessionmaker(self.engine, info={CLOCK: clock})
        self._write = sessionmaker(
            self.engine.execution_options(**{_WRITES: True}), info={CLOCK: clock}
        )
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

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

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision. ``EnvironmentFault`` when the database cannot be had."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with _faults(), self.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def erase_person(self, person_id: str, actor: str = "system") -> None:
        """Delete a person's key: what it sealed can never be read again."""
        with self.write(actor) as session:
            self.keys.erase(session, person_id)
        if self.engine.dialect.name == "sqlite":
            # The journal still holds the page that the key was on: empty it.
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
                line.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        self._worker.shutdown(wait=True)
        self.engine.dispose()


def open_database(settings: Settings, clock: Clock) -> Database:
    """The server's database with all migrations applied; makes the data folder when it is new.

    Safe beside a running server: one process migrates at a time.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        master = load_master_key(folder / "master.key")
    except OSError as error:
        raise EnvironmentFault(
            f"The data folder {folder} cannot be used: {error.strerror}. Give this user the right "
            "to write there, or choose another one with --data-dir."
        ) from None
    url = settings["server.database"] or f"sqlite+pysqlite:///{folder / 'server.db'}"
    database = Database(url, clock, KeyRing(master))
    with (folder / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        database.migrate()
    return database
