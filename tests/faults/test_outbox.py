"""The outbox, killed: what was told to be kept is at the server in the end, once, and readable on
this disk only while its session lasts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.ids import new_id
from tests.faults import checks, power, works
from tests.faults.fault import EVERY, STEPS, Fault
from tests.faults.people import SECRET
from tests.faults.points import each, random_rounds, told
from tests.faults.processes import Ended, Nursery
from tests.faults.stage import Stage

STATES = ("new", "known")


class Desk:
    """A terminal of the stage, its people, and what the server has of them."""

    def __init__(self, stage: Stage, programs: Nursery) -> None:
        self.stage = stage
        self._programs = programs
        self.wished: set[str] = set()
        self.asked: set[str] = set()
        self.left = 0

    def begin(self, state: str) -> None:
        self.stage.put(state)
        self.wished, self.asked, self.left = set(), set(), 0
        self.receipts_before = self._receipts()

    def run(
        self,
        fault: Fault,
        wishes: int = 2,
        *,
        together: bool = False,
        luck: random.Random | None = None,
    ) -> bool:
        """Some people under a fault; True when it killed them."""
        ids = [new_id() for _ in range(wishes)]
        self.wished.update(ids)
        if fault.shadow is not None:
            power.begin(self.stage.room, fault.shadow)
        ended = self._people(ids, together, fault)
        assert ended.killed or ended.code == 0, ended.output
        if ended.killed and fault.shadow is not None:
            power.cut(self.stage.room, fault.shadow, luck)
        checks.everything_is_whole(self.stage.room)
        return ended.killed

    def settle(self) -> None:
        """Nothing in the way, and nobody there: everything must be at the server, once."""
        self._people([], False, None).check()
        checks.everything_is_whole(self.stage.room)
        database = self.stage.server.database
        there = {row[0] for row in checks.rows(database, "SELECT id FROM call_back")}
        assert self.asked <= there, "lost"
        keys = Counter(
            row[0] for row in checks.rows(database, "SELECT key FROM idempotency_key")
            if row[0] in self.wished
        )  # fmt: skip
        assert set(keys) == there & self.wished
        assert set(keys.values()) <= {1}, "doubled"
        refused = "SELECT key, refused_code FROM idempotency_key WHERE refused_code IS NOT NULL"
        assert not checks.rows(database, refused)
        assert self._receipts()[0] - self.receipts_before[0] >= self.left
        assert self._receipts()[0] == self._receipts()[1], "a receipt is doubled"
        on_disk = b"".join(path.read_bytes() for path in self.stage.room.glob("resident.db*"))
        assert SECRET.encode() not in on_disk

    def _people(self, ids: list[str], together: bool, fault: Fault | None) -> Ended:
        stage = self.stage
        ended = self._programs.run(
            works.people, str(stage.room), stage.server.url, ids, together, fault=fault
        )
        lines = ended.output.splitlines()
        self.asked.update(line.split()[1] for line in lines if line.startswith("asked "))
        self.left += lines.count("left")
        return ended

    def _receipts(self) -> tuple[int, int]:
        """Receipts that the server has, and keys of such commands."""
        database = self.stage.server.database
        commands = "SELECT count(*) FROM idempotency_key WHERE command = 'erasure_receipt'"
        return (
            checks.rows(database, "SELECT count(*) FROM erasure_receipt")[0][0],
            checks.rows(database, commands)[0][0],
        )


@pytest.fixture(scope="module")
def desk(programs: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """``new``: has never met the server, nor heard its key to seal for; ``known``: has."""
    stage = Stage(tmp_path_factory.mktemp("desk"), programs)
    try:
        stage.enrol(stage.server)
        stage.keep("new")
        made = Desk(stage, programs)
        made.begin("new")
        made.run(Fault(stage.room))
        stage.keep("known")
        yield made
    finally:
        stage.server.stop()


@pytest.mark.parametrize("power_too", [False, True], ids=["killed", "power-cut"])
@pytest.mark.parametrize("state", STATES)
def test_once_at_every_step(desk: Desk, tmp_path: Path, state: str, power_too: bool) -> None:
    dry = Fault(desk.stage.room, log=tmp_path / "calls")
    desk.begin(state)
    assert not desk.run(dry)
    desk.settle()
    killed = 0
    points = each(dry.counted(), some=power_too)
    for call in points:
        fault = Fault(desk.stage.room, call.number, shadow=tmp_path / "s" if power_too else None)
        desk.begin(state)
        with told(fault, call):
            killed += desk.run(fault)
            desk.settle()
    # Asking and settling commit; how the journal is emptied between them hangs on the moment.
    assert killed >= len(points) * 0.8


def test_at_random(desk: Desk, tmp_path: Path) -> None:
    """People come while others' wishes are on their way; killed again and again."""
    for number, luck in random_rounds():
        desk.begin(luck.choice(STATES))
        with told(Fault(desk.stage.room), f"round {number}"):
            for _ in range(luck.randrange(1, 3)):
                calls = luck.choice((STEPS, EVERY))
                fault = Fault(
                    desk.stage.room,
                    luck.randrange(1, 40 if calls == STEPS else 150),
                    calls,
                    luck.choice(("before", "after", "torn")),
                    tmp_path / "shadow" if luck.random() < 0.6 else None,
                )
                mixed = luck if luck.random() < 0.7 else None
                desk.run(fault, luck.randrange(2, 6), together=luck.random() < 0.7, luck=mixed)
            desk.settle()


def test_a_full_disk(desk: Desk, programs: Nursery, tmp_path: Path) -> None:
    """Nobody is told that something is kept which is not; with space again, all goes on."""
    room = desk.stage.room
    dry = Fault(room, calls=EVERY, log=tmp_path / "calls")
    desk.begin("known")
    desk.run(dry)
    refused = 0
    for call in each(dry.counted(), some=True):
        fault = Fault(room, call.number, EVERY, "full")
        desk.begin("known")
        wishes = [new_id() for _ in range(2)]
        desk.wished.update(wishes)
        with told(fault, call):
            ended = programs.run(
                works.people_at_a_full_disk, str(room), desk.stage.server.url, wishes, fault=fault
            )
            if ended.code == 0:
                desk.asked.update(wishes)
            else:  # the very first thing, to open its files, has failed
                assert "EnvironmentFault" in ended.output, ended.output
            refused += "refused" in ended.output
            checks.everything_is_whole(room)
            desk.settle()
    assert refused
