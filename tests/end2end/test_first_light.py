"""From a tap on the terminal to a lawyer's face: real server, real terminal, real browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from PySide6.QtGui import QColor

from tests.support.lawyer import LAWYER_TONE, STRIPES, LawyerBrowser, listen, stamp_seen
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal

TERMINAL_TONE = 440
#: A resident is told within this many seconds, whatever has died.
TOLD_S = 5.0


def near(colour: QColor, wanted: tuple[int, int, int]) -> bool:
    """The same colour but for what two codecs and two colour conversions do to it."""
    return all(
        abs(a - b) < 30
        for a, b in zip((colour.red(), colour.green(), colour.blue()), wanted, strict=True)
    )


def sees_the_lawyer(terminal: Terminal) -> bool:
    """The lawyer's three stripes stand in the window, left to right."""
    if not terminal.has("remoteVideo"):
        return False
    view = terminal.find("remoteVideo")
    return all(
        near(terminal.pixel(view, view.width() * across, view.height() * 0.3), stripe)
        for across, stripe in zip((0.1, 0.5, 0.9), STRIPES, strict=True)
    )


def shown(selector: str) -> Callable[[Page], Any]:
    return lambda page: page.wait_for_selector(selector, timeout=15_000)


def clicks(selector: str) -> Callable[[Page], Any]:
    return lambda page: page.click(selector, timeout=15_000)


def ring(terminal: Terminal, lawyer: LawyerBrowser) -> None:
    """By taps from home to the call page to a ringing console."""
    terminal.wait(lambda: terminal.text("dutyTag") == "现在有人在", "somebody on duty")
    terminal.tap("primary")
    terminal.tap("topic_labour")
    terminal.tap("startCall")
    terminal.wait_for("ringingPage")
    terminal.done(lawyer.do(shown("#view-ring")))


def talk(terminal: Terminal, lawyer: LawyerBrowser) -> None:
    """On until the lawyer's picture is on the screen."""
    ring(terminal, lawyer)
    terminal.done(lawyer.do(clicks("#answer")))
    terminal.wait_for("inCallPage")
    terminal.wait(lambda: sees_the_lawyer(terminal), "the lawyer's picture", 15)


def test_from_a_tap_to_a_lawyers_face(
    server: ServerProcess, terminal: Terminal, lawyer: LawyerBrowser
) -> None:
    ring(terminal, lawyer)
    assert any("陈静" in text for text in terminal.texts())
    topic = terminal.done(lawyer.do(lambda page: page.inner_text("#ring-topic")))
    assert topic == "工钱和工作"
    # A bell was heard to its end.
    terminal.done(lawyer.do(shown("#view-ring:not([data-bells='0'])")))
    terminal.done(lawyer.do(clicks("#answer")))
    terminal.wait_for("inCallPage")

    # Each sees the other: the lawyer's stripes here; there the terminal's picture, whose stamps
    # move on.
    terminal.wait(lambda: sees_the_lawyer(terminal), "the lawyer's picture", 15)
    first, second = (stamp_at_the_lawyers(terminal, lawyer) for _ in range(2))
    assert first != second

    # Each hears the other's tone, and silence when the other mutes.
    terminal.wait(lambda: hears(terminal, lawyer, TERMINAL_TONE), "the terminal's tone")
    terminal.wait(lambda: abs(terminal.heard_hz() - LAWYER_TONE) < 10, "the lawyer's tone")
    terminal.tap("toggleMicrophone")
    terminal.wait(lambda: terminal.done(lawyer.do(listen)).db < -80, "silence at the lawyer's")
    assert terminal.text("callNotice") == "已静音，律师听不到您"
    terminal.tap("toggleMicrophone")
    terminal.wait(lambda: hears(terminal, lawyer, TERMINAL_TONE), "the tone again")
    terminal.done(lawyer.do(clicks("#mute")))
    terminal.wait(lambda: terminal.heard_db() < -60, "silence here")

    # The resident hangs up and rates; the lawyer's console says that it is over.
    terminal.tap("hangUp")
    terminal.wait_for("ratingPage")
    terminal.done(lawyer.do(shown("#view-ended")))
    terminal.tap("score_3")
    assert terminal.text("finishRating") == "好了"
    terminal.tap("finishRating")
    terminal.wait_for("thanks")
    terminal.tap("ratingHome")
    terminal.wait_for("tileNews")

    # The call is at the server, with its times and its rating.
    def rated() -> bool:
        return [call["rating"] for call in server.calls()] == [3]

    terminal.wait(rated, "the rating at the server", 15)
    (call,) = server.calls()
    requested, answered, ended = (
        datetime.fromisoformat(call[f"{what}_at"]) for what in ("requested", "answered", "ended")
    )
    assert requested < answered < ended
    assert (ended - requested).total_seconds() < 90
    assert call["state"] == "ended"
    assert call["end_reason"] == "resident_hung_up"
    assert call["media"] == "video"
    assert call["tier"] == "community"
    assert call["terminal"] == "示例社区大厅终端"


def stamp_at_the_lawyers(terminal: Terminal, lawyer: LawyerBrowser) -> int:
    """The stamp in the picture that the lawyer sees; waits for one that reads."""
    stamps: list[int | None] = [None]

    def reads() -> bool:
        stamps.append(terminal.done(lawyer.do(stamp_seen)))
        return stamps[-1] is not None

    terminal.wait(reads, "a stamped picture at the lawyer's")
    assert stamps[-1] is not None
    return stamps[-1]


def hears(terminal: Terminal, lawyer: LawyerBrowser, hertz: int) -> bool:
    sound = terminal.done(lawyer.do(listen))
    return abs(sound.hz - hertz) < 10 and sound.db > -60


