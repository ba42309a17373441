"""朗读: the page is read out, the sentence is marked, and it is silent when it has to be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.articles import ArticleKind
from kiosk.domain.calls import CallState, Media
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.rehearsal import ScriptedSpeech
from kiosk.terminal.tour import Stage
from tests.fakes.screen import Rig
from tests.qml.fitting import scene


def speech(rig: Rig) -> ScriptedSpeech:
    found = rig.context.speech
    assert isinstance(found, ScriptedSpeech)
    return found


def last(rig: Rig) -> list[str]:
    """What it was given to say last."""
    return [u.text for u in speech(rig).said[-1]]


def open_article(rig: Rig) -> None:
    stage = Stage(rig.screen, rig.bus, rig.calls, rig.context, rig.clock)
    rig.app.open("article", stage.article_id(ArticleKind.NEWS))
    rig.settle()


def test_reads_title_then_state_then_choices(rig: Rig) -> None:
    rig.tap("toolRead")
    words = last(rig)
    assert words[0] == "您好，想办什么事？"
    assert words.index("现在有人在") < words.index("社区律师 陈静")
    choices = words[words.index(next(w for w in words if w.startswith("共 "))) :]
    assert choices[1] == "视频咨询律师"
    assert choices[0] == f"共 {len(choices) - 1} 样可以选。"
    assert "首页" not in choices  # the bars are on every page


def test_the_next_page_is_read_too_until_it_is_turned_off(rig: Rig) -> None:
    rig.tap("toolRead")
    rig.tap("tileNews")
    rig.wait(lambda: last(rig)[0] == "法律资讯", "the list to be read")
    assert all(u.keep for u in speech(rig).said[-1])  # published: it may be kept
    rig.tap("toolRead")
    assert speech(rig).silent
    count = len(speech(rig).said)
    rig.tap("navHome")
    rig.settle(300)
    assert len(speech(rig).said) == count


def test_what_may_be_of_the_person_is_not_kept(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("toolRead")
    kept = [u.text for u in speech(rig).said[-1] if u.keep]
    assert [w for w in kept if not w.startswith("共 ")] == []


def test_the_sentence_is_marked_and_the_page_turns_with_it(rig: Rig) -> None:
    open_article(rig)
    rig.tap("readAloud")
    marked = [u.mark for u in speech(rig).said[-1] if u.mark >= 0]
    assert marked == list(range(len(marked)))
    assert rig.text("readAloud") == "停一停"
    speech(rig).come_to(0)
    rig.settle()
    first = scene(rig.find("spokenMark"))
    body = scene(rig.find("articleText"))
    assert first.top() == pytest.approx(body.top(), abs=2)
    assert rig.pixel(rig.find("spokenMark"), 30, 4).name() == "#fbebcb"
    speech(rig).come_to(1)
    rig.settle()
    assert scene(rig.find("spokenMark")).bottom() > first.bottom()
    speech(rig).come_to(marked[-1])
    rig.settle()
    assert rig.app.model.part == rig.app.model.parts > 1
    speech(rig).come_to(-1, "ended")
    rig.settle()
    assert not rig.has("spokenMark")
    assert rig.text("readAloud") == "读出来"


def test_it_pauses_goes_on_and_follows_the_hand(rig: Rig) -> None:
    open_article(rig)
    rig.tap("readAloud")
    rig.tap("readAloud")
    assert speech(rig).paused
    assert rig.text("readAloud") == "接着读"
    rig.tap("readAloud")
    assert not speech(rig).paused
    rig.tap("nextPage")
    assert speech(rig).said[-1][0].mark > 0  # from the part that is shown now
    rig.tap("size_large")
    rig.wait(lambda: len(speech(rig).said) == 3 or speech(rig).come_to(0), "it to begin anew")


@pytest.mark.parametrize("leave", ["hide", "end"])
def test_it_is_silent_at_once(rig: Rig, leave: str) -> None:
    open_article(rig)
    rig.tap("readAloud")
    getattr(rig.app, leave)()
    assert speech(rig).silent
    count = len(speech(rig).said)
    rig.settle(300)
    if leave == "hide":
        assert len(speech(rig).said) == count
        return
    assert last(rig)[0] == "都清掉了"  # the receipt, for whoever cannot read it
    rig.app.home()
    rig.settle(300)
    assert not rig.app.readAloud.on
    assert len(speech(rig).said) == count + 1


def test_in_a_talk_nothing_is_read(rig: Rig) -> None:
    rig.tap("toolRead")
    rig.calls.say(CallStatus(call_id="c", state=CallState.ACTIVE, media=Media.VOICE))
    rig.settle()
    assert speech(rig).silent
    rig.tap("toolRead")
    assert rig.text("notice") == "正在通话，先不读"


def test_without_a_loudspeaker_it_says_so(rig: Rig) -> None:
    rig.tap("toolRead")
    speech(rig).come_to(-1, "failed")
    rig.settle()
    assert rig.text("notice") == "现在读不出声，请看屏幕，或按求助。"
    assert not rig.app.readAloud.on


def test_english_is_read_in_english(open_screen: Callable[..., Rig]) -> None:
    rig = open_screen()
    rig.tap("toolLanguage")
    rig.tap("toolRead")
    first = speech(rig).said[-1][0]
    assert (first.text, first.language) == ("How can we help?", "en")
