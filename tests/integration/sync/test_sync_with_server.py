"""The terminal's sync against the real server process."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.domain.directory import Category
from kiosk.errors import NotAllowedError, ServerUnreachable, UserError
from kiosk.protocol.feed import FeedRefused
from kiosk.protocol.socket import AnyMessage, Hello, Welcome
from kiosk.terminal.channel.enrol import enrol
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.network import BearerAuth, Line
from tests.support.server import ServerProcess
from tests.support.synced_terminal import SyncedTerminal

TerminalAt = Callable[[ServerProcess], SyncedTerminal]


def pieces(content: Path, kind: str) -> list[Path]:
    return sorted(p for p in (content / kind).glob("*.md") if p.name != "README.md")


def edit_news(content: Path, **fields: str) -> str:
    """Change front matter of the first news item; its slug."""
    path = pieces(content, "news")[0]
    lines = path.read_text("utf-8").splitlines()
    for name, value in fields.items():
        lines = [f"{name}: {value}" if ln.startswith(f"{name}:") else ln for ln in lines]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path.stem


def test_everything_that_is_published_arrives(
    server: ServerProcess, content: Path, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)
    report = terminal.client.sync()
    store = terminal.store
    assert report.changes > 50
    assert report.blobs > 5
    assert report.blobs_missing == 0
    assert len(store.articles(ArticleKind.NEWS)) == len(pieces(content, "news"))
    assert len(store.articles(ArticleKind.GUIDE)) == len(pieces(content, "guides"))
    assert len(store.lawyers()) >= 30
    assert store.entries(Category.LEGAL_AID_CENTRE)
    assert store.shifts()
    assert store.holidays().holidays
    for article in store.articles(ArticleKind.GUIDE):
        assert article.citations
        if article.picture:
            assert store.blob_path(article.picture)
    for lawyer in store.lawyers():
        assert store.organisation(lawyer.firm)
        assert lawyer.portrait
        assert store.blob_path(lawyer.portrait)
    again = terminal.client.sync()
    assert (again.changes, again.blobs) == (0, 0)


def test_changes_and_tombstones_arrive(
    server: ServerProcess, content: Path, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)
    terminal.client.sync()
    before = {a.id: a for a in terminal.store.articles(ArticleKind.NEWS)}
    edit_news(content, title="改过的标题")
    guide = pieces(content, "guides")[0]
    guide.unlink()
    guides = len(terminal.store.articles(ArticleKind.GUIDE))
    server.restart()
    report = terminal.client.sync()
    assert report.changes == 2
    after = {a.id: a for a in terminal.store.articles(ArticleKind.NEWS)}
    changed = [a for a in after.values() if a.title == "改过的标题"]
    assert len(changed) == 1
    assert changed[0].id in before
    assert {i for i in after if after[i] != before[i]} == {changed[0].id}
    assert len(terminal.store.articles(ArticleKind.GUIDE)) == guides - 1


def feed(server: ServerProcess, *words: str) -> None:
    """``kiosk feed ...`` beside the running server."""
    done = subprocess.run(
        [*server.command("feed"), *words], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr


def publish(server: ServerProcess, content: Path) -> None:
    subprocess.run([*server.command("publish"), str(content)], check=True, capture_output=True)


def test_keys_change_while_both_run(
    server: ServerProcess, content: Path, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)
    terminal.client.sync()
    for number, words in enumerate((["rotate"], ["rotate", "--root"], ["rotate"])):
        feed(server, *words)
        edit_news(content, title=f"第 {number} 次")
        publish(server, content)
        assert terminal.client.sync().changes == 1
    assert any(a.title == "第 2 次" for a in terminal.store.articles(ArticleKind.NEWS))


async def say_hello(terminal: SyncedTerminal, server: ServerProcess) -> None:
    """Connect as the terminal does, and say which keys it has seen."""
    state = terminal.store.state()
    assert state.keys is not None
    hello = Hello(software="test", feed=state.feed, revision=state.revision,
                  key_set=state.keys.version)  # fmt: skip
    socket = DeviceSocket(
        terminal.line, terminal.identity.token, lambda: hello, lambda message: None,
        lambda online: None, correct=terminal.identity.correct,
    )  # fmt: skip
    running = asyncio.create_task(socket.run())
    with sqlite3.connect(server.settings.data_dir / "server.db") as line:
        for _ in range(100):
            (seen,) = line.execute("select max(key_set) from device").fetchone()
            if seen == state.keys.version:
                break
            await asyncio.sleep(0.1)
    line.close()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize(("rotations", "told"), [(0, False), (2, False), (2, True)])
def test_after_a_restored_backup_the_feed_begins_anew(
    server: ServerProcess, content: Path, terminal_at: TerminalAt, rotations: int, told: bool
) -> None:
    """By one command. ``rotations``: changes of keys since the backup; ``told``: the terminal's
    socket has told of them, else the operator does as the refusal says."""
    terminal = terminal_at(server)
    data = server.settings.data_dir
    backup = data.parent / "backup"
    subprocess.run([*server.command("backup"), str(backup)], check=True, capture_output=True)
    for _ in range(rotations):
        feed(server, "rotate")
    edit_news(content, title="备份之后")
    publish(server, content)
    terminal.client.sync()
    held = terminal.store.cursor()
    server.stop()
    away = data.rename(data.with_name("away"))  # as docs/operators/backup.md has it
    shutil.copytree(backup, data)
    shutil.copy2(away / "master.key", data)
    edit_news(content, title="备份之前")
    server.start()
    with pytest.raises(FeedRefused) as refused:
        terminal.client.sync()
    assert terminal.store.cursor() == held
    advice = re.search(r"`kiosk feed (restart[^`]*)`", str(refused.value))
    assert advice is not None
    assert advice[1] == ("restart --past 3" if rotations else "restart")
    if told:
        asyncio.run(say_hello(terminal, server))
        feed(server, "restart")
    else:
        feed(server, *advice[1].split())
    terminal.client.sync()
    assert terminal.store.cursor()[0] != held[0]
    assert any(a.title == "备份之前" for a in terminal.store.articles(ArticleKind.NEWS))


def test_a_terminal_with_a_flat_battery_syncs_and_comes_up(
    server: ServerProcess, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log("^This terminal's clock is ")
    clock = FixedClock(datetime(1970, 1, 1, 0, 3, tzinfo=UTC))
    terminal = SyncedTerminal(tmp_path / "terminal", server, clock)
    assert terminal.client.sync().changes > 50
    came: list[AnyMessage] = []

    async def connect() -> None:
        identity = DeviceIdentity(tmp_path / "terminal", clock)
        up = asyncio.Event()
        socket = DeviceSocket(
            terminal.line, identity.token, lambda: Hello(software="test"), came.append,
            lambda online: up.set() if online else None, correct=identity.correct,
        )  # fmt: skip
        running = asyncio.create_task(socket.run())
        await asyncio.wait_for(up.wait(), 10)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(connect())
    assert isinstance(came[0], Welcome)
    terminal.close()


def test_a_server_gone_leaves_everything_readable(
    server: ServerProcess, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)
    terminal.client.sync()
    cursor = terminal.store.cursor()
    news = list(terminal.store.articles(ArticleKind.NEWS))
    server.kill()
    with pytest.raises(ServerUnreachable):
        terminal.client.sync()
    assert terminal.store.cursor() == cursor
    assert list(terminal.store.articles(ArticleKind.NEWS)) == news
    server.start()
    assert terminal.client.sync().changes == 0


def test_a_new_database_replaces_the_cache(
    server: ServerProcess, content: Path, tmp_path: Path, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)
    terminal.client.sync()
    old_feed = terminal.store.cursor()[0]
    for news in pieces(content, "news")[1:]:
        news.unlink()
    other = ServerProcess(tmp_path / "other", {"server.content_dir": str(content)})
    try:
        terminal.enrol(other)
        terminal.client.sync()
        assert terminal.store.cursor()[0] != old_feed
        assert len(terminal.store.articles(ArticleKind.NEWS)) == 1
    finally:
        other.stop()


def test_strangers_get_nothing(
    server: ServerProcess, tmp_path: Path, terminal_at: TerminalAt
) -> None:
    terminal = terminal_at(server)
    other = ServerProcess(tmp_path / "other")
    try:
        auth = BearerAuth(terminal.identity.token)
        terminal.enrol(other)
        stranger = terminal.client_at(server, auth)
        with pytest.raises(NotAllowedError, match="kiosk enrol"):
            stranger.sync()
        stranger.stop()
    finally:
        other.stop()


def test_a_code_enrols_one_terminal(
    server: ServerProcess, tmp_path: Path, terminal_at: TerminalAt
) -> None:
    code = server.enrolment_code()
    first, second = terminal_at(server), terminal_at(server)
    line = Line(server.url)
    profile = enrol(line, first.identity, code)
    assert enrol(line, first.identity, code) == profile  # the answer was lost on the line
    with pytest.raises(UserError, match="enrol-code"):
        enrol(line, second.identity, code)
    with pytest.raises(UserError, match="enrol-code"):
        enrol(line, second.identity, "WRONG-CODE0")
    with pytest.raises(UserError, match="6 to 64"):
        enrol(line, second.identity, "x")


# --- the two commands --------------------------------------------------------------------------


def kiosk(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KIOSK_")}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", words[0], "--set", f"data_dir={data}", *words[1:]],
        capture_output=True, text=True, timeout=60, env=environment,
    )  # fmt: skip


def test_enrol_and_sync_on_the_command_line(server: ServerProcess, tmp_path: Path) -> None:
    data = tmp_path / "data"
    early = kiosk(data, "sync")
    assert (early.returncode, early.stdout) == (2, "")
    assert "kiosk enrol" in early.stderr

    done = kiosk(data, "enrol", "--code", server.enrolment_code(), "--server", server.url)
    assert done.returncode == 0, done.stderr
    assert "示例社区大厅终端" in done.stdout
    twice = kiosk(data, "enrol", "--code", server.enrolment_code(), "--server", server.url)
    assert twice.returncode == 2
    assert "--again" in twice.stderr
    again = kiosk(
        data,
        "enrol",
        "--again",
        "--json",
        "--code",
        server.enrolment_code(),
        "--server",
        server.url,
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["name"] == "示例社区大厅终端"

    # The address of the enrolment is remembered.
    synced = kiosk(data, "sync", "--json")
    assert synced.returncode == 0, synced.stderr
    report = json.loads(synced.stdout)
    assert report["changes"] > 50
    assert report["revision"] >= report["changes"]
    said = kiosk(data, "sync")
    assert "0 changes and 0 pictures" in said.stdout

    server.kill()
    gone = kiosk(data, "sync")
    assert gone.returncode == 1
    assert "does not answer" in gone.stderr
    server.start()
