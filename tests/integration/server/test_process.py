"""The server as a process: killed, stopped, started again, and what it writes down."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.domain.calls import CallState, EndReason
from kiosk.domain.clock import SystemClock
from kiosk.protocol import socket as wire
from kiosk.server.provision import provision_lawyer
from tests.support.server import ServerProcess
from tests.support.signalling import PASSWORD, Console, Terminal, make_device, sign_in
from tests.support.small_content import write_content
from tests.support.waiting import wait_until


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ServerProcess]:
    content = write_content(tmp_path / "content")
    server = ServerProcess(tmp_path / "data", {"server.content_dir": str(content)})
    yield server
    with contextlib.suppress(AssertionError):  # the test has ended it
        server.kill()


def test_killed_in_a_call(process: ServerProcess) -> None:
    """After kill -9 and a start the call is held for both; the terminal's next one ends it."""
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")

    async def call() -> str:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            call_id = await terminal.call(topic=wire.Topic.DEBT)
            await console.accept()
            process.kill()
            return call_id

    call_id = asyncio.run(call())
    (open_call,) = process.calls()
    assert (open_call["call_id"], open_call["state"]) == (call_id, "active")
    time.sleep(4.1)  # both clients are gone, and their leases run out
    process.start()
    assert process.calls()[0]["state"] == "active"

    async def call_again() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            await terminal.hang_up()
            await console.state(CallState.ENDED)

    asyncio.run(call_again())
    reasons = {row["call_id"]: row["end_reason"] for row in process.calls()}
    assert reasons[call_id] == "terminal_lost"
    process.stop()


def test_killed_and_back_at_once(process: ServerProcess) -> None:
    """The call is there for whoever comes back."""
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")

    async def call() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            process.kill()

    asyncio.run(call())
    process.start()
    time.sleep(4.1)  # past every lease
    assert process.calls()[0]["state"] == "active"
    process.stop()


def test_a_server_that_was_stopped_for_a_while_ends_no_call(process: ServerProcess) -> None:
    """A suspended machine: the clients are there, only the server was not."""
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")

    async def run() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            os.kill(process.pid, signal.SIGSTOP)
            await asyncio.sleep(5)
            os.kill(process.pid, signal.SIGCONT)
            await asyncio.sleep(1.5)
            await terminal.hang_up()
            ended = await console.state(CallState.ENDED)
            assert ended.end_reason is EndReason.RESIDENT_HUNG_UP

    asyncio.run(run())
    assert "leases are extended" in process.log
    process.stop()


def test_stops_in_time_with_open_sockets(process: ServerProcess) -> None:
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")

    async def run() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await terminal.expect(wire.Welcome)
            await console.expect(wire.ConsoleWelcome)
            begun = time.monotonic()
            await asyncio.to_thread(process.stop)
            assert time.monotonic() - begun < 2
            assert await terminal.closed() == 1012

    asyncio.run(run())


def test_nothing_personal_is_written_down(process: ServerProcess) -> None:
    """A whole call with a topic, wrong logins, a rating: the log names nobody."""
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")
    requests.post(f"{process.url}/api/v1/console/session",
                  json={"login": "zhang-san", "password": "wrong-secret"}, timeout=5)  # fmt: skip

    async def run() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            call_id = await terminal.call(topic=wire.Topic.DEBT)
            await console.accept()
            await terminal.hang_up()
            await console.state(CallState.ENDED)
            command = wire.Command(
                key="k" * 20, name="rate_call",
                payload={"call_id": call_id, "score": 1,
                         "rated_at": SystemClock().now().isoformat()},
            )  # fmt: skip
            await terminal.send(command)
            await terminal.expect(wire.CommandDone)

    asyncio.run(run())
    (call,) = process.calls()
    assert call["rating"] == 1
    assert call["tier"] == "community"
    assert call["asked"][0]["outcome"] == "left"
    process.stop()
    assert "ended: resident_hung_up" in process.log
    for word in ("debt", "李榆", "zhang-san", "wrong-secret", PASSWORD, cookie, "127.0.0.1",
                 "榆树", "测试终端", "Bearer"):  # fmt: skip
        assert word not in process.log, word
    database = (process.settings.data_dir / "server.db").read_bytes()
    assert b"debt" not in database  # the topic is sealed
    assert PASSWORD.encode() not in database
    assert cookie.encode() not in database
    assert (process.settings.data_dir / "master.key").stat().st_mode & 0o777 == 0o600


