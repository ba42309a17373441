"""Each way that a call can end has clear words and something to do next."""

from __future__ import annotations

import re
from itertools import product

import pytest

from kiosk.domain.calls import EndReason, Media, Tier
from kiosk.terminal.ui.viewmodels.call_words import (
    action_words,
    duration_words,
    ending,
    span_words,
    tier_office,
    topic_words,
)

REASONS: list[EndReason | None] = [*EndReason, None]


@pytest.mark.parametrize(
    ("reason", "media", "answered", "online"),
    list(product(REASONS, Media, [True, False], [True, False])),
)
def test_no_end_is_a_dead_end(
    reason: EndReason | None, media: Media, answered: bool, online: bool
) -> None:
    end = ending(reason, media=media, answered=answered, online=online)
    assert end.title
    assert end.text
    assert not re.search(r"[A-Za-z_!！]|错误|失败|异常", end.title + end.text)
    assert {"home"} <= set(end.actions)
    assert len(set(end.actions)) == len(end.actions) >= 3
    for action in end.actions:
        assert all(action_words(action, media))
    if end.fault:
        assert "不是您的问题" in end.title


def test_what_broke_is_offered_again_only_when_it_can_work() -> None:
    for reason in (EndReason.SERVER_LOST, EndReason.LAWYER_LOST, EndReason.MEDIA_FAILED):
        online = ending(reason, media=Media.VIDEO, answered=True, online=True)
        offline = ending(reason, media=Media.VIDEO, answered=True, online=False)
        assert online.actions[0] == "again"
        assert offline.actions[0] == "hotline"
        assert "again" not in offline.actions


def test_the_next_best_to_a_picture_is_the_voice() -> None:
    video = ending(EndReason.MEDIA_FAILED, media=Media.VIDEO, answered=False, online=True)
    voice = ending(EndReason.MEDIA_FAILED, media=Media.VOICE, answered=False, online=True)
    assert "voice" in video.actions
    assert "voice" not in voice.actions


def test_nobody_on_duty_says_when_there_will_be() -> None:
    end = ending(EndReason.NOBODY_ON_DUTY, media=Media.VIDEO, answered=False, online=True,
                 next_shift="下次值班：周五 14:00")  # fmt: skip
    assert end.text.startswith("下次值班：周五 14:00\n")
    assert end.actions == ("appointment", "call-back", "hotline", "home")


def test_rating_is_offered_only_after_an_answered_call() -> None:
    for reason in EndReason:
        for answered in (True, False):
            end = ending(reason, media=Media.VIDEO, answered=answered, online=True)
            assert answered or "rate" not in end.actions


@pytest.mark.parametrize(
    ("seconds", "duration", "span"),
    [(0, "00:00", "0 秒"), (18.9, "00:18", "18 秒"), (402, "06:42", "6 分 42 秒"),
     (4002, "1:06:42", "66 分 42 秒"), (-1, "00:00", "0 秒")],
)  # fmt: skip
def test_spans(seconds: float, duration: str, span: str) -> None:
    assert duration_words(seconds) == duration
    assert span_words(seconds) == span


def test_topics_end_with_hard_to_say() -> None:
    topics = topic_words()
    assert topics[-1] == (None, "说不清，直接问")
    assert len({t for t, _ in topics}) == len(topics) == 8


def test_every_tier_has_the_name_on_its_door() -> None:
    assert [tier_office(t) for t in Tier] == ["社区律师", "街道司法所", "区公共法律服务中心"]
