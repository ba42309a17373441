"""``kiosk media``: the media process. Started by the terminal, never by a person."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import socket

from kiosk.domain.clock import SystemClock
from kiosk.errors import UserError
from kiosk.terminal.core_dumps import forbid_core_dumps


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--socket", metavar="FD", type=int, default=None,
                        help="the inherited socket to the terminal")  # fmt: skip
    parser.add_argument("--interfaces", metavar="NAMES", default="",
                        help="network interfaces for calls, by comma; empty: all")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    if arguments.socket is None:
        raise UserError("This process belongs to the terminal. Start `kiosk terminal` instead.")
    try:
        connection = socket.socket(fileno=arguments.socket)
    except OSError:
        raise UserError(f"There is no socket {arguments.socket} to the terminal.") from None
    forbid_core_dumps()
    # Ctrl-C reaches the whole group; the terminal ends this process by closing the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, format="media: %(levelname)s %(name)s: %(message)s")

    from kiosk.terminal.calls import codecs, network
    from kiosk.terminal.calls.frames import remove_stale_frames
    from kiosk.terminal.calls.gathering import Gathering
    from kiosk.terminal.calls.process import MediaProcess

    remove_stale_frames()
    codecs.install()
    network.limit_interfaces([n.strip() for n in arguments.interfaces.split(",") if n.strip()])
    Gathering().install()

    async def serve() -> None:
        await MediaProcess(SystemClock()).run(connection)
        # At once: a driver that hangs in a thread must not keep this process alive.
        os._exit(0)

    asyncio.run(serve())
    return 0
