"""The demo's processes: started with a log file each, ended in reverse order, by id."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path


class Children:
    """Processes that live no longer than the demo. Ended on ``close``, last started first."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._children: list[Child] = []
        log_dir.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str], env: dict[str, str] | None = None) -> Child:
        """Start ``command``; its output goes to a log file that is named when it fails."""
        if shutil.which(command[0]) is None:
            raise EnvironmentFault(
                f"{command[0]} is not installed. Run `make setup`, then try again."
            )
        log = self._log_dir / f"{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                # Should we be killed, it ends as well.
                ["setpriv", "--pdeathsig", "TERM", *command],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **(env or {})},
                # Ctrl-C reaches us alone; we end the others in order.
                start_new_session=True,
            )
        child = Child(name, process, log)
        self._children.append(child)
        return child

    def check(self) -> None:
        """Raise ``EnvironmentFault`` with the log's last lines when a process has ended."""
        for child in self._children:
            code = child.process.poll()
            if code is not None:
                raise EnvironmentFault(
                    f"The {child.name} ended by itself (exit code {code}). "
                    f"Its log, {child.log}, ends with:\n{tail(child.log)}"
                )

    def ended_well(self, name: str) -> bool:
        return any(c.name == name and c.process.poll() == 0 for c in self._children)

    def close(self, grace_s: float = 5.0) -> None:
        for child in reversed(self._children):
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
                try:
                    child.process.wait(grace_s)
                except subprocess.TimeoutExpired:
                    child.process.kill()
                    child.process.wait()
        self._children.clear()


def tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


def wait_for(
    condition: Callable[[], bool], what: str, children: Children, timeout_s: float = 30.0
) -> None:
    """Poll ``condition()`` until it is true; ``EnvironmentFault`` after ``timeout_s``."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        children.check()
        if time.monotonic() > deadline:
            raise EnvironmentFault(
                f"{what} did not come up in {timeout_s:.0f} s. Look at the logs, then try again."
            )
        time.sleep(0.05)
