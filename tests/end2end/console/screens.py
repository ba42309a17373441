"""``python -m tests.end2end.console.screens``: pictures of every state into docs/screens.

The calls are real ones; the line's troubles and a day's list come from the scripted server.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.protocol.socket import CLOSE_TAKEN_OVER
from kiosk.server.api.calls import CallRow
from kiosk.terminal.rehearsal import ADVICE
from tests.end2end.console.conftest import DESKTOP, PHONE, go_on_duty, sign_in
from tests.fakes.console_server import FakeConsoleServer
from tests.fakes.terminal_peer import TerminalPeer
from tests.support.lawyer import ARGS, CHROMIUM, LAWYER_TONE, write_tone
from tests.support.server import ServerProcess

ROOT = Path(__file__).parents[3]
SCREENS = ROOT / "docs" / "screens"


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        plain = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        portrait = _portrait(plain, folder)
        plain.close()
        tone = write_tone(folder / "tone.wav", LAWYER_TONE)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *ARGS,
                "--use-fake-device-for-media-stream=fps=30",
                f"--use-file-for-fake-video-capture={portrait}",
                f"--use-file-for-fake-audio-capture={tone}",
            ],
        )
        server = ServerProcess(folder / "server")
        server.lawyer()
        peer = TerminalPeer(server.url, folder / "peer", server.enrolment_code())
        for size, suffix in ((DESKTOP, "desktop"), (PHONE, "phone")):
            _waiting(browser, size, suffix)
            _calls(browser, size, suffix, server, peer)
        browser.close()
        peer.close()
        server.stop()


def _saver(page: Page, suffix: str) -> Callable[[str], None]:
    def save(name: str) -> None:
        page.wait_for_timeout(250)
        page.screenshot(path=SCREENS / f"console-{name}-{suffix}.png")

    return save


def _waiting(browser: Browser, size: dict[str, int], suffix: str) -> None:
    fake = FakeConsoleServer()
    url = fake.start()
    fake.calls, fake.waiting = _day(), (1, 130)
    fake.welcome = {"shift_until": datetime.now(UTC) + timedelta(hours=2)}
    page = browser.new_page(viewport=size)
    save = _saver(page, suffix)
    page.goto(f"{url}/console/login")
    save("login")
    fake.login_status = 401
    page.fill("#login", "chen")
    page.fill("#password", "wrong-pass")
    page.click("#submit")
    page.wait_for_selector("#error:visible")
    save("login-refused")
    fake.login_status = 204
    sign_in(page, url)
    save("off-duty")
    go_on_duty(page)
    save("on-duty")
    page.click("#language")
    save("on-duty-english")
    page.click("#language")
    ring = fake.ring()
    page.wait_for_selector("#view-ring:visible")
    fake.status(ring, state=CallState.ENDED, end_reason=EndReason.NO_ANSWER)
    page.wait_for_selector("#view-ended:visible")
    save("missed")
    page.click("#back")
    fake.reachable = False
    fake.drop()
    page.wait_for_selector("body[data-line=lost]")
    save("lost")
    fake.reachable = True
    page.wait_for_selector("body[data-line=online]", timeout=15000)
    fake.drop(CLOSE_TAKEN_OVER)
    page.wait_for_selector("body[data-line=taken]")
    save("taken")
    page.close()
    fake.stop()


def _calls(
    browser: Browser, size: dict[str, int], suffix: str, server: ServerProcess, peer: TerminalPeer
) -> None:
    page = browser.new_page(viewport=size)
    save = _saver(page, suffix)
    sign_in(page, server.url)
    go_on_duty(page)
    peer.call(Media.VIDEO, Topic.LABOUR)
    page.wait_for_selector("#view-ring:visible")
    page.wait_for_timeout(7000)
    save("ring")
    page.click("#answer")
    page.wait_for_selector("#stage[data-picture=shown][data-line=good]")
    page.wait_for_timeout(3000)
    for line in ADVICE:
        page.fill("#note-field", line)
        page.keyboard.press("Enter")
    save("call")
    page.click("#mute")
    page.click("#camera")
    save("call-muted")
    page.click("#hangup")
    save("ended")
    peer.until_state(CallState.ENDED)
    peer.call(Media.VOICE, None)
    page.wait_for_selector("#view-ring:visible")
    save("ring-voice")
    page.click("#answer")
    page.wait_for_selector("body[data-state=active]")
    page.wait_for_selector("#stage[data-line=good]")
    save("call-voice")
    page.click("#hangup")
    peer.until_state(CallState.ENDED)
    page.close()


def _day() -> list[CallRow]:
    now = datetime.now(UTC)
    rows = [
        (12, Media.VIDEO, Topic.LABOUR, 402, EndReason.RESIDENT_HUNG_UP),
        (40, Media.VOICE, Topic.HOUSING, 760, EndReason.LAWYER_HUNG_UP),
        (61, Media.VIDEO, None, None, EndReason.NO_ANSWER),
        (75, Media.VIDEO, Topic.INHERITANCE, None, EndReason.RESIDENT_CANCELLED),
        (90, Media.VOICE, Topic.DEBT, 333, EndReason.LAWYER_HUNG_UP),
    ]
    return [
        CallRow(
            call_id=str(minutes),
            state=CallState.ENDED,
            media=media,
            topic=topic,
            terminal_name="示例社区大厅终端",
            requested_at=now - timedelta(minutes=minutes),
            answered_at=now - timedelta(minutes=minutes) if seconds else None,
            ended_at=now - timedelta(minutes=minutes) + timedelta(seconds=seconds or 30),
            end_reason=reason,
        )
        for minutes, media, topic, seconds, reason in rows
    ]


def _portrait(browser: Browser, folder: Path) -> Path:
    """A camera that looks at one of the example portraits: Y4M, 640 x 480."""
    page = browser.new_page(viewport={"width": 640, "height": 480})
    svg = (ROOT / "content" / "pictures" / "portraits" / "01.svg").read_text("utf-8")
    page.set_content(
        f"<style>body{{margin:0;background:#F6CE78}}svg{{display:block;height:480px;margin:auto}}"
        f"</style>{svg}"
    )
    shot = folder / "portrait.png"
    page.screenshot(path=shot)
    page.close()
    planes = Image.open(shot).convert("YCbCr").split()
    luma, *chroma = (plane.point(lambda v: round(16 + v * 219 / 255)) for plane in planes)
    small = [plane.resize((320, 240)) for plane in chroma]
    path = folder / "portrait.y4m"
    frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in (luma, *small))
    path.write_bytes(b"YUV4MPEG2 W640 H480 F30:1 Ip A1:1 C420jpeg\n" + frame * 2)
    return path


if __name__ == "__main__":
    main()
