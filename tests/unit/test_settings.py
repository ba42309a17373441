"""Layers of settings, seen through the values and origins that an operator reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.errors import UserError
from kiosk.settings import TABLE, load_settings


def test_later_layers_win_and_say_where_a_value_came_from(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[server]\nhost = "10.0.0.1"\nport = 1\n[log]\nlevel = "DEBUG"\n')
    settings = load_settings(
        profile="demo",
        file=file,
        environ={"KIOSK_SERVER_PORT": "2", "KIOSK_LOG_LEVEL": "WARNING"},
        flags={"server.port": 3},
    )
    assert (settings["server.host"], settings.origin("server.host")) == ("10.0.0.1", f"file {file}")
    assert settings.origin("log.level") == "environment KIOSK_LOG_LEVEL"
    assert (settings["server.port"], settings.origin("server.port")) == (3, "flag")
    assert settings.origin("server.always_on_duty") == "profile demo"
    assert settings.origin("terminal.idle_s") == "default"


def test_pushed_values_reach_only_what_may_be_pushed_and_never_beat_this_machine() -> None:
    settings = load_settings(environ={"KIOSK_TERMINAL_IDLE_S": "120"})
    pushed = settings.with_pushed(
        {
            "terminal.idle_s": 10,
            "terminal.sync_interval_s": 5,
            "data_dir": "/etc",
            "later.setting": 1,
        }
    )
    assert pushed["terminal.idle_s"] == 120
    assert (pushed["terminal.sync_interval_s"], pushed.origin("terminal.sync_interval_s")) == (
        5.0,
        "pushed",
    )
    assert pushed["data_dir"] == settings["data_dir"]


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ({"server.prot": 1}, "no setting 'server.prot'"),
        ({"server.port": "many"}, "must be int"),
        ({"terminal.fullscreen": "perhaps"}, "must be bool"),
        ({"terminal.orientation": "diagonal"}, "Choose one of: auto, portrait, landscape"),
    ],
)
def test_wrong_values_are_named_with_what_would_be_right(
    flags: dict[str, object], says: str
) -> None:
    with pytest.raises(UserError, match=says):
        load_settings(environ={}, flags=flags)


def test_every_setting_has_help_and_a_default_of_its_type() -> None:
    for setting in TABLE:
        assert setting.help.endswith((".", ").")), setting.name
        assert isinstance(setting.default, setting.type), setting.name
        assert not setting.choices or setting.default in setting.choices


def test_the_command_prints_values_with_origins(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SERVER_PORT", "9000")
    assert main(["settings", "--set", "log.level=ERROR"]) == 0
    out = capsys.readouterr().out
    assert "9000  [environment KIOSK_SERVER_PORT]" in out
    assert "'ERROR'  [flag]" in out


def test_a_wrong_setting_ends_with_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "--set", "nothing=1"]) == 2
    assert capsys.readouterr().err == (
        "kiosk: There is no setting 'nothing' (flag). See `kiosk settings`.\n"
    )


@pytest.mark.parametrize("name", ["server.example.toml", "terminal.example.toml"])
def test_the_examples_in_config_are_valid(name: str) -> None:
    file = Path(__file__).parents[2] / "config" / name
    settings = load_settings(file=file, environ={})
    assert settings.origin("data_dir") == f"file {file}"
