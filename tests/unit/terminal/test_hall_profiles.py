"""Profiles of halls: which file holds, what it changes, and how a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import UserError
from kiosk.settings import Settings, load_settings
from kiosk.terminal.hall_profiles import FOLDER, hall_profile, read_profile
from kiosk.terminal.rehearsal import EXAMPLE_PROFILE


def settings(**flags: str) -> Settings:
    return load_settings(
        environ={}, flags={name.replace("__", "."): value for name, value in flags.items()}
    )


@pytest.mark.parametrize(
    ("place", "helper"),
    [("community", "找工作人员"), ("police", "找窗口民警"), ("public", "找商场服务台"),
     ("of a later server", "找工作人员")],
)  # fmt: skip
def test_the_server_says_where_it_stands(place: str, helper: str) -> None:
    device = EXAMPLE_PROFILE.model_copy(update={"place": place})
    assert hall_profile(settings(), device).zh.helper == helper


def test_a_setting_beats_what_the_server_says(tmp_path: Path) -> None:
    assert hall_profile(settings(terminal__profile="police"), EXAMPLE_PROFILE).mediation
    own = tmp_path / "court.toml"
    text = (FOLDER / "community.toml").read_text("utf-8")
    own.write_text(text.replace("找工作人员", "找导诉台"), "utf-8")
    assert hall_profile(settings(terminal__profile=str(own)), None).zh.helper == "找导诉台"


def test_its_settings_lie_on_the_defaults_only() -> None:
    layer = {"terminal": {"text_size": "standard", "idle_s": 45}}
    mine = settings(terminal__idle_s="200").with_hall(layer)
    assert (mine["terminal.text_size"], mine.origin("terminal.text_size")) == (
        "standard",
        "hall profile",
    )
    assert mine["terminal.idle_s"] == 200
    assert mine.with_pushed({"terminal.text_size": "large"})["terminal.text_size"] == "large"
    with pytest.raises(UserError, match=r"terminal\.colour"):
        settings().with_hall({"terminal": {"colour": "blue"}})


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_profile_has_words_in_both_languages_and_settings_that_fit(file: Path) -> None:
    profile = read_profile(file)
    settings().with_hall(profile.settings)
    assert profile.mediation == ("mediation" in profile.tiles)
    for english in (False, True):
        assert profile.words(english).way.endswith("." if english else "。")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("greeting", "greting"), "zh"),
        (('"guides", ', '"gides", '), "tiles"),
        (("tiles =", "tiles"), "not TOML"),
    ],
)
def test_a_wrong_file_is_told_with_the_place(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text((FOLDER / "police.toml").read_text("utf-8").replace(*change, 1), "utf-8")
    with pytest.raises(UserError, match=told):
        read_profile(file)


def test_an_unknown_name_lists_those_that_there_are() -> None:
    with pytest.raises(UserError, match="community, police, shopping"):
        hall_profile(settings(terminal__profile="airport"), None)
