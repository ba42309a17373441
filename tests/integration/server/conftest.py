from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.server.signalling.timing import Timing
from kiosk.settings import Settings, load_settings
from tests.support.signalling import ServerThread
from tests.support.small_content import write_content

#: Short enough for a test, long enough for a busy machine.
QUICK = Timing(
    ring=timedelta(seconds=3),
    lease=timedelta(seconds=2.5),
    heartbeat=timedelta(seconds=0.3),
    grace=timedelta(seconds=1.5),
    sweep=timedelta(seconds=0.1),
    hold_terminal=timedelta(seconds=2),
    hold_lawyer=timedelta(seconds=1.5),
)

StartServer = Callable[..., ServerThread]


def make_settings(folder: Path, **flags: Any) -> Settings:
    content = folder / "content"
    if not content.exists():
        write_content(content)
    return load_settings(
        environ={},
        flags={"data_dir": str(folder / "data"), "server.content_dir": str(content),
               "server.always_on_duty": True,
               **{name.replace("__", "."): value for name, value in flags.items()}},
    )  # fmt: skip


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """``start_server(timing, **settings)``; each is stopped at the end."""
    running: list[ServerThread] = []

    def start(timing: Timing = QUICK, **flags: Any) -> ServerThread:
        server = ServerThread(make_settings(tmp_path, **flags), timing)
        running.append(server)
        return server

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def server(start_server: StartServer) -> ServerThread:
    return start_server()
