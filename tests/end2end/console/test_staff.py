"""A resident rings for help, and the hall's phone answers: real terminal, server and browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Page

from kiosk.server.provision import make_staff_key, revoke_staff_key
from tests.end2end.console.conftest import PHONE, NewPage, text
from tests.support.server import COMMUNITY, ServerProcess
from tests.support.terminal import Terminal

OpenStaff = Callable[[], Page]


def link(server: ServerProcess) -> str:
    return f"{server.url}/staff#{make_staff_key(server.settings, COMMUNITY)}"


@pytest.fixture
def staff(server: ServerProcess, new_page: NewPage) -> OpenStaff:
    """The hall's phone, with the page open and its bell allowed."""

    def open_page() -> Page:
        page = new_page(PHONE)
        page.goto(link(server))
        page.wait_for_selector("body[data-state=online]")
        page.click("#unlock")
        page.wait_for_selector("#unlock", state="hidden")
        assert "#" not in page.url  # the key is not left on the screen
        return page

    return open_page


def says(terminal: Terminal, words: str) -> None:
    terminal.wait(lambda: words in terminal.texts(), f"{words} on the screen", 10)


def test_from_a_tap_to_somebody_who_comes(
    server: ServerProcess, terminal: Terminal, staff: OpenStaff
) -> None:
    page = staff()
    assert text(page, "#hall") == "示例社区"
    assert "现在没人求助" in text(page, "#quiet")
    terminal.wait(lambda: terminal.app.socket.online, "the line", 10)
    terminal.tap("navHelp")
    terminal.tap("helpRing")
    page.wait_for_selector(".staff-call[data-state=ringing]")
    assert text(page, ".staff-place") == "示例社区大厅终端"
    assert "求助" in page.title()
    says(terminal, "工作人员那边响铃了")  # only once the bell was heard
    page.click(".staff-coming")
    says(terminal, "工作人员马上过来")
    assert "马上有人来" in text(page, ".staff-told")
    page.click(".staff-done")
    page.wait_for_selector("#quiet:visible")
    says(terminal, "工作人员说办好了")

    terminal.tap("helpRing")  # once more, and the resident leaves
    page.wait_for_selector(".staff-call")
    terminal.tap("navEnd")
    terminal.tap("dialogDo")
    page.wait_for_selector(".staff-call", state="detached")


def test_a_server_that_was_away_still_knows_who_needs_help(
    server: ServerProcess, terminal: Terminal, staff: OpenStaff
) -> None:
    page = staff()
    terminal.wait(lambda: terminal.app.socket.online, "the line", 10)
    terminal.tap("navHelp")
    terminal.tap("helpRing")
    page.wait_for_selector(".staff-call")
    server.kill()
    says(terminal, "还没有人应")  # nobody can be reached: the way to the desk, at once
    assert any("请到服务台找人" in words for words in terminal.texts())
    page.wait_for_selector("body[data-state=lost]")
    assert text(page, "#quiet-title") == "没连上服务器"
    server.start()
    page.wait_for_selector("body[data-state=online] .staff-call", timeout=15_000)
    page.click(".staff-coming")
    says(terminal, "工作人员马上过来")


def test_a_void_address_says_so(server: ServerProcess, staff: OpenStaff, new_page: NewPage) -> None:
    page = staff()
    revoke_staff_key(server.settings, COMMUNITY)
    page.reload()
    page.wait_for_selector("body[data-state=signed-out]")
    assert text(page, "#quiet-title") == "这个地址不能用了"
    stranger = new_page(PHONE)
    stranger.goto(f"{server.url}/staff#{'x' * 43}")
    stranger.wait_for_selector("body[data-state=signed-out]")
    answer = requests.post(f"{server.url}/api/v1/staff/session", json={"key": "x" * 43}, timeout=5)
    assert answer.status_code == 401
