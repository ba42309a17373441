"""Our use of libopus: speech is small, mono, and repairs the packet before it."""

from __future__ import annotations

import numpy as np
from aiortc.codecs.opus import OpusDecoder as StockDecoder
from aiortc.jitterbuffer import JitterFrame

from kiosk.terminal.calls.audio.opus import OpusDecoder, OpusEncoder, carries_fec, samples_of
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples, Tone, strongest_hz
from tests.support.speech import voice


def _packets(sound: Samples, loss: float) -> list[bytes]:
    encoder = OpusEncoder(32_000)
    encoder.loss = loss
    return [encoder.encode(sound[at : at + BLOCK]) for at in range(0, sound.size, BLOCK)]


def test_speech_is_small_mono_opus_that_stock_decoders_read() -> None:
    tone, decoder = Tone(440), StockDecoder()
    packets = _packets(np.concatenate([tone.block() for _ in range(100)]), 0.1)
    assert not any(packet[0] & 0x04 for packet in packets)  # the stereo bit
    assert sum(map(len, packets)) * 8 / 2.0 < 40_000
    heard = [
        out.to_ndarray().reshape(-1, 2)[:, 0]
        for number, packet in enumerate(packets)
        for out in decoder.decode(JitterFrame(packet, number * BLOCK))
    ]
    assert abs(strongest_hz(np.concatenate(heard)[-4800:]) - 440) < 3


def test_a_lost_packet_is_recovered_from_the_next() -> None:
    packets = _packets(voice(4.0), 0.1)
    whole, holed = OpusDecoder(), OpusDecoder()
    likeness = []
    for number, packet in enumerate(packets[:-1]):
        true = whole.decode(packet)
        assert true is not None
        following = packets[number + 1]
        if number % 10 != 5 or not carries_fec(following):
            holed.decode(packet)
            continue
        made = holed.recover(following, BLOCK)
        assert made is not None
        assert made.size == BLOCK
        a, b = made.astype(float), true.astype(float)
        likeness.append(np.dot(a, b) / np.sqrt(np.dot(a, a) * np.dot(b, b) + 1))
    assert len(likeness) >= 10
    assert np.median(likeness) > 0.8


def test_fec_is_told_from_its_absence() -> None:
    sound = voice(2.0)
    assert sum(map(carries_fec, _packets(sound, 0.2))) > 60
    assert not any(map(carries_fec, _packets(sound, 0.0)))


def test_damaged_packets_are_nothing() -> None:
    decoder = OpusDecoder()
    for packet in (b"", b"\xff", b"\x03", bytes(3)):
        samples_of(packet)
        decoder.decode(packet)
    assert samples_of(b"") == 0
    assert decoder.conceal(BLOCK).size == BLOCK
    assert samples_of(_packets(np.zeros(BLOCK, np.int16), 0)[0]) == RATE // 50
