"""A call on the resident's screen: before it, while it rings, in it, and after each end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media, Tier
from kiosk.terminal.calls.frames import FrameWriter
from kiosk.terminal.rehearsal import FRIDAY, duty_now
from kiosk.terminal.services.events import AdviceWritten, CallMediaChanged
from kiosk.terminal.ui.viewmodels.shell import SETTLE_MS
from tests.fakes.screen import LANDSCAPE, Rig

CONNECTING, TALKING = "正在接通，不等了才能离开", "正在通话，先挂断才能离开"
PINE, CINNABAR, LAMP, NIGHT = (QColor(c) for c in ("#1e5a48", "#a82e1e", "#f2b84b", "#17362c"))


def start(rig: Rig, media: str = "video") -> None:
    rig.app.open("call", media)
    rig.settle()
    rig.tap("startCall")


def ring(rig: Rig, **changes: object) -> None:
    """A lawyer's browser rings."""
    facts = {"state": CallState.RINGING, "participant_id": "p", "lawyer_name": "陈静",
             "lawyer_name_en": "Chen Jing", "tier": Tier.COMMUNITY, "example": True}  # fmt: skip
    rig.calls.update(**{**facts, **changes})
    rig.settle()


def answer(rig: Rig) -> None:
    rig.calls.update(state=CallState.ACTIVE, answered_at=rig.clock.now())
    rig.settle()


def talk(rig: Rig, media: str = "video") -> None:
    start(rig, media)
    ring(rig)
    answer(rig)
    rig.calls.flow()
    rig.settle()


@pytest.fixture
def plain_picture() -> Iterator[Callable[[int, int, int], FrameWriter]]:
    """``plain_picture(y, u, v)``: shared memory with a picture of one colour."""
    writers: list[FrameWriter] = []

    def make(y: int, u: int, v: int) -> FrameWriter:
        writer = FrameWriter()
        writer.write(64, 48, [bytes([y]) * 3072, bytes([u]) * 768, bytes([v]) * 768])
        writers.append(writer)
        return writer

    yield make
    for writer in writers:
        writer.close()


# --- before ----------------------------------------------------------------------------------


def test_home_leads_to_a_call_with_a_picture(rig: Rig) -> None:
    rig.tap("primary")
    assert rig.text("callDutyTag") == "现在有人在"
    assert rig.text("callLawyer") == "陈静"
    assert rig.text("callDutyLine") == "社区律师 · 值班到 17:30"
    assert rig.find("mediaVideo").property("selected")
    assert "律师会看到您、听到您说话" in rig.texts()
    assert "本平台不录音不录像" in rig.texts()
    assert "随时可以挂断" in rig.texts()
    assert rig.pixel(rig.find("startCall"), 60, 40) == PINE
    rig.tap("navBack")
    assert rig.app.page == "home"
    assert rig.calls.started == []


def test_voice_is_chosen_from_the_voice_tile_and_says_what_it_means(rig: Rig) -> None:
    rig.tap("voice")
    assert rig.find("mediaVoice").property("selected")
    assert "律师会听到您说话，看不到您" in rig.texts()
    rig.tap("mediaVideo")
    assert not rig.find("mediaVoice").property("selected")


def test_topic_and_media_go_to_the_server(rig: Rig) -> None:
    rig.tap("voice")
    rig.tap("topic_family")
    rig.tap("topic_labour")
    assert rig.find("topic_labour").property("selected")
    assert not rig.find("topic_family").property("selected")
    rig.tap("startCall")
    assert rig.calls.started == [(Media.VOICE, Topic.LABOUR)]


