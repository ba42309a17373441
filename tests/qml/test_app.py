"""The terminal put together, without its loop running."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.clock import SystemClock
from kiosk.settings import load_settings
from kiosk.terminal import app as app_module
from kiosk.terminal.app import TerminalApp
from kiosk.terminal.channel.identity import DeviceIdentity
from tests.fakes.screen import PROFILE


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path, cache: Path) -> Iterator[TerminalApp]:
    shutil.copytree(cache, tmp_path / "terminal")
    identity = DeviceIdentity(tmp_path / "terminal", SystemClock())
    identity.public_key()
    identity.save("http://127.0.0.1:9", PROFILE)
    made = TerminalApp(load_settings(environ={}, flags={"data_dir": str(tmp_path)}))
    yield made
    made.stop()


def test_without_a_cache_it_can_say_hello_all_the_same(
    app: TerminalApp, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log("^Cannot use the database")
    assert app.socket._hello().revision > 0
    app.content_store.close()  # the next read opens it again
    (tmp_path / "terminal" / "content.db").unlink()
    (tmp_path / "terminal" / "content.db").mkdir()
    hello = app.socket._hello()
    assert (hello.feed, hello.revision) == (None, 0)


def test_a_line_that_does_not_come_up_is_said_to_be_down(
    app: TerminalApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "FIRST_CHANCE_S", 0.01)
    assert app.duty.connecting
    asyncio.run(app._first_chance())
    assert not app.duty.connecting
    assert not app.duty.online
