"""Tables, migrations, types, keys, audit, publishing."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateIndex, CreateTable

import kiosk.server.app  # noqa: F401 - every table is known then
from kiosk.domain.clock import FixedClock
from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol.content import ArticleDoc, OrganisationDoc
from kiosk.server.db.accounts import hash_password
from kiosk.server.db.base import Base, Record
from kiosk.server.db.blobs import BlobStore
from kiosk.server.db.content import all_docs, feed_head, find_doc, publish
from kiosk.server.db.engine import MIGRATIONS, Database, migrate, open_database
from kiosk.server.db.keys import KeyRing, load_master_key
from kiosk.server.db.models import (
    Account,
    Audit,
    Blob,
    Call,
    ContentItem,
    Device,
    FeedHead,
    PersonKey,
    Presence,
)
from tests.support.office import FRIDAY, office_settings
from tests.support.waiting import until


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FRIDAY)


@pytest.fixture
def database(tmp_path: Path, clock: FixedClock) -> Iterator[Database]:
    database = open_database(office_settings(tmp_path), clock)
    yield database
    database.close()


def organisation(number: int, name: str = "x") -> OrganisationDoc:
    return OrganisationDoc(id=f"{number:036d}", scope="community", name=name)


# --- tables --------------------------------------------------------------------------------


def test_migrations_make_just_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_are_one_line_by_number() -> None:
    """Two branches that land on one day each take the next number: no database opens then."""
    files = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert [file.name[:4] for file in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    for file, before in zip(files, [None, *files], strict=False):
        text = file.read_text("utf-8")
        down = f'"{before.name[:4]}"' if before else "None"
        assert f'\nrevision = "{file.name[:4]}"\ndown_revision = {down}\n' in text


def test_migrations_go_down_and_up_again(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    from kiosk.server.db.engine import MIGRATIONS

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate(database.engine)
    assert "call_participant" in inspect(database.engine).get_table_names()


def test_the_tables_fit_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def test_every_table_has_key_times_and_scope() -> None:
    tables = [m.class_ for m in Base.registry.mappers]
    assert len(tables) >= 14
    for table in tables:
        assert issubclass(table, Record)
        assert {"id", "created_at", "updated_at", "organisation_id"} <= set(
            table.__table__.columns.keys()
        )


def test_sqlite_is_durable_and_checks_references(database: Database) -> None:
    with database.read() as session:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1),
                              ("secure_delete", 1)):  # fmt: skip
            assert session.scalar(text(f"PRAGMA {pragma}")) == value
    presence = Presence(server_id=new_id(), device_id=new_id())
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(presence)


def test_errors_do_not_show_values(database: Database) -> None:
    twice = [Blob(sha256="zhang-san", size=1, media_type="x") for _ in range(2)]
    with pytest.raises(IntegrityError) as error, database.write() as session:
        session.add_all(twice)
    assert "zhang-san" not in str(error.value)


def test_one_open_call_for_a_device(database: Database) -> None:
    def call(device: Device, state: str) -> Call:
        return Call(device_id=device.id, media="video", state=state, resident_id=new_id(),
                    requested_at=FRIDAY)  # fmt: skip

    with database.write() as session:
        device = Device(name="x", place="community", public_key={})
        session.add(device)
        session.flush()
        session.add_all([call(device, "ended"), call(device, "ended"), call(device, "queued")])
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(call(session.scalars(select(Device)).one(), "ringing"))


def test_naive_times_are_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.write() as session:
        session.add(Presence(server_id=new_id(), lease_until=datetime(2026, 1, 1)))


def test_times_come_back_in_utc(database: Database) -> None:
    beijing = datetime(2026, 11, 27, 15, 0, tzinfo=timezone(timedelta(hours=8)))
    with database.write() as session:
        session.add(Presence(id="a" * 36, server_id=new_id(), lease_until=beijing))
    with database.read() as session:
        row = session.get_one(Presence, "a" * 36)
        assert row.lease_until == beijing
        assert row.lease_until.tzinfo is UTC


def test_times_of_rows_are_the_injected_clocks(database: Database, clock: FixedClock) -> None:
    with database.write() as session:
        session.add(Presence(id="a" * 36, server_id=new_id(), lease_until=FRIDAY))
    clock.advance(timedelta(hours=1))
    with database.write() as session:
        session.get_one(Presence, "a" * 36).lease_until = None
    with database.read() as session:
        row = session.get_one(Presence, "a" * 36)
        assert (row.created_at, row.updated_at) == (FRIDAY, FRIDAY + timedelta(hours=1))


def test_a_write_that_fails_changes_nothing(database: Database) -> None:
    def half() -> None:
        with database.write() as session:
            session.add(Presence(server_id=new_id(), lease_until=FRIDAY))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with database.read() as session:
        assert session.scalars(select(Presence)).all() == []


def test_a_database_that_cannot_be_written_is_the_worlds_fault(
    tmp_path: Path, clock: FixedClock
) -> None:
    settings = office_settings(tmp_path)
    settings.data_dir.mkdir()
    (settings.data_dir / "server.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(EnvironmentFault, match="database"):
        open_database(settings, clock)


# --- audit ---------------------------------------------------------------------------------


def test_audit_names_columns_and_no_values(database: Database) -> None:
    with database.write("account:boss") as session:
        account = Account(login="zhang", password_hash="h", lawyer_id=new_id())
        session.add(account)
        session.flush()
        key = account.id
    with database.write() as session:
        account = session.get_one(Account, key)
        account.login, account.password_hash = "zhang-san", "h2"
    with database.write() as session:
        session.delete(session.get_one(Account, key))
        session.add(Presence(server_id=new_id(), lease_until=FRIDAY))  # not audited
    with database.read() as session:
        trail = session.execute(
            select(Audit.actor, Audit.action, Audit.table, Audit.columns)
            .where(Audit.row_id == key).order_by(Audit.action)
        ).all()  # fmt: skip
        assert trail == [
            ("system", "delete", "account", ""),
            ("account:boss", "insert", "account", ""),
            ("system", "update", "account", "login,password_hash"),
        ]
        assert session.scalars(select(Audit).where(Audit.table == "presence")).all() == []


# --- keys ----------------------------------------------------------------------------------


def test_sealing_and_erasing(database: Database, tmp_path: Path) -> None:
    keys, person, other = database.keys, new_id(), new_id()
    with database.write() as session:
        keys.add(session, person, None)
        keys.add(session, other, None)
        sealed = keys.seal(session, person, "欠薪")
        assert keys.open(session, sealed) == "欠薪"
        assert keys.seal(session, person, "欠薪") != sealed  # never the same twice
        wrapped = session.scalars(
            select(PersonKey.wrapped).where(PersonKey.person_id == person)
        ).one()
    folder = office_settings(tmp_path).data_dir
    assert wrapped in (folder / "server.db").read_bytes() + (folder / "server.db-wal").read_bytes()
    assert database.erase_person(person)
    with database.read() as session:
        assert keys.open(session, sealed) is None
        with pytest.raises(KeyError):
            keys.seal(session, person, "x")
    for file in folder.glob("server.db*"):
        assert wrapped not in file.read_bytes(), file


def test_an_erasure_waits_for_whoever_reads_and_is_finished(
    database: Database, tmp_path: Path
) -> None:
    """A reader keeps the journal, and the key's copy in it; writers do not wait with it."""
    folder, person = office_settings(tmp_path).data_dir, new_id()
    with database.write() as session:
        database.keys.add(session, person, None)
        wrapped = session.scalars(select(PersonKey.wrapped)).one()

    def left() -> bool:
        return any(wrapped in file.read_bytes() for file in folder.glob("server.db*"))

    async def erase() -> None:
        begun = time.monotonic()
        with database.read() as reader:
            assert reader.scalars(select(PersonKey)).one()
            assert not database.erase_person(person)
            assert time.monotonic() - begun < 1
            assert left()
            server = asyncio.create_task(database.keep_erasing())
            await asyncio.sleep(0.1)
            assert left()
        await until(lambda: not left())
        server.cancel()

    asyncio.run(erase())
    assert database.finish_erasures()


