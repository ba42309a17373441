from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.terminal.services.events import Event, EventBus, SessionEnded
from kiosk.terminal.services.session import SessionService, TextSize, ThemeChoice


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 24, tzinfo=UTC))


def test_the_next_person_finds_nothing_of_the_last(clock: FixedClock) -> None:
    events: list[Event] = []
    bus = EventBus()
    bus.subscribe(events.append)
    sessions = SessionService(bus, clock)
    fresh = dataclasses.asdict(sessions.session)
    first = sessions.session
    first.language = "en"
    first.text_size = TextSize.STANDARD
    first.theme = ThemeChoice.CONTRAST
    first.call_id = "call"
    first.rating_key = "key"
    first.slips["a"] = "secret"
    ended = sessions.end()
    assert sessions.session is not first
    random = {"id", "person_id"}  # another one's each time
    after = dataclasses.asdict(sessions.session)
    assert {name for name in fresh if after[name] != fresh[name]} == random
    assert events == [ended]
    assert ended == SessionEnded(("session",))


def test_erasers_run_in_order_before_the_end_is_told(clock: FixedClock) -> None:
    done: list[str] = []
    bus = EventBus()
    bus.subscribe(lambda event: done.append("told"))
    sessions = SessionService(bus, clock)
    sessions.register_eraser("call", lambda: done.append("call"))
    sessions.register_eraser("keyboard", lambda: done.append("keyboard"))
    assert sessions.end().erased == ("call", "keyboard", "session")
    assert done == ["call", "keyboard", "told"]
    sessions.end()
    assert done == ["call", "keyboard", "told"] * 2


def test_an_eraser_that_fails_stops_no_other(
    clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log("^erasing broken failed")
    done: list[str] = []

    def broken() -> None:
        raise OSError("no")

    sessions = SessionService(EventBus(), clock)
    sessions.register_eraser("broken", broken)
    sessions.register_eraser("good", lambda: done.append("good"))
    assert sessions.end().erased == ("good", "session")
    assert done == ["good"]


def test_two_erasers_cannot_share_a_name(clock: FixedClock) -> None:
    sessions = SessionService(EventBus(), clock)
    sessions.register_eraser("call", lambda: None)
    with pytest.raises(ValueError, match="call"):
        sessions.register_eraser("call", lambda: None)


def test_idle_time_counts_from_the_last_touch(clock: FixedClock) -> None:
    sessions = SessionService(EventBus(), clock)
    clock.advance(timedelta(seconds=40))
    assert sessions.idle_s() == 40
    sessions.touch()
    assert sessions.idle_s() == 0
    clock.advance(timedelta(seconds=5))
    sessions.end()
    assert sessions.idle_s() == 0
