"""Devices that are not there at all."""

from __future__ import annotations

from pathlib import Path

from kiosk.settings import load_settings
from kiosk.terminal.calls.plugs import unplugged


def test_tells_what_no_call_could_use(tmp_path: Path) -> None:
    settings = load_settings(environ={})
    assert unplugged(settings, tmp_path) == {"camera", "microphone"}
    (tmp_path / "snd").mkdir()
    (tmp_path / "snd" / "pcmC0D0p").touch()  # a way out, none in
    (tmp_path / "video0").touch()
    assert unplugged(settings, tmp_path) == {"microphone"}
    (tmp_path / "snd" / "pcmC0D0c").touch()
    assert unplugged(settings, tmp_path) == frozenset()


def test_a_named_device_is_the_one_that_counts(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    named = {"calls.camera": str(tmp_path / "video7"), "calls.microphone": "USB"}
    assert unplugged(load_settings(environ={}, flags=named), tmp_path) == {"camera"}


def test_test_pictures_need_nothing(tmp_path: Path) -> None:
    settings = load_settings(environ={}, flags={"calls.media": "test"})
    assert unplugged(settings, tmp_path) == frozenset()
