"""Two hosts and the line between them. Needs root, iproute2 and ethtool; ends what it made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from tests.network.line import Way, Ways

_numbers = count(1)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


@dataclass(frozen=True, slots=True)
class Host:
    """A network namespace with one address."""

    namespace: str
    address: str
    address6: str
    interface: str

    def command(self, *words: str) -> list[str]:
        """``words`` as a command that runs there."""
        return ["ip", "netns", "exec", self.namespace, *words]

    def ping(self, address: str, times: int = 5) -> float:
        """Mean round trip in milliseconds. Raises when nothing comes back."""
        said = _run(*self.command("ping", "-n", "-q", "-i", "0.05", "-c", str(times), address))
        found = re.search(r"= [\d.]+/([\d.]+)/", said)
        assert found, said
        return float(found[1])


class Network:
    """Hosts ``a`` and ``b``; ``set`` changes what the line does, at once."""

    def __init__(self, a: Host, b: Host, line: subprocess.Popen[str]) -> None:
        self.a, self.b = a, b
        self._line = line
        self.ways = Ways()

    def set(self, there: Way | None = None, back: Way | None = None) -> None:
        """``there``: from a to b; ``back`` (as ``there`` unless given): from b to a."""
        way = there or Way()
        self.ways = Ways(way, back or way)
        assert self._line.stdin is not None
        assert self._line.stdout is not None
        self._line.stdin.write(self.ways.to_json() + "\n")
        self._line.stdin.flush()
        assert self._line.stdout.readline() == "ok\n"

    def cut(self) -> None:
        self.set(Way(cut=True))


@contextmanager
def network(*, seed: int = 1) -> Iterator[Network]:
    """Two hosts on one line, which at first does nothing to their frames.

    Checks that each frame really passes the line: a cut one must be silent.
    """
    number = f"{os.getpid()}-{next(_numbers)}"
    a, b = (
        Host(f"kiosk-{side}-{number}", f"10.77.0.{n}", f"fd77::{n}", f"k{side}{number}"[:15])
        for side, n in (("a", 1), ("b", 2))
    )
    middle = f"kiosk-m-{number}"
    made: list[str] = []
    line = None
    try:
        for namespace in (a.namespace, middle, b.namespace):
            _run("ip", "netns", "add", namespace)
            made.append(namespace)
            # Addresses count at once: nobody else is there to have them too.
            _run("ip", "netns", "exec", namespace,
                 "sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0")  # fmt: skip
        for host, port in ((a, "a"), (b, "b")):
            _join(host, middle, port)
        line = subprocess.Popen(
            ["ip", "netns", "exec", middle,
             sys.executable, "-m", "tests.network.line", "a", "b", str(seed)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert line.stdout is not None
        assert line.stdout.readline() == "ready\n"
        found = Network(a, b, line)
        a.ping(b.address, 2)
        b.ping(a.address6, 2)
        found.set(Way(delay=20))
        assert 40 <= a.ping(b.address) < 60, "frames go another way than over the line"
        found.set(Way())
        yield found
    finally:
        if line is not None:
            assert line.stdin is not None
            line.stdin.close()
            line.wait(5)
            assert line.stdout is not None
            line.stdout.close()
        for namespace in made:
            _end(namespace)


def _join(host: Host, middle: str, port: str) -> None:
    """A cable from a host to a port of the line."""
    _run("ip", "link", "add", host.interface, "netns", host.namespace, "type", "veth",
         "peer", "name", port, "netns", middle)  # fmt: skip
    _run("ip", "-n", middle, "link", "set", "dev", port, "up")
    inside: Sequence[tuple[str, ...]] = (
        ("addr", "add", f"{host.address}/24", "dev", host.interface),
        ("addr", "add", f"{host.address6}/64", "dev", host.interface, "nodad"),
        ("link", "set", "dev", host.interface, "up"),
        ("link", "set", "dev", "lo", "up"),
    )
    for words in inside:
        _run("ip", "-n", host.namespace, *words)
    # Frames are copied as they stand: their checksums and sizes must be the wire's.
    for namespace, interface in ((host.namespace, host.interface), (middle, port)):
        _run("ip", "netns", "exec", namespace, "ethtool", "-K", interface,
             "tx", "off", "rx", "off", "gro", "off", "gso", "off", "tso", "off")  # fmt: skip


def _end(namespace: str) -> None:
    for pid in _run("ip", "netns", "pids", namespace).split():
        try:
            os.kill(int(pid), 9)
        except ProcessLookupError:
            continue
    _run("ip", "netns", "del", namespace)
