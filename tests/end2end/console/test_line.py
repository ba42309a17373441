"""The line to the server comes and goes: reconnecting, a second window, a reload in a call."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import JSHandle, Page

from kiosk.domain.calls import CallState, EndReason
from kiosk.protocol import socket as wire
from kiosk.protocol.socket import CLOSE_SIGNED_OUT, CLOSE_TAKEN_OVER
from tests.end2end.console.conftest import NewPage, go_on_duty, sign_in, text
from tests.fakes.console_server import FakeConsoleServer


def _in_call(fake: FakeConsoleServer, page: Page) -> tuple[wire.Ring, JSHandle]:
    """Answer a call that has no terminal behind it; the ring, and the track of the camera."""
    ring = fake.ring()
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    assert fake.expect(wire.Accept).call_id == ring.call_id
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    page.wait_for_selector("#stage[data-self=shown]")
    return ring, page.evaluate_handle("document.querySelector('#self').srcObject.getTracks()[0]")


def _camera_is_off(track: JSHandle) -> bool:
    return bool(track.evaluate("track => track.readyState === 'ended'"))


def _break(fake: FakeConsoleServer, page: Page) -> None:
    """Cut the line, and let it come back as soon as the page has noticed."""
    fake.reachable = False
    fake.drop()
    page.wait_for_selector("body[data-line=lost]")
    fake.reachable = True


def test_a_lost_line_is_said_and_comes_back(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    fake.reachable = False
    fake.drop()
    page.wait_for_selector("body[data-line=lost]")
    assert text(page, "#duty-title") == "居民现在找不到您"
    assert "和服务器断开了" in text(page, "#banner")
    assert page.is_disabled("#duty-switch")
    fake.reachable = True
    page.wait_for_selector("body[data-line=online]", timeout=12000)
    assert text(page, "#duty-title") == "您在岗"
    assert page.is_hidden("#banner")


def test_a_silent_server_counts_as_lost(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    fake.reachable = False
    fake.heartbeats = False
    start = time.monotonic()
    page.wait_for_selector("body[data-line=lost]")
    assert 1.5 < time.monotonic() - start < 4.5


def test_heartbeats_come_each_second(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    page.wait_for_timeout(500)
    before = fake.beats
    page.wait_for_timeout(4000)
    assert 3 <= fake.beats - before <= 5


def test_a_call_without_server_and_terminal_ends_by_itself(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    page.clock.install()
    sign_in(page, fake.start())
    go_on_duty(page)
    _, camera = _in_call(fake, page)
    fake.reachable = False
    fake.drop()
    page.wait_for_selector("body[data-line=lost]")
    page.clock.fast_forward(10_000)
    assert page.is_visible("#view-call")  # it may come back
    for _ in range(12):
        page.clock.fast_forward(2000)
        page.wait_for_timeout(100)
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "服务器断开"
    assert "不是您的问题" in text(page, "#ended-text")
    assert _camera_is_off(camera)


def test_a_short_break_does_not_end_a_call(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    ring, camera = _in_call(fake, page)
    _break(fake, page)
    page.wait_for_selector("body[data-line=online]")
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    page.wait_for_timeout(2500)
    assert page.is_visible("#view-call")
    assert not _camera_is_off(camera)


def test_a_server_that_has_forgotten_the_call_ends_it(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    _in_call(fake, page)
    _break(fake, page)
    page.wait_for_selector("#view-ended:visible", timeout=5000)
    assert text(page, "#ended-title") == "服务器断开"


def test_another_window_takes_over_and_this_one_says_so(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    fake.drop(CLOSE_TAKEN_OVER)
    page.wait_for_selector("body[data-line=taken]")
    assert "在另一个窗口打开了" in text(page, "#banner")
    page.wait_for_timeout(1500)
    assert page.get_attribute("body", "data-line") == "taken"
    page.click("#takeback")
    page.wait_for_selector("body[data-line=online]")


def test_a_second_window_leaves_a_call_alone_until_asked_twice(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    url = fake.start()
    sign_in(page, url)
    go_on_duty(page)
    _, camera = _in_call(fake, page)
    second = new_page(beside=page)
    second.goto(f"{url}/console")
    second.wait_for_selector("body[data-line=calling]")
    assert "正在另一个窗口和居民通话" in text(second, "#banner")
    assert second.is_disabled("#duty-switch")
    assert page.is_visible("#view-call")
    assert not _camera_is_off(camera)
    page.click("#hangup")
    second.wait_for_selector("body[data-line=taken]")  # no call is in danger any more
    second.click("#takeback")
    second.wait_for_selector("body[data-line=online]")


def test_a_second_window_that_insists_takes_over(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    url = fake.start()
    sign_in(page, url)
    go_on_duty(page)
    _in_call(fake, page)
    second = new_page(beside=page)
    second.goto(f"{url}/console")
    second.wait_for_selector("body[data-line=calling]")
    second.click("#takeback")
    second.wait_for_selector("body[data-line=online]")


def test_signing_in_beside_a_call_is_asked_about(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    url = fake.start()
    sign_in(page, url)
    go_on_duty(page)
    _in_call(fake, page)
    second = new_page(beside=page)
    second.goto(f"{url}/console/login")
    second.fill("#login", "chen")
    second.fill("#password", "demo-pass")
    second.click("#submit")
    second.wait_for_selector("#error:visible")
    assert "登录会断开它" in text(second, "#error")
    assert page.is_visible("#view-call")
    second.click("#submit")
    second.wait_for_url("**/console")


def test_the_lawyer_sees_that_it_is_for_somebody_else(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    fake.ring(for_other=True)
    page.wait_for_selector("#view-ring:visible")
    assert text(page, "#ring-topic") == "工钱和工作 · 替家人问"
    page.click("#answer")
    page.wait_for_selector("body[data-state=connecting]")
    assert text(page, "#caller-topic") == "工钱和工作 · 替家人问"


def test_an_error_that_names_no_call_ends_none(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    fake.ring()
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    fake.expect(wire.Accept)
    fake.send(wire.ServerError(code="bad_message", message="What?"))
    page.wait_for_timeout(300)
    assert page.is_visible("#view-call")


def test_the_end_of_the_session_leads_to_the_login(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, fake.start())
    fake.drop(CLOSE_SIGNED_OUT)
    page.wait_for_url("**/console/login")


def test_a_reload_in_a_call_takes_it_up_again(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    ring, _ = _in_call(fake, page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("body[data-line=online]")
    fake.send(ring)
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    assert fake.expect(wire.Reconnect).participant_id == ring.participant_id
    page.wait_for_selector("#view-call:visible")
    assert not page.is_visible("#banner")


#: Remembers what each connection was made with.
_SPY = """
  window.made = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(options) { super(options); window.made.push(options?.iceServers ?? []); }
  };
