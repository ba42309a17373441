"""What was said once and never changes, kept as WAV files by hash.

Only for the program's own words and what is published: the caller says which text that is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.terminal.speech.sound import Sound, read_wav
from kiosk.terminal.speech.voices import Voices

#: Some twenty minutes of speech.
LIMIT_BYTES = 64 * 1024 * 1024


class SpokenCache:
    """Renders with ``voices``; ``keep`` puts a file into ``folder`` and finds it the next time."""

    def __init__(self, folder: Path, voices: Voices, limit: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._voices = voices
        self._limit = limit

    def render(self, text: str, language: str, keep: bool) -> Sound:
        """Blocks, not for Qt's thread. Raises ``EnvironmentFault``."""
        if not keep:
            return self._voices.render(text, language)
        key = "\0".join((self._voices.name, language, text))
        path = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.wav"
        if path.exists():
            with contextlib.suppress(EnvironmentFault, OSError):
                sound = read_wav(path)
                os.utime(path)  # what is heard often goes last
                return sound
        sound = self._voices.render(text, language)
        with contextlib.suppress(OSError):  # a full disk costs time, not the voice
            self._put(path, sound)
        return sound

    def _put(self, path: Path, sound: Sound) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_bytes(sound.wav())
        new.replace(path)
        files = sorted(self._folder.glob("*.wav"), key=lambda f: f.stat().st_mtime)
        total = sum(f.stat().st_size for f in files)
        for file in files[:-1]:
            if total <= self._limit:
                return
            total -= file.stat().st_size
            file.unlink()
