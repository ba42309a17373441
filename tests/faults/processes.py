"""Programs under test: each a process of its own, forked from a warm parent that has the shim.

To import a program costs more than all that is tested of it, hence the parent: it has imported
everything, has no thread, and carries the shim disarmed. A child arms it and runs a *work*.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from tests.faults.fault import Fault

_PR_SET_PDEATHSIG = 1
#: Seconds that any work may take.
LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    code: int  # of its exit; negative: the signal that killed it
    output: str

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL

    def check(self) -> Ended:
        """It ended well."""
        assert self.code == 0, f"it ended with {self.code}:\n{self.output}"
        return self


class Running:
    """A child; ``output`` is what it has printed so far."""

    def __init__(self, process: ForkServerProcess, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def terminate(self) -> Ended:
        self._process.terminate()
        return self.wait()

    def kill(self) -> Ended:
        self._process.kill()
        return self.wait()

    def wait(self, seconds: float = LIMIT_S) -> Ended:
        self._process.join(seconds)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
            raise AssertionError(f"it did not end in {seconds:g} s:\n{self.output}")
        code, output = self._process.exitcode, self.output
        self._process.close()
        self._log.unlink(missing_ok=True)
        return Ended(code, output)


class Nursery:
    """Runs works, ``function(*arguments) -> exit code``, of ``tests.faults.works``."""

    def __init__(self, context: ForkServerContext, folder: Path) -> None:
        self._context = context
        self._folder = folder
        self._count = 0

    def start(
        self, work: Callable[..., int], *arguments: Any, fault: Fault | None = None
    ) -> Running:
        self._count += 1
        log = self._folder / f"{self._count}.log"
        process = self._context.Process(
            target=_child, args=(work, arguments, fault, log), daemon=True
        )
        process.start()
        return Running(process, log)

    def run(self, work: Callable[..., int], *arguments: Any, fault: Fault | None = None) -> Ended:
        return self.start(work, *arguments, fault=fault).wait()


@contextmanager
def nursery(shim: Path, folder: Path) -> Iterator[Nursery]:
    """``folder``: for the output of the children."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.works"])
    before = os.environ.get("LD_PRELOAD")
    os.environ["LD_PRELOAD"] = str(shim)
    try:
        from multiprocessing.forkserver import ensure_running

        ensure_running()
    finally:
        if before is None:
            del os.environ["LD_PRELOAD"]
        else:
            os.environ["LD_PRELOAD"] = before
    yield Nursery(context, folder)


def _child(
    work: Callable[..., int], arguments: tuple[Any, ...], fault: Fault | None, log: Path
) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    for name in [n for n in os.environ if n.startswith("KIOSK_")]:
        del os.environ[name]
    if fault is not None:
        fault.arm()
    code = 1
    with suppress(SystemExit):
        code = work(*arguments)
    sys.stdout.flush()
    os._exit(code)  # as it is now: what an interpreter does at its end is not under test
