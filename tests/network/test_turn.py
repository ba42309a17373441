"""Calls through a real coturn, where nothing else comes through: by UDP, by TCP, by TLS."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.domain.calls import Media
from kiosk.terminal.services.ways import candidate_kinds, in_turn
from tests.network.calls import call_on, engine_on
from tests.network.hosts import network
from tests.network.line import Way
from tests.network.turn import PORT, TLS_PORT, coturn


@pytest.mark.parametrize(
    ("way", "port", "relay_only"),
    [(0, f"udp:{PORT}", True), (1, f"tcp:{PORT}", False), (2, f"tcp:{TLS_PORT}", False)],
    ids=["udp", "tcp", "tls"],
)
def test_a_call_comes_through_the_only_port_that_is_open(
    way: int, port: str, relay_only: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def call() -> None:
        with network(seed=9) as net, coturn(net.b, tmp_path) as turn:
            monkeypatch.setenv("SSL_CERT_FILE", str(turn.certificate))
            net.set(Way(only_ports=(port,)))
            async with call_on(
                net,
                Media.VIDEO,
                servers=in_turn(turn.servers(), way),
                relay_only=relay_only,
                speech=False,
            ) as up:
                kinds = candidate_kinds(up.offer)
                assert kinds["relay"] == 1
                if relay_only:
                    assert kinds == {"relay": 1}
                    assert net.a.address not in up.offer
                    assert net.a.address6 not in up.offer
                pictures, browser = await up.pictures(), await up.browser()
                await asyncio.sleep(2)
                assert await up.pictures() - pictures > 30
                assert (await up.browser())["frames"] - browser["frames"] > 30
                assert (await up.sound()).arrived_s > 1

    asyncio.run(call())


def test_why_a_turn_server_gives_no_address_is_logged_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async def offers() -> None:
        with network(seed=9) as net, coturn(net.b, tmp_path) as turn:
            async with engine_on(net.a) as engine:
                await engine.open(Media.VOICE)
                for epoch in (1, 2):
                    offer = await engine.create_offer("l", epoch, turn.servers("another secret"))
                    assert "relay" not in candidate_kinds(offer)
                    await engine.create_offer("l", 9, in_turn(turn.servers(), 2))
                await engine.close()

    asyncio.run(offers())
    said = [line for line in capfd.readouterr().err.splitlines() if "TURN" in line]
    assert len(said) == 2
    assert "by UDP" in said[0]
    assert "it refuses: 401" in said[0]
    assert "by TLS" in said[1]
    assert "its certificate is not trusted: self-signed certificate" in said[1]
