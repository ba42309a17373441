"""The real central server as a process of its own, for tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.domain.ids import sample_id
from kiosk.server.provision import create_enrolment_code, provision_lawyer
from kiosk.settings import Settings, load_settings
from tests.support.waiting import wait_until

#: The terminal of most tests stands in this community.
COMMUNITY = "shili-community"
#: What must never be in the server's log, whatever a test does to the server.
_BAD = ("Traceback", " ERROR ", " CRITICAL ", "Exception")


class ServerProcess:
    """``kiosk server`` on loopback, with data in ``folder``; made started.

    Whoever is present is on duty (as in the demo). ``settings`` are more of them, by name.
    A kill and a restart keep port and data, so that clients find it again.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.log_file = folder / "server.log"
        self._port_file = folder / "port"
        self._flags = {
            "data_dir": str(folder),
            "server.port": 0,  # any free one; kept from then on
            "server.always_on_duty": True,
            **(settings or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def settings(self) -> Settings:
        return load_settings(environ={}, flags=self._flags)

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._flags['server.port']}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._port_file.unlink(missing_ok=True)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [*self.command("server"), "--port-file", str(self._port_file)],
                stdout=log, stderr=subprocess.STDOUT, env=_environment(),
            )  # fmt: skip
        wait_until(self._answers, f"the server to answer; its log: {self.log_file}", 30)
        self._flags["server.port"] = int(self._port_file.read_text())

    def kill(self) -> None:
        """As a power cut would: no farewell to anybody."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator does; it must end well, and its log must be clean."""
        if self._process is not None:
            code = self._end(signal.SIGTERM)
            assert code == 0, f"the server ended with code {code}\n{self.log}"
        self.check_log()

    def restart(self) -> None:
        """Start again on the same port and data."""
        if self._process is not None:
            self._end(signal.SIGTERM)
        self.start()

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8", "replace")

    def check_log(self) -> None:
        bad = [line for line in self.log.splitlines() if any(word in line for word in _BAD)]
        assert not bad, "unexpected in the server's log:\n" + self.log

    def lawyer(
        self, slug: str = "chen-jing", login: str = "chen", password: str = "demo-pass"
    ) -> str:
        """A login for a lawyer of the sample content; returns the lawyer's id."""
        provision_lawyer(self.settings, slug, login, password)
        return sample_id("lawyer", slug)

    def enrolment_code(self, community: str = COMMUNITY, name: str = "示例社区大厅终端") -> str:
        return create_enrolment_code(self.settings, community, name)

    def revision(self) -> int:
        """The newest revision of its feed."""
        with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=5) as answer:
            return int(json.load(answer)["revision"])

    def calls(self) -> list[dict[str, Any]]:
        """All calls as ``kiosk calls --json`` tells them: works while the server is down, too."""
        done = subprocess.run(
            [*self.command("calls"), "--json"],
            capture_output=True, text=True, timeout=30, check=True, env=_environment(),
        )  # fmt: skip
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def command(self, name: str) -> list[str]:
        """The command line of a subcommand with this server's settings."""
        pairs = [f"{name}={value}" for name, value in self._flags.items()]
        words = [word for pair in pairs for word in ("--set", pair)]
        return [sys.executable, "-m", "kiosk", name, *words]

    def _answers(self) -> bool:
        assert self._process is not None
        code = self._process.poll()
        assert code is None, f"the server ended by itself with code {code}:\n{self.log}"
        return self._port_file.exists()

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        assert process is not None, "the server is not running"
        process.send_signal(how)
        try:
            return process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not end in 15 s:\n{self.log}") from None


def _environment() -> dict[str, str]:
    """Ours without anything that would set a setting: a test must not hang on who runs it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
