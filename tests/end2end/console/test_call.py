"""Calls between the real server, a real browser and a terminal of plain aiortc."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, Playwright, expect

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.terminal.calls.stamp import age_ms
from tests.end2end.console.conftest import NewPage, go_on_duty, sign_in, text
from tests.fakes.terminal_peer import TONE, TerminalPeer
from tests.support.lawyer import ARGS, CHROMIUM, LAWYER_TONE, STRIPES, hear, stamp_seen
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path_factory.mktemp("server"))
    process.lawyer()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def peer(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TerminalPeer]:
    terminal = TerminalPeer(server.url, tmp_path_factory.mktemp("peer"), server.enrolment_code())
    yield terminal
    terminal.close()


@pytest.fixture
def page(server: ServerProcess, new_page: NewPage) -> Page:
    """A lawyer on duty."""
    return _on_duty(new_page(), server)


def _on_duty(page: Page, server: ServerProcess) -> Page:
    sign_in(page, server.url)
    if page.get_attribute("body", "data-duty") == "on":
        page.click("#duty-switch")  # the browser of the test before is not forgotten yet
        page.wait_for_selector("body[data-duty=off]")
    go_on_duty(page)
    return page


def _answered(page: Page, peer: TerminalPeer, media: Media = Media.VIDEO) -> None:
    peer.call(media)
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    page.wait_for_selector("body[data-state=active]")
    peer.until_state(CallState.ACTIVE)


def _assert_stripes(picture: NDArray[np.uint8]) -> None:
    """The lawyer's camera, as the terminal decoded it."""
    height, width, _ = picture.shape
    for i, colour in enumerate(STRIPES):
        middle = picture[height // 3 : height // 2, width * (2 * i + 1) // 6 - 20 :][:, :40]
        assert np.abs(middle.mean(axis=(0, 1)) - colour).max() < 30


def test_refused_and_accepted_login(server: ServerProcess, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server.url}/console")
    page.wait_for_url("**/console/login")
    page.fill("#login", "chen")
    page.fill("#password", "not this one")
    page.click("#submit")
    page.wait_for_selector("#error:visible")
    assert text(page, "#error") == "账号或密码不对，请再试一次。"
    page.fill("#password", "demo-pass")
    page.click("#submit")
    page.wait_for_selector("body[data-line=online]")
    assert "示例" in text(page, "#lawyer")
    assert page.is_visible("#portrait-picture")
    page.click("#signout")
    page.wait_for_url("**/console/login")
    page.goto(f"{server.url}/console")
    page.wait_for_url("**/console/login")


def test_a_video_call_crosses_both_ways(page: Page, peer: TerminalPeer) -> None:
    peer.call(Media.VIDEO, Topic.LABOUR)
    page.wait_for_selector("#view-ring:visible")
    assert text(page, "#ring-title") == "有居民找您"
    assert text(page, "#ring-from") == "示例社区大厅终端 · 视频"
    assert text(page, "#ring-topic") == "工钱和工作"
    assert re.fullmatch(r"还响 (2\d|30) 秒，没接就去找下一位", text(page, "#ring-left"))
    assert "有居民找您" in text(page, "#announce")
    # Counted when a stroke has been played to its end: a silent AudioContext never gets there.
    page.wait_for_selector("#view-ring[data-bells='1']", timeout=4000)
    start = time.monotonic()
    page.click("#answer")
    page.wait_for_selector("#stage[data-picture=shown]")
    peer.until(lambda me: me.pictures > 0, "the lawyer's picture")
    assert time.monotonic() - start < 3
    peer.until_state(CallState.ACTIVE)
    page.wait_for_selector("#stage[data-line=good]")
    peer.until(lambda me: me.pictures > 15 and me.tone() > 0, "pictures and sound")

    stamp = stamp_seen(page)
    assert stamp is not None
    assert age_ms(stamp, datetime.now(UTC)) < 2000
    assert peer.picture is not None
    _assert_stripes(peer.picture)
    assert abs(hear(page) - TONE) < 10
    assert abs(peer.tone() - LAWYER_TONE) < 10

    assert page.is_visible("#self")
    assert "本平台不录音不录像" in text(page, ".promise")
    assert text(page, "#caller-topic") == "工钱和工作"
    expect(page.locator("#call-clock")).to_have_text(re.compile("00:0[2-9]"))

    page.click("#hangup")
    status = peer.until_state(CallState.ENDED)
    assert status.end_reason is EndReason.LAWYER_HUNG_UP
    assert text(page, "#ended-text") == "您挂断了。"
    expect(page.locator("#calls li:first-child .tag")).to_have_text(re.compile("[2-9] 秒$"))
    assert page.evaluate("document.querySelector('#self').srcObject") is None
    page.click("#back")
    page.wait_for_selector("#calls li[data-state=ended]")
    assert re.search(r"[2-9] 秒$", text(page, "#calls li:first-child"))


def test_mute_and_picture_off_reach_the_terminal(page: Page, peer: TerminalPeer) -> None:
    _answered(page, peer)
    peer.until(lambda me: me.pictures > 5 and me.loudness() > 500, "pictures and sound")
    page.click("#mute")
    assert page.get_attribute("#mute", "aria-pressed") == "true"
    assert text(page, "#mute") == "取消静音"
    assert "对方听不到您" in text(page, "#call-note")
    peer.until(lambda me: me.loudness() < 20, "silence")
    page.click("#camera")
    assert text(page, "#self-words") == "画面已关"
    peer.until(lambda me: me.picture is not None and me.picture.mean() < 12, "a black picture")
    page.click("#mute")
    page.click("#camera")
    peer.until(lambda me: me.loudness() > 500, "sound again")
    peer.until(lambda me: me.picture is not None and me.picture.mean() > 60, "the picture again")
    peer.hang_up()
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "通话结束"
    assert text(page, "#ended-text") == "对方挂断了。"


def test_what_the_resident_switches_off_is_said(page: Page, peer: TerminalPeer) -> None:
    _answered(page, peer)
    page.wait_for_selector("#stage[data-picture=shown][data-camera=on][data-microphone=on]")
    assert page.is_hidden("#their-sound")
    peer.tell_media(camera_on=False, microphone_on=False)
    page.wait_for_selector("#stage[data-picture=none][data-camera=off][data-microphone=off]")
    assert text(page, "#stage-words") == "居民关了画面"
    assert text(page, "#their-sound") == "居民静音了，您听不到"
    peer.tell_media(missing=("camera",))
    page.wait_for_selector("#stage[data-camera=missing][data-microphone=on]")
    assert text(page, "#stage-words") == "居民那边没有摄像头，看不到画面"
    assert page.is_hidden("#their-sound")
    peer.tell_media()
    page.wait_for_selector("#stage[data-picture=shown]")

    page.click("#camera")
    peer.until(
        lambda me: me.lawyers_media is not None and not me.lawyers_media.camera_on,
        "the lawyer's picture off",
    )
    assert peer.lawyers_media is not None
    assert peer.lawyers_media.microphone_on
    assert peer.status is not None
    assert peer.lawyers_media.participant_id == peer.status.participant_id
    peer.hang_up()
    page.wait_for_selector("#view-ended:visible")
    peer.tell_media(camera_on=False)  # crossed with the end: nobody minds


def test_decline(page: Page, peer: TerminalPeer) -> None:
    peer.call()
    page.wait_for_selector("#view-ring:visible")
    page.click("#decline")
    assert peer.until_state(CallState.ENDED).end_reason is EndReason.DECLINED
    assert text(page, "#ended-title") == "这一位没有接"
    expect(page.locator("#calls li:first-child .tag")).to_have_text("不方便接")
    assert page.get_attribute("body", "data-duty") == "on"


def test_a_cancelled_call_stops_ringing(page: Page, peer: TerminalPeer) -> None:
    peer.call()
    page.wait_for_selector("#view-ring:visible")
    peer.hang_up()
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "对方先走了"
    assert page.title() == "律师工作台"


def test_a_voice_call_has_no_pictures(page: Page, peer: TerminalPeer) -> None:
    peer.call(Media.VOICE, None)
    page.wait_for_selector("#view-ring:visible")
    assert text(page, "#ring-topic") == "没有细说"
    assert page.is_hidden("#answer-voice")
    page.click("#answer")
    page.wait_for_selector("body[data-state=active]")
    assert text(page, "#stage-words") == "语音通话，没有画面"
    assert page.is_hidden("#camera")
    peer.until(lambda me: me.tone() > 0, "sound")
    assert abs(peer.tone() - LAWYER_TONE) < 10
    assert abs(hear(page) - TONE) < 10
    assert peer.pictures == 0
    peer.hang_up(EndReason.MEDIA_FAILED)
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "声音断了"


def test_a_video_call_answered_by_voice(page: Page, peer: TerminalPeer) -> None:
    peer.call()
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer-voice")
    page.wait_for_selector("#stage[data-picture=shown]")
    peer.until(lambda me: me.tone() > 0, "sound")
    assert text(page, "#self-words") == "只用声音"
    assert page.is_hidden("#camera")
    assert page.is_hidden("#call-note")
    assert peer.pictures == 0
    peer.hang_up()
    page.wait_for_selector("#view-ended:visible")


def test_without_a_camera_the_lawyer_is_heard(
    server: ServerProcess,
    peer: TerminalPeer,
    new_page: NewPage,
    playwright: Playwright,
    devices: list[str],
) -> None:
    args = [*ARGS, "--use-fake-device-for-media-stream=device-count=0", devices[0]]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
    page = _on_duty(new_page(browser=browser), server)
    peer.call()
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    page.wait_for_selector("#stage[data-picture=shown]")
    page.wait_for_selector("#call-note:visible")
    assert text(page, "#call-note") == "没有摄像头：对方听得到您，看不到您。"
    assert text(page, "#self-words") == "没有摄像头"
    peer.until(lambda me: me.tone() > 0, "sound")
    assert abs(peer.tone() - LAWYER_TONE) < 10
    assert stamp_seen(page) is not None
    page.click("#hangup")
    peer.until_state(CallState.ENDED)
    browser.close()


def test_a_microphone_allowed_after_all_is_heard(
    server: ServerProcess,
    peer: TerminalPeer,
    new_page: NewPage,
    playwright: Playwright,
    devices: list[str],
) -> None:
    args = [a for a in ARGS if "fake-ui" not in a]
    args += ["--use-fake-device-for-media-stream=fps=30", *devices]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
    page = _on_duty(new_page(browser=browser), server)
    page.wait_for_selector("#ready-microphone[data-state=denied]")
    page.context.grant_permissions(["microphone", "camera"])
    _answered(page, peer)
    peer.until(lambda me: me.pictures > 0 and me.tone() > 0, "pictures and sound")
    assert abs(peer.tone() - LAWYER_TONE) < 10
    assert page.is_hidden("#call-note")
    peer.hang_up(EndReason.MEDIA_FAILED)
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "声音和画面断了"
    browser.close()


def test_a_rebuilt_connection_carries_on(page: Page, peer: TerminalPeer) -> None:
    _answered(page, peer)
    peer.until(lambda me: me.pictures > 5, "pictures")
    peer.rebuild()
    peer.until(lambda me: me.pictures > 5, "pictures of the next epoch")
    page.wait_for_selector("#stage[data-line=good]")
    before = stamp_seen(page)
    page.wait_for_timeout(300)
    assert stamp_seen(page) != before
    assert page.get_attribute("body", "data-state") == "active"
    page.click("#hangup")
    peer.until_state(CallState.ENDED)


def test_a_closed_browser_is_waited_for(page: Page, peer: TerminalPeer) -> None:
    _answered(page, peer)
    page.close(run_before_unload=False)
    peer.until(lambda p: p.status is not None and p.status.lawyer_away, "the lawyer to be away")


def test_the_second_window_takes_over(page: Page, new_page: NewPage, server: ServerProcess) -> None:
    second = new_page(beside=page)
    second.goto(f"{server.url}/console")
    second.wait_for_selector("body[data-line=online][data-duty=on]")
    page.wait_for_selector("body[data-line=taken]")
    assert "在另一个窗口打开了" in text(page, "#banner")
    page.click("#takeback")
    second.wait_for_selector("body[data-line=taken]")
    page.wait_for_selector("body[data-line=online]")


def test_a_call_in_english(page: Page, peer: TerminalPeer) -> None:
    page.click("#language")
    peer.call(Media.VIDEO, Topic.HOUSING)
    page.wait_for_selector("#view-ring:visible")
    assert text(page, "#ring-title") == "A resident is calling"
    assert text(page, "#ring-topic") == "Rent and housing"
    page.click("#answer")
    page.wait_for_selector("#stage[data-line=good]")
    assert "Good line" in text(page, "#line-words")
    page.click("#hangup")
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-text") == "You hung up."
    peer.until_state(CallState.ENDED)
