"""What the lawyer writes: on the resident's screen at once, then on the slip, read by its QR."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import Page

from kiosk.domain.calls import CallState
from tests.end2end.console.conftest import NewPage, go_on_duty, sign_in, text
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal

FIRST, SECOND = "手机聊天、转账记录不要删", "周一带身份证去劳动监察大队"
PUBLIC = "http://phones.example"

pytestmark = pytest.mark.parametrize(
    "server", [{"server.public_url": PUBLIC}], indirect=True, ids=["public"]
)


def lines(terminal: Terminal) -> list[str]:
    return [words for words in terminal.texts() if words in (FIRST, SECOND)]


def write(page: Page, words: str) -> None:
    page.fill("#note-field", words)
    page.keyboard.press("Enter")


def call(terminal: Terminal, page: Page, server: ServerProcess) -> None:
    """The resident talks with the lawyer of the page."""
    server.lawyer()
    sign_in(page, server.url)
    go_on_duty(page)
    terminal.wait(lambda: terminal.text("dutyTag") == "现在有人在", "somebody on duty")
    terminal.tap("primary")
    terminal.tap("startCall")
    page.wait_for_selector("#view-ring:visible")
    page.click("#answer")
    terminal.wait(
        lambda: terminal.app.calls.current is not None
        and terminal.app.calls.current.state is CallState.ACTIVE, "the answer", 15,
    )  # fmt: skip
    terminal.wait_for("hangUp")


def test_written_shown_taken_along_and_erased(
    server: ServerProcess, terminal: Terminal, new_page: NewPage
) -> None:
    page = new_page()
    call(terminal, page, server)
    write(page, FIRST)
    terminal.wait(lambda: lines(terminal) == [FIRST], "the line on the screen", 5)
    write(page, "写错了的一条")
    terminal.wait(lambda: "写错了的一条" in terminal.texts(), "the second line", 5)
    page.click("#note-lines li:last-child .note-remove")
    write(page, SECOND)
    terminal.wait(lambda: lines(terminal) == [FIRST, SECOND], "both lines", 5)
    assert "写错了的一条" not in terminal.texts()
    assert text(page, "#note-state") == "已显示在对方屏幕上，并写进他的凭条。"

    page.reload()  # the lawyer's page is loaded anew: what was written is there again
    page.wait_for_selector("#note-lines li:nth-child(2)")
    page.wait_for_selector("body[data-state=active]")

    terminal.tap("hangUp")
    terminal.wait_for("skipRating")
    terminal.tap("skipRating")
    terminal.wait_for("adviceSlip")
    assert lines(terminal) == [FIRST, SECOND]
    secret = next(iter(terminal.app.session.session.slips.values()))
    assert terminal.find("slipQr").property("text") == f"{PUBLIC}/slip/{secret}"
    phone = requests.get(f"{server.url}/slip/{secret}", timeout=5)
    assert FIRST in phone.text
    assert SECOND in phone.text
    assert "写错了的一条" not in phone.text
    database = (server.settings.data_dir / "server.db").read_bytes()
    journal = (server.settings.data_dir / "server.db-wal").read_bytes()
    assert FIRST.encode() not in database + journal

    terminal.tap("navEnd")
    terminal.tap("dialogDo")
    terminal.settle()
    assert lines(terminal) == []
    assert secret not in repr(terminal.app.session.session)


def test_written_while_the_server_is_away(
    server: ServerProcess, terminal: Terminal, new_page: NewPage
) -> None:
    page = new_page()
    call(terminal, page, server)
    page.wait_for_selector("#stage[data-line=good]", timeout=10_000)
    server.kill()
    page.wait_for_selector("body[data-line=lost]")
    write(page, FIRST)
    assert "先留着" in text(page, "#note-state")
    server.start()
    page.wait_for_selector("body[data-line=online]", timeout=15_000)
    terminal.wait(lambda: lines(terminal) == [FIRST], "the line on the screen", 10)
