"""The line does what it is told: delay, loss by seed, rate, cut."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.network.hosts import Network, network
from tests.network.line import Way


@pytest.fixture(scope="module")
def net() -> Iterator[Network]:
    with network(seed=7) as found:
        yield found


def _received(net: Network, count: int) -> int:
    done = subprocess.run(
        net.a.command("ping", "-n", "-q", "-i", "0.01", "-W", "1", "-c", str(count), net.b.address),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return int(done.stdout.split(" received")[0].rsplit(" ", 1)[1])


def test_delay_is_each_way(net: Network) -> None:
    net.set(Way(delay=30), Way(delay=10))
    assert 40 <= net.a.ping(net.b.address) < 50
    assert 40 <= net.b.ping(net.a.address6) < 50


def test_loss_is_about_what_was_asked(net: Network) -> None:
    net.set(Way(loss=0.2), Way())
    assert 140 <= _received(net, 200) <= 178
    net.set(Way())
    assert _received(net, 50) == 50


def test_a_cut_line_is_silent_and_comes_back(net: Network) -> None:
    net.cut()
    assert _received(net, 10) == 0
    net.set(Way())
    assert _received(net, 10) == 10


def _heard(net: Network, kind: str, port: int) -> bool:
    """Whether something sent from a to that port of b arrives there."""
    code = (
        "import socket, sys\n"
        "kind = socket.SOCK_DGRAM if sys.argv[1] == 'udp' else socket.SOCK_STREAM\n"
        "s = socket.socket(socket.AF_INET, kind)\n"
        "s.settimeout(0.5)\n"
    )
    here = code + (
        "s.bind((sys.argv[2], int(sys.argv[3])))\n"
        "kind == socket.SOCK_STREAM and s.listen()\n"
        "print('ready', flush=True)\n"
        "(s.recvfrom if kind == socket.SOCK_DGRAM else lambda _: s.accept())(9)\n"
    )
    there = code + (
        "s.connect((sys.argv[2], int(sys.argv[3])))\nkind == socket.SOCK_DGRAM and s.send(b'x')\n"
    )
    words = (kind, net.b.address, str(port))
    with subprocess.Popen(
        net.b.command(sys.executable, "-c", here, *words),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as listener:  # fmt: skip
        assert listener.stdout is not None
        assert listener.stdout.readline() == "ready\n"
        subprocess.run(net.a.command(sys.executable, "-c", there, *words),
                       stderr=subprocess.DEVNULL, check=False)  # fmt: skip
        return listener.wait(5) == 0


def test_only_the_ports_that_are_named_pass(net: Network) -> None:
    net.set(Way(only_ports=("udp:3478", "tcp:5349")))
    assert _heard(net, "udp", 3478)
    assert _heard(net, "tcp", 5349)
    assert not _heard(net, "udp", 5349)
    assert not _heard(net, "tcp", 3478)
    net.set(Way())
    assert _heard(net, "udp", 5349)


def test_the_rate_has_a_queue_with_an_end(net: Network) -> None:
    net.set(Way(kbit_s=64, queue=100))
    done = subprocess.run(
        net.a.command("ping", "-n", "-s", "1000", "-i", "0.02", "-W", "2", "-c", "40",
                      net.b.address),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    received = int(done.stdout.split(" received")[0].rsplit(" ", 1)[1])
    assert 3 <= received <= 15  # 64 kbit/s carry some 8 frames of 1 kB in 0.9 s