"""
_OFFER = """async () => {
  const peer = new RTCPeerConnection();
  window.made.pop();
  peer.addTransceiver("audio");
  const { sdp } = await peer.createOffer();
  peer.close();
  return sdp;
}"""


@pytest.mark.parametrize("old_server", [False, True], ids=["of the ring", "of the welcome"])
def test_a_call_uses_the_ice_servers_it_was_told(
    fake: FakeConsoleServer, new_page: NewPage, old_server: bool
) -> None:
    fixed = wire.IceServer(urls=("stun:127.0.0.1",))
    minted = wire.IceServer(urls=("turn:127.0.0.1:9",), username="1:a", credential="c")
    fake.welcome = {"ice_servers": (fixed,)}
    page = new_page()
    page.add_init_script(_SPY)
    sign_in(page, fake.start())
    go_on_duty(page)
    ring = fake.ring(ice_servers=() if old_server else (minted, fixed))
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    fake.expect(wire.Accept)
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    connection = {"call_id": ring.call_id, "participant_id": ring.participant_id}
    fake.send(wire.Offer(**connection, epoch=1, sdp=page.evaluate(_OFFER)))
    fake.expect(wire.Answer)
    plain = {"urls": ["stun:127.0.0.1"]}
    turn = {"urls": ["turn:127.0.0.1:9"], "username": "1:a", "credential": "c"}
    assert page.evaluate("window.made") == [[plain] if old_server else [turn, plain]]


def test_a_call_of_another_browser_is_left_alone(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    fake.expect(wire.SetDuty)
    ring = fake.ring()
    page.wait_for_selector("#view-ring:visible")
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "在别的设备上接了"
    page.reload()
    page.wait_for_selector("body[data-line=online]")
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    page.wait_for_timeout(300)
    assert fake.received.empty()


def test_an_answer_that_comes_too_late_is_explained(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    ring = fake.ring()
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    fake.expect(wire.Accept)
    fake.send(wire.ServerError(code="call_state", message="too late", call_id=ring.call_id))
    page.wait_for_selector("#view-ended:visible")
    assert "这个呼叫已经结束" in text(page, "#ended-text")
    page.click("#back")
    page.wait_for_selector("#view-idle:visible")
    assert page.evaluate("document.activeElement.id") == "duty-title"


def test_every_end_has_words(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    seen = set()
    for reason in EndReason:
        ring = fake.ring()
        page.wait_for_selector("#view-ring:visible")
        fake.status(ring, state=CallState.ENDED, end_reason=reason)
        page.wait_for_selector(f"#ended-card[data-reason={reason}]")
        words = f"{text(page, '#ended-title')} {text(page, '#ended-text')}"
        assert words in text(page, "#announce")
        seen.add(words)
    assert len(seen) == len(EndReason)


def test_a_terminal_that_never_connects_does_not_hold_the_lawyer(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    fake.beat_s = 0.05  # so that the line lives on while the browser's clock leaps
    page = new_page()
    page.clock.install()
    sign_in(page, fake.start())
    go_on_duty(page)
    ring, camera = _in_call(fake, page)
    for _ in range(16):
        page.clock.fast_forward(2000)
        page.wait_for_timeout(200)
    hang_up = fake.expect(wire.HangUp)
    assert (hang_up.call_id, hang_up.reason) == (ring.call_id, EndReason.MEDIA_FAILED)
    page.wait_for_selector("#view-ended:visible")
    assert text(page, "#ended-title") == "没有接通"
    assert _camera_is_off(camera)
