"""What can be read of a damaged ``resident.db`` is in use again, whenever the power goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.protocol.commands import RateCall
from kiosk.terminal.storage.aside import repaired_path
from kiosk.terminal.storage.repair import repair
from kiosk.terminal.storage.resident import ResidentStore, outbox_summary
from kiosk.terminal.storage.tables import RESIDENT

CLOCK = FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
COUNT = 400
RATING: dict[str, object] = {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"}
ENDS = ("-wal", "-shm")


@pytest.fixture(autouse=True)
def damage_is_told(allow_log: Callable[[str], None]) -> None:
    allow_log(r"^resident\.db was damaged")


@cache
def _full() -> bytes:
    """One commit is one fsync: made once."""
    with TemporaryDirectory() as folder:
        store = ResidentStore(Path(folder), CLOCK)
        for n in range(COUNT):
            rating = {"call_id": f"call-{n}", "score": 3, "rated_at": "2026-11-24T08:00:00Z"}
            store.add(f"key-{n:03}", "rate_call", rating)
        store.close()
        return Path(folder, "resident.db").read_bytes()


def filled(folder: Path) -> Path:
    path = folder / "resident.db"
    path.write_bytes(_full())
    return path


def keys(path: Path) -> list[str]:
    with sqlite3.connect(path) as raw:
        found = [row[0] for row in raw.execute("SELECT key FROM outbox ORDER BY seq")]
    raw.close()
    return found


def leaf_pages(path: Path) -> list[int]:
    """Offsets of the pages that hold rows of the outbox."""
    raw = path.read_bytes()
    return [
        start
        for start in range(4096, len(raw), 4096)
        if raw[start] == 0x0D and b"rate_call" in raw[start : start + 4096]
    ]


def break_page(path: Path, start: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * 4096)


@pytest.mark.parametrize("which", [0, 3, -1])
def test_a_broken_page_costs_its_own_rows_alone(tmp_path: Path, which: int) -> None:
    path = filled(tmp_path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM ratings")
    pages = leaf_pages(path)
    assert len(pages) > 6
    break_page(path, pages[which])
    store = ResidentStore(tmp_path, CLOCK)
    left = store.pending()
    store.add("late", "rate_call", {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"})
    store.close()
    assert COUNT - 60 <= left < COUNT
    held = keys(path)
    assert held == [*sorted(held[:-1]), "late"]
    assert len(list(tmp_path.glob("resident.db.damaged-*"))) == 1
    assert not repaired_path(path).exists()


def test_a_command_that_is_lost_is_made_again_from_its_rating(tmp_path: Path) -> None:
    path = filled(tmp_path)
    break_page(path, leaf_pages(path)[3])
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    names = {f"key-{n:03}": f"call-{n}" for n in range(COUNT)}
    seen: list[str] = []
    while (command := store.next(skip=seen)) is not None:
        rating = RateCall.model_validate(command.payload)
        assert (rating.call_id, rating.score) == (names.pop(command.key), 3)
        seen.append(command.key)
    assert names == {}
    store.close()


def test_a_row_whose_parent_is_lost_is_kept(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM outbox WHERE key = 'key-007'")  # foreign keys are off by default
    with path.open("r+b") as file:
        file.write(b"\0" * 16)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("SELECT count(*) FROM ratings").fetchone() == (COUNT,)


@pytest.mark.parametrize("length", [16, 100])
def test_a_broken_header_costs_nothing(tmp_path: Path, length: int) -> None:
    path = filled(tmp_path)
    with path.open("r+b") as file:
        file.write(b"\0" * length)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()
    assert sorted(p.name for p in tmp_path.glob("*.without-header*")) == []


def test_what_is_cut_off_is_lost_and_the_rest_is_not(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size * 2 // 3 // 4096 * 4096)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() > COUNT // 3
    store.close()


def test_a_table_that_is_cut_off_costs_no_other(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("UPDATE sqlite_master SET rootpage = 9999 WHERE name = 'evaluations'")
    raw.close()
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()


def test_what_is_only_in_the_journal_is_kept(tmp_path: Path) -> None:
    path = filled(tmp_path)
    store = ResidentStore(tmp_path, CLOCK)
    store.add("new", "rate_call", {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"})
    files = {p: p.read_bytes() for p in (path, path.with_name("resident.db-wal"))}
    store.close()
    for file, content in files.items():  # as a power cut leaves them
        file.write_bytes(content)
    with path.open("r+b") as file:
        file.seek(leaf_pages(path)[0])
        file.write(b"\xff" * 4096)
    store = ResidentStore(tmp_path, CLOCK)
    assert "new" in keys(path)
    store.close()


def after_a_crash(folder: Path, count: int = 5) -> dict[Path, bytes]:
    """A file and its journal as a killed terminal leaves them, with ``count`` commands in it."""
    path = filled(folder)
    store = ResidentStore(folder, CLOCK)
    for n in range(count):
        store.add(f"new-{n}", "rate_call", RATING)
    files = {p: p.read_bytes() for p in (path, path.with_name("resident.db-wal"))}
    store.close()
    for file, content in files.items():
        file.write_bytes(content)
    return files


def kept(folder: Path) -> list[bytes]:
    """The file and the journal that were kept aside."""
    (aside,) = (p for p in folder.glob("resident.db.damaged-*") if p.name[-4:] not in ENDS)
    return [aside.read_bytes(), aside.with_name(aside.name + "-wal").read_bytes()]


@pytest.mark.parametrize("at", [0, 16, 18, None])
def test_what_is_kept_aside_is_what_was_found(tmp_path: Path, at: int | None) -> None:
    path = next(iter(after_a_crash(tmp_path)))
    if at is None:
        break_page(path, leaf_pages(path)[0])
    else:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\1\1")
    found = [p.read_bytes() for p in (path, path.with_name("resident.db-wal"))]
    store = ResidentStore(tmp_path, CLOCK)
    left = store.pending()
    store.close()
    assert kept(tmp_path) == found
    assert left == COUNT + 5  # the journal has the newer page, or the ratings say it
    assert {p.name for p in tmp_path.glob("*.copy*")} == set()


def test_damage_that_is_met_later_is_kept_as_it_was_found_too(tmp_path: Path) -> None:
    path = filled(tmp_path)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.next() is not None
    store.add("new", "rate_call", RATING)
    for page in leaf_pages(path):
        break_page(path, page)
    with closing(sqlite3.connect(path)) as other, other:  # so that the store reads it again
        other.execute("UPDATE alembic_version SET version_num = version_num")
    found = [p.read_bytes() for p in (path, path.with_name("resident.db-wal"))]
    assert store.next() is not None
    assert store.pending() == COUNT + 1
    store.close()
    assert kept(tmp_path) == found


@pytest.mark.parametrize("what", ["header", "transaction"])
def test_a_damaged_journal_is_kept_and_told(
    tmp_path: Path, what: str, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^The journal of resident\.db was damaged")
    _, journal = after_a_crash(tmp_path)
    raw = bytearray(journal.read_bytes())
    start = 0 if what == "header" else len(raw) // 2
    raw[start : start + 32] = bytes(32)
    journal.write_bytes(raw)
    found = [p.read_bytes() for p in (tmp_path / "resident.db", journal)]
    for _ in range(2):
        store = ResidentStore(tmp_path, CLOCK)
        left = store.pending()
        assert left == COUNT if what == "header" else COUNT < left < COUNT + 5
        # Not closed: killed again.
    assert kept(tmp_path) == found


@pytest.mark.parametrize("cut", [1, 500, 5000])
def test_what_a_power_cut_has_torn_is_no_damage(tmp_path: Path, cut: int) -> None:
    _, journal = after_a_crash(tmp_path)
    raw = journal.read_bytes()
    journal.write_bytes(raw[:-cut] + bytes(cut) if cut < 4096 else raw[:-cut])
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT + 4
    store.close()
    assert not list(tmp_path.glob("*.damaged-*"))


def test_an_empty_file_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = filled(tmp_path)
    path.write_bytes(b"")
    store = ResidentStore(tmp_path, CLOCK)
    store.add("new", "rate_call", RATING)
    store.close()
    assert "resident.db was damaged (it is empty)" in caplog.text
    assert [p.read_bytes() for p in tmp_path.glob("resident.db.damaged-*")] == [b""]


def test_a_journal_of_another_program_is_kept(tmp_path: Path) -> None:
    path = filled(tmp_path)
    journal = path.with_name("resident.db-journal")
    journal.write_bytes(bytes(32) + b"pages" * 1000)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()
    (aside,) = tmp_path.glob("resident.db.damaged-*-journal")
    assert aside.read_bytes() == bytes(32) + b"pages" * 1000


def test_to_look_at_what_waits_changes_nothing(tmp_path: Path) -> None:
    files = after_a_crash(tmp_path)
    assert outbox_summary(tmp_path).names == {"rate_call": COUNT + 5}
    assert {p: p.read_bytes() for p in files} == files


@pytest.mark.parametrize("there", [False, True])
def test_the_journal_of_a_file_that_is_gone_or_empty_is_kept(
    tmp_path: Path, there: bool, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^resident\.db is gone or empty, but its journal is there")
    journal = tmp_path / "resident.db-wal"
    for _ in range(2):
        store = ResidentStore(tmp_path, CLOCK)
        store.add(
            "k", "rate_call", {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"}
        )
        content = journal.read_bytes()
        store.close()
        journal.write_bytes(content)
        if there:
            (tmp_path / "resident.db").write_bytes(b"")
        else:
            (tmp_path / "resident.db").unlink()
        store = ResidentStore(tmp_path, CLOCK)
        assert store.pending() == 0
        store.close()
        assert any(p.read_bytes() == content for p in tmp_path.glob("resident.db.damaged-*-wal"))


def test_a_power_cut_before_the_damaged_file_is_aside(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with path.open("r+b") as file:
        file.write(b"\0" * 100)
    assert repair(path, RESIDENT)[0] >= COUNT
    store = ResidentStore(tmp_path, CLOCK)  # repairs it once more
    assert store.pending() == COUNT
    store.close()


@pytest.mark.parametrize("with_journal", [False, True])
def test_a_power_cut_after_the_damaged_file_is_aside(tmp_path: Path, with_journal: bool) -> None:
    path = filled(tmp_path)
    assert repair(path, RESIDENT)[0] >= COUNT
    path.rename(tmp_path / "resident.db.damaged-20261124T080000")
    if with_journal:
        path.with_name("resident.db-wal").write_bytes(b"of the damaged file")
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()
    moved = tmp_path / "resident.db.damaged-20261124T080000-wal"
    assert moved.exists() is with_journal


def test_a_folder_in_its_place_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / "resident.db").mkdir()
    (tmp_path / "resident.db" / "file").write_text("of somebody")
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == 0
    store.close()
    assert [p.read_text() for p in tmp_path.glob("resident.db.damaged-*/file")] == ["of somebody"]


def test_what_is_no_database_at_all_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "resident.db").write_bytes(b"no database" * 3000)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == 0
    store.close()
