"""Did it help? Kept once, with the key that was made when the page opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor

from kiosk.domain.calls import CallState, EndReason
from kiosk.errors import EnvironmentFault
from tests.fakes.screen import Rig

PINE, CARD = QColor("#1e5a48"), QColor("#fffdf8")


@pytest.fixture
def rating(rig: Rig) -> Rig:
    """A call has just ended well."""
    rig.app.open("call", "video")
    rig.settle()
    rig.tap("startCall")
    rig.calls.update(state=CallState.ACTIVE, lawyer_name="陈静", example=True)
    rig.calls.end(EndReason.LAWYER_HUNG_UP)
    rig.settle()
    assert rig.app.page == "rating"
    return rig


@pytest.mark.parametrize("score", [1, 2, 3])
def test_a_choice_and_one_step_are_kept_for_the_server(rating: Rig, score: int) -> None:
    key = rating.context.session.session.rating_key
    rating.tap(f"score_{score}")
    assert rating.pixel(rating.find(f"score_{score}"), 30, 30) == PINE
    rating.tap("finishRating")
    assert rating.text("thanks") == "谢谢，记下了"
    stored = rating.resident.next()
    assert stored is not None
    assert (stored.key, stored.name) == (key, "rate_call")
    assert stored.payload is not None
    assert (stored.payload["call_id"], stored.payload["score"]) == ("scripted-1", score)
    rating.tap("ratingHome")
    assert rating.app.page == "home"


def test_nothing_is_chosen_beforehand(rating: Rig) -> None:
    for score in (1, 2, 3):
        assert rating.pixel(rating.find(f"score_{score}"), 30, 30) == CARD
    assert rating.text("finishRating") == "先选一个"
    rating.tap("finishRating")
    assert rating.text("notice") == "先选一个：帮到了、一般、没帮到"
    assert rating.resident.next() is None


def test_the_last_choice_counts(rating: Rig) -> None:
    rating.tap("score_1")
    rating.tap("score_3")
    rating.tap("finishRating")
    stored = rating.resident.next()
    assert stored is not None
    assert stored.payload is not None
    assert stored.payload["score"] == 3


def test_it_may_be_left_out(rating: Rig) -> None:
    rating.tap("score_2")
    rating.tap("skipRating")
    assert rating.app.page == "home"
    assert rating.resident.next() is None


def test_it_says_nothing_of_being_anonymous(rating: Rig) -> None:
    assert "不记名" not in "".join(rating.texts())
    assert "看不到是谁" not in "".join(rating.texts())


def test_a_full_disk_is_no_dead_end_and_trying_again_is_the_same_rating(
    rating: Rig, monkeypatch: pytest.MonkeyPatch, allow_log: Callable[[str], None]
) -> None:
    allow_log("A rating could not be kept")
    key = rating.context.session.session.rating_key
    keep = rating.resident.add

    def full(*_: object) -> None:
        raise EnvironmentFault("The disk is full.")

    rating.tap("score_3")
    monkeypatch.setattr(rating.resident, "add", full)
    rating.tap("finishRating")
    assert rating.has("ratingFailed")
    assert "没有记上，不是您的问题" in rating.texts()
    monkeypatch.setattr(rating.resident, "add", keep)
    rating.tap("finishRating")
    assert rating.has("thanks")
    stored = rating.resident.next()
    assert stored is not None
    assert stored.key == key


def test_each_call_has_a_key_of_its_own(rating: Rig) -> None:
    first = rating.context.session.session.rating_key
    rating.tap("skipRating")
    rating.tap("primary")
    rating.tap("startCall")
    rating.calls.update(state=CallState.ACTIVE)
    rating.calls.end(EndReason.LAWYER_HUNG_UP)
    rating.settle()
    assert rating.context.session.session.rating_key not in (None, first)
    assert rating.text("finishRating") == "先选一个"


def test_erasing_forgets_the_choice(rating: Rig) -> None:
    rating.tap("score_1")
    rating.tap("navEnd")
    rating.tap("dialogDo")
    assert rating.context.session.session.rating_key is None
    assert rating.resident.next() is None
