"""Faults at one point of a run or at random ones. README.md says how to do one of them again.

``KIOSK_FAULT_ROUNDS``: random rounds (30). ``KIOSK_FAULT_SEED``: of these (else a new one, printed
by a failure). ``KIOSK_FAULT_POINT``: only this point, where all points are tried one by one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from tests.faults.fault import build_shim
from tests.faults.processes import Nursery, nursery

ROUNDS = int(os.environ.get("KIOSK_FAULT_ROUNDS", "30"))
SEED = int(os.environ.get("KIOSK_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.fixture(scope="session")
def rounds() -> int:
    """How many random rounds a test has."""
    return ROUNDS


@pytest.fixture(scope="session")
def seed() -> int:
    """``random.Random(f"{seed}/{round}")`` decides each round: one can be done again alone."""
    return SEED


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("programs")
    with nursery(build_shim(folder), folder) as made:
        yield made


def pytest_report_header() -> str:
    return f"faults: {ROUNDS} random rounds, seed {SEED}"
