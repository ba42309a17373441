"""When received speech is played: reordering, an adaptive delay, recovery of what was lost.

A ``Playout`` is fed packets as they come and asked for samples as the sound card needs them, each
on its own thread. Between the two stands a delay that follows the line: the 98th percentile of how
late packets come, plus the wait for the next packet's FEC. A delay that is too long is shortened,
and one that is too short lengthened, by whole pitch periods of the voice, so that nothing clicks.
The same takes up the drift between the sender's clock and the sound card's.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

from kiosk.terminal.calls.audio.opus import OpusDecoder, carries_fec, samples_of
from kiosk.terminal.calls.audio.stretch import lengthen, shorten
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples

#: The delay is kept within these, in seconds.
MIN_DELAY_S, MAX_DELAY_S = 0.040, 0.240
#: How far back lateness is looked at.
_WINDOW_S = 8.0
#: The line's quickest packet is forgotten after this long: clocks drift, routes change.
_FLOOR_S = 20.0
#: Room above the latest packets: the next packet (for FEC), and the sound card's own rhythm.
_FEC_WAIT_S, _MARGIN_S = 0.020, 0.010
#: A delay is left alone while it is this near to its target.
_SLACK_S = 0.015
#: Above the target by this much, loud speech is shortened too, and above the next a block dropped.
_HURRY_S, _DROP_S = 0.060, 0.400
#: A jump of the sender's clock by more than this is a new beginning.
_JUMP = 2 * RATE
#: Packets that wait at most: two seconds of the shortest.
_CAPACITY = 800


@dataclass(slots=True)
class PlayoutStats:
    """Samples since the start, by where they came from; ``delay_s``: from arrival to the card."""

    arrived: int = 0
    recovered: int = 0
    concealed: int = 0
    delay_s: float = 0.0


class _Lateness:
    """How late packets come, against the quickest one."""

    def __init__(self) -> None:
        self._lates: deque[tuple[float, float]] = deque()  # (arrival, transit)
        self._floor: deque[tuple[float, float]] = deque()  # transits, ascending

    def add(self, arrival: float, timestamp: int) -> None:
        transit = arrival - timestamp / RATE
        while self._floor and self._floor[-1][1] >= transit:
            self._floor.pop()
        self._floor.append((arrival, transit))
        while self._floor[0][0] < arrival - _FLOOR_S:
            self._floor.popleft()
        self._lates.append((arrival, transit))
        while self._lates[0][0] < arrival - _WINDOW_S:
            self._lates.popleft()

    @property
    def floor(self) -> float:
        """Seconds that are to be added to ``timestamp / RATE`` for the earliest arrival."""
        return self._floor[0][1]

    def target(self) -> float:
        """The delay that 98 of 100 packets keep."""
        if not self._lates:
            return MIN_DELAY_S
        late = np.fromiter((transit for _, transit in self._lates), float) - self.floor
        wanted = float(np.partition(late, k := int(0.98 * (late.size - 1)))[k])
        return min(MAX_DELAY_S, max(MIN_DELAY_S, wanted + _FEC_WAIT_S + _MARGIN_S))


class Playout:
    """``put`` from the network's thread, ``pull`` from the sound card's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decoder = OpusDecoder()
        self._packets: dict[int, bytes] = {}  # by timestamp, unwrapped
        self._newest: int | None = None  # timestamp, unwrapped
        self._ssrc: int | None = None
        self._sequence = 0
        self._next: int | None = None  # timestamp of what is decoded next; None: not begun
        self._decoded: Samples = np.zeros(0, np.int16)
        self._lateness = _Lateness()
        self._dry = 0  # samples of concealment since the last packet
        self.heard_at = 0.0  # arrival of the newest packet; 0: none
        self._silence: set[int] = set()  # starts of gaps that the sender left on purpose
        self.stats = PlayoutStats()

    # --- what comes in ---------------------------------------------------------------------

    def put(self, ssrc: int, sequence: int, timestamp: int, packet: bytes, arrival: float) -> None:
        """A packet as RTP has it; ``arrival``: seconds of a monotonic clock."""
        samples = samples_of(packet)
        if not samples:
            return
        with self._lock:
            self.heard_at = arrival
            if ssrc != self._ssrc:
                self._begin(ssrc)
            at = self._unwrap(timestamp)
            if self._newest is not None and abs(at - self._newest) > _JUMP:
                self._begin(ssrc)
                at = self._unwrap(timestamp)
            if self._next is not None and at < self._next:
                self._lateness.add(arrival, at)
                return
            if self._newest is None or at > self._newest:
                if (
                    self._newest is not None
                    and (sequence - self._sequence) & 0xFFFF == 1
                    and (last := self._packets.get(self._newest)) is not None
                    and at > (end := self._newest + samples_of(last))
                ):
                    self._silence.add(end)  # the next number, a later time: nothing was lost
                self._newest, self._sequence = at, sequence
            if len(self._packets) < _CAPACITY:
                self._packets[at] = packet
            self._lateness.add(arrival, at)

    def _begin(self, ssrc: int) -> None:
        """Another stream: what waits of the old one is not played."""
        self._ssrc, self._newest, self._next = ssrc, None, None
        self._packets.clear()
        self._silence.clear()
        self._lateness = _Lateness()

    def _unwrap(self, timestamp: int) -> int:
        if self._newest is None:
            return timestamp
        ahead = (timestamp - self._newest) & 0xFFFFFFFF
        return self._newest + (ahead if ahead < 1 << 31 else ahead - (1 << 32))

    # --- what goes out ---------------------------------------------------------------------

    def pull(self, samples: int, now: float) -> Samples:
        """The next ``samples`` (mono); silence before the first packet. ``now`` as ``arrival``."""
        with self._lock:
            while self._decoded.size < samples:
                block = self._block(now)
                if block is None:
                    break
                self._decoded = np.concatenate((self._decoded, block))
            out = np.zeros(samples, np.int16)
            ready = self._decoded[:samples]
            out[: ready.size] = ready
            self._decoded = self._decoded[samples:]
            return out

    def _block(self, now: float) -> Samples | None:
        """The next block of speech; None while there is nothing to begin with."""
        if self._next is None and not self._start(now):
            return None
        assert self._next is not None
        for old in [at for at in self._packets if at < self._next]:
            del self._packets[old]  # it overlapped what came before it
        packet = self._packets.pop(self._next, None)
        if packet is not None:
            block = self._decoder.decode(packet)
            if block is None or not block.size:  # damaged on the way
                return self._advance(self._decoder.conceal(BLOCK), "concealed")
            self._dry = 0
            self._advance(block, "arrived")
            return self._steer(block, now)
        if not self._packets:
            return self._wait_on()
        return self._bridge(min(self._packets))

    def _start(self, now: float) -> bool:
        """Begin once the first packet has waited for the target delay."""
        if not self._packets:
            return False
        first = min(self._packets)
        if now < self._lateness.floor + first / RATE + self._lateness.target():
            return False
        self._next = first
        return True

    def _bridge(self, following: int) -> Samples:
        """A packet is missing, and a later one is there."""
        assert self._next is not None
        gap = following - self._next
        if self._next in self._silence:
            self._silence.discard(self._next)
            self._next = following  # the sender said nothing: wait on in its own silence
            return self._decoder.conceal(min(gap, BLOCK))
        packet = self._packets[following]
        length = min(gap, samples_of(packet))
        if gap == length and carries_fec(packet):
            block = self._decoder.recover(packet, length)
            if block is not None:
                return self._advance(block, "recovered")
        return self._advance(self._decoder.conceal(min(gap, BLOCK)), "concealed")

    def _wait_on(self) -> Samples:
        """Nothing has come yet: go on as the voice would, and take no time for it.

        What comes late is played late, and the delay shortened afterwards.
        """
        block = self._decoder.conceal(BLOCK)
        self._dry += block.size
        if self._dry > _WINDOW_S * RATE:  # a line that was dead: begin anew when it comes back
            self._next = None
            self._dry = 0
            return block
        self.stats.concealed += block.size
        return block

    def _advance(self, block: Samples, source: str) -> Samples:
        assert self._next is not None
        self._next += block.size
        setattr(self.stats, source, getattr(self.stats, source) + block.size)
        return block

    def _steer(self, block: Samples, now: float) -> Samples:
        """Bring the delay nearer to its target, by a pitch period at most."""
        assert self._next is not None
        target = self._lateness.target()
        # What was just decoded is heard when all that is decoded before it has been.
        heard = now + self._decoded.size / RATE
        delay = heard - (self._next - block.size) / RATE - self._lateness.floor
        self.stats.delay_s += 0.1 * (delay - self.stats.delay_s)
        over = delay - target
        if over > _DROP_S:
            return block[:0]
        if over > _SLACK_S:
            return shorten(block, anyhow=over > _HURRY_S)
        if over < -_SLACK_S:
            return lengthen(block)
        return block
