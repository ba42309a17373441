"""Speech without a recording: made by rule or by espeak-ng, and its packets on a line."""

from __future__ import annotations

import random
import subprocess
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kiosk.terminal.calls.audio.opus import OpusEncoder
from kiosk.terminal.calls.sound import BLOCK, RATE, Samples


def voice(seconds: float, seed: int = 1) -> Samples:
    """Mono at 48 kHz: harmonics of 110 to 180 Hz in syllables of a quarter second, with pauses."""
    rng = np.random.default_rng(seed)
    size = int(seconds * RATE)
    t = np.arange(size) / RATE
    pitch = 145 + 30 * np.sin(2 * np.pi * 0.7 * t) + 5 * np.sin(2 * np.pi * 5.1 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = sum(np.sin(n * phase) / n**1.2 for n in range(1, 24))
    syllables = np.repeat(rng.random(size // (RATE // 4) + 1) > 0.25, RATE // 4)[:size]
    window = np.hanning(RATE // 25)
    envelope = np.convolve(syllables, window / window.sum(), "same")
    loud: Samples = (4000 * sound * envelope + rng.normal(0, 20, size)).astype(np.int16)
    return loud


_TEXT = (
    "您好，我是社区律师。您说老板三个月没有发工资，手里有欠条，也有工友可以作证。"
    "请您先不要着急，把合同、考勤和转账记录找出来，我们一样一样地看。"
    "如果没有签书面合同，工作证、工服和微信里的聊天也可以证明劳动关系。"
)


@cache
def spoken() -> Samples:
    """Some 40 s of Mandarin by espeak-ng, mono at 48 kHz, as loud as near a microphone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(["espeak-ng", "-v", "cmn", "-s", "150", "-w", str(path), _TEXT], check=True)
        with wave.open(str(path)) as file:
            rate, sound = file.getframerate(), np.frombuffer(file.readframes(1 << 30), np.int16)
    at = np.arange(int(sound.size * RATE / rate)) * rate / RATE
    made = np.interp(at, np.arange(sound.size), sound)
    loud: Samples = (made * 12_000 / np.abs(made).max()).astype(np.int16)
    return loud


def write_wav(path: Path, sound: Samples) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(sound.tobytes())
    return path


@dataclass(frozen=True, slots=True)
class Packet:
    sequence: int
    timestamp: int
    payload: bytes
    arrival: float


def on_a_line(
    sound: Samples,
    *,
    loss: float = 0.0,
    jitter_s: float = 0.002,
    delay_s: float = 0.05,
    burst: int = 1,
    seed: int = 1,
    start: int = 0,
    told_loss: float = 0.10,
    drift: float = 0.0,
) -> Iterator[Packet]:
    """Packets of 20 ms as they arrive, sorted by arrival; ``loss``: share that never does.

    ``told_loss`` is what the encoder was told; ``drift``: the sender's clock runs so much faster.
    """
    rng = random.Random(seed)
    encoder = OpusEncoder(32_000)
    encoder.loss = told_loss
    packets = []
    dead = 0
    for number in range(sound.size // BLOCK):
        payload = encoder.encode(sound[number * BLOCK : (number + 1) * BLOCK])
        if dead == 0 and rng.random() < loss / burst:
            dead = burst
        if dead:
            dead -= 1
            continue
        sent = number * BLOCK / RATE / (1 + drift)
        arrival = sent + delay_s + rng.random() * jitter_s
        at = (start + number * BLOCK) & 0xFFFFFFFF
        packets.append(Packet((start + number) & 0xFFFF, at, payload, arrival))
    yield from sorted(packets, key=lambda p: p.arrival)
