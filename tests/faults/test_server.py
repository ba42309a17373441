"""The server, killed: at its first start, while it publishes, while it enrols terminals and carries
out their commands. What it has answered it has kept; what it publishes is there whole or not at
all."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.ids import new_id
from tests.faults import checks, power, works
from tests.faults.fault import EVERY, STEPS, Fault
from tests.faults.points import each, random_rounds, told
from tests.faults.processes import Ended, Nursery, Running
from tests.faults.served import Served
from tests.faults.stage import write_news
from tests.support.small_content import write_content
from tests.support.waiting import wait_until

ITEMS = "SELECT kind, item_id, revision, deleted, digest FROM content_item ORDER BY revision"
POWER = pytest.mark.parametrize("power_too", [False, True], ids=["killed", "power-cut"])


class Town:
    """A server and a terminal, both in folders that can be put back."""

    def __init__(self, folder: Path, programs: Nursery) -> None:
        self.programs = programs
        self.content = write_content(folder / "content")
        write_news(self.content, range(5), "first")
        self.served = Served(folder / "server", self.content, programs)
        self._data = folder / "terminal"
        self._kept = folder / "kept"
        self.served.keep("empty")
        self.served.start()
        self.enrol(self.served.code()).check()
        self.ask()
        self.served.stop()
        shutil.copytree(self._data, self._kept)
        self.served.keep("used")

    def put(self, state: str) -> None:
        self.served.put(state)
        shutil.rmtree(self._data, ignore_errors=True)
        if state == "used":
            shutil.copytree(self._kept, self._data)

    @property
    def room(self) -> Path:
        return self._data / "terminal"

    def enrol(self, code: str, fault: Fault | None = None, place: str = "") -> Ended:
        """``place``: another terminal's folder, below this one's."""
        data = self._data / place
        (data / "terminal").mkdir(parents=True, exist_ok=True)
        words = ("--data-dir", str(data), "--server", self.served.url, "--code", code)
        return self.programs.run(works.kiosk, "enrol", *words, fault=fault)

    def sync(self) -> Ended:
        return self.programs.run(works.kiosk, "sync", "--data-dir", str(self._data))

    def people(self, wishes: list[str]) -> Running:
        return self.programs.start(works.people, str(self.room), self.served.url, wishes, True)

    def ask(self) -> None:
        self.people([new_id()]).wait().check()

    def whole(self) -> None:
        """The server's data: each blob that it has noted is there, too."""
        checks.everything_is_whole(self.served.room)
        for sha256, size in checks.rows(self.served.database, "SELECT sha256, size FROM blob"):
            path = self.served.room / "blobs" / sha256[:2] / sha256
            assert path.stat().st_size == size


