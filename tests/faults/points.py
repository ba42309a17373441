"""Going through the points of a run, one by one or at random."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.faults.fault import Call, Fault

_ONLY = int(os.environ.get("KIOSK_FAULT_POINT", "0"))


def each(calls: Sequence[Call]) -> Iterator[Call]:
    """All of a dry run's calls, or the one that is asked for."""
    assert calls, "the dry run has counted nothing: the shim is not there"
    yield from (call for call in calls if _ONLY in (0, call.number))


@contextmanager
def told(fault: Fault, where: object) -> Iterator[None]:
    """A failure says which point it was."""
    try:
        yield
    except (AssertionError, OSError) as error:
        pytest.fail(f"{fault}, at {where}:\n{error}")


def dice(seed: int, number: int) -> random.Random:
    return random.Random(f"{seed}/{number}")
