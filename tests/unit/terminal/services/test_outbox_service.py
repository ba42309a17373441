from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.protocol.commands import RateCall
from kiosk.protocol.socket import Command, CommandDone, CommandRefused, Message
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.services.events import Event, EventBus, RatingSaved
from kiosk.terminal.services.outbox import OutboxService
from kiosk.terminal.services.ratings import RatingService
from kiosk.terminal.storage.resident import ResidentStore
from tests.support.waiting import until

CLOCK = FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


class FakeChannel:
    """The wire: keeps what was sent; ``answer`` says what the server does with a command."""

    def __init__(self) -> None:
        self.online = True
        self.sent: list[Command] = []
        self.answer: Callable[[Command], None] = lambda command: None

    def send(self, message: Message) -> bool:
        assert isinstance(message, Command)
        if not self.online:
            return False
        self.sent.append(message)
        asyncio.get_running_loop().call_soon(self.answer, message)
        return True

    def keys(self) -> list[str]:
        return [command.key for command in self.sent]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ResidentStore]:
    opened = ResidentStore(tmp_path, CLOCK)
    yield opened
    opened.close()


def rate(store: ResidentStore, bus: EventBus, key: str, score: int = 3) -> None:
    RatingService(store, CLOCK, bus).rate(f"call-of-{key}", score, key)


def run(
    store: ResidentStore,
    channel: FakeChannel,
    story: Callable[[OutboxService, EventBus], object],
    *,
    answer_s: float = 5.0,
) -> None:
    """Run the delivery while ``story`` (a coroutine function) tells what happens."""

    async def main() -> None:
        bus = EventBus()
        service = OutboxService(store, channel, bus, answer_s=answer_s, backoff=Backoff(0.02, 0.05))
        delivery = asyncio.create_task(service.run())
        try:
            await story(service, bus)  # type: ignore[misc]
        finally:
            delivery.cancel()
            with pytest.raises(asyncio.CancelledError):
                await delivery

    asyncio.run(main())


def test_a_rating_is_kept_then_told(store: ResidentStore) -> None:
    events: list[Event] = []
    bus = EventBus()
    bus.subscribe(events.append)
    rate(store, bus, "k", 2)
    assert events == [RatingSaved("call-of-k")]
    waiting = store.next()
    assert waiting is not None
    key, name, payload = waiting
    assert (key, name) == ("k", "rate_call")
    assert RateCall.model_validate(payload) == RateCall(
        call_id="call-of-k", score=2, rated_at=CLOCK.now()
    )


def test_commands_go_one_at_a_time_in_order(store: ResidentStore) -> None:
    channel = FakeChannel()
    for key in ("1", "2", "3"):
        rate(store, EventBus(), key)

    async def story(service: OutboxService, bus: EventBus) -> None:
        await until(lambda: channel.keys() == ["1"])
        await asyncio.sleep(0.05)
        assert channel.keys() == ["1"]
        service.handle(CommandDone(key="2"))  # of another command: not an answer to this one
        service.handle(CommandDone(key="1"))
        await until(lambda: channel.keys() == ["1", "2"])
        service.handle(CommandDone(key="2"))
        await until(lambda: channel.keys() == ["1", "2", "3"])
        service.handle(CommandDone(key="3"))
        await until(lambda: store.pending() == 0)

    run(store, channel, story)


def test_a_new_rating_goes_at_once(store: ResidentStore) -> None:
    channel = FakeChannel()

    async def story(service: OutboxService, bus: EventBus) -> None:
        channel.answer = lambda command: service.handle(CommandDone(key=command.key))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(rate, store, bus, "k")
        await until(lambda: store.pending() == 0)
        assert channel.keys() == ["k"]

    run(store, channel, story)


def test_what_was_not_answered_goes_again_after_a_reconnect(store: ResidentStore) -> None:
    channel = FakeChannel()
    rate(store, EventBus(), "k")

    async def story(service: OutboxService, bus: EventBus) -> None:
        await until(lambda: channel.keys() == ["k"])
        channel.online = False
        service.set_online(False)
        await asyncio.sleep(0.1)
        assert channel.keys() == ["k"]
        assert store.pending() == 1
        channel.online = True
        service.set_online(True)
        await until(lambda: channel.keys() == ["k", "k"])
        service.handle(CommandDone(key="k"))
        await until(lambda: store.pending() == 0)

    run(store, channel, story)


def test_a_server_that_does_not_answer_is_asked_again(store: ResidentStore) -> None:
    channel = FakeChannel()
    rate(store, EventBus(), "k")

    async def story(service: OutboxService, bus: EventBus) -> None:
        await until(lambda: len(channel.sent) == 3)
        service.handle(CommandDone(key="k"))
        await until(lambda: store.pending() == 0)

    run(store, channel, story, answer_s=0.02)


def test_a_refused_command_does_not_block_the_next(
    store: ResidentStore, allow_log: Callable[[str], None]
) -> None:
    allow_log("^the server refused command 1")
    channel = FakeChannel()
    rate(store, EventBus(), "1")
    rate(store, EventBus(), "2")

    async def story(service: OutboxService, bus: EventBus) -> None:
        await until(lambda: channel.keys() == ["1"])
        service.handle(CommandRefused(key="1", code="unknown_call", message="no such call"))
        await until(lambda: channel.keys() == ["1", "2"])
        service.handle(CommandDone(key="2"))
        await until(lambda: store.pending() == 0)

    run(store, channel, story)


def test_a_command_of_another_version_does_not_block_the_next(
    store: ResidentStore, allow_log: Callable[[str], None]
) -> None:
    allow_log("^command odd .* is unknown")
    channel = FakeChannel()
    store.add("odd", "book_appointment", {"x": 1})
    rate(store, EventBus(), "k")

    async def story(service: OutboxService, bus: EventBus) -> None:
        await until(lambda: channel.keys() == ["k"])
        service.handle(CommandDone(key="k"))
        await until(lambda: store.pending() == 0)

    run(store, channel, story)
