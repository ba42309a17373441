"""``kiosk server``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import socket
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from kiosk.domain.clock import SystemClock
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol.socket import MAX_FRAME
from kiosk.server.app import create_app
from kiosk.settings import Settings
from kiosk.settings_command import settings_from

log = logging.getLogger(__name__)

#: Milliseconds after which the kernel gives up a peer that takes nothing any more.
_USER_TIMEOUT_MS = 20_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=None, help="address to listen on")
    parser.add_argument("--port", type=int, default=None, help="port to listen on; 0: any free one")
    parser.add_argument("--port-file", metavar="FILE", type=Path, default=None,
                        help="write the port here once the server answers")  # fmt: skip


def listen(host: str, port: int) -> socket.socket:
    """A bound TCP socket. ``UserError``: no port. ``EnvironmentFault``: the address is taken."""
    if not 0 <= port <= 65535:
        raise UserError(f"There is no port {port}. Choose one from 1 to 65535; 0: any free one.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        line = socket.socket(family, kind, protocol)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _USER_TIMEOUT_MS)
        line.bind(address)
    except OSError as error:
        raise EnvironmentFault(
            f"The server cannot listen on {host} port {port}: {error.strerror}. Choose another "
            "port with --port, or stop the program that has it."
        ) from None
    return line


class _Server(uvicorn.Server):
    """Tells the port once requests are answered."""

    def __init__(self, config: uvicorn.Config, port_file: Path | None) -> None:
        super().__init__(config)
        self._port_file = port_file

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started and not self.should_exit:
            port = sockets[0].getsockname()[1]
            log.info("listening on port %d", port)
            if self._port_file is not None:
                part = self._port_file.with_name(self._port_file.name + ".part")
                part.write_text(f"{port}\n")
                part.replace(self._port_file)


def configure(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """uvicorn's configuration for this application."""
    certificate, key = settings["server.certificate"], settings["server.private_key"]
    if key and not certificate:
        raise UserError("server.private_key is set, but server.certificate is not. Set both.")
    return uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings["server.trusted_proxies"]),
        forwarded_allow_ips=settings["server.trusted_proxies"],
        # Sockets stay open for as long as a terminal lives: they must not hold the end up.
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate or None,
        ssl_keyfile=key or None,
    )


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments, server__host=arguments.host, server__port=arguments.port)
    logging.basicConfig(
        level=settings["log.level"], format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # uvicorn's own lines of INFO carry addresses of clients.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if settings["server.always_on_duty"]:
        log.warning(
            "server.always_on_duty is on: calls go to whoever is present, whatever the duty "
            "roster says. It is for demonstrations: turn it off in an office."
        )
    config = configure(create_app(settings, SystemClock()), settings)
    try:
        config.load()
    except (OSError, ValueError) as error:
        raise UserError(
            f"The certificate or its key cannot be used: {error}. Check server.certificate and "
            "server.private_key."
        ) from None
    server = _Server(config, arguments.port_file)
    line = listen(settings["server.host"], settings["server.port"])

    def end(*_: object) -> None:
        # Before uvicorn listens to signals; and when all is done it raises the one that ended it
        # once more, which is no fault.
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    asyncio.run(server.serve([line]))
    return 0 if server.started else 1
