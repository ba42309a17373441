"""Content of a running server, of one that is started again, and with mistakes in it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import requests

from kiosk.cli import main
from kiosk.protocol import socket as wire
from tests.integration.server.conftest import StartServer
from tests.support.feed_reader import reader
from tests.support.signalling import ServerThread, Terminal, make_device
from tests.support.small_content import article


def revision(server: ServerThread) -> int:
    return int(requests.get(f"{server.url}/api/v1/health", timeout=5).json()["revision"])


def test_a_running_server_tells_what_was_published(server: ServerThread, tmp_path: Path) -> None:
    device = make_device(server.settings, server.url)
    other = shutil.copytree(tmp_path / "content", tmp_path / "other")
    (other / "news" / "more.md").write_text(article("又一条"), "utf-8")

    async def run() -> None:
        async with Terminal(device) as terminal:
            welcome = await terminal.expect(wire.Welcome)
            await terminal.expect(wire.Duty)  # all is told that there is to tell
            words = ["publish", str(other), "--data-dir", str(server.settings.data_dir)]
            assert await asyncio.to_thread(main, words) == 0
            changed = await asyncio.wait_for(terminal.expect(wire.FeedChanged), 3)
            assert changed.revision == welcome.revision + 1

    asyncio.run(run())


def test_leaving_the_folder_out_once_withdraws_nothing(start_server: StartServer) -> None:
    first = start_server()
    before = revision(first)
    first.stop()
    second = start_server(server__content_dir="")
    device = make_device(second.settings, second.url)
    terminal = reader(device)
    assert terminal.walk().revision == before
    assert len(terminal.docs) == before  # nothing was withdrawn


def test_a_new_server_without_a_folder_offers_the_sample(start_server: StartServer) -> None:
    assert revision(start_server(server__content_dir="")) > 100


def test_a_mistake_stops_no_server_that_has_content(
    start_server: StartServer, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log("is not published")
    first = start_server()
    before = revision(first)
    first.stop()
    guide = tmp_path / "content" / "guides" / "wages.md"
    for spoilt in (article(published="2026-02-30").encode(), article().encode("gbk")):
        guide.write_bytes(spoilt)
        again = start_server()
        assert revision(again) == before
        again.stop()
