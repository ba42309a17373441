from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, Media
from kiosk.protocol.socket import AnyMessage, CallRequest, CallStatus, Hello, Offer
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.logs import set_up_logging
from kiosk.terminal.network import Line
from tests.fakes.device_server import FakeDeviceServer
from tests.support.waiting import until


@pytest.fixture
def _levels() -> Iterator[None]:
    """Put levels back as they were."""
    loggers = [logging.getLogger(n) for n in ("asyncio", "urllib3", "websockets")]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.mark.usefixtures("_levels")
def test_a_call_leaves_neither_topic_nor_token_nor_words_in_the_log_at_debug(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    set_up_logging("DEBUG")

    async def call() -> None:
        server = FakeDeviceServer()
        await server.start()
        heard: list[AnyMessage] = []
        channel = DeviceSocket(
            Line(server.url), lambda: "the-token", lambda: Hello(software="1"), heard.append,
            lambda online: None, backoff=Backoff(0.02, 0.1),
        )  # fmt: skip
        task = asyncio.create_task(channel.run())
        await until(lambda: channel.online)
        channel.send(CallRequest(call_id="the-call", media=Media.VIDEO, topic=Topic.FAMILY))
        channel.send(Offer(call_id="the-call", participant_id="p", epoch=1, sdp="the-sdp"))
        await until(lambda: server.of(Offer))
        await server.send(
            CallStatus(call_id="the-call", state=CallState.RINGING, media=Media.VIDEO,
                       lawyer_name="陈静")
        )  # fmt: skip
        await until(lambda: any(isinstance(m, CallStatus) for m in heard))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await server.stop()

    asyncio.run(call())
    for private in ("the-token", "family", "the-call", "the-sdp", "陈静"):
        assert private not in caplog.text
