"""Options of the bundle's tests; `make bundle` runs them, `make test` does not."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bundle", required=True, help="the bundle's program (dist/kiosk/kiosk)")


@pytest.fixture
def bundle(request: pytest.FixtureRequest) -> Path:
    return Path(request.config.getoption("--bundle")).resolve()