@pytest.fixture(scope="module")
def town(programs: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"), programs)
    yield made
    made.served.stop()


@pytest.fixture
def shadow(tmp_path: Path, power_too: bool) -> Path | None:
    return tmp_path / "shadow" if power_too else None


def cut(fault: Fault, killed: bool, luck: random.Random | None = None) -> None:
    if killed and fault.shadow is not None:
        power.cut(fault.folder, fault.shadow, luck)


def begin(fault: Fault) -> Fault:
    if fault.shadow is not None:
        power.begin(fault.folder, fault.shadow)
    return fault


@POWER
def test_the_first_start_at_every_step(
    town: Town, tmp_path: Path, power_too: bool, shadow: Path | None
) -> None:
    served = town.served
    dry = Fault(served.room, log=tmp_path / "calls")
    town.put("empty")
    served.start(dry)
    served.stop()
    published = [row[:2] for row in checks.rows(served.database, ITEMS)]
    assert published
    for call in each(dry.counted(), some=power_too):
        town.put("empty")
        fault = begin(Fault(served.room, call.number, shadow=shadow))
        with told(fault, call):
            served.start(fault)
            cut(fault, served.stop())
            town.whole()
            assert served.start()
            if power_too:  # what the server signs with is there, and one with what it has told
                town.enrol(town.served.code()).check()
                town.sync().check()
            served.kill()
            town.whole()
            assert [row[:2] for row in checks.rows(served.database, ITEMS)] == published


@POWER
def test_publishing_at_every_step(
    town: Town, tmp_path: Path, power_too: bool, shadow: Path | None
) -> None:
    """All of it or nothing, and the same revisions at the second attempt."""
    served = town.served
    town.put("used")
    before = checks.rows(served.database, ITEMS)
    shutil.copytree(town.content, tmp_path / "content")
    changed = tmp_path / "content"
    write_news(changed, range(3, 9), "second", pictures=2)
    (changed / "guides" / "wages.md").unlink()
    dry = Fault(served.room, log=tmp_path / "calls")
    served.run("publish", str(changed), fault=dry).check()
    after = checks.rows(served.database, ITEMS)
    assert after != before
    seen = []
    for call in each(dry.counted(), some=power_too):
        town.put("used")
        fault = begin(Fault(served.room, call.number, shadow=shadow))
        with told(fault, call):
            ended = served.run("publish", str(changed), fault=fault)
            assert ended.killed
            cut(fault, True)
            town.whole()
            seen.append(checks.rows(served.database, ITEMS))
            assert seen[-1] in (before, after)
            served.run("publish", str(changed)).check()
            town.whole()
            assert checks.rows(served.database, ITEMS) == after
    assert before in seen


def test_a_killed_publication_leaves_no_picture_that_the_next_one_loses(
    town: Town, tmp_path: Path
) -> None:
    """Killed when a picture has its name, and the folder does not have it for good: the next one
    finds the file there, and must not count on it before it has synced the folder."""
    served = town.served
    changed = tmp_path / "content"
    shutil.copytree(town.content, changed)
    write_news(changed, range(3, 4), "fourth", pictures=1)
    town.put("used")
    dry = Fault(served.room, log=tmp_path / "calls")
    served.run("publish", str(changed), fault=dry).check()
    named = [c for c in dry.counted() if c.name == "rename" and c.path.startswith("/blobs/")]
    town.put("used")
    shadow = tmp_path / "shadow"
    fault = begin(Fault(served.room, named[0].number, how="after", shadow=shadow))
    assert served.run("publish", str(changed), fault=fault).killed
    served.run("publish", str(changed), fault=Fault(served.room, shadow=shadow)).check()
    power.cut(served.room, shadow)
    town.whole()


def test_publishing_to_a_full_disk(town: Town, tmp_path: Path) -> None:
    served = town.served
    town.put("used")
    before = checks.rows(served.database, ITEMS)
    changed = tmp_path / "content"
    shutil.copytree(town.content, changed)
    write_news(changed, range(3, 9), "third", pictures=2)
    dry = Fault(served.room, calls=EVERY, log=tmp_path / "calls")
    served.run("publish", str(changed), fault=dry).check()
    after = checks.rows(served.database, ITEMS)
    failed = 0
    for call in each(dry.counted(), some=True):
        town.put("used")
        fault = Fault(served.room, call.number, EVERY, "full")
        with told(fault, call):
            ended = served.run("publish", str(changed), fault=fault)
            assert "Traceback" not in ended.output, ended.output
            assert ended.code == 0 or ("space" in ended.output.lower() and ended.code == 1)
            failed += ended.code
            town.whole()
            assert checks.rows(served.database, ITEMS) == (before if ended.code else after)
            served.run("publish", str(changed)).check()
            town.whole()
            assert checks.rows(served.database, ITEMS) == after
    assert failed


@POWER
def test_enrolling_at_every_step_of_the_terminal(
    town: Town, tmp_path: Path, power_too: bool, shadow: Path | None
) -> None:
    """The same code again is enough."""
    town.put("used")
    assert town.served.start()
    try:
        shutil.rmtree(town.room)
        dry = Fault(town.room, log=tmp_path / "calls")
        town.enrol(town.served.code(), dry).check()
        for call in each(dry.counted(), some=power_too):
            shutil.rmtree(town.room)
            town.room.mkdir()
            fault = begin(Fault(town.room, call.number, shadow=shadow))
            code = town.served.code()
            with told(fault, call):
                assert town.enrol(code, fault).killed
                cut(fault, True)
                again = town.enrol(code)
                assert again.code == 0 or "enrolled already" in again.output, again.output
                town.sync().check()
    finally:
        town.served.stop()


@POWER
def test_commands_and_enrolments_at_every_step_of_the_server(
    town: Town, tmp_path: Path, power_too: bool, shadow: Path | None
) -> None:
    served = town.served
    dry = Fault(served.room, log=tmp_path / "calls")
    serve_under(town, dry)
    for call in each(dry.counted(), some=power_too):
        fault = Fault(served.room, call.number, shadow=shadow)
        with told(fault, call):
            serve_under(town, fault)


def test_commands_at_random(town: Town, tmp_path: Path) -> None:
    for number, luck in random_rounds(share=3):
        calls = luck.choice((STEPS, EVERY))
        fault = Fault(
            town.served.room, luck.randrange(1, 25 if calls == STEPS else 120), calls,
            luck.choice(("before", "after", "torn")),
            tmp_path / "shadow" if luck.random() < 0.6 else None,
        )  # fmt: skip
        with told(fault, f"round {number}"):
            serve_under(town, fault, luck)


def serve_under(town: Town, fault: Fault, luck: random.Random | None = None) -> None:
    """People ask and a terminal enrols while the server dies, and is started again."""
    served = town.served
    town.put("used")
    code = served.code()
    wishes = [new_id() for _ in range(3)]
    served.start(begin(fault))
    people = town.people(wishes)
    wait_until(lambda: not people.alive or not served.alive, "the people, or the fault", 40)
    other = town.enrol(code, place="other")
    cut(fault, served.stop(), luck)
    town.whole()
    assert served.start()
    people.wait().check()
    if other.code != 0:
        town.enrol(code, place="other").check()
    served.kill()
    town.whole()
    there = [row[0] for row in checks.rows(served.database, "SELECT id FROM call_back")]
    assert set(wishes) <= set(there), "lost"
    keys = checks.rows(served.database, "SELECT key, refused_code FROM idempotency_key")
    assert len(keys) == len(set(keys))
    assert {code for _, code in keys} == {None}
    receipts = checks.rows(served.database, "SELECT count(*) FROM erasure_receipt")[0][0]
    assert len(keys) == len(there) + receipts, "doubled"
    assert checks.rows(served.database, "SELECT count(*) FROM device") == [(2,)]
