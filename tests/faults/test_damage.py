"""Damaged files: the cache comes back by itself, what residents left is never discarded, and the
server says which backup to restore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.ids import new_id
from tests.faults import checks, works
from tests.faults.damage import DAMAGE
from tests.faults.processes import Nursery
from tests.faults.stage import Stage

ALL = pytest.mark.parametrize("what", DAMAGE)


@pytest.fixture(scope="module")
def stage(programs: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("stage"), programs)
    try:
        made.enrol(made.server)
        made.sync()
        people(made, programs, [new_id()])  # it has heard the key to seal for
        made.keep("full")
        yield made
    finally:
        made.server.stop()


def people(stage: Stage, programs: Nursery, wishes: list[str]) -> str:
    work = programs.run(works.people, str(stage.room), stage.server.url, wishes, False)
    return work.check().output


@ALL
def test_the_cache_comes_back_by_itself(stage: Stage, programs: Nursery, what: str) -> None:
    stage.put("full")
    truth = checks.documents(stage.room)
    DAMAGE[what](stage.room / "content.db")
    stage.sync()
    assert checks.documents(stage.room) == truth
    aside = list(stage.room.glob("content.db.damaged-*"))
    assert bool(aside) is (what not in ("empty", "garbage journal"))
    stage.sync()


@ALL
def test_what_residents_left_is_not_discarded(stage: Stage, programs: Nursery, what: str) -> None:
    stage.put("full")
    wishes = [new_id() for _ in range(40)]
    programs.run(works.ask, str(stage.room), wishes).check()
    DAMAGE[what](stage.room / "resident.db")
    output = people(stage, programs, [])
    database = stage.server_room / "server.db"
    found = checks.rows(database, "SELECT key, refused_code FROM idempotency_key")
    delivered = [key for key, code in found if key in wishes]
    assert len(delivered) == len(set(delivered))
    there = {row[0] for row in checks.rows(database, "SELECT id FROM call_back")}
    assert there.issuperset(delivered)
    if what in ("flipped header", "garbage journal", "of newer software"):
        assert set(delivered) == set(wishes)
    if what in ("zeroed page", "truncated"):
        assert delivered
    if what not in ("empty", "garbage journal", "of newer software"):
        assert list(stage.room.glob("resident.db.damaged-*"))
        assert "resident.db was damaged" in output


@ALL
def test_a_server_names_the_backup(
    stage: Stage, programs: Nursery, tmp_path: Path, what: str
) -> None:
    pass
