from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.server import ServerProcess
from tests.support.synced_terminal import SyncedTerminal

SAMPLE = Path(__file__).parents[3] / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the sample content, to be changed."""
    folder = tmp_path / "content"
    shutil.copytree(SAMPLE, folder)
    return folder


@pytest.fixture
def server(tmp_path: Path, content: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path / "server", {"server.content_dir": str(content)})
    yield process
    process.stop()


@pytest.fixture
def terminal_at(tmp_path: Path) -> Iterator[Callable[[ServerProcess], SyncedTerminal]]:
    made: list[SyncedTerminal] = []

    def make(server: ServerProcess) -> SyncedTerminal:
        made.append(SyncedTerminal(tmp_path / f"terminal{len(made)}", server))
        return made[-1]

    yield make
    for terminal in made:
        terminal.close()
