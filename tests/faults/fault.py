"""A fault of the world at one call of a program: see shim/faults.c, which makes it happen."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

SOURCE = Path(__file__).parent / "shim" / "faults.c"
#: What makes data last, or lets it go. Between two of these, a kill finds nothing new on the disk.
STEPS = ("fsync", "fdatasync", "rename", "ftruncate", "unlink")
EVERY = (*STEPS, "write")
_PREFIX = "KIOSK_FAULT_"


def build_shim(folder: Path) -> Path:
    """Compile the shim into ``folder``; the library to preload."""
    library = folder / "faults.so"
    subprocess.run(
        ["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE],
        check=True,
    )
    return library


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the shim's log."""

    number: int
    name: str
    path: str  # within the folder


@dataclass(frozen=True, slots=True)
class Fault:
    """At the ``at``-th of ``calls`` on the files of ``folder``; ``at`` 0 only counts.

    ``how``: before, after, torn (killed), full, broken (the calls fail from then on).
    ``shadow``: a folder that gets a copy of what is synced. ``log``: a file for counted calls.
    """

    folder: Path
    at: int = 0
    calls: tuple[str, ...] = STEPS
    how: str = "before"
    shadow: Path | None = None
    log: Path | None = None

    def __str__(self) -> str:
        power = ", then a power cut" if self.shadow else ""
        return f"{self.how} call {self.at} of {','.join(self.calls)}{power}"

    def number(self, at: int) -> Fault:
        return replace(self, at=at, log=None)

    def environment(self) -> dict[str, str]:
        values = {
            "FOLDER": self.folder.resolve(),
            "AT": self.at,
            "CALLS": ",".join(self.calls),
            "HOW": self.how,
            "SHADOW": self.shadow,
            "LOG": self.log,
        }
        return {_PREFIX + name: str(v) for name, v in values.items() if v is not None}

    def arm(self) -> None:
        """In a process that has the shim preloaded: from now on."""
        os.environ.update(self.environment())
        ctypes.CDLL(None).faults_arm()

    def counted(self) -> list[Call]:
        """What a run with a ``log`` has counted."""
        assert self.log is not None
        if not self.log.exists():
            return []
        return [_call(line) for line in self.log.read_text().splitlines()]


def disarm() -> None:
    """The world is well again."""
    ctypes.CDLL(None).faults_disarm()


def _call(line: str) -> Call:
    number, name, path = line.split(" ", 2)
    return Call(int(number), name, path)


def names(calls: Iterable[Call]) -> str:
    """For a message: each kind of call with its count."""
    counts: dict[str, int] = {}
    for call in calls:
        counts[call.name] = counts.get(call.name, 0) + 1
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
