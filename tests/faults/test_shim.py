"""The means themselves: a check that cannot fail would prove nothing."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import power, works
from tests.faults.checks import rows
from tests.faults.fault import EVERY, STEPS, Fault, names
from tests.faults.processes import Nursery

COUNT = "SELECT count(*) FROM t"


def make(database: Path) -> None:
    """A database with one row, so that a dry run begins where each run does."""
    with closing(sqlite3.connect(database)) as line:
        line.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (0);")


def test_a_kill_at_the_sync_of_a_commit_is_in_the_middle_of_it(
    programs: Nursery, tmp_path: Path
) -> None:
    room, shadow = tmp_path / "room", tmp_path / "shadow"
    dry = Fault(room, calls=EVERY, log=tmp_path / "calls")
    room.mkdir()
    make(room / "x.db")
    programs.run(works.insert, str(room / "x.db"), 3, fault=dry).check()
    calls = dry.counted()
    syncs = [call for call in calls if (call.name, call.path) == ("fdatasync", "/x.db-wal")]
    commits = syncs[1:4]  # the first is of the journal's head alone
    assert len(commits) == 3, names(calls)
    told = []
    for call in commits:
        for shadowed in (None, shadow):
            for path in room.iterdir():
                path.unlink()
            make(room / "x.db")
            power.begin(room, shadow)
            fault = Fault(room, call.number, EVERY, shadow=shadowed)
            ended = programs.run(works.insert, str(room / "x.db"), 3, fault=fault)
            assert ended.killed
            committed = ended.output.count("committed")
            # The journal is written whole, so that SQLite would take it: but nobody was told yet.
            assert rows(room / "x.db", COUNT) == [(1 + committed + 1,)]
            if shadowed:
                power.cut(room, shadow)
                assert rows(room / "x.db", COUNT) == [(1 + committed,)]
            told.append(committed)
    assert told == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("how", ["before", "after", "torn"])
def test_the_three_ways_to_die_at_a_write(programs: Nursery, tmp_path: Path, how: str) -> None:
    room = tmp_path / "room"
    room.mkdir()
    fault = Fault(room, 2, EVERY, how)
    assert programs.run(works.write, str(room / "x"), fault=fault).killed
    left = {"before": b"one.", "after": b"one.two.", "torn": b"one.tw"}[how]
    assert (room / "x").read_bytes() == left


@pytest.mark.parametrize("how", ["full", "broken"])
def test_a_disk_that_fails(programs: Nursery, tmp_path: Path, how: str) -> None:
    room = tmp_path / "room"
    room.mkdir()
    ended = programs.run(works.write, str(room / "x"), fault=Fault(room, 2, EVERY, how)).check()
    assert ended.output.split() == ["written", "ENOSPC" if how == "full" else "EIO"]


def test_elsewhere_nothing_counts(programs: Nursery, tmp_path: Path) -> None:
    for name in ("room", "rooms"):
        (tmp_path / name).mkdir()
    fault = Fault(tmp_path / "room", 1, EVERY)
    programs.run(works.write, str(tmp_path / "rooms" / "x"), fault=fault).check()


def test_a_power_cut_takes_what_was_not_synced(programs: Nursery, tmp_path: Path) -> None:
    room, shadow = tmp_path / "room", tmp_path / "shadow"

    def cut_at(number: int, luck: random.Random | None = None) -> dict[str, bytes]:
        room.mkdir(exist_ok=True)
        for path in room.iterdir():
            path.unlink()
        (room / "kept").write_bytes(b"old")
        power.begin(room, shadow)
        fault = Fault(room, number, STEPS, shadow=shadow)
        ended = programs.run(works.replace, str(room / "kept"), fault=fault)
        assert ended.killed is (number < 5)
        power.cut(room, shadow, luck)
        return {path.name: path.read_bytes() for path in room.iterdir()}

    # 1: unlink of an older part, 2: fsync of the new one, 3: rename, 4: fsync of the folder
    assert [cut_at(number) for number in (1, 2, 3, 4, 5)] == [
        {"kept": b"old"}, {"kept": b"old"}, {"kept": b"old"}, {"kept": b"old"}, {"kept": b"new"},
    ]  # fmt: skip
    seen = [cut_at(4, random.Random(seed)) for seed in range(8)]
    assert {"kept": b"old"} in seen
    assert {"kept": b"new"} in seen
    assert all(found in ({"kept": b"old"}, {"kept": b"new"}) for found in seen)
