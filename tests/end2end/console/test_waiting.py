"""Before any call: signing in, the switch, devices, languages, what the pages are made of."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Playwright

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.protocol import socket as wire
from kiosk.server.api.calls import CallRow
from tests.end2end.console.conftest import DESKTOP, PHONE, NewPage, go_on_duty, sign_in, text
from tests.fakes.console_server import FakeConsoleServer
from tests.support.lawyer import ARGS, CHROMIUM


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "账号或密码不对"), (429, "过几分钟再试"), (503, "不是您的错")],
)
def test_refused_login_says_why(
    fake: FakeConsoleServer, new_page: NewPage, status: int, words: str
) -> None:
    url = fake.start()
    fake.login_status = status
    page = new_page()
    page.goto(f"{url}/console/login")
    page.fill("#login", "chen")
    page.fill("#password", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("#error:visible")
    assert words in text(page, "#error")
    assert page.evaluate("document.activeElement.id") == "password"


def test_empty_login_is_not_sent(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{fake.start()}/console/login")
    page.click("#submit")
    assert text(page, "#error") == "账号和密码都要填。"


def test_without_a_session_the_console_leads_to_the_login(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    fake.signed_in = False
    page = new_page()
    page.goto(f"{fake.start()}/")
    page.wait_for_url("**/console/login")


def test_duty_is_switched_by_keyboard_alone(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{fake.start()}/console/login")
    page.keyboard.type("chen")
    page.keyboard.press("Tab")
    page.keyboard.type("demo-pass")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-line=online][data-duty=off]")
    assert text(page, "#duty-title") == "您不在岗"
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "duty-switch":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Space")
    page.wait_for_selector("body[data-duty=on][data-sound=ready]")
    assert fake.expect(wire.SetDuty).on is True
    assert text(page, "#duty-title") == "您在岗"
    assert page.get_attribute("#duty-switch", "aria-checked") == "true"
    page.wait_for_selector("#ready-camera[data-state=ok]")
    page.click("#duty-switch")
    page.wait_for_selector("body[data-duty=off]")
    assert fake.expect(wire.SetDuty).on is False


def test_who_i_am_the_queue_and_todays_calls(fake: FakeConsoleServer, new_page: NewPage) -> None:
    now = datetime.now(UTC)
    fake.waiting = (2, 190)
    fake.calls = [
        _call(now, Media.VIDEO, Topic.LABOUR, 402, EndReason.RESIDENT_HUNG_UP),
        _call(now, Media.VOICE, None, None, EndReason.NO_ANSWER),
    ]
    page = new_page()
    sign_in(page, fake.start())
    assert text(page, "#organisation") == "示例社区"
    assert text(page, "#lawyer") == "陈律师（示例）"
    assert text(page, "#line-tag") == "已连上"
    assert text(page, "#waiting-tag") == "等候 2 位 · 等了 3 分钟"
    assert [text(page, "#queue-waiting"), text(page, "#queue-longest")] == ["2", "3"]
    fake.waiting = (0, 0)
    page.click("#duty-switch")
    page.wait_for_selector("#queue-longest-figure", state="hidden")
    assert text(page, "#queue-waiting") == "0"
    page.wait_for_selector("#calls li")
    rows = [" ".join(row.split()) for row in page.locator("#calls li").all_inner_texts()]
    assert "工钱和工作" in rows[0]
    assert rows[0].endswith("6 分 42 秒")
    assert "没有细说" in rows[1]
    assert rows[1].endswith("没接到")


def test_after_a_reload_the_bell_asks_for_a_click(
    fake: FakeConsoleServer, new_page: NewPage
) -> None:
    fake.on_duty = True
    page = new_page()
    sign_in(page, fake.start())
    page.wait_for_selector("#sound-banner:visible")
    assert text(page, "#ready-sound .ready-word") == "要点一下才响"
    page.click("#sound-banner")
    page.wait_for_selector("body[data-sound=ready]")
    assert page.is_hidden("#sound-banner")


def test_without_a_microphone_it_says_what_to_do(
    fake: FakeConsoleServer, new_page: NewPage, playwright: Playwright
) -> None:
    bare = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    page = new_page(browser=bare)
    sign_in(page, fake.start())
    go_on_duty(page)
    page.wait_for_selector("#device-note:visible")
    assert text(page, "#ready-microphone .ready-word") == "没找到"
    assert "请插上耳麦" in text(page, "#device-note-text")
    bare.close()


def test_a_forbidden_microphone_is_explained(
    fake: FakeConsoleServer, new_page: NewPage, playwright: Playwright
) -> None:
    args = [a for a in ARGS if "fake-ui" not in a] + ["--use-fake-device-for-media-stream"]
    strict = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
    page = new_page(browser=strict)
    sign_in(page, fake.start())
    go_on_duty(page)
    page.wait_for_selector("#device-note:visible")
    assert text(page, "#ready-microphone .ready-word") == "浏览器没允许"
    assert "改成“允许”" in text(page, "#device-note-text")
    strict.close()


def test_english_is_kept_and_complete(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    page.click("#language")
    assert text(page, "#duty-title") == "You are off duty"
    assert text(page, "#lawyer") == "Chen (example)"
    page.reload()
    page.wait_for_selector("body[data-line=online]")
    assert text(page, "#duty-title") == "You are off duty"
    assert page.get_attribute("html", "lang") == "en"
    assert page.title() == "Lawyers' console"
    module = page.get_attribute("script", "src")
    assert module is not None
    words = page.evaluate(
        "url => import(url).then(m => m.TEXT)", module.replace("console.js", "strings.js")
    )
    assert words["zh"].keys() == words["en"].keys()
    reasons = [f"{where}.{reason}" for where in ("ended", "today") for reason in EndReason]
    assert {*reasons, *(f"topic.{topic}" for topic in Topic)} <= words["zh"].keys()
    for key in words["zh"]:
        names = [re.findall(r"\{(\w+)\}", words[language][key]) for language in ("zh", "en")]
        assert set(names[0]) == set(names[1]), key


def test_signing_out_goes_off_duty(fake: FakeConsoleServer, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, fake.start())
    go_on_duty(page)
    fake.expect(wire.SetDuty)
    page.click("#signout")
    page.wait_for_url("**/console/login")
    assert fake.expect(wire.SetDuty).on is False
    assert not fake.signed_in


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_target_is_large_enough(
    fake: FakeConsoleServer, new_page: NewPage, size: dict[str, int]
) -> None:
    page = new_page(size)
    url = fake.start()
    page.goto(f"{url}/console/login")
    assert _small_targets(page) == []
    sign_in(page, url)
    go_on_duty(page)
    assert _small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ring = fake.ring()
    page.wait_for_selector("#view-ring:visible")
    assert _small_targets(page) == []
    page.click("#answer")
    fake.status(ring, state=CallState.ACTIVE, answered_at=datetime.now(UTC))
    page.wait_for_selector("#view-call:visible")
    assert _small_targets(page) == []
    page.click("#hangup")
    page.wait_for_selector("#view-ended:visible")
    assert _small_targets(page) == []


def test_pages_allow_nothing_foreign_and_files_may_be_kept(fake: FakeConsoleServer) -> None:
    url = fake.start()
    with urllib.request.urlopen(f"{url}/console") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style| style=|\son\w+=|https?://", page)
    files = re.findall(r'(?:src|href)="(/console/static/[^"]+)"', page)
    assert len(files) >= 3
    for file in files:
        with urllib.request.urlopen(url + file) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
    stale = re.sub(r"static/\w+/", "static/0000/", files[0])
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(url + stale)


def test_motion_is_reduced_on_request(fake: FakeConsoleServer, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, fake.start())
    duration = "getComputedStyle(document.querySelector('.knob')).transitionDuration"
    assert page.evaluate(duration) == "0s"
    context.close()


def _call(
    now: datetime, media: Media, topic: Topic | None, seconds: int | None, reason: EndReason
) -> CallRow:
    return CallRow(
        call_id="1",
        media=media,
        topic=topic,
        terminal_name="示例社区大厅终端",
        requested_at=now,
        answered_at=now if seconds else None,
        ended_at=now + timedelta(seconds=seconds or 30),
        state=CallState.ENDED,
        end_reason=reason,
    )


def _small_targets(page: object) -> list[str]:
    """Visible buttons and fields under 44 px in either direction."""
    return page.evaluate(  # type: ignore[attr-defined, no-any-return]
        """[...document.querySelectorAll('button, input')]
          .filter(e => e.checkVisibility())
          .map(e => [e.id, e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44)
          .map(([id, box]) => `${id} ${box.width} x ${box.height}`)"""
    )
