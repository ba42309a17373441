"""``kiosk sync``, killed: the cache is whole, no step of the cursor is skipped, and the next sync
finishes what this one began."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import checks, power, works
from tests.faults.fault import EVERY, STEPS, Fault, names
from tests.faults.points import dice, each, told
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


def run(
    stage: Stage, programs: Nursery, fault: Fault, luck: random.Random | None = None
) -> tuple[str | None, int]:
    """One sync under a fault; the cursor that is left."""
    if fault.shadow is not None:
        power.begin(stage.room, fault.shadow)
    ended = programs.run(works.kiosk, *stage.command("sync"), fault=fault)
    assert ended.killed or ended.code == 0, ended.output
    if ended.killed and fault.shadow is not None:
        power.cut(stage.room, fault.shadow, luck)
    return checks.cursor(stage.room)


def joins_on(stage: Stage, state: str) -> None:
    """What is held is the server's feed up to the cursor, on top of what was there before."""
    checks.everything_is_whole(stage.room)
    feed, revision = checks.cursor(stage.room)
    held = checks.documents(stage.room)
    before = checks.documents(stage.kept(state))
    if feed in (None, checks.cursor(stage.kept(state))[0]) and feed != stage.feed():
        assert held == (before if feed else {}), "neither what was there nor the server's"
        return
    assert feed == stage.feed()
    if state == "moved":
        before = {}  # another feed's: gone with the first row of this one
    expected = {}
    for key, item in stage.items().items():
        doc = item.doc if item.revision <= revision else before.get(key)
        if doc is not None:
            expected[key] = doc
    assert held == expected, f"at revision {revision}"


def finishes(stage: Stage, programs: Nursery) -> None:
    """The next sync, with nothing in its way."""
    programs.run(works.kiosk, *stage.command("sync")).check()
    checks.everything_is_whole(stage.room)
    truth = stage.items()
    assert checks.documents(stage.room) == {k: i.doc for k, i in truth.items() if i.doc is not None}
    head = max(item.revision for item in truth.values())
    assert checks.cursor(stage.room) == (stage.feed(), head)
    assert not checks.missing_blobs(stage.room)
    assert not list(stage.room.rglob("*.part"))


@pytest.mark.parametrize("power_too", [False, True], ids=["killed", "power-cut"])
@pytest.mark.parametrize("state", STATES)
def test_once_at_every_step(
    stage: Stage, programs: Nursery, tmp_path: Path, state: str, power_too: bool
) -> None:
    shadow = tmp_path / "shadow" if power_too else None
    dry = Fault(stage.room, log=tmp_path / "calls")
    stage.put(state)
    run(stage, programs, dry)
    reached = set()
    for call in each(dry.counted()):
        fault = Fault(stage.room, call.number, shadow=shadow)
        stage.put(state)
        with told(fault, call):
            reached.add(run(stage, programs, fault))
            joins_on(stage, state)
            finishes(stage, programs)
    assert len(reached) > 1, names(dry.counted())


def test_at_random(stage: Stage, programs: Nursery, tmp_path: Path, rounds: int, seed: int) -> None:
    """Killed again and again, in every way, until a sync comes through."""
    killed = 0
    for number in range(rounds):
        luck = dice(seed, number)
        state = luck.choice(STATES)
        stage.put(state)
        with told(Fault(stage.room), f"round {number} of seed {seed}"):
            for _ in range(luck.randrange(1, 4)):
                shadow = tmp_path / "shadow" if luck.random() < 0.6 else None
                how = luck.choice(("before", "after", "torn"))
                calls = luck.choice((STEPS, EVERY))
                at = luck.randrange(1, 40 if calls == STEPS else 400)
                fault = Fault(stage.room, at, calls, how, shadow)
                mixed = luck if luck.random() < 0.7 else None
                run(stage, programs, fault, mixed)
                killed += 1
                joins_on(stage, state)
            finishes(stage, programs)
    assert killed >= rounds
