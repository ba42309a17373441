from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import pytest

from kiosk.protocol.socket import (
    CLOSE_SIGNED_OUT,
    CLOSE_TAKEN_OVER,
    MAX_FRAME,
    AnyMessage,
    Command,
    Duty,
    FeedChanged,
    Heartbeat,
    Hello,
    Welcome,
)
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.channel.socket import QUEUE, DeviceSocket
from kiosk.terminal.network import Line
from tests.fakes.device_server import FakeDeviceServer
from tests.support.waiting import until


class Terminal:
    """What a terminal's services see of the socket."""

    def __init__(self, url: str, silence_s: float = 0.6, backoff: Backoff | None = None) -> None:
        self.messages: list[AnyMessage] = []
        self.states: list[bool] = []
        self.tokens = 0
        self.handler: Callable[[AnyMessage], None] = self.messages.append
        self.socket = DeviceSocket(
            Line(url),
            self.token,
            lambda: Hello(software="1", feed="f", revision=7),
            lambda message: self.handler(message),
            self.states.append,
            silence_s=silence_s,
            backoff=backoff or Backoff(0.02, 0.1),
        )

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"


Story = Callable[[FakeDeviceServer, Terminal], Awaitable[None]]


def run(story: Story, *, silence_s: float = 0.6, prepare: Callable[[FakeDeviceServer], None]
        = lambda server: None, backoff: Backoff | None = None) -> None:  # fmt: skip
    async def main() -> None:
        server = FakeDeviceServer()
        prepare(server)
        await server.start()
        terminal = Terminal(server.url, silence_s, backoff)
        task = asyncio.create_task(terminal.socket.run())
        try:
            await story(server, terminal)
        finally:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await server.stop()
        assert not terminal.socket.online

    asyncio.run(main())


def test_it_says_hello_and_is_online_once_welcomed() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        assert not terminal.socket.send(Heartbeat())
        await until(lambda: terminal.socket.online)
        assert terminal.states == [True]
        assert isinstance(terminal.messages[0], Welcome)
        await until(lambda: len(server.of(Heartbeat)) >= 1)
        assert server.received[0] == Hello(software="1", feed="f", revision=7)
        request = server.requests[0]
        assert request.path == "/api/v1/socket"
        assert request.headers["Authorization"] == "Bearer token-1"
        assert "Sec-WebSocket-Extensions" not in request.headers

    run(story)


def test_messages_go_both_ways_in_order() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        commands = [Command(key=str(n), name="rate_call", payload={}) for n in range(20)]
        for command in commands:
            assert terminal.socket.send(command)
        await until(lambda: len(server.of(Command)) == 20)
        assert server.of(Command) == commands
        await server.send(FeedChanged(revision=3))
        await server.send(Duty(state="nobody"))
        await until(lambda: any(isinstance(m, Duty) for m in terminal.messages))
        told = [m for m in terminal.messages if not isinstance(m, Heartbeat | Welcome)]
        assert told == [FeedChanged(revision=3), Duty(state="nobody")]
        await until(lambda: any(isinstance(m, Heartbeat) for m in terminal.messages))

    run(story)


def test_a_closed_socket_is_offline_at_once_and_comes_back() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        await server.connections[0].close()
        await until(lambda: terminal.states == [True, False, True], 2)
        assert server.requests[1].headers["Authorization"] == "Bearer token-2"

    run(story)


def test_a_server_that_dies_and_returns() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        await server.stop()
        await until(lambda: not terminal.socket.online, 1)
        assert not terminal.socket.send(Heartbeat())
        await asyncio.sleep(0.2)
        await server.start()
        await until(lambda: terminal.socket.online)
        assert terminal.states == [True, False, True]

    run(story)


def test_silence_is_offline_although_tcp_is_up() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        server.heartbeats = False
        await until(lambda: terminal.states[:2] == [True, False], 2)

    run(story)