def test_port_file_and_free_port(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    port_file = tmp_path / "port"
    command = [
        sys.executable, "-m", "kiosk", "server", "--port", "0", "--port-file", str(port_file),
        "--data-dir", str(tmp_path / "data"), "--set", f"server.content_dir={content}",
    ]  # fmt: skip
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_until(port_file.exists, "the port file", 20)
        port = int(port_file.read_text())
        assert requests.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=5).ok
        taken = subprocess.run(
            [*command[:4], "--port", str(port), "--data-dir", str(tmp_path / "other"),
             "--set", f"server.content_dir={content}"],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert taken.returncode == 1
        assert "cannot listen" in taken.stderr
        assert "Traceback" not in taken.stderr
    finally:
        running.terminate()
        assert running.wait(5) == 0
        assert running.stderr is not None
        running.stderr.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--port", "99999"], "no port 99999"),
        (["--port", "-1"], "no port -1"),
        (["--set", "server.ring_s=nan"], "server.ring_s"),
        (["--set", "server.ring_s=-1"], "server.ring_s"),
        (["--set", "server.ring_s=1e12"], "server.ring_s"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_words(
    words: list[str], says: str, tmp_path: Path
) -> None:
    content = write_content(tmp_path / "content")
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "server", "--port", "0", *words,
         "--data-dir", str(tmp_path / "data"), "--set", f"server.content_dir={content}"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_only_a_trusted_proxy_is_believed(tmp_path: Path) -> None:
    """Whose X-Forwarded-For counts, and whether the cookie may leave by HTTP."""
    content = write_content(tmp_path / "content")
    told = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https"}

    def start(name: str, **settings: str) -> ServerProcess:
        flags = {"server.content_dir": str(content)}
        flags.update({f"server.{key}": value for key, value in settings.items()})
        return ServerProcess(tmp_path / name, flags)

    def fail(server: ServerProcess, number: int) -> int:
        headers = {"X-Forwarded-For": f"10.0.0.{number}"}
        body = {"login": "li", "password": "wrong-password"}
        return requests.post(f"{server.url}/api/v1/console/session", json=body, headers=headers,
                             timeout=5).status_code  # fmt: skip

    def flags_of(server: ServerProcess, headers: dict[str, str]) -> str:
        server.lawyer("sun", "sun", PASSWORD)
        answer = requests.post(f"{server.url}/api/v1/console/session", timeout=5, headers=headers,
                               json={"login": "sun", "password": PASSWORD})  # fmt: skip
        return answer.headers["set-cookie"].lower()

    alone = start("alone")
    assert [fail(alone, n) for n in range(6)][-1] == 429  # one address, whatever it claims
    assert "secure" not in flags_of(alone, told)
    alone.stop()
    behind = start("behind", trusted_proxies="127.0.0.1")
    assert [fail(behind, n) for n in range(6)] == [401] * 6
    assert "secure" in flags_of(behind, told)
    assert "secure" not in flags_of(behind, {})
    behind.stop()
    public = start("public", public_url="https://kiosk.example.org")
    assert "secure" in flags_of(public, {})
    public.stop()


def test_https(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.replace(year=now.year - 1))
        .not_valid_after(now.replace(year=now.year + 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = tmp_path / "cert.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = tmp_path / "key.pem"
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                          serialization.NoEncryption())
    )  # fmt: skip
    content = write_content(tmp_path / "content")
    port_file = tmp_path / "port"
    words = [f"server.content_dir={content}", f"server.certificate={pem}",
             f"server.private_key={secret}", f"data_dir={tmp_path / 'data'}"]  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "server", "--port", "0", "--port-file", str(port_file),
         *(w for word in words for w in ("--set", word))],
        stderr=subprocess.DEVNULL, env={k: v for k, v in os.environ.items() if "KIOSK" not in k},
    )  # fmt: skip
    try:
        wait_until(port_file.exists, "the port file", 20)
        url = f"https://localhost:{int(port_file.read_text())}"
        from kiosk.settings import load_settings

        flags = {"data_dir": str(tmp_path / "data"), "server.content_dir": str(content)}
        provision_lawyer(load_settings(environ={}, flags=flags), "li", "li", PASSWORD)
        answer = requests.post(f"{url}/api/v1/console/session", timeout=5, verify=str(pem),
                               json={"login": "li", "password": PASSWORD})  # fmt: skip
        assert answer.status_code == 200
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "max-age" in answer.headers["strict-transport-security"]
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(url, timeout=5)
    finally:
        running.terminate()
        assert running.wait(5) == 0


def test_a_second_server_on_the_same_data_does_not_start(process: ServerProcess) -> None:
    """It says why, and nobody of the first one notices."""
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")

    async def run() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            await console.accept()
            second = await asyncio.to_thread(
                subprocess.run, [*process.command("server"), "--port", "0"],
                capture_output=True, text=True, timeout=30, check=False,
            )  # fmt: skip
            assert second.returncode == 1
            assert "Another server already runs on the data folder" in second.stderr
            assert "Traceback" not in second.stderr
            await terminal.hang_up()
            ended = await console.state(CallState.ENDED)
            assert ended.end_reason is EndReason.RESIDENT_HUNG_UP

    asyncio.run(run())
    process.stop()


def test_a_write_that_waits_ends_no_call(process: ServerProcess) -> None:
    """Another program holds the database's lock for longer than any lease."""
    device = make_device(process.settings, process.url)
    cookie = sign_in(process.settings, process.url, "li")

    def hold() -> None:
        other = sqlite3.connect(process.settings.data_dir / "server.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(4.6)
        other.execute("COMMIT")
        other.close()

    async def run() -> None:
        async with Terminal(device) as terminal, Console(process.url, cookie) as console:
            await console.on_duty()
            await terminal.call()
            ring = await console.accept()
            holding = asyncio.create_task(asyncio.to_thread(hold))
            # What waits for the database must not keep the heartbeats behind it.
            await asyncio.sleep(0.1)
            await console.send(wire.IceCandidate(call_id=ring.call_id, candidate="", epoch=1,
                                                 participant_id=ring.participant_id))  # fmt: skip
            await holding
            await asyncio.sleep(1)
            await terminal.hang_up()
            ended = await console.state(CallState.ENDED)
            assert ended.end_reason is EndReason.RESIDENT_HUNG_UP

    asyncio.run(run())
    process.stop()
