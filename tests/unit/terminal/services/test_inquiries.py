"""What is asked of the server for who stands there: answered, late, or for who has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.protocol.socket import (
    Message,
    Refused,
    SlipCode,
    SlipCodeRequest,
    SlipFind,
    SlipFound,
    SlotsRequest,
    SlotsTaken,
)
from kiosk.terminal.services.events import (
    AppointmentConfirmed,
    Event,
    EventBus,
    SlipAnswered,
    SlipCodeTold,
    SlotsTold,
)
from kiosk.terminal.services.inquiries import InquiryService
from kiosk.terminal.services.session import SessionService
from tests.fakes.hall import FakeChannel
from tests.support.waiting import until

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)


class Person:
    def __init__(self, answer_s: float = 5.0) -> None:
        self.bus, self.channel = EventBus(), FakeChannel()
        self.sessions = SessionService(self.bus, FixedClock(NOW))
        loop = asyncio.get_running_loop()
        post: Callable[[Callable[[], None]], None] = loop.call_soon
        self.service = InquiryService(self.channel, self.bus, self.sessions, post,
                                      answer_s=answer_s)  # fmt: skip
        self.told: list[Event] = []
        self.bus.subscribe(self.told.append)

    async def sent(self, kind: type[Message]) -> list[Message]:
        await asyncio.sleep(0)
        return self.channel.of(kind)

    @property
    def session(self) -> str:
        return self.sessions.session.id


def run(work: Callable[[], object]) -> None:
    asyncio.run(work())  # type: ignore[arg-type]


def test_which_slots_are_taken() -> None:
    async def work() -> None:
        person = Person()
        person.service.ask_slots("li")
        (asked,) = await person.sent(SlotsRequest)
        assert isinstance(asked, SlotsRequest)
        answer = SlotsTaken(request_id=asked.request_id, lawyer_id="li", taken=(NOW,))
        for _ in range(2):  # the second is nobody's any more
            person.service.handle(answer)
        assert person.told == [SlotsTold("li", frozenset({NOW}))]

    run(work)


def test_a_slip_gets_its_number_once_the_server_has_it() -> None:
    async def work() -> None:
        person = Person()
        person.sessions.session.slips["mine"] = "secret"
        for _ in range(2):  # confirmed, then changed: the number holds
            person.bus.publish(AppointmentConfirmed(person.session, "mine"))
            sent = await person.sent(SlipCodeRequest)
            assert isinstance(sent[0], SlipCodeRequest)
            person.service.handle(
                SlipCode(request_id=sent[0].request_id, code="72410836", until=NOW)
            )
        assert len(sent) == 1
        assert sent[0].secret == "secret"
        assert person.sessions.session.codes == {"mine": ("72410836", NOW)}
        assert SlipCodeTold(person.session, "mine") in person.told
        person.bus.publish(AppointmentConfirmed(person.session, "found by its number"))
        assert len(await person.sent(SlipCodeRequest)) == 1  # its secret is not known here

    run(work)


@pytest.mark.parametrize("why", ["offline", "late", "no_slip"])
def test_no_slip_is_an_answer_too(why: str) -> None:
    async def work() -> None:
        person = Person(answer_s=0.01 if why == "late" else 5.0)
        person.channel.online = why != "offline"
        person.service.find("12345678")
        if why == "no_slip":
            (asked,) = await person.sent(SlipFind)
            assert isinstance(asked, SlipFind)
            person.service.handle(Refused(request_id=asked.request_id, code=why, message=""))
        await until(lambda: bool(person.told))
        code = why if why == "no_slip" else "no_answer"
        assert person.told == [SlipAnswered(person.session, None, code)]

    run(work)


def test_nobody_is_shown_what_another_has_asked_for() -> None:
    async def work() -> None:
        person = Person()
        person.service.find("12345678")
        (asked,) = await person.sent(SlipFind)
        assert isinstance(asked, SlipFind)
        person.sessions.end()
        person.told.clear()
        person.service.handle(
            SlipFound(request_id=asked.request_id, kind="call_back", id="x", state="open")
        )
        assert person.told == []

    run(work)
