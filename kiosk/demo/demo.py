"""Start the demo's parts in their order: server, logins, enrolment, screen, terminal."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.demo.children import Children, wait_for
from kiosk.demo.display import free_port, listening, open_screen
from kiosk.settings import Settings

#: Who can sign in, and where they stand; the first is the terminal's own community lawyer.
LOGINS = (
    ("chen", "chen-jing", "社区律师 陈静（示例）"),
    ("wu", "wu-pei", "街道司法所律师 吴佩（示例）"),
    ("tang", "tang-kexin", "区公共法律服务中心律师 唐可心（示例）"),
)
COMMUNITY = "shili-community"


@dataclass(frozen=True, slots=True)
class Login:
    login: str
    password: str
    who: str


@dataclass(frozen=True, slots=True)
class DemoInfo:
    server_url: str
    console_url: str
    staff_url: str
    lan_url: str | None
    screen_url: str | None
    logins: tuple[Login, ...]
    data_dir: str
    server_pid: int
    terminal_pid: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Demo:
    """One demo on one machine. ``say`` is told each step, for people who wait."""

    def __init__(self, settings: Settings, children: Children, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._children = children
        self._say = say
        self._dir = settings.data_dir
        self._dir.mkdir(parents=True, exist_ok=True)

    def start(
        self, *, lan: bool, landscape: bool, media: str | None, shots: Path | None
    ) -> DemoInfo:
        """Start everything and return the addresses once the first page is on the screen."""
        base = [sys.executable, "-m", "kiosk"]
        port = free_port(self._settings["server.port"])
        if port != self._settings["server.port"]:
            self._say(f"Port {self._settings['server.port']} is taken: {port} is used this time")
        flags = ["--data-dir", str(self._dir), "--port", str(port)]
        scheme, lan_url, certificate = "http", None, None
        if lan:
            from kiosk.demo.lan import own_address, self_signed

            address = own_address()
            certificate, key = self_signed(self._dir / "certificates", address)
            scheme, lan_url = "https", f"https://{address}:{port}/console"
            flags += ["--host", "0.0.0.0", "--set", f"server.certificate={certificate}",
                      "--set", f"server.private_key={key}",
                      "--set", f"server.public_url=https://{address}:{port}"]  # fmt: skip
        url = f"{scheme}://127.0.0.1:{port}"
        self._say("Starting the central server with the sample content")
        server = self._children.start("server", [*base, "server", "--profile", "demo", *flags])
        size = (1920, 1080) if landscape else (1080, 1920)
        screen = open_screen(self._children, size, self._dir)
        if not (self._prepared.exists() and self._staff_key.exists()):
            self._wait_for_server(port)
            self._prepare(url, certificate)

        # A terminal that is enrolled does not wait for its server: neither do we.
        self._say("Opening the terminal")
        ready = self._dir / "terminal-ready"
        ready.unlink(missing_ok=True)
        command = [*base, "terminal", "--profile", "demo", "--data-dir", str(self._dir),
                   "--server", url, "--media", media or self._media(),
                   "--ready-file", str(ready)]  # fmt: skip
        if screen.url:
            command += ["--size", f"{size[0]}x{size[1]}", "--set", "terminal.fullscreen=true"]
        elif landscape:
            command += ["--size", "1280x720"]
        if certificate:
            command += ["--set", f"terminal.ca_file={certificate}"]
        if shots:
            command += ["--shots", str(shots)]
        terminal = self._children.start("terminal", command, screen.env)
        self._wait_for_server(port)
        wait_for(ready.exists, "The terminal's first page", self._children)
        return DemoInfo(
            server_url=url,
            console_url=f"{url}/console",
            staff_url=f"{url}/staff#{self._staff_key.read_text('ascii')}",
            lan_url=lan_url,
            screen_url=screen.url,
            logins=self._logins(),
            data_dir=str(self._dir),
            server_pid=server.process.pid,
            terminal_pid=terminal.process.pid,
        )

    def _wait_for_server(self, port: int) -> None:
        wait_for(lambda: listening(port), "The central server", self._children)

    @property
    def _prepared(self) -> Path:
        """The logins: the last thing that the first start makes."""
        return self._dir / "logins.json"

    @property
    def _staff_key(self) -> Path:
        return self._dir / "staff-key"

    def _prepare(self, url: str, certificate: Path | None) -> None:
        """Once for this data: enrol the terminal, make the logins."""
        # Only here: a later start is quicker without these.
        from kiosk.domain.clock import SystemClock
        from kiosk.server.provision import (
            create_enrolment_code,
            make_staff_key,
            provision_lawyer,
        )
        from kiosk.terminal.channel.enrol import enrol
        from kiosk.terminal.channel.identity import DeviceIdentity
        from kiosk.terminal.network import Line

        identity = DeviceIdentity(self._dir / "terminal", SystemClock())
        if not identity.enrolled:
            self._say("Enrolling the terminal")
            code = create_enrolment_code(self._settings, COMMUNITY, "示例社区大厅终端")
            enrol(Line(url, ca_file=str(certificate or "")), identity, code)
        self._say("Making the lawyers' logins")
        self._staff_key.touch(mode=0o600)
        self._staff_key.write_text(make_staff_key(self._settings, COMMUNITY), "ascii")
        logins = []
        for login, slug, who in LOGINS:
            password = f"{secrets.randbelow(900) + 100}-{secrets.token_hex(3)}"
            provision_lawyer(self._settings, slug, login, password)
            logins.append(Login(login, password, who))
        part = self._prepared.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps([asdict(x) for x in logins], ensure_ascii=False), "utf-8")
        os.replace(part, self._prepared)

    def _logins(self) -> tuple[Login, ...]:
        rows = json.loads(self._prepared.read_text("utf-8"))
        return tuple(Login(**row) for row in rows)

    @staticmethod
    def _media() -> str:
        return "devices" if any(Path("/dev").glob("video*")) else "test"
