"""Proxy and private CA, in requests and in the socket alike."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.demo.lan import self_signed
from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol.socket import Hello
from kiosk.settings import load_settings
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.network import Line
from kiosk.terminal.storage.content import ContentStore
from tests.fakes.connect_proxy import ConnectProxy
from tests.fakes.device_server import FakeDeviceServer
from tests.fakes.feed_server import FakeFeedServer
from tests.support.feed import article
from tests.support.sync import sync_client
from tests.support.waiting import until

CLOCK = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return self_signed(tmp_path / "ca", "127.0.0.1")[0]


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path / "ca", "127.0.0.1"))
    return context


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path / "terminal", CLOCK)
    yield opened
    opened.close()


def sync(line: Line, store: ContentStore) -> int:
    client = sync_client(line, store)
    try:
        return client.sync().changes
    finally:
        client.stop()


def socket_on(line: Line, states: list[bool]) -> DeviceSocket:
    return DeviceSocket(
        line,
        lambda: "token",
        lambda: Hello(software="1"),
        lambda message: None,
        states.append,
        backoff=Backoff(0.02, 0.1),
    )


async def while_running(socket: DeviceSocket, condition: Callable[[], bool]) -> None:
    task = asyncio.create_task(socket.run())
    try:
        await until(condition)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("address", ["kiosk.example", "ftp://kiosk.example", "https://", ""])
def test_an_address_that_is_none_says_how_it_looks(address: str) -> None:
    with pytest.raises(UserError, match="https://"):
        Line(address)


def test_the_settings_name_the_line() -> None:
    settings = load_settings(
        environ={},
        flags={"terminal.server": "https://a:1/", "terminal.proxy": "http://p:3128"},
    )
    line = Line.from_settings(settings)
    assert line.url("/api") == "https://a:1/api"
    assert line.websocket_url("/api") == "wss://a:1/api"
    assert line.websocket_options()["proxy"] == "http://p:3128"
    assert Line.from_settings(settings, "http://b").websocket_url("/x") == "ws://b/x"


def test_the_feed_through_a_proxy(store: ContentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's name is known to the proxy alone; the environment must not interfere."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "*")
    proxy = FakeFeedServer()
    try:
        proxy.put(article("1"))
        assert sync(Line("http://server.invalid", proxy=proxy.url), store) == 1
        assert proxy.paths()[0].startswith("http://server.invalid/api/v1/feed/head")
    finally:
        proxy.close()


def test_the_feed_with_a_private_ca(
    store: ContentStore,
    certificate: Path,
    tls: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    server = FakeFeedServer(tls)
    try:
        server.put(article("1"))
        assert sync(Line(server.url, ca_file=str(certificate)), store) == 1
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
        with pytest.raises(EnvironmentFault, match=r"terminal\.ca_file"):
            sync(Line(server.url), store)
    finally:
        server.close()


def test_the_socket_through_a_proxy() -> None:
    async def story() -> None:
        server = FakeDeviceServer()
        await server.start()
        proxy = ConnectProxy(server.port)
        states: list[bool] = []
        line = Line("http://server.invalid:8443", proxy=await proxy.start())
        socket = socket_on(line, states)
        await while_running(socket, lambda: states == [True])
        assert proxy.asked == ["CONNECT server.invalid:8443 HTTP/1.1"]
        await proxy.stop()
        await server.stop()

    asyncio.run(story())


def test_the_socket_with_a_private_ca(
    certificate: Path, tls: ssl.SSLContext, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^No safe line to .* terminal\.ca_file")

    async def story() -> None:
        server = FakeDeviceServer(tls)
        await server.start()
        states: list[bool] = []
        trusting = socket_on(Line(server.url, ca_file=str(certificate)), states)
        await while_running(trusting, lambda: states == [True])
        wary = socket_on(Line(server.url), states)
        task = asyncio.create_task(wary.run())
        await asyncio.sleep(0.3)
        assert states == [True, False]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await server.stop()

    asyncio.run(story())


def test_a_ca_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.pem"):
        Line("https://a", ca_file=str(tmp_path / "none.pem"))
    no_certificate = tmp_path / "some.pem"
    no_certificate.write_text("no certificate")
    with pytest.raises(UserError, match=r"some\.pem"):
        Line("https://a", ca_file=str(no_certificate)).websocket_options()


def test_feed_and_socket_trust_the_systems_store(
    store: ContentStore, certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # where the system's store is
    server = FakeFeedServer(tls)
    try:
        server.put(article("1"))
        assert sync(Line(server.url), store) == 1
    finally:
        server.close()

    async def story() -> None:
        server = FakeDeviceServer(tls)
        await server.start()
        states: list[bool] = []
        await while_running(socket_on(Line(server.url), states), lambda: states == [True])
        await server.stop()

    asyncio.run(story())