def test_a_topic_need_not_be_chosen(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("topic_none")
    rig.tap("startCall")
    assert rig.calls.started == [(Media.VIDEO, None)]


def test_the_choice_of_one_person_is_not_the_next_ones(rig: Rig) -> None:
    rig.tap("voice")
    rig.tap("topic_debt")
    rig.tap("navEnd")
    rig.tap("dialogDo")
    rig.tap("bye")
    rig.tap("primary")
    assert rig.find("mediaVideo").property("selected")
    assert not rig.find("topic_debt").property("selected")


@pytest.mark.parametrize("nobody", [True, False])
def test_when_nobody_can_answer_the_step_is_the_hotline(rig: Rig, nobody: bool) -> None:
    rig.tap("primary")
    later = FRIDAY + timedelta(days=3, hours=-1)
    rig.duty(duty_now(state="nobody", next_shift=later) if nobody else None)
    assert rig.text("callDutyLine") == (
        "下次值班：周一 14:20" if nobody else "网络会自动接回来。急的话，打 12348 法律热线。"
    )
    assert rig.text("startCall") == "看 12348 怎么打"
    rig.tap("startCall")
    assert rig.text("hotlineNumber") == "12348"
    assert rig.calls.started == []


def test_busy_says_how_long(rig: Rig) -> None:
    rig.tap("primary")
    rig.duty(duty_now(state="busy", waiting=2, wait_minutes=6))
    assert rig.text("callDutyLine") == "前面还有 2 位，大约等 6 分钟"
    assert rig.text("startCall") == "开始接通"


# --- ringing ---------------------------------------------------------------------------------


def test_ringing_says_who_and_that_there_is_nothing_to_press(rig: Rig) -> None:
    start(rig)
    assert rig.text("pageTitle") == "正在找律师"
    ring(rig)
    assert rig.app.page == "ringing"
    assert rig.text("pageTitle") == "正在接通陈静律师"
    assert rig.text("ringingMark") == "社区律师（示例）"
    assert "请站在屏幕前等一等，不用按" in rig.texts()
    assert not rig.has("queue")
    assert rig.find("step_0").property("title") == "社区律师"
    assert not rig.has("step_1")  # only tiers that the server has named
    rig.clock.advance(timedelta(seconds=18))
    QTest.qWait(1100)
    assert rig.text("waited") == "您等了 18 秒"


def test_the_lamp_walks_outward_once_a_second_with_reduced_motion(rig: Rig) -> None:
    start(rig)
    ring(rig)
    arch = rig.find("arch")
    rim = float(arch.property("rim"))

    def fills() -> list[str]:
        bottom = arch.height() - 12
        return [rig.pixel(arch, rim * (n + 0.5), bottom).name() for n in range(3)]

    first = fills()
    assert first == ["#fbebcb", "#f8dda2", "#f2b84b"]
    QTest.qWait(1050)
    second = fills()
    assert sorted(second) == sorted(first)
    assert second.index("#f2b84b") == 1


def test_a_queue_shows_its_numbers(rig: Rig) -> None:
    start(rig)
    rig.calls.update(state=CallState.QUEUED, position=1, wait_minutes=3)
    rig.settle()
    assert rig.has("queue")
    assert rig.text("pageTitle") == "律师正接待前一位"
    assert {"前面还有", "1 位", "大约再等", "3 分钟"} <= set(rig.texts())
    ring(rig, position=0, wait_minutes=0)
    assert not rig.has("queue")


def test_the_ladder_tells_who_was_asked_in_vain(rig: Rig) -> None:
    start(rig)
    ring(rig)
    ring(rig, participant_id="q", lawyer_name="王五", tier=Tier.DISTRICT,
         asked=(Tier.COMMUNITY, Tier.STREET))  # fmt: skip
    steps = [rig.find(f"step_{n}") for n in range(3)]
    assert [s.property("title") for s in steps] == ["社区律师", "街道司法所", "区公共法律服务中心"]
    assert [s.property("rung") for s in steps] == ["done", "done", "now"]
    assert rig.texts().count("没有接，已经往下转") == 2
    assert rig.pixel(steps[0], 12, 42) == PINE
    assert rig.pixel(steps[2], 16, 46 + 42) == LAMP


def test_another_lawyer_of_the_same_tier_is_one_step(rig: Rig) -> None:
    start(rig)
    ring(rig, asked=(Tier.COMMUNITY,))
    assert not rig.has("step_1")
    assert "换一位律师，正在响铃" in rig.texts()


def test_one_may_stop_waiting(rig: Rig) -> None:
    start(rig)
    ring(rig)
    rig.tap("cancelCall")
    assert rig.text("pageTitle") == "好的，不等了"
    assert rig.calls.current is None
    rig.tap("end_home")
    assert rig.app.page == "home"


# --- in the call -----------------------------------------------------------------------------


def test_connecting_then_the_lawyers_picture(
    rig: Rig, plain_picture: Callable[[int, int, int], FrameWriter]
) -> None:
    start(rig)
    ring(rig)
    answer(rig)
    assert rig.app.page == "in-call"
    assert rig.text("pictureLine") == "画面马上就来"
    assert rig.text("callNotice") == "请等一等，马上就好"
    assert rig.text("noRecording") == "本平台不录音不录像"
    lawyer, me = plain_picture(145, 54, 34), plain_picture(81, 90, 240)  # green, red
    rig.calls.flow(True, lawyer.name, me.name)
    rig.settle(60)
    assert not rig.has("pictureLine")
    assert rig.text("callNotice") == "直接说话，律师听得到您"
    remote, own = rig.find("remoteVideo"), rig.find("selfVideo")
    green = rig.pixel(remote, remote.width() / 2, remote.height() / 3)
    red = rig.pixel(own, own.width() / 2, own.height() / 2)
    assert green.green() > 200 > 60 > green.red()
    assert red.red() > 200 > 60 > red.green()
    assert "我" in rig.texts()
    assert rig.text("lawyerName") == "陈静"
    assert rig.pixel(rig.find("hangUp"), 20, 40) == CINNABAR
    assert rig.grab().pixelColor(20, 20) == NIGHT  # the bar lies over the header


def test_the_duration_runs(rig: Rig) -> None:
    talk(rig)
    rig.clock.advance(timedelta(minutes=6, seconds=42))
    QTest.qWait(1100)
    assert rig.text("duration") == "06:42"


def test_a_clock_that_is_set_in_the_middle_changes_no_duration(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(rig)
    monkeypatch.setattr(rig.clock, "now", lambda: FRIDAY + timedelta(hours=8))
    rig.clock.advance(timedelta(seconds=7))
    rig.app.pageModel.ticked.emit()
    rig.settle()
    assert rig.text("waited") == "您等了 7 秒"
    ring(rig)
    answer(rig)
    monkeypatch.setattr(rig.clock, "now", lambda: FRIDAY)
    rig.clock.advance(timedelta(seconds=42))
    rig.app.pageModel.ticked.emit()
    rig.settle()
    assert rig.text("duration") == "00:42"


def test_muting_is_said_in_words_and_undone(rig: Rig) -> None:
    talk(rig)
    rig.tap("toggleMicrophone")
    assert not rig.calls.microphone_on
    assert rig.text("callNotice") == "已静音，律师听不到您"
    assert rig.text("toggleMicrophone") == "打开话筒"
    rig.tap("toggleMicrophone")
    assert rig.calls.microphone_on
    assert rig.text("callNotice") == "直接说话，律师听得到您"
    rig.tap("toggleCamera")
    assert not rig.calls.camera_on
    assert rig.text("callNotice") == "画面已关，律师看不到您，能听到您"


def test_who_speaks_low_is_covered_until_it_is_taken_back(
    rig: Rig, plain_picture: Callable[[int, int, int], FrameWriter]
) -> None:
    talk(rig)
    rig.calls.flow(True, None, plain_picture(81, 90, 240).name)
    call_id = rig.context.session.session.call_id
    assert call_id is not None
    rig.bus.publish(AdviceWritten(call_id, "line-001", "周一带身份证去"))
    rig.settle()
    assert "周一带身份证去" in rig.texts()
    rig.wait(lambda: rig.find("selfVideo").property("hasFrame"), "the own picture")
    rig.tap("toggleQuiet")
    assert rig.calls.quiet
    assert rig.text("callNotice") == "戴上耳机，或靠近一点轻声说"
    assert not rig.find("selfVideo").property("hasFrame")
    assert "周一带身份证去" not in rig.texts()
    rig.tap("uncoverAdvice")
    assert "周一带身份证去" in rig.texts()
    assert rig.text("toggleQuiet") == "大声说"
    rig.tap("toggleQuiet")
    assert not rig.calls.quiet
    assert "周一带身份证去" in rig.texts()
    rig.tap("toggleQuiet")
    assert "周一带身份证去" not in rig.texts()  # covered anew


def test_without_the_lawyers_picture_the_voice_is_there(rig: Rig) -> None:
    talk(rig)
    assert rig.text("pictureLine") == "律师没开画面，能听见声音"


def test_a_weak_line_says_so_and_comes_back(rig: Rig) -> None:
    talk(rig)
    rig.calls.flow(False)
    rig.settle()
    assert rig.text("pictureLine") == "网络不稳，正在接回来"
    assert rig.text("callNotice") == "请等一等，不用按"
    rig.calls.flow(True)
    rig.settle()
    assert rig.text("callNotice") == "直接说话，律师听得到您"


@pytest.mark.parametrize(
    ("device", "words", "button"),
    [
        ("camera", "摄像头没接好，律师看不到您，能听到您", "toggleCamera"),
        ("microphone", "话筒没接好，律师听不到您，请按求助", "toggleMicrophone"),
    ],
)
def test_a_missing_device_is_said_where_it_matters(
    rig: Rig, device: str, words: str, button: str
) -> None:
    talk(rig)
    assert rig.calls.current is not None
    rig.bus.publish(
        CallMediaChanged(
            call_id=rig.calls.current.call_id, connected=True,
            microphone_on=device != "microphone", camera_on=device != "camera",
            remote_video=False, remote_frames=None, self_frames=None, missing=frozenset({device}),
        )
    )  # fmt: skip
    rig.settle()
    assert rig.text("callNotice") == words
    rig.tap(button)
    assert rig.text("notice") == words


def test_a_voice_call_has_no_pictures(rig: Rig) -> None:
    talk(rig, "voice")
    assert rig.text("pictureLine") == "语音通话，只有声音"
    assert not rig.has("selfVideo")
    assert not rig.has("remoteVideo")
    rig.tap("toggleCamera")
    assert rig.text("notice") == "语音通话没有画面"


@pytest.mark.parametrize("size", ["portrait", "landscape"])
def test_the_only_ways_out_are_hanging_up_and_erasing(
    open_screen: Callable[..., Rig], size: str
) -> None:
    rig = open_screen(**({"size": LANDSCAPE} if size == "landscape" else {}))
    prefix = "rail" if size == "landscape" else "nav"
    start(rig)
    for state, why in ((ring, CONNECTING), (answer, TALKING)):
        state(rig)
        page = rig.app.page
        for button in ("Back", "Home"):
            rig.tap(prefix + button)
            assert rig.app.page == page
            assert rig.text("notice") == why
    rig.tap("hangUp")
    rig.settle()
    assert rig.app.page == "rating"


@pytest.mark.parametrize("size", ["portrait", "landscape"])
def test_help_and_the_emergency_numbers_lead_back_to_the_call(
    open_screen: Callable[..., Rig], size: str
) -> None:
    rig = open_screen(**({"size": LANDSCAPE} if size == "landscape" else {}))
    nav, strip = ("rail", "wide") if size == "landscape" else ("nav", "strip")
    start(rig, "voice")
    for state, why in ((ring, CONNECTING), (answer, TALKING)):
        state(rig)
        page = rig.app.page
        for way, step in (
            (f"{nav}Help", "helpLawyer"),
            (f"{strip}110", "hotlineLawyer"),
            (f"{strip}12348", "hotlineLawyer"),
        ):
            rig.tap(way)
            assert rig.text(step) == "回到通话"
            assert rig.pixel(rig.find(step), 30, 40) == PINE
            rig.tap(f"{nav}Home")
            assert rig.text("notice") == why
            rig.tap(step)
            assert rig.app.page == page
        rig.tap(f"{nav}Help")
        rig.tap(f"{strip}110")
        rig.tap(f"{nav}Back")
        assert rig.app.page == page
    rig.calls.flow()
    rig.settle()
    assert rig.text("pictureLine") == "语音通话，只有声音"


def test_an_answer_is_shown_over_a_number_and_a_place_in_the_queue_is_not(rig: Rig) -> None:
    start(rig)
    rig.tap("strip110")
    rig.calls.update(state=CallState.QUEUED, position=2)
    rig.settle()
    assert rig.text("hotlineNumber") == "110"
    answer(rig)
    assert rig.app.page == "in-call"


def test_answered_while_hidden_over_a_number_the_way_back_is_to_the_call(rig: Rig) -> None:
    start(rig)
    ring(rig)
    rig.tap("navHelp")
    rig.tap("stripHide")
    answer(rig)
    rig.app.unhide()
    rig.settle(SETTLE_MS + 50)
    rig.tap("helpLawyer")
    assert rig.app.page == "in-call"


def test_a_page_that_cannot_be_shown_leaves_nobody_in_a_call(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, allow_log: Callable[[str], None]
) -> None:
    allow_log("the page help cannot be shown")

    def fail(argument: str) -> None:
        raise RuntimeError("our bug")

    talk(rig)
    monkeypatch.setattr(rig.app._models["help"], "enter", fail)
    rig.tap("navHelp")
    assert rig.calls.current is None
    assert not rig.app.inCall
    assert rig.app.page == "rating"


def test_nobody_is_asked_whether_they_are_there_while_they_wait_or_talk(
    open_screen: Callable[..., Rig],
) -> None:
    rig = open_screen(terminal__idle_s=0.15, terminal__idle_warning_s=1.0)
    start(rig)
    for step in (ring, answer):
        step(rig)
        page = rig.app.page
        QTest.qWait(500)
        assert not rig.has("idleDialog")
        assert rig.app.page == page
    rig.calls.hang_up()
    QTest.qWait(500)
    assert rig.has("idleDialog")


def test_hidden_the_call_goes_on_and_its_end_is_shown_afterwards(rig: Rig) -> None:
    talk(rig)
    rig.tap("stripHide")
    assert rig.app.page == "hidden"
    assert not rig.calls.microphone_on
    rig.calls.end(EndReason.LAWYER_LOST)
    rig.settle()
    assert rig.app.page == "hidden"
    rig.app.unhide()
    rig.settle()
    assert rig.app.page == "call-end"
    assert rig.has("endFault")


def test_answered_while_hidden_the_call_is_there_afterwards(rig: Rig) -> None:
    start(rig)
    ring(rig)
    rig.tap("stripHide")
    answer(rig)
    rig.app.unhide()
    rig.settle()
    assert rig.app.page == "in-call"


def test_erasing_hangs_up_and_nothing_comes_back(rig: Rig) -> None:
    talk(rig)
    rig.tap("navEnd")
    rig.tap("dialogDo")
    rig.settle()
    assert rig.app.page == "erased"
    assert rig.calls.current is None
    assert "陈静" not in "".join(rig.texts())


def test_another_call_of_this_terminal_moves_no_page(rig: Rig) -> None:
    """The end of a call that was erased comes late."""
    talk(rig)
    old = rig.calls.current
    assert old is not None
    rig.tap("navEnd")
    rig.tap("dialogDo")
    rig.tap("bye")
    rig.calls.say(old.model_copy(update={"state": CallState.ENDED,
                                         "end_reason": EndReason.LAWYER_LOST}))  # fmt: skip
    rig.settle()
    assert rig.app.page == "home"


def test_the_language_changes_in_the_middle(rig: Rig) -> None:
    talk(rig)
    rig.tap("toolLanguage")
    assert rig.text("lawyerName") == "陈静 Chen Jing"
    assert rig.text("callNotice") == "Speak, the lawyer hears you"


# --- the end ---------------------------------------------------------------------------------

UNANSWERED = {
    EndReason.RESIDENT_CANCELLED: ("好的，不等了", "end_home"),
    EndReason.DECLINED: ("律师现在走不开", "end_again"),
    EndReason.NO_ANSWER: ("还没有人接", "end_again"),
    EndReason.NOBODY_ON_DUTY: ("现在没有律师值班", "end_appointment"),
    EndReason.LAWYER_LOST: ("电话没接通，不是您的问题", "end_again"),
    EndReason.TERMINAL_LOST: ("电话没接通，不是您的问题", "end_again"),
    EndReason.MEDIA_FAILED: ("电话没接通，不是您的问题", "end_again"),
    EndReason.SERVER_LOST: ("电话没接通，不是您的问题", "end_again"),
}
ANSWERED = {
    EndReason.LAWYER_LOST: "律师那边断线了。我们再打一次。",
    EndReason.TERMINAL_LOST: "我们再打一次。\n画面不行，也可以只用声音。",
    EndReason.MEDIA_FAILED: "我们再打一次。\n画面不行，也可以只用声音。",
    EndReason.SERVER_LOST: "网络刚才断了，现在好了。我们再打一次。",
}


@pytest.mark.parametrize("reason", list(UNANSWERED))
def test_each_end_before_an_answer_has_its_page(rig: Rig, reason: EndReason) -> None:
    start(rig)
    ring(rig)
    rig.calls.end(reason)
    rig.settle()
    title, first = UNANSWERED[reason]
    assert rig.app.page == "call-end"
    assert title in rig.texts()
    assert rig.pixel(rig.find(first), 40, 40) == PINE
    assert not rig.has("end_rate")


@pytest.mark.parametrize("reason", list(ANSWERED))
def test_each_break_in_a_call_says_whose_fault_it_is_not(rig: Rig, reason: EndReason) -> None:
    talk(rig)
    rig.calls.end(reason)
    rig.settle()
    assert rig.app.page == "call-end"
    assert "电话断了，不是您的问题" in rig.texts()
    assert ANSWERED[reason] in rig.texts()
    rig.tap("end_rate")
    assert rig.app.page == "rating"


@pytest.mark.parametrize("reason", [EndReason.RESIDENT_HUNG_UP, EndReason.LAWYER_HUNG_UP])
def test_a_call_that_was_ended_by_one_of_the_two_is_rated(rig: Rig, reason: EndReason) -> None:
    talk(rig)
    rig.calls.end(reason)
    rig.settle()
    assert rig.app.page == "rating"
    assert rig.text("withWhom") == "和陈静律师（示例）的通话结束了"


def test_every_action_of_an_end_leads_somewhere(rig: Rig) -> None:
    for action, page in (("hotline", "hotline"), ("call-back", "call-back"), ("home", "home"),
                         ("again", "ringing")):  # fmt: skip
        rig.app.home()
        start(rig)
        rig.calls.end(EndReason.NO_ANSWER)
        rig.settle()
        rig.tap(f"end_{action}")
        assert rig.app.page == page


def test_calling_again_keeps_what_was_chosen(rig: Rig) -> None:
    rig.tap("voice")
    rig.tap("topic_debt")
    rig.tap("startCall")
    rig.calls.end(EndReason.NO_ANSWER)
    rig.settle()
    rig.tap("end_again")
    assert rig.calls.started == [(Media.VOICE, Topic.DEBT)] * 2
    assert rig.text("pageTitle") == "正在找律师"


def test_after_a_failed_picture_the_voice_is_offered(rig: Rig) -> None:
    start(rig)
    rig.calls.end(EndReason.MEDIA_FAILED)
    rig.settle()
    rig.tap("end_voice")
    assert [media for media, _ in rig.calls.started] == [Media.VIDEO, Media.VOICE]


def test_with_the_line_down_the_hotline_comes_first_until_it_is_back(rig: Rig) -> None:
    talk(rig)
    rig.duty(None)
    rig.calls.end(EndReason.SERVER_LOST)
    rig.settle()
    assert rig.pixel(rig.find("end_hotline"), 40, 40) == PINE
    assert not rig.has("end_again")
    rig.duty(duty_now())
    rig.grab()  # the buttons find their places with the next frame
    assert rig.pixel(rig.find("end_again"), 40, 40) == PINE


def test_nobody_on_duty_says_when_there_will_be(rig: Rig) -> None:
    rig.tap("primary")
    rig.tap("startCall")
    rig.duty(duty_now(state="nobody", next_shift=FRIDAY + timedelta(days=7)))
    rig.calls.end(EndReason.NOBODY_ON_DUTY)
    rig.settle()
    assert rig.text("endText").startswith("下次值班：11 月 27 日 15:20")


@pytest.mark.parametrize("size", ["portrait", "landscape"])
def test_a_queue_is_one_card_without_a_ladder(open_screen: Callable[..., Rig], size: str) -> None:
    rig = open_screen(**({"size": LANDSCAPE} if size == "landscape" else {}))
    start(rig)
    assert not rig.has("steps")  # nobody has been asked yet
    rig.calls.update(state=CallState.QUEUED, position=2, wait_minutes=5, tier=Tier.COMMUNITY)
    rig.settle()
    assert {"前面还有", "2 位", "5 分钟", "请站在屏幕前等一等"} <= set(rig.texts())
    assert not rig.has("steps")
    ring(rig)
    assert rig.has("steps")
    assert not rig.has("queue")
