"""The check before a call, over devices in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.calls import Media
from kiosk.terminal.calls.messages import DeviceMissing, Levels, SelfPictures
from kiosk.terminal.services.device_check import DeviceCheckService, level_step
from kiosk.terminal.services.events import DevicesChecked, MicrophoneLevel
from tests.fakes.hall import Hall


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.close()


@pytest.fixture
def check(hall: Hall) -> DeviceCheckService:
    return DeviceCheckService(hall.media, hall.bus, lambda f: hall.loop.call_soon(f) and None)


def stages(hall: Hall) -> list[str]:
    return [e.stage for e in hall.events if isinstance(e, DevicesChecked)]


def levels(hall: Hall) -> list[int]:
    return [e.step for e in hall.events if isinstance(e, MicrophoneLevel)]


@pytest.mark.parametrize(
    ("dbfs", "step"), [(-120, 0), (-60, 0), (-35, 5), (-20, 8), (-10, 10), (0, 10)]
)
def test_a_level_in_steps(dbfs: float, step: int) -> None:
    assert level_step(dbfs) == step


def test_opened_looked_at_and_closed(hall: Hall, check: DeviceCheckService) -> None:
    check.open(Media.VIDEO)
    hall.settle()
    assert hall.media.devices is Media.VIDEO
    hall.media.tell(SelfPictures(frames="own"))
    hall.media.tell(DeviceMissing(device="speaker", message=""))
    told = [e for e in hall.events if isinstance(e, DevicesChecked)][-1]
    assert told == DevicesChecked("open", "own", frozenset({"speaker"}))
    check.chime()
    hall.settle()
    assert hall.media.chimes == 1
    check.close()
    hall.settle()
    assert hall.media.devices is None
    assert stages(hall)[-1] == "closed"
    check.chime()
    hall.settle()
    assert hall.media.chimes == 1


def test_closed_before_it_was_open_it_stays_closed(hall: Hall, check: DeviceCheckService) -> None:
    check.open(Media.VIDEO)
    check.close()
    hall.settle()
    assert hall.media.devices is None
    assert stages(hall) == ["opening", "closed"]


def test_levels_are_told_only_to_whoever_looks_and_only_changes(
    hall: Hall, check: DeviceCheckService
) -> None:
    hall.media.tell(Levels(microphone=-20, remote=-120))
    assert levels(hall) == []
    check.watch(True)
    for dbfs in (-20.0, -20.4, -60.0):
        hall.media.tell(Levels(microphone=dbfs, remote=-120))
    assert levels(hall) == [8, 0]
    check.watch(False)
    hall.media.tell(Levels(microphone=-20, remote=-120))
    assert levels(hall) == [8, 0]


def test_a_call_takes_the_devices_over(hall: Hall, check: DeviceCheckService) -> None:
    check.open(Media.VIDEO)
    hall.settle()
    hall.calls.start(Media.VOICE)
    hall.settle()
    assert hall.media.devices is None
    check.open(Media.VIDEO)
    hall.settle()
    assert hall.media.devices is None  # not while there is a call
    assert stages(hall) == ["opening", "open", "closed"]


@pytest.mark.parametrize("how", ["broken", "died"])
def test_when_the_media_process_fails_it_says_so(
    hall: Hall, check: DeviceCheckService, how: str
) -> None:
    hall.media.broken = "open" if how == "broken" else ""
    check.open(Media.VIDEO)
    hall.settle()
    if how == "died":
        hall.loop.call_soon(hall.media.die)
        hall.settle()
    assert stages(hall)[-1] == "failed"
    hall.media.broken = ""
    check.open(Media.VIDEO)
    hall.settle()
    assert stages(hall)[-1] == "open"
