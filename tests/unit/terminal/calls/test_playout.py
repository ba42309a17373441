"""The playout on lines that lose, delay and reorder, by a clock of our own."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.terminal.calls.audio.playout import MIN_DELAY_S, Playout
from kiosk.terminal.calls.audio.stretch import lengthen, shorten
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples, Tone, strongest_hz
from tests.support.speech import Packet, on_a_line, voice

SECONDS = 20


def play(
    packets: Iterable[Packet], seconds: float = SECONDS, playout: Playout | None = None
) -> tuple[Playout, Samples, list[float]]:
    """(playout, what was heard, its delay after each block) with a card of exactly 48 kHz."""
    playout = playout or Playout()
    waiting, heard, delays = list(packets), [], []
    for tick in range(round(seconds * 50)):
        now = tick / 50
        while waiting and waiting[0].arrival <= now:
            p = waiting.pop(0)
            playout.put(1, p.sequence, p.timestamp, p.payload, p.arrival)
        heard.append(playout.pull(BLOCK, now))
        delays.append(playout.stats.delay_s)
    return playout, np.concatenate(heard), delays


@pytest.fixture(scope="module")
def speech() -> Samples:
    return voice(SECONDS)


@pytest.mark.parametrize(("loss", "kept"), [(0.02, 0.985), (0.05, 0.975), (0.10, 0.95)])
def test_what_is_lost_comes_back_by_fec(speech: Samples, loss: float, kept: float) -> None:
    playout, _, delays = play(on_a_line(speech, loss=loss))
    stats = playout.stats
    assert (stats.arrived + stats.recovered) / speech.size > kept
    assert stats.recovered > 0.6 * loss * speech.size
    assert max(delays) < MIN_DELAY_S + 0.060


def test_without_loss_all_is_played_once_and_soon(speech: Samples) -> None:
    playout, _, delays = play(on_a_line(speech))
    assert playout.stats.arrived > 0.99 * speech.size
    assert playout.stats.recovered == playout.stats.concealed == 0
    assert np.median(delays) < 0.060


def test_reordered_packets_are_not_lost(speech: Samples) -> None:
    playout, _, _ = play(on_a_line(speech, jitter_s=0.060, seed=3))
    assert playout.stats.arrived > 0.985 * speech.size


def test_the_delay_grows_with_jitter_and_comes_back(speech: Samples) -> None:
    calm = list(on_a_line(speech))
    third = len(calm) // 3
    rough = list(on_a_line(speech, jitter_s=0.120, seed=2))
    mixed = sorted(
        calm[: third // 2] + rough[third // 2 : third] + calm[third:], key=lambda p: p.arrival
    )
    _, _, delays = play(mixed)
    rough_at = slice(round(third / 2 + 100), third)
    assert max(delays[rough_at]) > 0.09
    assert delays[-1] < 0.065  # 13 s after the last late packet


@pytest.mark.parametrize("drift", [3e-4, -3e-4])
def test_clocks_that_drift_do_not_add_up(drift: float) -> None:
    playout, _, delays = play(on_a_line(voice(60), drift=drift), seconds=58)
    assert max(delays[500:]) < 0.075
    assert playout.stats.concealed < RATE  # under a second in a minute


def test_a_tone_stays_whole_while_the_delay_is_brought_down() -> None:
    tone = Tone(440)
    sound = np.concatenate([tone.block() for _ in range(500)])
    packets = list(on_a_line(sound, jitter_s=0.0))
    late = [
        p if not 100 <= n < 105 else Packet(p.sequence, p.timestamp, p.payload, 2.05 + 0.15)
        for n, p in enumerate(packets)
    ]
    _, heard, delays = play(sorted(late, key=lambda p: p.arrival), seconds=10)
    assert max(delays) > 0.09
    assert delays[-1] < 0.065
    end = heard[-2 * RATE :].astype(float)
    assert abs(strongest_hz(heard[-RATE:]) - 440) < 1
    assert np.abs(np.diff(end)).max() < 400  # a click would be a step; the tone's own is 270


def test_a_stream_that_begins_anew_is_played(speech: Samples) -> None:
    first = list(on_a_line(speech[: 5 * RATE]))
    playout, _, _ = play(first, seconds=6)
    arrived = playout.stats.arrived
    again = [
        Packet(p.sequence, p.timestamp + 3_000_000_000, p.payload, p.arrival)
        for p in on_a_line(speech[: 5 * RATE])
    ]
    play(again, seconds=6, playout=playout)
    assert playout.stats.arrived - arrived > 4.8 * RATE


def test_time_stamps_and_numbers_may_wrap(speech: Samples) -> None:
    packets = on_a_line(speech, start=2**32 - 5 * RATE - 7, loss=0.02)
    playout, _, _ = play(packets)
    assert playout.stats.arrived > 0.97 * speech.size


def test_silence_that_the_sender_chose_is_no_loss() -> None:
    packets = list(on_a_line(voice(10)))
    sequence, talking = 0, []
    for number, p in enumerate(packets):
        if 100 <= number < 200:
            continue  # sent nothing, and counted nothing
        talking.append(Packet(sequence, p.timestamp, p.payload, p.arrival))
        sequence += 1
    playout, _, delays = play(talking, seconds=9.5)
    assert playout.stats.arrived > 7.2 * RATE
    assert delays[-1] < 0.070


def test_a_line_that_was_dead_for_long_begins_anew() -> None:
    packets = [p for p in on_a_line(voice(30)) if not 5 < p.arrival < 18]
    playout, _, delays = play(packets, seconds=29)
    assert playout.stats.arrived > 15 * RATE
    assert delays[-1] < 0.070


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2**16 - 1),
            st.integers(0, 2**32 - 1),
            st.binary(max_size=60),
            st.floats(0, 1),
            st.integers(0, 2),
        ),
        max_size=60,
    )
)
def test_nothing_that_comes_can_stop_it(
    packets: list[tuple[int, int, bytes, float, int]],
) -> None:
    playout = Playout()
    for number, (sequence, timestamp, payload, arrival, ssrc) in enumerate(packets):
        playout.put(ssrc, sequence, timestamp, payload, number * 0.02 + arrival)
        assert playout.pull(BLOCK, number * 0.02).size == BLOCK


def test_two_threads_share_it(speech: Samples) -> None:
    playout = Playout()
    packets = list(on_a_line(speech[: 4 * RATE]))

    def feed() -> None:
        for p in packets:
            playout.put(1, p.sequence, p.timestamp, p.payload, p.arrival)

    thread = threading.Thread(target=feed)
    thread.start()
    for tick in range(300):
        playout.pull(BLOCK, tick / 50)
    thread.join()
    for tick in range(300, 400):  # whichever of the two was quicker
        playout.pull(BLOCK, tick / 50)
    assert playout.stats.arrived > 0


def test_a_period_more_or_less_keeps_the_ends() -> None:
    block = voice(1.0)[RATE // 2 : RATE // 2 + BLOCK]
    for changed in (shorten(block, anyhow=True), lengthen(block)):
        assert changed.size != block.size or np.array_equal(changed, block)
        assert changed[-1] == block[-1]
    assert shorten(np.zeros(BLOCK, np.int16)).size < BLOCK
    assert lengthen(np.zeros(BLOCK, np.int16)).size > BLOCK
