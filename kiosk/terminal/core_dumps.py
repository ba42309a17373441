"""No memory of a process that holds a resident's pictures or words is written to a disk."""

from __future__ import annotations

import ctypes

_PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """No core dump of this process, and no other program of this user looks into its memory.

    Where the system refuses, nothing changes.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
