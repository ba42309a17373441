from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.domain.directory import Category, Entry
from kiosk.errors import EnvironmentFault
from kiosk.protocol.feed import SIGNATURE_BYTES, BatchBody, Head, KeySet
from kiosk.terminal.feed_state import FeedState
from kiosk.terminal.storage import content
from kiosk.terminal.storage import content_rows as rows
from kiosk.terminal.storage.content import KEEP_DAMAGED, ContentStore
from kiosk.terminal.storage.database import Damaged
from kiosk.terminal.storage.tables import CONTENT
from tests.support.feed import (
    FEED,
    OTHER_FEED,
    Signer,
    apply,
    article,
    batch,
    change,
    digest_at,
    docs,
    entry,
    lawyer,
    organisation,
    put_blob,
    tombstone,
)

CLOCK = FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path, CLOCK)
    yield opened
    opened.close()


def titles(store: ContentStore, kind: ArticleKind = ArticleKind.NEWS) -> list[str]:
    return [a.title for a in store.articles(kind)]


def test_an_empty_cache_reads_as_empty(store: ContentStore) -> None:
    assert store.cursor() == (None, 0)
    assert list(store.articles(ArticleKind.NEWS)) == []
    assert store.article("none") is None
    assert list(store.entries(Category.NOTARY)) == []
    assert store.lawyer("none") is None
    assert store.holidays().holidays == frozenset()
    assert store.blob_path("0" * 64) is None


def test_every_kind_is_read_back(store: ContentStore) -> None:
    hours = {"weekday": 5, "opens": "14:00", "closes": "17:30"}
    kinds = apply(store,
        docs(
            [
                article("a", form="guide", citations=[{"law": "民法典", "article": 1}],
                        checked="2026-11-01"),
                entry("e", point={"latitude": 30.1, "longitude": 120.2}, hours=[hours]),
                lawyer("l", tier="street", specialities=["labour"]),
                organisation("firm"),
                {"kind": "shift", "id": "s", "lawyer": "l", "organisation": "c", "hours": hours},
                {"kind": "holidays", "id": "h", "year": 2026, "holidays": ["2026-10-01"],
                 "working_days": ["2026-10-10"]},
                {"kind": "holidays", "id": "h7", "year": 2027, "holidays": ["2027-01-01"]},
            ]
        )
    )  # fmt: skip
    assert kinds == {"article", "entry", "lawyer", "organisation", "shift", "holidays"}
    guide = store.article("a")
    assert guide is not None
    assert (guide.citations[0].article, guide.checked) == (1, date(2026, 11, 1))
    place = store.entry("e")
    assert place is not None
    assert place.point is not None
    assert (place.point.latitude, place.hours[0].weekday) == (30.1, 5)
    assert [w.tier for w in store.lawyers()] == ["street"]
    firm = store.organisation("firm")
    assert firm is not None
    assert firm.name == "示例律所"
    assert [s.lawyer for s in store.shifts()] == ["l"]
    assert store.holidays().holidays == {date(2026, 10, 1), date(2027, 1, 1)}
    assert store.holidays().is_working_day(date(2026, 10, 10))


def test_articles_come_newest_first_and_by_kind(store: ContentStore) -> None:
    apply(
        store,
        docs(
            [
                article("1", title="旧", published="2026-01-05"),
                article("2", title="新", published="2026-11-20"),
                article("3", title="指南", form="guide"),
            ]
        ),
    )
    assert titles(store) == ["新", "旧"]
    assert titles(store, ArticleKind.GUIDE) == ["指南"]


def test_entries_by_category(store: ContentStore) -> None:
    apply(store, docs([entry("n"), entry("c", category="court")]))
    assert [e.id for e in store.entries(Category.COURT)] == ["c"]
    assert len(store.entries()) == 2


def test_changes_and_tombstones_are_seen_at_once(store: ContentStore) -> None:
    apply(store, docs([article("1"), article("2")]))
    assert len(titles(store)) == 2
    assert apply(
        store, batch([change(3, article("1", title="改")), tombstone(4, "article", "2")], after=2)
    ) == {"article"}
    assert titles(store) == ["改"]
    assert store.cursor() == (FEED, 4)


def test_the_cache_and_its_cursor_survive_closing(tmp_path: Path) -> None:
    first = ContentStore(tmp_path, CLOCK)
    apply(first, docs([article("1")]))
    first.close()
    second = ContentStore(tmp_path, CLOCK)
    assert second.cursor() == (FEED, 1)
    assert len(titles(second)) == 1
    second.close()


