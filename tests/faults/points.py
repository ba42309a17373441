"""Going through the points of a run, one by one or at random."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.faults.fault import Call, Fault

ROUNDS = int(os.environ.get("KIOSK_FAULT_ROUNDS", "30"))
SEED = int(os.environ.get("KIOSK_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
_ONLY = int(os.environ.get("KIOSK_FAULT_POINT", "0"))


def each(calls: Sequence[Call], *, some: bool = False) -> Sequence[Call]:
    """The points of a dry run to be tried: all, ``some`` (a quarter of the rounds), or the one that
    is asked for."""
    assert calls, "the dry run has counted nothing: the shim is not there"
    if _ONLY:
        return [call for call in calls if call.number == _ONLY]
    if not some or len(calls) <= ROUNDS // 4:
        return calls
    chosen = random.Random(SEED).sample(calls, ROUNDS // 4)
    return sorted(chosen, key=lambda call: call.number)


def random_rounds(share: int = 1) -> Iterator[tuple[int, random.Random]]:
    """One in ``share`` of the rounds; only one when ``KIOSK_FAULT_POINT`` names it."""
    for number in range(1, ROUNDS // share + 1):
        if _ONLY in (0, number):
            yield number, random.Random(f"{SEED}/{number}")


@contextmanager
def told(fault: Fault, where: object) -> Iterator[None]:
    """A failure says which point it was."""
    try:
        yield
    except (AssertionError, OSError) as error:
        pytest.fail(f"{fault}, at {where} (seed {SEED}):\n{error}")
