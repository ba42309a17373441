"""What the server does for the feed by itself, and what goes wrong with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.protocol.content import NoticeDoc
from kiosk.server.db.content import publish
from kiosk.server.db.engine import Database, open_database
from kiosk.server.feed import chores
from kiosk.server.feed.keys import newest_version
from kiosk.server.feed.snapshots import newest_snapshot
from kiosk.settings import load_settings


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    settings = load_settings(environ={}, flags={"data_dir": str(tmp_path / "data")})
    clock = FixedClock(datetime(2026, 11, 25, tzinfo=UTC))
    with contextlib.closing(open_database(settings, clock)) as opened:
        with opened.write() as session:
            publish(session, [NoticeDoc(id="one", title="停水")], origin="test")
        yield opened


def keep(database: Database, at_pause: Callable[[float, int], None], pauses: int) -> None:
    """Until the snapshots have paused so often; ``at_pause`` is told of each: seconds, number."""
    done = asyncio.Event()
    count = 0

    async def sleep(seconds: float) -> None:
        nonlocal count
        if seconds != chores.KEYS_S:
            count += 1
            at_pause(seconds, count)
            if count < pauses:
                return
            done.set()
        await asyncio.sleep(60)  # it is ended before

    async def run() -> None:
        task = asyncio.create_task(chores.keep_feed(database, sleep))
        waiting = asyncio.create_task(done.wait())
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED, timeout=20)
        assert done.is_set(), "it has ended by itself"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())


def test_a_table_that_is_gone_ends_nothing_and_is_told_once(
    database: Database, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    """Not a fault of the world by its class: the driver calls it a programming error, or ours."""
    allow_log("cannot be looked after")
    with database.engine.begin() as line:
        line.exec_driver_sql("ALTER TABLE feed_snapshot_part RENAME TO away")
    pauses: list[float] = []

    def at_pause(seconds: float, number: int) -> None:
        pauses.append(seconds)
        if number == 7:
            with database.engine.begin() as line:
                line.exec_driver_sql("ALTER TABLE away RENAME TO feed_snapshot_part")

    keep(database, at_pause, 8)
    told = [record for record in caplog.records if "cannot be looked after" in record.message]
    assert len(told) == 1
    assert pauses == [20, 40, 80, 160, 320, 600, 600, chores.SNAPSHOTS_S]
    with database.read() as session:
        assert newest_version(session) == 1  # the keys did not wait for the snapshot
        assert newest_snapshot(session) == (1, 1)


def test_a_bug_ends_nothing_and_is_told_once(
    database: Database, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    allow_log("cannot be looked after")

    def broken(_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(chores, "make_snapshot", broken)
    keep(database, lambda seconds, number: None, 3)
    told = [record for record in caplog.records if "cannot be looked after" in record.message]
    assert len(told) == 1
    assert told[0].exc_info is not None
