from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.errors import EnvironmentFault, ServerUnreachable
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.feed import FeedRolledBack, FeedTampered
from kiosk.protocol.socket import FeedChanged, Heartbeat, Welcome
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.services.events import ContentChanged, Event, EventBus, FirstSyncTried
from kiosk.terminal.services.sync_service import ALL_KINDS, SyncService
from kiosk.terminal.sync.report import SyncProgress, SyncReport
from tests.support.waiting import until

Step = Callable[[SyncProgress], None]


class FakeSync:
    """A sync client whose server is a number: each sync reaches ``head``."""

    def __init__(self) -> None:
        self.at: tuple[str | None, int] = ("f", 1)
        self.head = 1
        self.runs = 0
        self.late_blobs = 0
        self.waiting = 0
        self.hurried = 0
        self.fault: Exception | None = None
        self.stopped = threading.Event()

    def held(self) -> tuple[str | None, int]:
        return self.at

    def sync(self, progress: Step) -> SyncReport:
        self.runs += 1
        if self.fault is not None:
            raise self.fault
        if self.at[1] < self.head:
            self.at = ("f", self.head)
            progress(SyncProgress(self.head, self.head, frozenset({"article"})))
        waiting, self.waiting = self.waiting, max(0, self.waiting - 1)
        return SyncReport(self.at[1], 0, 0, 0, late_blobs=self.late_blobs, blobs_waiting=waiting)

    def hurry(self) -> None:
        self.hurried += 1

    def stop(self) -> None:
        self.stopped.set()


def run(
    sync: FakeSync, interval_s: float, story: Any, kind: type[Event] = ContentChanged
) -> list[Event]:
    """The events of a kind that a service publishes while ``story`` goes on."""
    events: list[Event] = []

    async def main() -> None:
        bus = EventBus()
        bus.subscribe(events.append)
        service = SyncService(
            sync, bus, interval_s, nudge_spread_s=0.01, backoff=Backoff(0.02, 0.05)
        )
        task = asyncio.create_task(service.run())
        await story(service)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert sync.stopped.is_set()
    return [e for e in events if isinstance(e, kind)]


def welcome(revision: int) -> Welcome:
    profile = DeviceProfile(device_id="d", name="n", organisation_id="o", organisation_name="o")
    now = datetime(2026, 11, 24, tzinfo=UTC)
    return Welcome(profile=profile, server_time=now, feed="f", revision=revision)


def test_it_syncs_at_the_start_and_at_each_interval() -> None:
    sync = FakeSync()
    sync.head = 5

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs >= 3)

    assert run(sync, 0.02, story) == [ContentChanged(5, frozenset({"article"}))]


def test_a_nudge_syncs_at_once() -> None:
    sync = FakeSync()

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs == 1)
        service.handle(Heartbeat())
        await asyncio.sleep(0.05)
        assert sync.runs == 1
        sync.head = 2
        service.handle(FeedChanged(revision=2))
        assert sync.hurried == 1  # pictures and videos on their way wait
        await until(lambda: sync.runs == 2)
        await asyncio.sleep(0.05)

    assert run(sync, 60, story) == [ContentChanged(2, frozenset({"article"}))]


def test_a_welcome_nudges_only_when_there_is_something_new() -> None:
    sync = FakeSync()

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs == 1)
        await asyncio.sleep(0.05)
        service.handle(welcome(1))
        await asyncio.sleep(0.05)
        assert sync.runs == 1
        service.handle(welcome(9))
        await until(lambda: sync.runs == 2)

    run(sync, 60, story)


def test_a_server_gone_is_tried_again_without_noise(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    sync = FakeSync()
    sync.fault = ServerUnreachable("gone")

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs >= 4)
        sync.fault, sync.head = None, 2
        await until(lambda: sync.at[1] == 2)
        await asyncio.sleep(0.05)

    assert run(sync, 60, story) == [ContentChanged(2, frozenset({"article"}))]
    assert caplog.messages.count("gone") == 1


def test_a_broken_feed_is_named_once(allow_log: Callable[[str], None]) -> None:
    allow_log("^bad feed$")
    sync = FakeSync()
    sync.fault = EnvironmentFault("bad feed")

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs >= 3)

    assert run(sync, 60, story) == []


def test_what_another_process_synced_is_told() -> None:
    sync = FakeSync()

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs == 1)
        await asyncio.sleep(0.05)
        sync.at, sync.head = ("f", 7), 7
        service.handle(FeedChanged(revision=7))
        await until(lambda: sync.runs == 2)
        await asyncio.sleep(0.05)

    assert run(sync, 60, story) == [ContentChanged(7, ALL_KINDS)]


def test_pictures_that_came_late_are_told() -> None:
    sync = FakeSync()
    sync.late_blobs = 1

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs == 1)
        await asyncio.sleep(0.05)

    assert run(sync, 60, story) == [ContentChanged(1, ALL_KINDS)]


def test_a_cache_that_cannot_be_read_at_the_start_does_not_end_it(
    allow_log: Callable[[str], None],
) -> None:
    allow_log("^no disk")
    sync = FakeSync()
    broken = [EnvironmentFault("no disk")]

    def held() -> tuple[str | None, int]:
        if broken:
            raise broken.pop()
        return sync.at

    sync.held = held  # type: ignore[method-assign]

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs == 1)

    run(sync, 60, story)


def test_a_bug_does_not_stop_the_syncs_after_it() -> None:
    sync = FakeSync()
    sync.fault = ZeroDivisionError()

    async def main() -> None:
        with pytest.raises(ZeroDivisionError):
            await SyncService(sync, EventBus(), 60).run()

    asyncio.run(main())
    assert not sync.stopped.is_set()  # who runs the service may begin it again


@pytest.mark.parametrize("fault", [None, ServerUnreachable("no line")])
def test_that_the_first_sync_was_tried_is_told_once(fault: Exception | None) -> None:
    sync = FakeSync()
    sync.fault = fault

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs >= 3)

    assert run(sync, 0.02, story, FirstSyncTried) == [FirstSyncTried()]


def test_pictures_and_videos_that_wait_are_gone_on_with_at_once() -> None:
    sync = FakeSync()
    sync.waiting = 3

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs == 4)
        await asyncio.sleep(0.05)
        assert sync.runs == 4

    run(sync, 60, story)


def test_pages_do_not_wait_for_pictures_of_the_first_sync() -> None:
    sync = FakeSync()
    gate = threading.Event()
    whole = sync.sync

    def with_videos(progress: Step) -> SyncReport:
        report = whole(progress)
        gate.wait(5)
        return report

    sync.sync = with_videos  # type: ignore[method-assign]
    sync.head = 2

    async def story(service: SyncService) -> None:
        await until(lambda: sync.at[1] == 2)
        await asyncio.sleep(0.05)
        assert not gate.is_set()
        gate.set()

    assert run(sync, 60, story, FirstSyncTried) == [FirstSyncTried()]


def test_a_refused_feed_is_told_once_for_each_name(
    caplog: pytest.LogCaptureFixture, allow_log: Callable[[str], None]
) -> None:
    allow_log("an old feed|the line")
    sync = FakeSync()
    told = [FeedRolledBack(f"an old feed {n}") for n in range(3)]

    class Refused(FakeSync):
        def sync(self, progress: Step) -> SyncReport:
            self.runs += 1
            raise told[self.runs] if self.runs < 3 else FeedTampered("look at the line")

    sync = Refused()

    async def story(service: SyncService) -> None:
        await until(lambda: sync.runs >= 6)

    run(sync, 60, story)
    assert caplog.messages == ["feed_rolled_back: an old feed 1", "feed_tampered: look at the line"]
