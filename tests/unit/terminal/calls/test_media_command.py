"""How the media process is started, and what a person sees who starts it by hand."""

from __future__ import annotations

import sys

import pytest

from kiosk.cli import main
from kiosk.terminal.calls.engine import media_command


def test_the_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert media_command() == [sys.executable, "-m", "kiosk", "media"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/kiosk/kiosk")
    assert media_command() == ["/opt/kiosk/kiosk", "media"]


@pytest.mark.parametrize("words", [["media"], ["media", "--socket", "999"]])
def test_by_hand_it_says_whose_it_is(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "terminal" in capsys.readouterr().err
