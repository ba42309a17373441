"""The short sounds, ``assets/sounds`` (made by ``tests/support/make_sounds.py``)."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.terminal.speech.sound import Sound, read_wav

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[3]))
SOUNDS = _ROOT / "assets" / "sounds"


def read_sound(name: str) -> Sound:
    """Raises ``EnvironmentFault`` when the file is gone."""
    return read_wav(SOUNDS / f"{name}.wav")
