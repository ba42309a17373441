"""Why a server gave no address: named once, by a real server where there is one."""

from __future__ import annotations

import asyncio
import inspect
import socket
import ssl
from collections.abc import Callable

import aioice.ice
import pytest
from aioice.stun import Class, Message, Method, TransactionFailed

from kiosk.terminal.calls import gathering
from kiosk.terminal.calls.gathering import Gathering, reason


def _refused(code: int, phrase: str) -> TransactionFailed:
    response = Message(message_method=Method.ALLOCATE, message_class=Class.ERROR)
    response.attributes["ERROR-CODE"] = (code, phrase)
    return TransactionFailed(response)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (_refused(401, "Unauthorized"), "401 Unauthorized; is server.turn_secret"),
        (_refused(486, "Quota"), "user-quota"),
        (_refused(508, "Cannot"), "508 Cannot"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "TLS"),
        (socket.gaierror(-2, "no"), "name cannot be resolved"),
        (TimeoutError(), "no answer within 2.5 s"),
        (ConnectionRefusedError(111, "10.0.0.1"), "ConnectionRefusedError"),
        (ConnectionError("no LIFETIME"), "ConnectionError"),
        (ValueError("10.0.0.1"), "ValueError"),
    ],
)
def test_each_fault_has_its_words_and_no_address(error: Exception, words: str) -> None:
    said = reason(error)
    assert words in said
    assert "10.0.0.1" not in said


def test_a_certificate_is_named() -> None:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_message = "self-signed certificate"
    assert reason(error) == "its certificate is not trusted: self-signed certificate"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("relayed_candidate", "server_reflexive_candidate"):
        monkeypatch.setattr(aioice.ice, name, getattr(aioice.ice, name))
    monkeypatch.setattr(gathering, "GATHER_S", 0.2)
    Gathering().install()


def test_a_deaf_server_is_named_once_and_costs_no_more_than_its_time(
    installed: None, caplog: pytest.LogCaptureFixture, allow_log: Callable[[str], None]
) -> None:
    allow_log("gives no address")

    async def gather(port: int) -> float:
        connection = aioice.Connection(
            ice_controlling=True, turn_server=("127.0.0.1", port), turn_transport="udp",
            stun_server=("127.0.0.1", port),
        )  # fmt: skip
        loop = asyncio.get_running_loop()
        began = loop.time()
        await connection.gather_candidates()
        await connection.close()
        return loop.time() - began

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        assert asyncio.run(gather(port)) < 1
        assert asyncio.run(gather(port)) < 1
    said = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    turn = [s for s in said if "TURN" in s]
    assert turn == [
        f"The TURN server 127.0.0.1:{port} by UDP gives no address for calls: "
        "no answer within 0.2 s."
    ]
    assert len(said) <= 2  # STUN is asked only where this machine has an address


def test_the_seam_into_aioice_is_where_it_was() -> None:
    gather = inspect.getsource(aioice.ice.Connection.get_component_candidates)
    for call in ("relayed_candidate(", "server_reflexive_candidate(protocol, self.stun_server)"):
        assert call in gather
    parameters = inspect.signature(aioice.ice.relayed_candidate).parameters
    assert {"turn_server", "turn_ssl", "turn_transport"} <= set(parameters)
