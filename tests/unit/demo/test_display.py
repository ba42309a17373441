"""Ports and screens of the demo."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kiosk.demo.children import Children
from kiosk.demo.display import free_port, listening, open_screen


def test_a_taken_port_is_avoided() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert listening(port)
        other = free_port(port)
        assert other != port
        assert not listening(other)


def test_a_free_port_is_taken_as_wanted() -> None:
    port = free_port()
    assert free_port(port) == port


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_that_is_there_is_used(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, ":7")
    screen = open_screen(Children(tmp_path), (1080, 1920), tmp_path)
    assert screen.url is None
    assert screen.env == {}
