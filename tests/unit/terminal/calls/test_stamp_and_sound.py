"""The test picture's clock and the test tone, and reading both."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.terminal.calls.sound import (
    BLOCK,
    SILENCE_DBFS,
    SoundMeter,
    Tone,
    goertzel,
    level_dbfs,
    strongest_hz,
)
from kiosk.terminal.calls.stamp import (
    DAY_MS,
    StampedPicture,
    age_ms,
    black_picture,
    draw_stamp,
    ms_of_day,
    read_stamp,
)

TIMES = st.integers(0, DAY_MS - 1)


@given(TIMES, st.sampled_from([(640, 480), (320, 240), (1280, 720), (360, 640)]))
def test_a_stamp_reads_as_it_was_drawn(ms: int, size: tuple[int, int]) -> None:
    luma = np.full((size[1], size[0]), 128, np.uint8)
    draw_stamp(luma, ms)
    assert read_stamp(luma) == ms


@given(TIMES, st.integers(0, 2**32 - 1))
def test_a_stamp_reads_through_noise_and_less_contrast(ms: int, seed: int) -> None:
    luma = np.full((480, 640), 128, np.uint8)
    draw_stamp(luma, ms)
    noise = np.random.default_rng(seed).normal(0, 25, luma.shape)
    worn = np.clip(luma * 0.8 + 25 + noise, 0, 255).astype(np.uint8)
    assert read_stamp(worn) == ms


@given(TIMES, st.integers(0, 31))
def test_one_wrong_cell_is_no_stamp(ms: int, cell: int) -> None:
    luma = np.full((480, 640), 128, np.uint8)
    draw_stamp(luma, ms)
    luma[:30, cell * 20 : cell * 20 + 20] = 251 - luma[0, cell * 20]
    assert read_stamp(luma) is None


@pytest.mark.parametrize("level", [0, 16, 128, 235, 255])
def test_a_plain_picture_is_no_stamp(level: int) -> None:
    assert read_stamp(np.full((480, 640), level, np.uint8)) is None
    assert read_stamp(np.full((10, 20), level, np.uint8)) is None


def test_pictures_move_and_are_whole_i420() -> None:
    picture = StampedPicture()
    one, two = picture.draw(1000), picture.draw(2000)
    assert one.shape == (720, 640)
    assert read_stamp(one[:480]) == 1000
    assert (one[30:480] != two[30:480]).any()
    assert black_picture(640, 480)[:480].max() == 16


def test_ages_are_right_across_midnight() -> None:
    assert ms_of_day(datetime(2026, 1, 2, 0, 0, 1, 5000, UTC)) == 1005
    assert age_ms(DAY_MS - 10, datetime(2026, 1, 2, 0, 0, 0, 20000, UTC)) == 30


@given(st.integers(100, 4000))
def test_a_tone_is_found(hz: int) -> None:
    tone, meter = Tone(hz), SoundMeter()
    for _ in range(7):
        meter.feed(tone.block())
    assert abs(meter.strongest_hz() - hz) < 2
    assert abs(meter.level_dbfs() + 20) < 0.5


def test_goertzel_tells_one_tone_from_another() -> None:
    block = Tone(660).block()
    assert goertzel(block, 660) > 0.95
    assert goertzel(block, 440) < 0.05
    assert goertzel(np.zeros(BLOCK, np.int16), 440) == 0


def test_silence_has_no_level_and_no_frequency() -> None:
    silence = np.zeros(BLOCK, np.int16)
    assert level_dbfs(silence) == SILENCE_DBFS
    assert level_dbfs(silence[:0]) == SILENCE_DBFS
    assert strongest_hz(silence) == 0