def test_without_the_server_news_and_directory_still_read(
    server: ServerProcess, terminal: Terminal
) -> None:
    terminal.wait_until_synced()
    assert not terminal.has("offlineBadge")
    server.kill()
    terminal.wait_for("offlineBadge", TOLD_S)

    terminal.tap("tileNews")
    terminal.wait_for("article_0")
    title = terminal.text("article_0")
    terminal.tap("article_0")
    terminal.wait_for("articleText")
    assert terminal.text("pageTitle") == title
    assert len(terminal.text("articleText")) > 50
    terminal.tap("navHome")

    terminal.tap("tileDirectory")
    terminal.tap("tab_categories")
    terminal.tap("tile_notary")
    terminal.tap("entry_0")
    terminal.wait_for("entryPage")
    assert "公证" in terminal.text("pageTitle")
    assert terminal.has("takeaway")
    terminal.tap("navHome")

    # No call without a server, and the screen says so instead of trying.
    assert terminal.text("primary") == "没网，先预约"
    assert terminal.has("offlineBadge")


# --- however a call ends, the resident reads a clear page, and nothing stays open -------------


def no_call_is_open(server: ServerProcess) -> bool:
    calls = server.calls()
    return bool(calls) and all(call["state"] == "ended" for call in calls)


def is_told(terminal: Terminal, title: str) -> None:
    """A page with this title and a way on comes in time."""
    terminal.wait_for("callEndPage", TOLD_S)
    assert title in terminal.texts()
    ways = [i.objectName() for i in terminal.items() if i.objectName().startswith("end_")]
    assert "end_hotline" in ways


def test_a_lawyer_who_declines(
    server: ServerProcess, terminal: Terminal, lawyer: LawyerBrowser
) -> None:
    ring(terminal, lawyer)
    terminal.done(lawyer.do(clicks("#decline")))
    is_told(terminal, "律师现在走不开")
    assert no_call_is_open(server)
    assert server.calls()[0]["end_reason"] == "declined"


@pytest.mark.parametrize("server", [{"server.ring_s": 1.5}], indirect=True)
def test_a_lawyer_who_does_not_answer(
    server: ServerProcess, terminal: Terminal, lawyer: LawyerBrowser
) -> None:
    ring(terminal, lawyer)
    is_told(terminal, "还没有人接")
    assert no_call_is_open(server)
    assert server.calls()[0]["end_reason"] == "no_answer"
    terminal.done(lawyer.do(lambda page: page.wait_for_selector("#view-ring", state="hidden")))


def picture_moves(terminal: Terminal, lawyer: LawyerBrowser) -> None:
    """Both see each other, now: the stripes here, and stamps that go on there."""
    terminal.wait(lambda: sees_the_lawyer(terminal), "the lawyer's picture", 15)
    first, second = (stamp_at_the_lawyers(terminal, lawyer) for _ in range(2))
    assert first != second


def test_a_lawyers_page_that_is_loaded_anew(
    server: ServerProcess, terminal: Terminal, lawyer: LawyerBrowser
) -> None:
    talk(terminal, lawyer)
    terminal.done(lawyer.do(lambda page: page.reload()))
    terminal.done(lawyer.do(shown("#view-call")))
    terminal.done(lawyer.do(shown("#stage[data-picture=shown]")))
    terminal.wait_for("inCallPage")
    picture_moves(terminal, lawyer)
    assert server.calls()[0]["state"] == "active"


def test_a_lawyer_whose_browser_is_gone_is_waited_for(
    terminal: Terminal, lawyer: LawyerBrowser
) -> None:
    talk(terminal, lawyer)
    terminal.done(lawyer.do(lambda page: page.close()))
    terminal.wait(
        lambda: any("律师那边断线了" in text for text in terminal.texts()), "the words for it", 10
    )
    terminal.tap("hangUp")
    terminal.wait_for("ratingPage")


def test_a_media_process_that_is_killed(
    terminal: Terminal, lawyer: LawyerBrowser, allow_log: Callable[[str], None]
) -> None:
    allow_log("media process")
    talk(terminal, lawyer)
    killed = terminal.media_pid()
    os.kill(killed, signal.SIGKILL)
    terminal.wait(lambda: terminal.media_pid() not in (None, killed), "a new media process")
    picture_moves(terminal, lawyer)
    terminal.wait_for("inCallPage")


def test_a_server_that_is_killed_in_a_call(
    server: ServerProcess, terminal: Terminal, lawyer: LawyerBrowser
) -> None:
    talk(terminal, lawyer)
    server.kill()
    terminal.done(lawyer.do(shown("body[data-line=lost]")))
    picture_moves(terminal, lawyer)  # without any server
    server.start()
    terminal.done(lawyer.do(shown("body[data-line=online]")))
    terminal.wait(lambda: server.calls()[0]["state"] == "active", "the call at the server", 15)
    picture_moves(terminal, lawyer)
    terminal.tap("hangUp")
    terminal.wait_for("ratingPage")
    terminal.wait(lambda: no_call_is_open(server), "the call's end at the server", 15)


def test_a_terminal_that_lost_its_power(
    server: ServerProcess,
    terminal: Terminal,
    lawyer: LawyerBrowser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    talk(terminal, lawyer)
    monkeypatch.setattr(terminal.app.socket, "send", lambda message: False)  # nobody is told
    terminal.close()
    again = Terminal(server, tmp_path / "terminal", new=False)
    try:
        again.wait(lambda: "刚才的通话还在" in again.texts(), "the offer to go on", 15)
        again.tap("end_go-on")
        again.wait_for("inCallPage")
        picture_moves(again, lawyer)
    finally:
        again.close()