def test_what_another_process_writes_is_seen(store: ContentStore, tmp_path: Path) -> None:
    apply(store, docs([article("1", title="一")]))
    assert titles(store) == ["一"]
    other = ContentStore(tmp_path, CLOCK)
    apply(other, docs([article("1", title="二")], after=1))
    other.close()
    assert titles(store) == ["二"]
    apply(store, docs([article("2", title="三")], after=2))
    assert sorted(titles(store)) == ["三", "二"]


def test_a_cache_that_has_gone_on_meanwhile_takes_nothing(store: ContentStore) -> None:
    before = store.state().position
    apply(store, docs([article("1", title="一")]))
    after = FeedState(FEED, 2, digest_at(2))
    with pytest.raises(EnvironmentFault, match="Another program"):
        store.apply(before, after, [docs([article("1", title="二")], after=1).body], whole=False)
    assert titles(store) == ["一"]
    assert store.cursor() == (FEED, 1)


def test_another_feed_replaces_everything_in_one_step(store: ContentStore) -> None:
    apply(store, docs([article("1"), entry("e")]))
    assert len(titles(store)) == 1
    other = [article("2", title="另"), article("3", title="又")]
    assert apply(store, docs(other, feed=OTHER_FEED), whole=True) == {"article", "entry"}
    assert sorted(titles(store)) == ["又", "另"]
    assert list(store.entries()) == []
    assert store.cursor() == (OTHER_FEED, 2)


def test_what_was_seen_of_the_feed_is_kept(store: ContentStore, tmp_path: Path) -> None:
    signer = Signer(1_795_478_400)
    keys = KeySet.model_validate_json(signer.keys()[SIGNATURE_BYTES:])
    seen = Head.model_validate_json(signer.head(3, digest_at(3))[SIGNATURE_BYTES:])
    state = FeedState(FEED, 1, digest_at(1), "r" * 64, keys, seen)
    store.apply(store.state().position, state, [docs([article("1")]).body], whole=False)
    again = ContentStore(tmp_path, CLOCK)
    assert again.state() == state
    again.close()


def test_a_list_is_made_anew_only_when_its_kind_changes(store: ContentStore) -> None:
    apply(store, docs([article("1"), entry("e")]))
    made: list[int] = []

    def names(things: Iterable[Entry]) -> list[str]:
        made.append(1)
        return [thing.name for thing in things]

    assert store._list("names", Entry, names) == store._list("names", Entry, names)
    apply(store, docs([article("2")], after=2))
    store._list("names", Entry, names)
    assert made == [1]  # an article has not changed the entries
    apply(store, docs([entry("f")], after=3))
    assert len(store._list("names", Entry, names)) == 2


def test_raw_gives_documents_of_one_moment_in_chunks(store: ContentStore) -> None:
    apply(store, docs([article(str(n)) for n in range(120)] + [entry("e")]))
    reading = store.raw(["article"])
    first = next(reading)
    assert first[0] == "article"
    apply(store, batch([tombstone(122, "article", "119")], after=121))
    assert len(list(reading)) == 119
    assert len(list(store.raw(["article", "entry"]))) == 120


