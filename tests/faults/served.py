"""A server in a child, that can be killed and started again on the same port and data."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.faults import works
from tests.faults.fault import Fault
from tests.faults.processes import Ended, Nursery, Running
from tests.support.waiting import wait_until


class Served:
    def __init__(self, folder: Path, content: Path, programs: Nursery) -> None:
        self.room = folder / "data"
        self.room.mkdir(parents=True)
        self._kept = folder / "kept"
        self._content = content
        self._programs = programs
        self._port_file = folder / "port"
        self._port = 0  # any free one; kept from then on
        self._running: Running | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def database(self) -> Path:
        return self.room / "server.db"

    def words(self, command: str) -> tuple[str, ...]:
        return (
            command, "--data-dir", str(self.room),
            "--set", f"server.content_dir={self._content}", "--set", f"server.port={self._port}",
        )  # fmt: skip

    def start(self, fault: Fault | None = None) -> bool:
        """True once it answers; False when the fault killed it before."""
        self._port_file.unlink(missing_ok=True)
        words = (*self.words("server"), "--port-file", str(self._port_file))
        running = self._running = self._programs.start(works.kiosk, *words, fault=fault)
        wait_until(lambda: self._port_file.exists() or not running.alive, "the server", 20)
        if self._port_file.exists():
            self._port = int(self._port_file.read_text())
        if running.alive:
            return True
        self.ended()
        return False

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.alive

    def ended(self) -> Ended:
        """Of one that a fault killed; anything else is a failure."""
        assert self._running is not None
        ended, self._running = self._running.wait(), None
        assert ended.killed, f"the server ended with {ended.code}:\n{ended.output}"
        return ended

    def stop(self) -> bool:
        """As an operator does; True when a fault killed it on the way."""
        if self._running is None:
            return True
        ended, self._running = self._running.terminate(), None
        assert ended.killed or ended.code == 0, ended.output
        assert "Traceback" not in ended.output, ended.output
        return ended.killed

    def kill(self) -> None:
        assert self._running is not None
        self._running.kill()
        self._running = None

    def run(self, *words: str, fault: Fault | None = None) -> Ended:
        """A command on the same data."""
        return self._programs.run(works.kiosk, *self.words(words[0]), *words[1:], fault=fault)

    def code(self) -> str:
        """A one-time code for a terminal."""
        return self.run("enrol-code", "elm", "--name", "厅").check().output.split()[-1]

    def keep(self, state: str) -> None:
        shutil.copytree(self.room, self._kept / state)

    def put(self, state: str) -> None:
        shutil.rmtree(self.room)
        shutil.copytree(self._kept / state, self.room)
