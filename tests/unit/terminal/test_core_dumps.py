from __future__ import annotations

import subprocess
import sys


def test_the_process_cannot_be_dumped() -> None:
    program = (
        "import ctypes\n"
        "from kiosk.terminal.core_dumps import forbid_core_dumps\n"
        "forbid_core_dumps()\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"  # PR_GET_DUMPABLE
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "0\n"
