"""Voices: real espeak-ng, and piper's command line."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import numpy as np
import pytest

from kiosk.errors import EnvironmentFault, UserError
from kiosk.terminal.speech.cache import SpokenCache
from kiosk.terminal.speech.sound import Sound, read_wav
from kiosk.terminal.speech.voices import EspeakVoice, PiperVoice, Voices, split_scripts


def loudness(sound: Sound) -> float:
    return float(np.abs(np.frombuffer(sound.samples, np.int16).astype(float)).mean())


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("大约等 3 分钟", "zh", [("zh", "大约等 3 分钟")]),
        ("我是 Chen Jing 律师", "zh", [("zh", "我是 "), ("en", "Chen Jing"), ("zh", " 律师")]),
        ("A 栋 2 楼", "zh", [("zh", "A 栋 2 楼")]),
        ("Lawyer 陈静 is here", "en", [("en", "Lawyer "), ("zh", "陈静"), ("en", " is here")]),
        ("Page 1 of 3", "en", [("en", "Page 1 of 3")]),
    ],
)
def test_each_language_has_its_voice(text: str, language: str, runs: list[tuple[str, str]]) -> None:
    assert split_scripts(text, language) == runs


def test_espeak_speaks_chinese_and_english() -> None:
    voices = Voices.configured()
    chinese, english = (
        voices.render("您好，想办什么事？", "zh"),
        voices.render("How are you?", "en"),
    )
    for sound in (chinese, english):
        assert 0.5 < sound.seconds < 6
        assert loudness(sound) > 300
    longer = voices.render("您好，想办什么事？我是 Chen Jing 律师。", "zh")
    assert longer.seconds > chinese.seconds + 0.8


def test_nothing_to_say_is_a_short_silence() -> None:
    sound = Voices.configured().render(" · ", "zh")
    assert sound.seconds < 0.5
    assert loudness(sound) == 0


@pytest.fixture
def piper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A voice file, and a program that takes piper's flags and says as many samples as bytes."""
    program = tmp_path / "bin" / "piper"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        'test "$1" = --model && test -f "$2" && test "$3" = --output_raw || exit 2\n'
        "sed 's/./&&/g'\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    model = tmp_path / "zh_CN-huayan-medium.onnx"
    model.write_bytes(b"weights")
    Path(f"{model}.json").write_text(json.dumps({"audio": {"sample_rate": 16000}}))
    return model


def test_a_piper_voice_is_used_where_it_is_configured(piper: Path) -> None:
    voices = Voices.configured(chinese=str(piper))
    assert "piper-zh_CN-huayan-medium.onnx" in voices.name
    assert PiperVoice(piper).render("您好").rate == 16000
    mixed = voices.render("您好 Chen Jing", "zh")  # piper, then espeak-ng
    assert mixed.rate == 16000
    assert mixed.seconds > 0.5


def test_a_voice_that_is_none_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"NAME.onnx and NAME.onnx.json"):
        Voices.configured(chinese=str(tmp_path / "nothing.onnx"))


def test_without_the_program_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EnvironmentFault, match="espeak-ng is not installed"):
        EspeakVoice("zh").render("您好")


class Counting:
    name = "counting"

    def __init__(self) -> None:
        self.rendered: list[str] = []

    def render(self, text: str) -> Sound:
        self.rendered.append(text)
        return Sound(16000, bytes(32000))


def test_what_never_changes_is_rendered_once(tmp_path: Path) -> None:
    voice = Counting()
    cache = SpokenCache(tmp_path / "speech", Voices({"zh": voice, "en": voice}))
    first = cache.render("首页", "zh", True)
    assert cache.render("首页", "zh", True) == first
    assert voice.rendered == ["首页"]
    (file,) = (tmp_path / "speech").iterdir()
    assert read_wav(file) == first
    file.write_bytes(b"broken")
    assert cache.render("首页", "zh", True) == first
    assert len(voice.rendered) == 2


def test_what_is_personal_leaves_no_file(tmp_path: Path) -> None:
    cache = SpokenCache(tmp_path / "speech", Voices({"zh": Counting(), "en": Counting()}))
    cache.render("王小明，十三点", "zh", False)
    assert not (tmp_path / "speech").exists()


def test_what_is_kept_stays_within_its_limit(tmp_path: Path) -> None:
    cache = SpokenCache(tmp_path, Voices({"zh": Counting(), "en": Counting()}), limit=100_000)
    for number in range(6):
        cache.render(f"第 {number} 句", "zh", True)
    assert sum(f.stat().st_size for f in tmp_path.iterdir()) <= 100_000
