"""A screen for the demo: the display there is, or Xvfb shown in a browser by noVNC on loopback."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from kiosk.demo.children import Children, wait_for

NOVNC_FILES = "/usr/share/novnc"


@dataclass(frozen=True, slots=True)
class Screen:
    """``env`` for the terminal; ``url`` where a browser sees it (None: it is a window here)."""

    env: dict[str, str]
    url: str | None


def free_port(wanted: int = 0) -> int:
    """``wanted`` on loopback if nothing listens there, else any free port."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise AssertionError("port 0 is always free")


def listening(port: int) -> bool:
    """True when something accepts connections on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def open_screen(children: Children, size: tuple[int, int], folder: Path) -> Screen:
    """The screen that the terminal is to use; where there is none, a virtual one in a browser."""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        return Screen({}, None)
    display = virtual_screen(children, size, folder)
    return Screen({"DISPLAY": display}, show_in_browser(children, display))


def virtual_screen(children: Children, size: tuple[int, int], folder: Path) -> str:
    """Start Xvfb; the name of its display."""
    number_file = folder / "display"
    number_file.unlink(missing_ok=True)
    # Xvfb picks a free display number and writes it to the descriptor, here a file.
    children.start(
        "xvfb",
        [
            "/bin/sh",
            "-c",
            'exec 3>"$1"; exec Xvfb -displayfd 3 -screen 0 "$2" -nolisten tcp',
            "xvfb",
            str(number_file),
            f"{size[0]}x{size[1]}x24",
        ],
    )
    wait_for(
        lambda: number_file.exists() and number_file.read_text().endswith("\n"),
        "The virtual screen (Xvfb)",
        children,
    )
    return f":{number_file.read_text().strip()}"


def show_in_browser(children: Children, display: str) -> str:
    """Start x11vnc and noVNC, both on loopback only; the address for a browser."""
    vnc_port = free_port(5900)
    web_port = free_port(6080)
    children.start(
        "x11vnc",
        ["x11vnc", "-display", display, "-localhost", "-no6", "-nopw", "-forever", "-shared",
         "-quiet", "-noxdamage", "-rfbport", str(vnc_port)],
    )  # fmt: skip
    children.start(
        "novnc",
        ["websockify", "--web", NOVNC_FILES, f"127.0.0.1:{web_port}", f"127.0.0.1:{vnc_port}"],
    )
    wait_for(lambda: listening(web_port), "The screen in the browser (noVNC)", children)
    query = "autoconnect=true&resize=scale&reconnect=true&show_dot=true"
    return f"http://127.0.0.1:{web_port}/vnc.html?{query}"
