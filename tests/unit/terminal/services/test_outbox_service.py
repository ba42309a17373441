from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from joserfc import jwk

from kiosk.domain.clock import FixedClock
from kiosk.protocol.commands import PAYLOADS, RateCall
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.sealing import new_seal_key, public_jwk, unseal
from kiosk.protocol.socket import Command, CommandDone, CommandRefused, Message, Welcome
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.services import outbox
from kiosk.terminal.services.events import CommandSettled, Event, EventBus, RatingSaved
from kiosk.terminal.services.outbox import OutboxService
from kiosk.terminal.services.ratings import RatingService
from kiosk.terminal.storage.resident import ResidentStore, outbox_summary
from tests.support.waiting import until

CLOCK = FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
PROFILE = DeviceProfile(device_id="d", name="终端", organisation_id="c", organisation_name="社区")
ALL = tuple(PAYLOADS)
CALL_BACK = {
    "call_back_id": "c" * 8 + "-0000-4000-8000-000000000001", "phone": "13812345678",
    "person_id": "c" * 8 + "-0000-4000-8000-000000000002", "slip": "0" * 64,
    "requested_at": "2026-11-24T08:00:00Z",
}  # fmt: skip


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


def welcome(commands: tuple[str, ...] = ALL, seal: str = "") -> Welcome:
    return Welcome(profile=PROFILE, server_time=CLOCK.now(), feed="f", revision=1,
                   commands=commands, seal=seal)  # fmt: skip


def run(
    store: ResidentStore,
    channel: FakeChannel,
    story: Callable[[OutboxService, EventBus], object],
    *,
    answer_s: float = 5.0,
    commands: tuple[str, ...] = ALL,
    seal: str = "",
) -> None:
    """Run the delivery while ``story`` (a coroutine function) tells what happens."""

    async def main() -> None:
        bus = EventBus()
        service = OutboxService(store, channel, bus, answer_s=answer_s, backoff=Backoff(0.02, 0.05))
        service.handle(welcome(commands, seal))
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
    assert (waiting.key, waiting.name, waiting.sealed) == ("k", "rate_call", None)
    assert RateCall.model_validate(waiting.payload) == RateCall(
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


def test_what_an_older_server_does_not_take_waits_and_blocks_nothing(
    store: ResidentStore, tmp_path: Path
) -> None:
    channel = FakeChannel()
    store.add("new", "request_call_back", CALL_BACK)
    rate(store, EventBus(), "k")

    async def story(service: OutboxService, bus: EventBus) -> None:
        channel.answer = lambda command: service.handle(CommandDone(key=command.key))
        await until(lambda: store.pending() == 1)
        await until(lambda: outbox_summary(tmp_path).reasons == {"unknown_command": 1})
        assert channel.keys() == ["k"]
        service.handle(welcome())  # the server has been updated
        service.set_online(True)
        await until(lambda: store.pending() == 0)
        assert channel.keys() == ["k", "new"]

    run(store, channel, story, commands=("rate_call",))


def test_what_a_server_says_that_it_does_not_know_is_kept(
    store: ResidentStore, allow_log: Callable[[str], None]
) -> None:
    """Whatever its welcome said."""
    allow_log("^command new waits for a server that takes it")
    channel = FakeChannel()
    store.add("new", "request_call_back", CALL_BACK)
    rate(store, EventBus(), "k")

    async def story(service: OutboxService, bus: EventBus) -> None:
        await until(lambda: channel.keys() == ["new"])
        service.handle(CommandRefused(key="new", code="unknown_command", message="?"))
        await until(lambda: channel.keys() == ["new", "k"])
        service.handle(CommandDone(key="k"))
        await until(lambda: store.pending() == 1)
        service.handle(welcome())
        service.set_online(True)
        await until(lambda: channel.keys() == ["new", "k", "new"])
        service.handle(CommandDone(key="new"))
        await until(lambda: store.pending() == 0)

    run(store, channel, story)


def test_what_is_never_answered_is_passed_by(
    store: ResidentStore, allow_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that the server stumbles over must not keep the others back for ever."""
    allow_log("^command bad waits")
    monkeypatch.setattr(outbox, "PASSED_S", 0.3)
    channel = FakeChannel()
    rate(store, EventBus(), "bad")
    rate(store, EventBus(), "good")

    async def story(service: OutboxService, bus: EventBus) -> None:
        def answer(command: Command) -> None:
            if command.key == "good" or channel.keys().count("bad") > outbox.TRIES:
                service.handle(CommandDone(key=command.key))

        channel.answer = answer
        await until(lambda: store.pending() == 1)
        assert channel.keys() == ["bad"] * outbox.TRIES + ["good"]
        await asyncio.sleep(0.35)
        service.wake()
        await until(lambda: store.pending() == 0)

    run(store, channel, story, answer_s=0.01)


def test_a_key_that_a_welcome_tells_seals_what_waited_for_one(
    store: ResidentStore, allow_log: Callable[[str], None]
) -> None:
    allow_log("^1 commands wait unsealed|^the server refused command k")
    key = new_seal_key()
    channel = FakeChannel()
    store.add("k", "request_call_back", CALL_BACK, session="s")
    assert not store.end_session()  # there is no key yet

    async def story(service: OutboxService, bus: EventBus) -> None:
        settled: list[Event] = []
        bus.subscribe(settled.append)
        await until(lambda: channel.keys() == ["k"])
        (sent,) = channel.sent
        assert sent.payload is None
        assert sent.sealed is not None
        assert unseal(jwk.KeySet([key]), sent.sealed, "k", "request_call_back") == CALL_BACK
        service.handle(CommandRefused(key="k", code="bad_phone", message="?"))
        await until(lambda: bool(settled))
        assert store.pending() == 0
        assert settled == [CommandSettled("request_call_back", None, None, "bad_phone")]

    run(store, channel, story, seal=public_jwk(key))
