"""A notice from `kiosk publish` to the screen: real server, real terminal, nobody touches it."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from kiosk.settings import SAMPLE_CONTENT
from tests.support.server import ServerProcess
from tests.support.terminal import Terminal

#: An online terminal shows it within this many seconds.
SHOWN_S = 5.0

EMERGENCY = """
- slug: flood
  level: emergency
  title: 今晚有大暴雨，低洼处请转移
  text: 请到社区二楼活动室暂避。
  organisations: [{where}]
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder: Path = shutil.copytree(SAMPLE_CONTENT, tmp_path / "content")
    return folder


def publish(server: ServerProcess, content: Path) -> None:
    command = [*server.command("publish"), str(content)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def add(content: Path, words: str) -> None:
    path = content / "notices.yaml"
    path.write_text(path.read_text("utf-8") + words, "utf-8")


def test_an_emergency_is_on_the_screen_within_seconds_and_goes_again(
    server: ServerProcess, terminal: Terminal, content: Path
) -> None:
    terminal.wait_until_synced()
    terminal.wait(lambda: terminal.app.socket.online, "the socket")
    before = (content / "notices.yaml").read_text("utf-8")
    add(content, EMERGENCY.format(where="qinghe-community"))
    publish(server, content)
    terminal.wait_until_synced()
    assert not terminal.has("noticePlate")  # it is for another hall

    add(content, EMERGENCY.format(where="shili-district").replace("flood", "storm"))
    publish(server, content)
    published = time.monotonic()
    terminal.wait(lambda: terminal.has("noticePlate"), "the emergency on the screen")
    assert time.monotonic() - published < SHOWN_S
    assert terminal.text("noticeTitle") == "今晚有大暴雨，低洼处请转移"
    assert terminal.has("strip110")

    (content / "notices.yaml").write_text(before, "utf-8")
    publish(server, content)
    published = time.monotonic()
    terminal.wait(lambda: not terminal.has("noticePlate"), "the emergency's end")
    assert time.monotonic() - published < SHOWN_S


def test_a_repealed_law_is_marked_at_once(
    server: ServerProcess, terminal: Terminal, content: Path
) -> None:
    terminal.wait_until_synced()
    laws = terminal.app.context.laws
    title = "中华人民共和国法律援助法"
    assert [laws.badge(law) for law in laws.texts_of(title)] == [None]
    path = content / "laws" / "legal-aid.md"
    text = path.read_text("utf-8").replace("\nchecked:", "\nrepealed: 2026-11-01\nchecked:", 1)
    path.write_text(text, "utf-8")
    publish(server, content)
    published = time.monotonic()
    terminal.wait(lambda: laws.badge(laws.texts_of(title)[0]), "the badge")
    assert time.monotonic() - published < SHOWN_S
