from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from kiosk.errors import EnvironmentFault
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.socket import Duty, Heartbeat, Welcome
from kiosk.terminal.services.connection import ConnectionService
from kiosk.terminal.services.duty import DutyService
from kiosk.terminal.services.events import (
    ConnectionChanged,
    DutyChanged,
    Event,
    EventBus,
    ProfileChanged,
    SettingsPushed,
)

PROFILE = DeviceProfile(device_id="d", name="终端", organisation_id="c", organisation_name="社区")
WELCOME = Welcome(
    profile=PROFILE,
    server_time=datetime(2026, 11, 24, tzinfo=UTC),
    feed="f",
    revision=1,
    settings={"terminal.idle_s": 60},
)
DUTY = Duty(state="available", lawyer_id="l", lawyer_name="陈静")


def listen() -> tuple[EventBus, list[Event]]:
    bus, events = EventBus(), []
    bus.subscribe(events.append)
    return bus, events


def test_a_welcome_is_kept_and_told_when_it_is_new() -> None:
    bus, events = listen()
    kept: list[tuple[DeviceProfile, Mapping[str, Any]]] = []
    service = ConnectionService(bus, lambda p, s: kept.append((p, s)) or len(kept) == 1)
    service.handle(WELCOME)
    service.handle(WELCOME)
    assert kept == [(PROFILE, {"terminal.idle_s": 60})] * 2
    assert events == [ProfileChanged(PROFILE), SettingsPushed({"terminal.idle_s": 60})]


def test_a_welcome_that_cannot_be_kept_holds_all_the_same(
    allow_log: Callable[[str], None],
) -> None:
    allow_log("the disk is full")
    bus, events = listen()

    def full(profile: DeviceProfile, settings: Mapping[str, Any]) -> bool:
        raise EnvironmentFault("the disk is full")

    ConnectionService(bus, full).handle(WELCOME)
    assert [type(e) for e in events] == [ProfileChanged, SettingsPushed]


def test_duty_is_known_only_while_the_socket_is_up() -> None:
    bus, events = listen()
    duty = DutyService(bus)
    service = ConnectionService(bus, lambda p, s: False)
    assert (duty.current, duty.online) == (None, False)
    service.set_online(True)
    service.handle(Heartbeat())
    assert (duty.current, duty.online) == (None, True)
    service.handle(DUTY)
    assert duty.current == DUTY
    service.set_online(False)
    assert (duty.current, duty.online) == (None, False)
    assert events == [ConnectionChanged(True), DutyChanged(DUTY), ConnectionChanged(False)]


def test_a_handler_that_fails_keeps_nothing_from_the_others(
    allow_log: Callable[[str], None],
) -> None:
    allow_log("^a handler of ProfileChanged failed")
    bus = EventBus()

    def broken(event: Event) -> None:
        if isinstance(event, ProfileChanged):
            raise RuntimeError("a bug")

    bus.subscribe(broken)
    events: list[Event] = []
    bus.subscribe(events.append)
    ConnectionService(bus, lambda p, s: True).handle(WELCOME)
    assert events == [ProfileChanged(PROFILE), SettingsPushed({"terminal.idle_s": 60})]
