"""``kiosk demo``: the whole product on one machine, with sample content and logins."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from kiosk.demo.children import Children
from kiosk.demo.demo import Demo, DemoInfo
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lan",
        action="store_true",
        help="let phones on this network be the lawyer (HTTPS, shows a QR)",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one line of JSON with all addresses and logins"
    )
    parser.add_argument(
        "--for", dest="seconds", type=float, metavar="SECONDS", help="end by itself after this long"
    )
    parser.add_argument("--shots", metavar="DIR", help="save a PNG of each page reached")
    parser.add_argument("--landscape", action="store_true", help="a 1920x1080 screen")
    parser.add_argument(
        "--media",
        choices=("devices", "test"),
        help="camera and microphone, or a test picture and tone; "
        "left out: devices if this machine has a camera",
    )
    parser.set_defaults(data_dir="data/demo")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments, profile="demo")
    say = _quiet if arguments.json else _progress
    # Ctrl-C too: a shell that starts us in the background has it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    # The parts meet on loopback, whatever proxy the environment names.
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1,localhost")))
    children = Children(settings.data_dir / "logs")
    try:
        demo = Demo(settings, children, say)
        info = demo.start(
            lan=arguments.lan,
            landscape=arguments.landscape,
            media=arguments.media,
            shots=Path(arguments.shots) if arguments.shots else None,
        )
        if arguments.json:
            print(json.dumps(info.as_dict(), ensure_ascii=False), flush=True)
        else:
            _print_info(info)
        _wait(children, arguments.seconds)
    except KeyboardInterrupt:
        say("Ending everything")
    finally:
        children.close()
    return 0


def _wait(children: Children, seconds: float | None) -> None:
    end = None if seconds is None else time.monotonic() + seconds
    while end is None or time.monotonic() < end:
        if children.ended_well("terminal"):
            return  # its window was closed: that is the end of the demo
        children.check()
        time.sleep(0.2)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _progress(text: str) -> None:
    print(f"  {text} ...", file=sys.stderr, flush=True)


def _quiet(_text: str) -> None:
    return None


def _print_info(info: DemoInfo) -> None:
    print()
    if info.screen_url:
        print(f"  The terminal's screen     {info.screen_url}")
    else:
        print("  The terminal's screen     is the window that has just opened")
    print(f"  The lawyers' console      {info.console_url}")
    for login in info.logins:
        print(f"     login {login.login:<10} password {login.password}   {login.who}")
    print(f"  The hall's help bell      {info.staff_url}")
    if info.lan_url:
        import segno

        print(f"  On a phone in this network, accept the certificate and sign in: {info.lan_url}\n")
        segno.make(info.lan_url, error="m").terminal(compact=True)
    print(
        "\n  Sign in at the console, go on duty, then tap the video button on the terminal.\n"
        "  Ctrl-C ends everything; the data stays until `make clean`.\n",
        flush=True,
    )
