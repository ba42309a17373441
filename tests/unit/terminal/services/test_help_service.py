"""Ringing for the staff: when the terminal says what, and what it tells the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.protocol.socket import HelpCancel, HelpRequest, HelpStatus
from kiosk.terminal.services.events import Event, EventBus, HelpChanged
from kiosk.terminal.services.help import ANSWER_S, HelpService
from tests.fakes.hall import FakeChannel


class Hall:
    def __init__(self) -> None:
        self.channel = FakeChannel()
        self.stages: list[str] = []
        self.waits: list[tuple[float, Callable[[], None]]] = []
        bus = EventBus()
        bus.subscribe(self._on_event)
        self.help = HelpService(self.channel, bus, lambda f: f(), self._later)

    def _on_event(self, event: Event) -> None:
        assert isinstance(event, HelpChanged)
        self.stages.append(event.stage)

    def _later(self, seconds: float, function: Callable[[], None]) -> Callable[[], None]:
        wait = (seconds, function)
        self.waits.append(wait)
        return lambda: self.waits.remove(wait)

    def minute_is_over(self) -> None:
        (wait,) = self.waits
        assert wait[0] == ANSWER_S == 60
        wait[1]()

    def server_says(self, state: str, help_id: str = "") -> None:
        asked = self.channel.of(HelpRequest)
        known = help_id or asked[-1].help_id  # type: ignore[attr-defined]
        self.help.handle(HelpStatus.model_validate({"help_id": known, "state": state}))


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_rung_answered_and_done(hall: Hall) -> None:
    hall.help.ask()
    hall.help.ask()  # an impatient second tap
    hall.server_says("asking")
    hall.server_says("ringing")
    hall.server_says("coming")
    assert hall.waits == []
    hall.server_says("over")
    assert hall.stages == ["asking", "ringing", "coming", "over"]
    assert len(hall.channel.sent) == 1


def test_after_a_minute_the_desk_is_shown_and_who_comes_later_still_counts(hall: Hall) -> None:
    hall.help.ask()
    hall.server_says("ringing")
    hall.minute_is_over()
    assert hall.help.stage == "late"
    hall.server_says("ringing")  # told again after a reconnect
    assert hall.help.stage == "late"
    hall.server_says("coming")
    assert hall.help.stage == "coming"


def test_asked_again_it_is_another_call(hall: Hall) -> None:
    hall.help.ask()
    hall.minute_is_over()
    hall.help.ask()
    first, cancelled, second = hall.channel.sent
    assert isinstance(first, HelpRequest)
    assert isinstance(second, HelpRequest)
    assert cancelled == HelpCancel(help_id=first.help_id)
    hall.server_says("coming", first.help_id)  # of the call that was given up
    assert hall.help.stage == "asking"


def test_without_a_line_the_desk_is_shown_at_once(hall: Hall) -> None:
    hall.channel.online = False
    hall.help.ask()
    assert hall.stages == ["asking", "late"]
    hall.channel.online = True
    hall.help.set_online(True)  # whoever reads it now still comes
    hall.server_says("coming")
    assert hall.help.stage == "coming"


def test_a_line_that_breaks_while_it_rings(hall: Hall) -> None:
    hall.help.ask()
    hall.server_says("ringing")
    hall.help.set_online(False)
    assert hall.help.stage == "late"
    assert hall.waits == []
    hall.help.set_online(True)
    assert hall.channel.of(HelpRequest) == [hall.channel.sent[0]] * 2


def test_who_leaves_needs_nobody(hall: Hall) -> None:
    hall.help.give_up()
    assert hall.channel.sent == []
    hall.help.ask()
    hall.help.give_up()
    assert isinstance(hall.channel.sent[-1], HelpCancel)
    assert hall.help.stage == "idle"
    assert hall.waits == []
