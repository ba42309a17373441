"""The media process and a real browser: pictures and sound both ways.

The bars themselves are held by ``make bench``; here they are wide, since a busy machine is slow.
"""

from __future__ import annotations

import asyncio

from kiosk.domain.calls import Media
from tests.bench.calls_bench import chromium_calls
from tests.support.lawyer import LAWYER_TONE


def test_video_both_ways_with_chromium() -> None:
    first, talk = asyncio.run(chromium_calls(2, Media.VIDEO, talk_s=3.0))
    for call in (first, talk):
        assert call.browser_first_frame_s is not None
        assert call.browser_first_frame_s < 3
        assert call.terminal_first_frame_s is not None
        assert call.terminal_first_frame_s < 3
    # The browser sees our stamps go on, soon after they were drawn, and hears our tone.
    assert len(talk.stamps_ms) >= 3
    assert talk.stamps_ms == sorted(talk.stamps_ms)
    assert min(talk.late_ms) < 500
    assert abs(talk.browser_heard_hz - 440) < 5
    # The terminal gets pictures at speed, and hears the lawyer's tone. (A browser that is short of
    # CPU sends smaller ones.)
    width, height = talk.terminal_saw
    assert width >= 160
    assert width * 3 == height * 4
    assert talk.pictures_per_s > 10
    assert abs(talk.terminal_heard_hz - LAWYER_TONE) < 5
    assert max(talk.terminal_cpu) < 1.0


def test_a_voice_call_with_chromium() -> None:
    (talk,) = asyncio.run(chromium_calls(1, Media.VOICE, talk_s=1.5))
    assert abs(talk.browser_heard_hz - 440) < 5
    assert abs(talk.terminal_heard_hz - LAWYER_TONE) < 5
    assert talk.pictures_per_s == 0
