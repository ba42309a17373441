"""``kiosk sync``, killed: the cache is whole, no link of the chain is skipped, and the next sync
finishes what this one began."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import checks, power, works
from tests.faults.fault import EVERY, STEPS, Fault, names
from tests.faults.points import each, random_rounds, told
from tests.faults.processes import Nursery
from tests.faults.stage import Stage

STATES = ("new", "behind", "moved")


@pytest.fixture(scope="module")
def stage(programs: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("stage"), programs)
    try:
        made.prepare()
        yield made
    finally:
        made.server.stop()


def run(stage: Stage, programs: Nursery, fault: Fault, luck: random.Random | None = None) -> bool:
    """One sync under a fault; True when it was killed."""
    if fault.shadow is not None:
        power.begin(stage.room, fault.shadow)
    ended = programs.run(works.kiosk, *stage.command("sync"), fault=fault)
    assert ended.killed or ended.code == 0, ended.output
    if ended.killed and fault.shadow is not None:
        power.cut(stage.room, fault.shadow, luck)
    return ended.killed


class Truth:
    """What the server has ever published."""

    def __init__(self, stage: Stage, programs: Nursery) -> None:
        self._stage = stage
        self._programs = programs
        self._history = checks.history(stage.server.database)
        self._head = max(self._history, key=lambda position: position[1])

    def joins_on(self, state: str) -> None:
        """The cache holds what the server had at that link of its chain, or still what it held
        before all this."""
        room, kept = self._stage.room, self._stage.kept(state)
        checks.everything_is_whole(room)
        at, held = checks.position(room), checks.documents(room)
        if at not in self._history:
            assert at == checks.position(kept), "a position that the server has never had"
            assert held == checks.documents(kept)
        else:
            assert held == self._history[at], f"at revision {at[1]}"

    def is_reached(self) -> None:
        """By the next sync, with nothing in its way."""
        room = self._stage.room
        self._programs.run(works.kiosk, *self._stage.command("sync")).check()
        checks.everything_is_whole(room)
        assert checks.position(room) == self._head
        assert checks.documents(room) == self._history[self._head]
        assert not checks.missing_blobs(room)
        assert not list(room.rglob("*.part"))


@pytest.fixture(scope="module")
def truth(stage: Stage, programs: Nursery) -> Truth:
    return Truth(stage, programs)


@pytest.mark.parametrize("power_too", [False, True], ids=["killed", "power-cut"])
@pytest.mark.parametrize("state", STATES)
def test_once_at_every_step(
    stage: Stage, programs: Nursery, truth: Truth, tmp_path: Path, state: str, power_too: bool
) -> None:
    shadow = tmp_path / "shadow" if power_too else None
    dry = Fault(stage.room, log=tmp_path / "calls")
    stage.put(state)
    run(stage, programs, dry)
    reached = set()
    for call in each(dry.counted(), some=power_too):
        fault = Fault(stage.room, call.number, shadow=shadow)
        stage.put(state)
        with told(fault, call):
            assert run(stage, programs, fault)
            reached.add(checks.position(stage.room))
            truth.joins_on(state)
            truth.is_reached()
    assert power_too or len(reached) > 1, names(dry.counted())


def test_at_random(stage: Stage, programs: Nursery, truth: Truth, tmp_path: Path) -> None:
    """Killed again and again, in every way, until a sync comes through."""
    killed = 0
    for number, luck in random_rounds():
        state = luck.choice(STATES)
        stage.put(state)
        with told(Fault(stage.room), f"round {number}"):
            for _ in range(luck.randrange(1, 4)):
                shadow = tmp_path / "shadow" if luck.random() < 0.6 else None
                how = luck.choice(("before", "after", "torn"))
                calls = luck.choice((STEPS, EVERY))
                at = luck.randrange(1, 40 if calls == STEPS else 400)
                fault = Fault(stage.room, at, calls, how, shadow)
                mixed = luck if luck.random() < 0.7 else None
                killed += run(stage, programs, fault, mixed)
                truth.joins_on(state)
            truth.is_reached()
    assert killed


@pytest.mark.parametrize("how", ["full", "broken"])
def test_a_disk_that_fails(
    stage: Stage, programs: Nursery, truth: Truth, tmp_path: Path, how: str
) -> None:
    """It is said, nothing is spoilt, and all is well once the disk is."""
    dry = Fault(stage.room, calls=EVERY, log=tmp_path / "calls")
    stage.put("new")
    run(stage, programs, dry)
    failed = 0
    for call in each(dry.counted(), some=True):
        fault = Fault(stage.room, call.number, EVERY, how)
        stage.put("new")
        with told(fault, call):
            ended = programs.run(works.kiosk, *stage.command("sync"), fault=fault)
            assert "Traceback" not in ended.output, ended.output
            assert ended.code == 0 or ("disk" in ended.output and ended.code == 1), ended.output
            failed += ended.code
            truth.joins_on("new")
            truth.is_reached()
    assert failed