def test_a_journal_of_a_killed_server_is_emptied(tmp_path: Path, clock: FixedClock) -> None:
    settings, person = office_settings(tmp_path), new_id()
    killed = open_database(settings, clock)
    with killed.write() as session:
        killed.keys.add(session, person, None)
        wrapped = session.scalars(select(PersonKey.wrapped)).one()
    with killed.read() as reader:
        reader.scalars(select(PersonKey)).one()
        assert not killed.erase_person(person)
        journal = settings.data_dir / "server.db-wal"
        assert wrapped in journal.read_bytes()
        again = open_database(settings, clock)
    assert again.finish_erasures()
    assert wrapped not in journal.read_bytes()
    again.close()
    killed.close()


def test_plain_text_is_refused_where_sealed_text_belongs(database: Database) -> None:
    call = Call(device_id=new_id(), media="video", state="ended", resident_id=new_id(),
                requested_at=FRIDAY, topic="plain")  # fmt: skip
    with pytest.raises(StatementError, match="sealed"), database.write() as session:
        session.add(call)


def test_the_master_key(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "m.key"
    with pytest.raises(EnvironmentFault, match="missing"):
        load_master_key(path, create=False)
    first = load_master_key(path, create=True)
    assert (len(first), path.stat().st_mode & 0o777) == (32, 0o600)
    assert load_master_key(path, create=True) == first
    os.chmod(path, 0o644)
    with pytest.raises(EnvironmentFault, match="chmod 600"):
        load_master_key(path, create=True)
    os.chmod(path, 0o600)
    path.write_bytes(b"short")
    with pytest.raises(EnvironmentFault, match="backup"):
        load_master_key(path, create=True)
    person = new_id()
    with database.write() as session:
        database.keys.add(session, person, None)
        sealed = database.keys.seal(session, person, "x")
        with pytest.raises(EnvironmentFault, match=r"master\.key"):
            KeyRing(first).open(session, sealed)


def test_a_lost_master_key_is_not_replaced(tmp_path: Path, clock: FixedClock) -> None:
    settings = office_settings(tmp_path)
    open_database(settings, clock).close()
    key = settings.data_dir / "master.key"
    kept = key.read_bytes()
    key.unlink()
    for create in (True, False):
        with pytest.raises(EnvironmentFault, match=r"missing.*backup"):
            open_database(settings, clock, create=create)
    assert not key.exists()
    key.touch(mode=0o600)
    key.write_bytes(bytes(32))
    with pytest.raises(EnvironmentFault, match="does not belong"):
        open_database(settings, clock)
    key.write_bytes(kept)
    open_database(settings, clock).close()


def test_a_database_of_a_newer_release_is_left_alone(tmp_path: Path, clock: FixedClock) -> None:
    settings = office_settings(tmp_path)
    database = open_database(settings, clock)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(EnvironmentFault, match=r"newer release.*9999"):
        open_database(settings, clock)


def test_only_its_owner_reads_the_data(tmp_path: Path, clock: FixedClock) -> None:
    settings = office_settings(tmp_path)
    settings.data_dir.mkdir(mode=0o755)
    database = open_database(settings, clock)
    with database.write() as session:
        session.add(Presence(server_id=new_id(), lease_until=FRIDAY))
        session.add(FeedHead(revision=1))
    BlobStore(settings.data_dir / "blobs").write(b"picture")
    names = {path.name for path in settings.data_dir.iterdir()}
    assert {"server.db", "server.db-wal", "server.db-shm", "master.key", "blobs"} <= names
    for path in settings.data_dir.iterdir():
        assert path.name == "migrate.lock" or path.stat().st_mode & 0o077 == 0, path
    database.close()


def test_no_data_is_made_where_some_are_expected(tmp_path: Path, clock: FixedClock) -> None:
    settings = office_settings(tmp_path)
    for _ in range(2):
        with pytest.raises(UserError, match="--data-dir"):
            open_database(settings, clock, create=False)
        assert not list(tmp_path.glob("data/*"))
        settings.data_dir.mkdir(exist_ok=True)


def test_passwords_are_argon2id_of_19_mib() -> None:
    assert hash_password("long-enough").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


# --- publishing ----------------------------------------------------------------------------


def test_only_what_changed_gets_a_revision(database: Database) -> None:
    with database.write() as session:
        assert publish(session, [organisation(1), organisation(2)]) == 2
    with database.write() as session:
        assert publish(session, [organisation(1), organisation(2, "new")]) == 3
        assert publish(session, [organisation(1)], [("organisation", "nowhere")]) == 3
    with database.write() as session:
        assert publish(session, [], [("organisation", organisation(1).id)]) == 4
        assert publish(session, [], [("organisation", organisation(1).id)]) == 4
    with database.read() as session:
        rows = session.scalars(select(ContentItem).order_by(ContentItem.revision))
        assert [(row.revision, row.doc and row.doc["name"]) for row in rows] == [
            (3, "new"),
            (4, None),
        ]
        assert [d.name for d in all_docs(session, OrganisationDoc)] == ["new"]
        assert find_doc(session, OrganisationDoc, organisation(1).id) is None
        assert find_doc(session, ArticleDoc, organisation(2).id) is None
    with database.write() as session:  # back again, as it was
        assert publish(session, [organisation(1)]) == 5


def test_a_publication_that_fails_takes_no_revision(database: Database) -> None:
    with database.write() as session:
        publish(session, [organisation(1)])

    def half() -> None:
        with database.write() as session:
            publish(session, [organisation(2)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with database.read() as session:
        assert feed_head(session).revision == 1
        assert session.scalars(select(FeedHead)).one().revision == 1


def test_two_writers_wait_for_each_other(database: Database, tmp_path: Path) -> None:
    """Another process holds the write lock for a moment; nothing fails."""
    import threading

    line = sqlite3.connect(office_settings(tmp_path).data_dir / "server.db", isolation_level=None,
                           check_same_thread=False)  # fmt: skip
    line.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: line.execute("COMMIT"))
    timer.start()
    with database.write() as session:
        publish(session, [organisation(7)])
    timer.join()
    line.close()
    with database.read() as session:
        assert find_doc(session, OrganisationDoc, organisation(7).id) is not None


def test_blobs_are_whole_or_not_there(database: Database, tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    sha = blobs.write(b"picture")
    assert blobs.write(b"picture") == sha
    with database.write() as session:
        assert blobs.find(session, sha) is None
        for _ in range(2):
            blobs.add(session, sha, 7, "image/png")
        assert blobs.find(session, sha) == (blobs.path(sha), "image/png")
        blobs.path(sha).write_bytes(b"cut")  # a disk that lost its end
        blobs.write(b"picture")
        assert blobs.path(sha).read_bytes() == b"picture"
        blobs.path(sha).unlink()
        assert blobs.find(session, sha) is None
        session.execute(delete(Blob))
    assert list((tmp_path / "blobs").rglob("*.part")) == []


def test_opening_it_once_more_leaves_the_locks_of_this_process(
    tmp_path: Path, database: Database, clock: FixedClock
) -> None:
    """Else another program would believe itself alone, and take the journal away under us."""
    with database.read() as session:
        find_doc(session, OrganisationDoc, "nowhere")
        open_database(office_settings(tmp_path), clock, create=False).close()
        # The bytes that SQLite locks while a file in WAL mode is in use (os_unix.c: SHARED_FIRST).
        alone = (
            "import fcntl, sys; file = open(sys.argv[1], 'r+b');"
            "fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)"
        )
        file = office_settings(tmp_path).data_dir / "server.db"
        tried = subprocess.run(
            [sys.executable, "-c", alone, str(file)], capture_output=True, text=True, check=False
        )
    assert "BlockingIOError" in tried.stderr
