"""Text to sound, in a child process: espeak-ng, or piper where a voice file is configured.

Text goes through a pipe: on a command line everybody on the machine could read it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from kiosk.errors import EnvironmentFault, UserError
from kiosk.terminal.speech.sound import Sound, join, silence

#: A sentence that takes longer is given up.
TIMEOUT_S = 20.0
#: espeak-ng, slower than its 175: who listens is old, and the hall is loud.
WORDS_A_MINUTE = 145
ESPEAK_RATE = 22050
PAUSE_S = 0.12
_ESPEAK_NAMES = {"zh": "cmn", "en": "en"}
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]*(?:[ ,]+[A-Za-z][A-Za-z'’.-]*)*")


class Voice(Protocol):
    """``name`` changes with everything that changes the sound: it keys what is kept."""

    name: str

    def render(self, text: str) -> Sound:
        """Blocks. Raises ``EnvironmentFault``."""


def _run(command: Sequence[str], text: str, what: str) -> bytes:
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=TIMEOUT_S, check=True
        )
    except FileNotFoundError:
        raise EnvironmentFault(
            f"{what} is not installed: the terminal cannot speak. Install it.", code="voice_missing"
        ) from None
    except subprocess.TimeoutExpired:
        raise EnvironmentFault(
            f"{what} said nothing for {TIMEOUT_S:g} s. The machine may be overloaded.",
            code="voice_failed",
        ) from None
    except subprocess.CalledProcessError as error:  # its words may hold the text
        raise EnvironmentFault(
            f"{what} failed with status {error.returncode}. Look at its installation.",
            code="voice_failed",
        ) from None
    return done.stdout


class EspeakVoice:
    def __init__(self, language: str) -> None:
        self._voice = _ESPEAK_NAMES[language]
        self.name = f"espeak-{self._voice}-{WORDS_A_MINUTE}"

    def render(self, text: str) -> Sound:
        command = ["espeak-ng", "-v", self._voice, "-s", str(WORDS_A_MINUTE), "-b", "1",
                   "--stdin", "--stdout"]  # fmt: skip
        wav = _run(command, text, "espeak-ng")
        at = wav.find(b"data")  # its header does not know the length
        return Sound(ESPEAK_RATE, wav[at + 8 :] if at >= 0 else b"")


class PiperVoice:
    """``model``: the ``.onnx`` file, with its ``.onnx.json`` beside it."""

    def __init__(self, model: Path) -> None:
        try:
            facts = json.loads(Path(f"{model}.json").read_text(encoding="utf-8"))
            self._rate = int(facts["audio"]["sample_rate"])
            size = model.stat().st_size
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(
                f"The voice {model} cannot be used: {error}. A piper voice is two files, NAME.onnx "
                "and NAME.onnx.json."
            ) from None
        self.name = f"piper-{model.name}-{size}"
        self._model = model

    def render(self, text: str) -> Sound:
        line = " ".join(text.split()) + "\n"  # it speaks line by line
        raw = _run([*_piper(), "--model", str(self._model), "--output_raw"], line, "piper")
        return Sound(self._rate, raw[: len(raw) // 2 * 2])


def _piper() -> list[str]:
    if shutil.which("piper") is None and find_spec("piper") is not None:
        return [sys.executable, "-m", "piper"]
    return ["piper"]


class Voices:
    """Chinese and English, each with its own voice, also within one text."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._voices = voices
        self.name = "+".join(voices[key].name for key in sorted(voices))

    @classmethod
    def configured(cls, chinese: str = "", english: str = "") -> Voices:
        """Paths of piper voices; empty: espeak-ng. Raises ``UserError`` for one that is none."""
        return cls({
            "zh": PiperVoice(Path(chinese)) if chinese else EspeakVoice("zh"),
            "en": PiperVoice(Path(english)) if english else EspeakVoice("en"),
        })  # fmt: skip

    def render(self, text: str, language: str) -> Sound:
        """``language``: zh or en, of all that is not plainly the other."""
        runs = [run for run in split_scripts(text, language) if re.search(r"\w", run[1])]
        sounds = [self._voices[code].render(run) for code, run in runs]
        if not sounds:
            return silence(ESPEAK_RATE, PAUSE_S)
        return join([*sounds, silence(sounds[0].rate, PAUSE_S)])


def split_scripts(text: str, language: str) -> list[tuple[str, str]]:
    """Runs of one language each: ``[("zh", "我是"), ("en", "Chen Jing"), ("zh", "律师")]``.

    Single letters and digits stay with what they stand in.
    """
    if language == "zh":
        runs, at = [], 0
        for found in _LATIN.finditer(text):
            if len(found.group()) < 2:
                continue
            runs += [("zh", text[at : found.start()]), ("en", found.group())]
            at = found.end()
        runs.append(("zh", text[at:]))
    else:
        runs = [
            ("zh" if re.match(r"[\u3400-\u9fff]", part) else "en", part)
            for part in re.split(r"([\u3400-\u9fff][\u3400-\u9fff，。、；：？（）]*)", text)
        ]
    return [run for run in runs if run[1].strip()]
