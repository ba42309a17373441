"""The line itself: takes frames from one interface and gives them to the other, later or never.

Runs in the namespace between two hosts: ``python -m tests.network.line IN_A IN_B SEED``, reads one
JSON object of ``Way`` a line from standard input and answers ``ok``. Copies frames by AF_PACKET, so
nothing of the kernel's own forwarding is in the way, and every frame passes here or not at all.
"""

from __future__ import annotations

import heapq
import json
import os
import random
import select
import socket
import struct
import sys
import time
from dataclasses import asdict, dataclass, field

_ETH_P_ALL = 0x0003
_FRAME = 65536
#: Frames that wait at most; more than a second of 100 Mbit/s is a mistake of the test.
_WAITING = 20_000
_ARP = b"\x08\x06"
_TRANSPORTS = {6: "tcp", 17: "udp"}


@dataclass(frozen=True, slots=True)
class Way:
    """What one direction does to frames. Times in milliseconds, ``loss`` and ``reorder`` 0 to 1."""

    delay: float = 0.0
    jitter: float = 0.0  # up to so much more, frame by frame; order is kept
    loss: float = 0.0
    burst: int = 1  # frames that go together when one is lost
    reorder: float = 0.0  # share of frames that overtake by ``delay``
    kbit_s: float = 0.0  # 0: any rate
    queue: float = 200.0  # ms that may wait for the rate; what is over is dropped
    cut: bool = False
    # Of TCP and UDP only what comes from or goes to these ports, such as "udp:3478"; empty: all.
    only_ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    there: Way = field(default_factory=Way)  # from A to B
    back: Way = field(default_factory=Way)

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def _ports(frame: bytes) -> tuple[str, ...]:
    """Both ports of a frame of TCP or UDP, such as "udp:53"; none of any other."""
    if frame[12:14] == b"\x08\x00":
        kind, start = frame[23], 14 + (frame[14] & 15) * 4
    elif frame[12:14] == b"\x86\xdd":
        kind, start = frame[20], 54
    else:
        return ()
    if kind not in _TRANSPORTS:
        return ()
    source, target = struct.unpack_from("!HH", frame, start)
    return f"{_TRANSPORTS[kind]}:{source}", f"{_TRANSPORTS[kind]}:{target}"


class _Direction:
    def __init__(self, out: socket.socket, rng: random.Random) -> None:
        self.way = Way()
        self._out = out
        self._rng = rng
        self._waiting: list[tuple[float, int, bytes]] = []
        self._count = 0
        self._dying = 0
        self._free_at = 0.0  # when the rate lets the next frame go
        self._last = 0.0  # order is kept: nothing leaves before this

    def take(self, frame: bytes, now: float) -> None:
        way = self.way
        if way.cut or len(self._waiting) >= _WAITING:
            return
        if way.only_ports and (ports := _ports(frame)) and not {*ports} & {*way.only_ports}:
            return
        if frame[12:14] != _ARP:  # who has lost an ARP frame waits a second: not what is tested
            if not self._dying and self._rng.random() < way.loss / max(1, way.burst):
                self._dying = way.burst
            if self._dying:
                self._dying -= 1
                return
        start = now
        if way.kbit_s:
            start = max(now, self._free_at)
            if start - now > way.queue / 1000:
                return
            self._free_at = start + len(frame) * 8 / (way.kbit_s * 1000)
            start = self._free_at
        due = start + (way.delay + self._rng.random() * way.jitter) / 1000
        if way.reorder and self._rng.random() < way.reorder:
            due = start
        else:
            due = self._last = max(due, self._last)
        self._count += 1
        heapq.heappush(self._waiting, (due, self._count, frame))

    def give(self, now: float) -> float:
        """Send what is due; seconds until the next one is (at most 1)."""
        while self._waiting and self._waiting[0][0] <= now:
            frame = heapq.heappop(self._waiting)[2]
            if not self.way.cut:
                self._out.send(frame)
        return min(1.0, self._waiting[0][0] - now) if self._waiting else 1.0


def _open(interface: str) -> socket.socket:
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_P_ALL))
    raw.bind((interface, 0))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    raw.setblocking(False)
    return raw


def main(a: str, b: str, seed: int) -> None:
    """Until standard input ends."""
    side_a, side_b = _open(a), _open(b)
    there = _Direction(side_b, random.Random(seed))
    back = _Direction(side_a, random.Random(seed + 1))
    print("ready", flush=True)
    commands = b""
    while True:
        now = time.monotonic()
        pause = min(there.give(now), back.give(now))
        readable, _, _ = select.select([side_a, side_b, 0], [], [], max(0.0, pause))
        now = time.monotonic()
        for source, direction in ((side_a, there), (side_b, back)):
            if source not in readable:
                continue
            for _ in range(64):
                try:
                    frame, address = source.recvfrom(_FRAME)
                except BlockingIOError:
                    break
                if address[2] != socket.PACKET_OUTGOING:
                    direction.take(frame, now)
        if 0 in readable:
            read = os.read(0, 65536)
            if not read:
                return
            commands += read
            while b"\n" in commands:
                line, commands = commands.split(b"\n", 1)
                ways = json.loads(line)
                there.way, back.way = Way(**ways["there"]), Way(**ways["back"])
                print("ok", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
