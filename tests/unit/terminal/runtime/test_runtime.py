"""The asyncio thread, and the bridge from it to Qt's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from kiosk.terminal.backoff import Backoff
from kiosk.terminal.runtime.bridge import Bridge
from kiosk.terminal.runtime.loop import AsyncRuntime, keep_running
from kiosk.terminal.services.events import ConnectionChanged, Event, EventBus


def test_runs_coroutines_and_functions_on_its_own_thread() -> None:
    runtime = AsyncRuntime()
    runtime.start()

    async def where() -> int:
        return threading.get_ident()

    ran = threading.Event()
    runtime.post(ran.set)
    assert ran.wait(2)
    assert runtime.submit(where()).result(2) != threading.get_ident()
    runtime.stop()


def test_an_error_comes_back_to_whoever_asked() -> None:
    runtime = AsyncRuntime()
    runtime.start()

    async def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        runtime.submit(fails()).result(2)
    runtime.stop()


def test_stop_cancels_what_runs_and_lets_it_clean_up() -> None:
    runtime = AsyncRuntime()
    runtime.start()
    cleaned = threading.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    future = runtime.submit(forever())
    runtime.submit(asyncio.sleep(0)).result(2)
    runtime.stop()
    assert cleaned.is_set()
    assert future.cancelled()
    runtime.post(lambda: None)  # dropped, no error
    runtime.stop()


def test_stop_before_start_is_nothing() -> None:
    AsyncRuntime().stop()


def test_events_arrive_on_the_qt_thread_in_order(qtbot: QtBot) -> None:
    bus = EventBus()
    bridge = Bridge(bus)
    arrived: list[tuple[Event, bool]] = []
    main = QThread.currentThread()
    bridge.happened.connect(lambda e: arrived.append((e, QThread.currentThread() is main)))
    runtime = AsyncRuntime()
    runtime.start()
    for online in (True, False, True):
        runtime.post(lambda online=online: bus.publish(ConnectionChanged(online)))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(arrived) == 3)
    assert [e for e, _ in arrived] == [ConnectionChanged(x) for x in (True, False, True)]
    assert all(on_main for _, on_main in arrived)
    bridge.close()
    bus.publish(ConnectionChanged(False))
    qtbot.wait(20)
    assert len(arrived) == 3
    runtime.stop()


def test_a_service_that_fails_or_ends_begins_again(
    allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log("^a service of the terminal has")
    runtime = AsyncRuntime()
    runtime.start()
    runs: list[int] = []
    third = threading.Event()

    async def service() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise ZeroDivisionError
        if len(runs) == 3:
            third.set()
            await asyncio.Event().wait()

    future = runtime.submit(keep_running(service, Backoff(0.01, 0.02)))
    assert third.wait(2)
    runtime.stop()
    assert future.cancelled()
    assert runs == [0, 1, 2]
    assert "ZeroDivisionError" in caplog.text  # with its traceback
