"""What can be read of a damaged ``resident.db`` is in use again, whenever the power goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.terminal.storage import database
from kiosk.terminal.storage.repair import repair
from kiosk.terminal.storage.resident import ResidentStore
from kiosk.terminal.storage.tables import RESIDENT

CLOCK = FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
COUNT = 400


@pytest.fixture(autouse=True)
def damage_is_told(allow_log: Callable[[str], None]) -> None:
    allow_log(r"^resident\.db was damaged")


def filled(folder: Path) -> Path:
    store = ResidentStore(folder, CLOCK)
    for n in range(COUNT):
        rating = {"call_id": f"call-{n}", "score": 3, "rated_at": "2026-11-24T08:00:00Z"}
        store.add(f"key-{n:03}", "rate_call", rating)
    store.close()
    return folder / "resident.db"


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


@pytest.mark.parametrize("which", [0, 3, -1])
def test_a_broken_page_costs_its_own_rows_alone(tmp_path: Path, which: int) -> None:
    path = filled(tmp_path)
    pages = leaf_pages(path)
    assert len(pages) > 6
    with path.open("r+b") as file:
        file.seek(pages[which])
        file.write(b"\xff" * 4096)
    store = ResidentStore(tmp_path, CLOCK)
    left = store.pending()
    store.add("late", "rate_call", {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"})
    store.close()
    assert COUNT - 60 <= left < COUNT
    held = keys(path)
    assert held == [*sorted(held[:-1]), "late"]
    assert len(list(tmp_path.glob("resident.db.damaged-*"))) == 1
    assert not database.repaired_path(path).exists()


@pytest.mark.parametrize("length", [16, 100])
def test_a_broken_header_costs_nothing(tmp_path: Path, length: int) -> None:
    path = filled(tmp_path)
    with path.open("r+b") as file:
        file.write(b"\0" * length)
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()
    assert sorted(p.name for p in tmp_path.glob("*.copy*")) == []


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


def test_the_kept_file_is_as_it_was_found(tmp_path: Path) -> None:
    path = filled(tmp_path)
    store = ResidentStore(tmp_path, CLOCK)
    store.add("new", "rate_call", {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"})
    found = {suffix: path.with_name(path.name + suffix).read_bytes() for suffix in ("", "-wal")}
    store.close()
    for suffix, content in found.items():
        path.with_name(path.name + suffix).write_bytes(content)
    with path.open("r+b") as file:
        file.seek(leaf_pages(path)[0])
        file.write(b"\xff" * 4096)
    found[""] = path.read_bytes()
    ResidentStore(tmp_path, CLOCK).close()
    (kept,) = (p for p in tmp_path.glob("resident.db.damaged-*") if p.name[-4] != "-")
    for suffix, content in found.items():
        assert kept.with_name(kept.name + suffix).read_bytes() == content
    assert "new" in keys(path)


def test_a_journal_that_cannot_be_read_is_kept_and_told(
    tmp_path: Path, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log(r"^The journal of resident\.db is damaged")
    path = filled(tmp_path)
    store = ResidentStore(tmp_path, CLOCK)
    store.add("new", "rate_call", {"call_id": "c", "score": 1, "rated_at": "2026-11-24T08:00:00Z"})
    files = {p: p.read_bytes() for p in (path, path.with_name("resident.db-wal"))}
    store.close()
    for file, content in files.items():
        file.write_bytes(content)
    journal = path.with_name("resident.db-wal")
    with journal.open("r+b") as file:
        file.write(b"\0" * 32)
    broken = journal.read_bytes()
    store = ResidentStore(tmp_path, CLOCK)
    assert store.pending() == COUNT
    store.close()
    (kept,) = tmp_path.glob("resident.db.damaged-*-wal")
    assert kept.read_bytes() == broken
    assert str(kept) in caplog.text


def test_a_file_that_was_emptied_is_told(
    tmp_path: Path, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log(r"^resident\.db is there, but empty")
    path = filled(tmp_path)
    path.write_bytes(b"")
    ResidentStore(tmp_path, CLOCK).close()
    assert "is lost: check the disk" in caplog.text


def test_a_row_whose_parent_is_lost_is_kept(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM outbox WHERE key = 'key-007'")  # foreign keys are off by default
    raw.close()
    with path.open("r+b") as file:
        file.write(b"\0" * 16)
    ResidentStore(tmp_path, CLOCK).close()
    with sqlite3.connect(path) as raw:
        kept = raw.execute("SELECT count(*) FROM ratings WHERE key = 'key-007'").fetchone()
    raw.close()
    assert kept == (1,)


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
    assert repair(path, RESIDENT) >= COUNT
    store = ResidentStore(tmp_path, CLOCK)  # repairs it once more
    assert store.pending() == COUNT
    store.close()


@pytest.mark.parametrize("with_journal", [False, True])
def test_a_power_cut_after_the_damaged_file_is_aside(tmp_path: Path, with_journal: bool) -> None:
    path = filled(tmp_path)
    assert repair(path, RESIDENT) >= COUNT
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
