"""A lawyer's browser, and a server that obeys the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.fakes.console_server import FakeConsoleServer
from tests.support.lawyer import ARGS, CHROMIUM, LAWYER_TONE, write_stripes, write_tone

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
#: What Chromium itself writes when a request is refused or a line is down; ours writes nothing.
_ORDINARY = ("Failed to load resource", "WebSocket connection to")


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def devices(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Arguments for a microphone that plays a tone and a camera that shows three stripes."""
    folder = tmp_path_factory.mktemp("devices")
    return [
        f"--use-file-for-fake-audio-capture={write_tone(folder / 'tone.wav', LAWYER_TONE)}",
        f"--use-file-for-fake-video-capture={write_stripes(folder / 'stripes.y4m')}",
    ]


@pytest.fixture(scope="package")
def browser(playwright: Playwright, devices: list[str]) -> Iterator[Browser]:
    args = [*ARGS, "--use-fake-device-for-media-stream=fps=30", *devices]
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
    yield started
    started.close()


@pytest.fixture
def fake() -> Iterator[FakeConsoleServer]:
    server = FakeConsoleServer()
    yield server
    server.stop()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """``new_page(size=DESKTOP, browser=..., beside=page)``: a page whose errors fail the test.

    ``beside``: in the same browser profile as another page.
    """
    errors: list[str] = []
    with ExitStack() as stack:

        def make(
            size: dict[str, int] = DESKTOP, browser: Browser = browser, beside: Page | None = None
        ) -> Page:
            if beside is None:
                context: Any = browser.new_context(viewport=size)
                stack.callback(context.close)
            else:
                context = beside.context
            page = context.new_page()
            page.set_default_timeout(8000)
            page.on("pageerror", lambda error: errors.append(f"{error}"))
            page.on(
                "console",
                lambda message: (
                    None
                    if message.type not in ("error", "warning")
                    or any(part in message.text for part in _ORDINARY)
                    else errors.append(message.text)
                ),
            )
            return page

        yield make
    assert not errors, errors


def text(page: Page, selector: str) -> str:
    """What a person reads there."""
    return page.inner_text(selector).strip()


def sign_in(page: Page, url: str, login: str = "chen", password: str = "demo-pass") -> None:
    page.goto(f"{url}/console/login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("#submit")
    page.wait_for_selector("body[data-line=online]")


def go_on_duty(page: Page) -> None:
    """On duty, with the devices tried and the bell allowed."""
    page.click("#duty-switch")
    page.wait_for_selector("body[data-duty=on][data-sound=ready]")
    page.wait_for_selector("#ready-microphone:not([data-state=unasked])")
