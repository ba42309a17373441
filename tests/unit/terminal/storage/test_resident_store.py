from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault
from kiosk.terminal.storage import resident
from kiosk.terminal.storage.resident import KEEP_SETTLED, ResidentStore, Waiting

CALL = "0c5f7d3a-call-of-a-person"


def payload(call_id: str = CALL, score: int = 3) -> dict[str, object]:
    return {"call_id": call_id, "score": score, "rated_at": "2026-11-24T08:00:00Z"}


def waiting(key: str, call_id: str = CALL, score: int = 3) -> Waiting:
    return Waiting(key, "rate_call", payload(call_id, score), None)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[ResidentStore]:
    opened = ResidentStore(tmp_path, clock)
    yield opened
    opened.close()


def count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as raw:
        (rows,) = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
    raw.close()
    return int(rows)


def test_commands_come_out_in_order(store: ResidentStore) -> None:
    assert store.next() is None
    store.add("k1", "rate_call", payload("c1"))
    store.add("k2", "rate_call", payload("c2", 1))
    assert store.next() == waiting("k1", "c1")
    store.done("k1")
    assert store.next() == waiting("k2", "c2", 1)
    store.refused("k2", "unknown_call")
    assert store.next() is None
    assert store.pending() == 0


def test_the_same_key_is_one_command_even_after_delivery(
    store: ResidentStore, tmp_path: Path
) -> None:
    store.add("k", "rate_call", payload())
    store.add("k", "rate_call", payload(score=1))
    assert store.pending() == 1
    assert count(tmp_path / "resident.db", "ratings") == 1
    store.done("k")
    store.add("k", "rate_call", payload())
    assert store.next() is None
    assert count(tmp_path / "resident.db", "ratings") == 0


def test_a_command_and_its_row_are_kept_together_or_not_at_all(
    store: ResidentStore, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="score"):
        store.add("k", "rate_call", payload(score=9))
    assert store.pending() == 0
    assert count(tmp_path / "resident.db", "ratings") == 0


def test_the_outbox_survives_closing(tmp_path: Path, clock: FixedClock) -> None:
    first = ResidentStore(tmp_path, clock)
    first.add("k", "rate_call", payload())
    first.close()
    second = ResidentStore(tmp_path, clock)
    assert second.next() == waiting("k")
    second.close()


@pytest.mark.parametrize("settle", ["done", "refused"])
def test_nothing_of_a_person_is_left_after_delivery(
    store: ResidentStore, tmp_path: Path, settle: str
) -> None:
    def on_disk() -> bytes:
        return b"".join(p.read_bytes() for p in tmp_path.glob("resident.db*"))

    store.add("k", "rate_call", payload())
    assert CALL.encode() in on_disk()
    if settle == "done":
        store.done("k")
    else:
        store.refused("k", "unknown_call")
    assert CALL.encode() not in on_disk()


def test_keys_of_settled_commands_go_after_a_while(
    store: ResidentStore, tmp_path: Path, clock: FixedClock
) -> None:
    store.add("old", "rate_call", payload())
    store.done("old")
    clock.advance(KEEP_SETTLED + timedelta(days=1))
    store.add("new", "rate_call", payload())
    store.done("new")
    assert count(tmp_path / "resident.db", "outbox") == 1


def test_a_full_outbox_says_so(store: ResidentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "CAPACITY", 2)
    store.add("1", "rate_call", payload())
    store.add("2", "rate_call", payload())
    with pytest.raises(EnvironmentFault) as caught:
        store.add("3", "rate_call", payload())
    assert caught.value.code == "outbox_full"


def test_a_damaged_file_is_kept_and_reported(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^resident\.db was damaged")
    first = ResidentStore(tmp_path, clock)
    first.add("k", "rate_call", payload())
    first.close()
    path = tmp_path / "resident.db"
    original = path.read_bytes()
    damaged = b"garbage!" + original[8:]
    path.write_bytes(damaged)
    second = ResidentStore(tmp_path, clock)
    assert (tmp_path / "resident.db.damaged-20261124T080000").read_bytes() == damaged
    second.add("k2", "rate_call", payload())
    assert second.pending() == 1
    second.close()


@pytest.mark.parametrize("table", ["outbox", "ratings"])
def test_damage_while_running_costs_no_rating(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None], table: str
) -> None:
    allow_log(r"^resident\.db was damaged")
    store = ResidentStore(tmp_path, clock)
    store.add("k1", "rate_call", payload("c1"))
    with sqlite3.connect(tmp_path / "resident.db") as raw:
        raw.execute(f"DROP TABLE {table}")
    raw.close()
    store.add("k2", "rate_call", payload("c2"))
    assert store.next() == waiting("k2", "c2")
    assert (tmp_path / "resident.db.damaged-20261124T080000").exists()
    store.close()


def test_damaged_files_pile_up_rather_than_being_overwritten(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^resident\.db was damaged")
    for n in range(3):
        (tmp_path / "resident.db").write_bytes(b"garbage %d" % n * 1000)
        ResidentStore(tmp_path, clock).close()
    kept = sorted(p.read_bytes()[:9] for p in tmp_path.glob("resident.db.damaged-*"))
    assert kept == [b"garbage 0", b"garbage 1", b"garbage 2"]


def test_a_file_of_a_newer_program_is_used_as_it_is(tmp_path: Path, clock: FixedClock) -> None:
    first = ResidentStore(tmp_path, clock)
    first.add("k", "rate_call", payload())
    first.close()
    with sqlite3.connect(tmp_path / "resident.db") as raw:
        raw.execute("ALTER TABLE outbox ADD COLUMN mood TEXT")
        raw.execute("UPDATE alembic_version SET version_num = 'resident_0042'")
    raw.close()
    second = ResidentStore(tmp_path, clock)
    assert second.next() == waiting("k")
    second.close()
