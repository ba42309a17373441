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
from tests.faults.served import Served
from tests.faults.stage import Stage
from tests.support.small_content import write_content

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
    database = stage.server.database
    found = checks.rows(database, "SELECT key, refused_code FROM idempotency_key")
    delivered = [key for key, code in found if key in wishes]
    assert len(delivered) == len(set(delivered))
    there = {row[0] for row in checks.rows(database, "SELECT id FROM call_back")}
    assert there.issuperset(delivered)
    if what in ("flipped header", "garbage journal", "of newer software"):
        assert set(delivered) == set(wishes)
    if what in ("zeroed page", "truncated"):
        assert delivered
    if what != "of newer software":
        assert list(stage.room.glob("resident.db.damaged-*"))
        named = "The journal of resident.db" if what == "garbage journal" else "resident.db"
        assert f"{named} was damaged" in output


@ALL
def test_the_server_stays_down_and_says_what_to_restore(
    programs: Nursery, tmp_path: Path, what: str
) -> None:
    served = Served(tmp_path / "server", write_content(tmp_path / "content"), programs)
    assert served.start()
    served.stop()
    key = (served.room / "master.key").read_bytes()
    DAMAGE[what](served.database)
    if what == "garbage journal":  # no frame of it has the right checksum
        assert served.start()
        served.stop()
        return
    ended = served.run("server")
    assert ended.code == 1
    assert "restore" in ended.output or "feed restart" in ended.output
    assert "backup" in ended.output
    assert "Traceback" not in ended.output
    assert (served.room / "master.key").read_bytes() == key


@pytest.mark.parametrize("how", ["gone", "changed", "cut off"])
def test_a_damaged_picture_is_fetched_again(stage: Stage, programs: Nursery, how: str) -> None:
    stage.put("full")
    blob = next(path for path in stage.room.glob("blobs/??/*"))
    content = blob.read_bytes()
    if how == "gone":
        blob.unlink()
    if how == "changed":
        blob.write_bytes(content[:-1] + b"?")
        # A page that wants to show it finds out, and shows none.
        shown = programs.run(works.show, str(stage.room), blob.name).check()
        assert "damaged on disk" in shown.output
        assert not blob.exists()
    if how == "cut off":
        blob.write_bytes(content[: len(content) // 2])
    stage.sync()
    assert blob.read_bytes() == content


@pytest.mark.parametrize("how", ["changed", "cut off"])
def test_a_damaged_picture_of_the_server_is_stored_again(
    stage: Stage, programs: Nursery, how: str
) -> None:
    blob = next(path for path in stage.server.room.glob("blobs/??/*"))
    content = blob.read_bytes()
    blob.write_bytes(content[:-1] + b"?" if how == "changed" else content[:100])
    stage.publish()
    assert blob.read_bytes() == content
