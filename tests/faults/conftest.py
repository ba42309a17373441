"""Faults at one point of a run or at random ones. README.md says how to do one of them again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.fault import build_shim
from tests.faults.points import ROUNDS, SEED
from tests.faults.processes import Nursery, nursery


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("programs")
    with nursery(build_shim(folder), folder) as made:
        yield made


def pytest_report_header() -> str:
    return f"faults: {ROUNDS} random rounds, seed {SEED}"