def test_heartbeats_alone_keep_it_online() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        await asyncio.sleep(0.8)
        assert terminal.states == [True]

    run(story, silence_s=0.4)


def test_a_server_that_does_not_welcome_is_not_online() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        server.heartbeats = False
        await until(lambda: len(server.requests) >= 2)
        assert terminal.states == []

    def mute(server: FakeDeviceServer) -> None:
        server.welcomes = False

    run(story, silence_s=0.2, prepare=mute)


def test_an_unknown_terminal_is_told_to_the_operator_once(
    allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log("does not know this terminal")

    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: len(server.requests) >= 4)
        server.refuse = None
        await until(lambda: terminal.socket.online)

    def refuse(server: FakeDeviceServer) -> None:
        server.refuse = HTTPStatus.FORBIDDEN

    run(story, prepare=refuse)
    assert sum("does not know this terminal" in line for line in caplog.messages) == 1


def test_strange_frames_do_not_take_the_line_down(allow_log: Callable[[str], None]) -> None:
    allow_log("^ignored a frame")

    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        await server.send_raw('{"v":1,"type":"of.the.future","x":1}')
        await server.send_raw("no json at all")
        await server.send_raw('{"v":1,"type":"feed.changed"}')
        await server.send(FeedChanged(revision=1))
        await until(lambda: FeedChanged(revision=1) in terminal.messages)
        assert terminal.states == [True]

    run(story)


def test_a_frame_beyond_the_limit_ends_the_connection() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        await server.send_raw("x" * (MAX_FRAME + 1))
        await until(lambda: terminal.states[:3] == [True, False, True])

    run(story)


def test_a_handler_that_fails_does_not_take_the_line_down(
    allow_log: Callable[[str], None],
) -> None:
    allow_log("^a handler of feed.changed failed")

    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)

        def broken(message: AnyMessage) -> None:
            terminal.messages.append(message)
            if isinstance(message, FeedChanged):
                raise RuntimeError("a bug")

        terminal.handler = broken
        await server.send(FeedChanged(revision=1))
        await server.send(Duty(state="nobody"))
        await until(lambda: Duty(state="nobody") in terminal.messages)
        assert terminal.states == [True]

    run(story)


def test_a_full_queue_refuses_rather_than_grows() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        # The writer has no turn between these: nothing leaves the queue.
        taken = [terminal.socket.send(Heartbeat()) for _ in range(QUEUE + 50)]
        assert taken.count(True) <= QUEUE
        assert taken[-1] is False

    run(story)


@pytest.mark.parametrize(
    ("code", "says"),
    [(CLOSE_TAKEN_OVER, "uses this terminal's key"), (CLOSE_SIGNED_OUT, "does not know this")],
)
def test_sent_away_it_comes_back_slowly_and_says_so_once(
    code: int, says: str, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log(says)

    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        for times in range(1, 4):
            await until(lambda times=times: terminal.states.count(True) == times)
            await server.connections[-1].close(code)
            closed = time.monotonic()
            await until(lambda times=times: terminal.states.count(True) == times + 1)
            assert time.monotonic() - closed >= 0.2  # half of the longest wait

    run(story, backoff=Backoff(0.001, 0.4))
    assert sum(says in line for line in caplog.messages) == 1


def test_what_was_not_sent_does_not_stay_in_memory() -> None:
    async def story(server: FakeDeviceServer, terminal: Terminal) -> None:
        await until(lambda: terminal.socket.online)
        server.connections[0].transport.pause_reading()
        await asyncio.sleep(0)
        for _ in range(QUEUE - 10):  # more than the line holds
            terminal.socket.send(Command(key="k", name="rate_call", payload={"x": "x" * 60_000}))
        said = Command(key="last", name="rate_call", payload={})
        assert terminal.socket.send(said)
        left = weakref.ref(said)
        del said
        await server.stop()
        await until(lambda: not terminal.socket.online)
        await asyncio.sleep(0)
        gc.collect()
        assert left() is None

    run(story)
