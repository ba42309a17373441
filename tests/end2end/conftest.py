"""The real parts: a server process, a lawyer's browser on duty, a terminal in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.lawyer import LawyerBrowser, sign_in
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerProcess]:
    """Parametrise it with settings by name, indirectly, for another than the usual one."""
    process = ServerProcess(tmp_path / "server", getattr(request, "param", None))
    process.lawyer()
    yield process
    process.stop()


@pytest.fixture
def lawyer(server: ServerProcess, tmp_path: Path) -> Iterator[LawyerBrowser]:
    """Signed in, on duty."""
    browser = LawyerBrowser(tmp_path)
    browser.do(sign_in(server.url, "chen", "demo-pass")).result(60)
    yield browser
    browser.close()


@pytest.fixture
def terminal(server: ServerProcess, tmp_path: Path) -> Iterator[Terminal]:
    """Enrolled, on its home page."""
    opened = Terminal(server, tmp_path / "terminal")
    yield opened
    opened.close()