def test_unknown_kinds_are_kept_and_skipped(
    store: ContentStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    strange = {"kind": "hologram", "id": "h", "title": {"deep": [1, None]}, "topic": 7}
    assert apply(store, docs([strange, article("1")])) == {"hologram", "article"}
    assert len(titles(store)) == 1
    assert [r for r in caplog.messages if "hologram" in r] == [
        "kept hologram h unread: this version does not know it"
    ]
    with sqlite3.connect(tmp_path / "content.db") as raw:
        (kept,) = raw.execute("SELECT doc FROM documents WHERE kind = 'hologram'").fetchone()
    raw.close()
    assert '"deep":[1,null]' in kept


@pytest.mark.parametrize(
    "bad",
    [
        article("bad", topic=7),
        article("bad", published="gestern"),
        {"kind": "article", "id": "bad"},
        {**article("other"), "id": "bad", "form": 3},
        article("bad", title=["no", "text"]),
    ],
)
def test_bad_documents_are_skipped_with_one_line(
    store: ContentStore,
    bad: dict[str, object],
    caplog: pytest.LogCaptureFixture,
    allow_log: Callable[[str], None],
) -> None:
    allow_log("^skipped article bad")
    apply(store, docs([bad, article("1")]))
    assert len(titles(store)) == 1
    assert len(titles(store)) == 1
    assert sum("skipped article bad" in line for line in caplog.messages) == 1


def test_an_article_on_a_topic_of_a_newer_server_is_readable(store: ContentStore) -> None:
    apply(store, docs([article("1", topic="astrology")]))
    assert titles(store) == ["标题 1"]


def test_a_document_that_names_itself_otherwise_is_skipped(
    store: ContentStore, allow_log: Callable[[str], None]
) -> None:
    allow_log("^skipped article a: the document names itself b")
    apply(store, batch([change(1, {**article("b"), "id": "a"}).model_copy(
        update={"doc": article("b")})]))  # fmt: skip
    assert titles(store) == []


def test_garbage_in_a_row_is_skipped(tmp_path: Path, allow_log: Callable[[str], None]) -> None:
    allow_log("^skipped article 1")
    first = ContentStore(tmp_path, CLOCK)
    apply(first, docs([article("1"), article("2")]))
    first.close()
    with sqlite3.connect(tmp_path / "content.db") as raw:
        garbage = '{"kind'
        raw.execute(
            "UPDATE documents SET doc = ?, crc = ? WHERE id = '1'",
            (garbage, zlib.crc32(garbage.encode())),
        )
    raw.close()
    second = ContentStore(tmp_path, CLOCK)
    assert titles(second) == ["标题 2"]
    second.close()


def test_wanted_blobs_are_those_that_documents_name(store: ContentStore) -> None:
    gone, poster = "f" * 64, "e" * 64
    there = put_blob(store, b"picture")
    event = {"kind": "event", "id": "e", "poster": poster, "video": gone}
    apply(store, docs([article("1", picture=there), event], blobs={poster: 7}))
    assert store.wanted_blobs() == [(poster, 7), (gone, None)]
    apply(store, batch([tombstone(3, "event", "e")], after=2))
    assert store.wanted_blobs() == []
    assert store.blob_path(there) is not None
    apply(store, batch([tombstone(4, "article", "1")], after=3))
    assert store.wanted_blobs() == []
    assert store.blob_path(there) is None  # nobody names it any more


# --- damage ------------------------------------------------------------------------------------


def filled(folder: Path) -> None:
    store = ContentStore(folder, CLOCK)
    apply(store, docs([article(str(n), body="字" * 400) for n in range(200)]))
    store.close()


def overwrite_with_text(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def cut_in_half(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2 + 100)


def zero_pages(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\0" * 40960)


def unknown_schema(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'content_9999'")
    raw.close()


def foreign_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE documents (something INTEGER)")
    raw.close()


def header_gone(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


def garbage_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(bytes(range(256)) * 16)


def truncated_to_nothing_useful(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(1000)


def document_lost(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM documents WHERE id = '7'")
    raw.close()


def cursor_lost(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM cursor")
    raw.close()


def cursor_behind(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE cursor SET revision = 3")
    raw.close()


def missing_table(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TABLE documents")
    raw.close()


@pytest.mark.parametrize(
    "damage",
    [
        overwrite_with_text,
        cut_in_half,
        zero_pages,
        unknown_schema,
        foreign_database,
        missing_table,
        header_gone,
        garbage_page,
        truncated_to_nothing_useful,
        document_lost,
        cursor_lost,
        cursor_behind,
    ],
)
def test_a_damaged_cache_is_set_aside_and_begun_anew(
    tmp_path: Path, damage: Callable[[Path], None], allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^content\.db was damaged")
    filled(tmp_path)
    damage(tmp_path / "content.db")
    store = ContentStore(tmp_path, CLOCK)
    assert titles(store) == []
    assert store.cursor() == (None, 0)
    apply(store, docs([article("1")]))
    assert len(titles(store)) == 1
    store.close()
    assert (tmp_path / "content.db.damaged-20261124T080000").exists()


def test_damage_while_running_heals_by_itself(
    tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^content\.db was damaged")
    store = ContentStore(tmp_path, CLOCK)
    apply(store, docs([article("1")]))
    missing_table(tmp_path / "content.db")
    assert titles(store) == []
    assert store.cursor() == (None, 0)
    assert apply(store, docs([article("2")])) == {"article"}
    assert titles(store) == ["标题 2"]
    store.close()


def flip_a_bit_of_a_text(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    place = raw.rindex("正文".encode()) + 1
    raw[place] ^= 1
    path.write_bytes(raw)


def break_utf8(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[raw.rindex("正文".encode()) + 1] = 0xFF
    path.write_bytes(raw)


@pytest.mark.parametrize("damage", [flip_a_bit_of_a_text, break_utf8])
def test_a_bit_that_flips_in_a_text_is_seen(
    tmp_path: Path, damage: Callable[[Path], None], allow_log: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    allow_log(r"^content\.db was damaged")
    replaced: list[int] = []
    first = ContentStore(tmp_path, CLOCK)
    apply(first, docs([article("1")]))
    first.close()
    damage(tmp_path / "content.db")
    store = ContentStore(tmp_path, CLOCK)
    store.on_replaced(lambda: replaced.append(1))
    assert store.cursor() == (FEED, 1)  # SQLite sees nothing
    assert titles(store) == []
    assert store.cursor() == (None, 0)
    assert replaced == [1]
    assert "正" not in caplog.text
    store.close()


def overwrite_texts(path: Path) -> None:
    """The rows are there, and SQLite finds them sound."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE documents SET doc = '{}'")


@pytest.mark.parametrize("running", [False, True])
def test_texts_that_were_overwritten_are_noticed_by_the_next_sync(
    tmp_path: Path, running: bool, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^content\.db was damaged \(a document is not as it was written\)")
    replaced: list[int] = []
    store = ContentStore(tmp_path, CLOCK)
    apply(store, docs([article(str(n)) for n in range(300)]))
    if not running:
        store.close()
        store = ContentStore(tmp_path, CLOCK)
    else:
        assert len(titles(store)) == 300  # in memory: no page would notice
        assert store.state().revision == 300
    store.on_replaced(lambda: replaced.append(1))
    overwrite_texts(tmp_path / "content.db")
    assert store.state().position == FeedState().position  # all is fetched anew
    assert replaced == [1]
    store.close()


def test_a_running_terminal_looks_at_some_texts_at_each_sync(
    tmp_path: Path, allow_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_log(r"^content\.db was damaged")
    monkeypatch.setattr(content, "CHECK_SOME", 2_000)
    store = ContentStore(tmp_path, CLOCK)
    apply(store, docs([article(str(n), body="字" * 500) for n in range(30)]))
    with closing(sqlite3.connect(tmp_path / "content.db")) as raw, raw:
        raw.execute("UPDATE documents SET doc = '{}' WHERE rowid = 20")
    calls = 0
    while store.state().revision:
        calls += 1
        assert calls < 40
    assert calls > 2
    store.close()


def test_the_list_of_laws_is_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    law = {"kind": "law", "id": "civil", "title": "民法典", "status": "in_force", "chapters": []}
    store = ContentStore(tmp_path, CLOCK)
    apply(store, docs([law]))
    store.read_ahead()
    monkeypatch.setattr(rows, "parse_all", None)  # nothing is read from the file any more
    assert [head.title for head in store.laws()] == ["民法典"]
    store.close()


def test_garbage_in_the_journal_is_left_out(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "content.db-wal").write_bytes(b"garbage" * 5000)
    store = ContentStore(tmp_path, CLOCK)
    assert len(titles(store)) == 200
    store.close()


def test_a_journal_without_its_database_is_not_played_into_a_new_one(tmp_path: Path) -> None:
    """As after a power cut while a damaged file was set aside."""
    store = ContentStore(tmp_path, CLOCK)
    apply(store, docs([article("1")]))
    journal = (tmp_path / "content.db-wal").read_bytes()
    store.close()
    (tmp_path / "content.db").rename(tmp_path / "content.db.damaged-20261123T000000")
    (tmp_path / "content.db-wal").write_bytes(journal)
    store = ContentStore(tmp_path, CLOCK)
    assert store.cursor() == (None, 0)
    assert titles(store) == []
    store.close()
    assert (tmp_path / "content.db.damaged-20261123T000000-wal").read_bytes() == journal


def test_damage_in_the_middle_of_a_write_is_no_half_cache(
    tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^content\.db was damaged")
    store = ContentStore(tmp_path, CLOCK)

    def bodies() -> Iterator[BatchBody]:
        yield docs([article("1")]).body
        raise Damaged("told by the test")

    with pytest.raises(EnvironmentFault, match="begun anew"):
        store.apply(store.state().position, FeedState(FEED, 2, digest_at(2)), bodies(), whole=True)
    assert store.cursor() == (None, 0)
    assert titles(store) == []
    store.close()


def test_a_cache_that_cannot_be_read_is_told_once_for_each_reason(
    tmp_path: Path, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log("^Cannot use the database")
    store = ContentStore(tmp_path, CLOCK)
    apply(store, docs([article("1")]))
    path, away = tmp_path / "content.db", tmp_path / "away.db"

    def read_thrice_without_it() -> None:
        store.close()  # the next read opens it again
        path.rename(away)
        path.mkdir()
        for _ in range(3):
            assert titles(store) == ["标题 1"]  # what was read before
        path.rmdir()
        away.rename(path)

    assert titles(store) == ["标题 1"]
    read_thrice_without_it()
    assert len(caplog.messages) == 1
    assert titles(store) == ["标题 1"]
    read_thrice_without_it()
    assert len(caplog.messages) == 2
    store.close()


def test_only_the_newest_damaged_caches_are_kept(
    tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^content\.db was damaged")
    for _ in range(KEEP_DAMAGED + 2):
        overwrite_with_text(tmp_path / "content.db")
        ContentStore(tmp_path, CLOCK).close()
    kept = [p for p in tmp_path.glob("content.db.damaged-*") if not p.name.endswith(("wal", "shm"))]
    assert len(kept) == KEEP_DAMAGED


def test_a_folder_that_cannot_be_written_is_the_worlds_fault(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    with pytest.raises(EnvironmentFault):
        ContentStore(blocker / "terminal", CLOCK)


# --- migrations --------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from kiosk.terminal.storage.database import connect
    from kiosk.terminal.storage.migrate import configuration, upgrade
    from kiosk.terminal.storage.tables import RESIDENT

    for schema in (CONTENT, RESIDENT):
        assert ScriptDirectory.from_config(configuration(schema)).get_heads() == [schema.head]
        engine = connect(tmp_path / schema.name)
        upgrade(engine, schema)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, schema.metadata) == []
        engine.dispose()


def test_what_an_older_program_fetched_stays_readable(tmp_path: Path) -> None:
    from alembic import command

    from kiosk.terminal.storage.database import connect
    from kiosk.terminal.storage.migrate import configuration

    path = tmp_path / "content.db"
    engine = connect(path)
    config = configuration(CONTENT)
    with engine.connect() as connection, connection.begin():
        config.attributes.update(connection=connection, metadata=CONTENT.metadata)
        command.upgrade(config, "content_0001")
        doc = json.dumps(article("1", picture="a" * 64), ensure_ascii=False)
        connection.exec_driver_sql(
            "INSERT INTO documents VALUES ('article', '1', 4, ?, ?)", (doc, "a" * 64)
        )
        connection.exec_driver_sql("INSERT INTO cursor VALUES (1, 'old feed', 4)")
    engine.dispose()
    store = ContentStore(tmp_path, CLOCK)
    assert titles(store) == ["标题 1"]
    assert store.state() == FeedState()  # it was not signed: the next sync replaces it
    assert store.wanted_blobs() == [("a" * 64, None)]
    assert apply(store, docs([article("2")]), whole=True) == {"article"}
    assert titles(store) == ["标题 2"]
    store.close()


def test_opening_a_migrated_file_does_not_import_alembic(tmp_path: Path) -> None:
    import subprocess
    import sys

    filled(tmp_path)
    program = (
        "import sys, pathlib\n"
        "from kiosk.domain.clock import SystemClock\n"
        "from kiosk.terminal.storage.content import ContentStore\n"
        "ContentStore(pathlib.Path(sys.argv[1]), SystemClock()).close()\n"
        "assert 'alembic' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, timeout=30)


# --- speed and threads -------------------------------------------------------------------------


def test_pages_read_fast_with_a_thousand_articles(store: ContentStore) -> None:
    apply(store, docs([article(str(n), body="字" * 1500) for n in range(1000)]))
    assert len(titles(store)) == 1000
    took = []
    for _ in range(20):
        started = time.perf_counter()
        store.articles(ArticleKind.NEWS)
        store.article("500")
        took.append(time.perf_counter() - started)
    assert sorted(took)[10] < 0.005


def test_readers_see_whole_batches_while_a_writer_works(store: ContentStore) -> None:
    """Each batch gives all ten articles one title: a reader never sees two of them at once."""
    apply(store, docs([article(str(n), title="0") for n in range(10)]))
    stop = threading.Event()
    torn: list[set[str]] = []
    reads = 0

    def read() -> None:
        nonlocal reads
        while not stop.is_set():
            seen = set(titles(store))
            reads += 1
            if len(seen) != 1:
                torn.append(seen)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for round_ in range(1, 31):
        apply(
            store, docs([article(str(n), title=str(round_)) for n in range(10)], after=10 * round_)
        )
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert reads > 0
    assert titles(store) == ["30"] * 10
