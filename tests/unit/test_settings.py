"""Layers of settings, seen through the values and origins that an operator reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.errors import UserError
from kiosk.settings import TABLE, load_settings, to_push


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
    ("name", "value"),
    [
        ("terminal.language", "zh"),
        ("terminal.idle_s", 1),
        ("terminal.idle_s", "soon"),
        ("terminal.idle_warning_s", float("nan")),
        ("terminal.sync_interval_s", float("inf")),
        ("terminal.sync_interval_s", None),
    ],
)
def test_a_pushed_value_that_does_not_fit_is_left_out_and_told(
    name: str, value: object, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log("^ignored a pushed setting")
    settings = load_settings(environ={})
    pushed = settings.with_pushed({"terminal.language": "en"} | {name: value})
    assert pushed[name] == settings[name]
    assert name in caplog.text
    assert name == "terminal.language" or pushed["terminal.language"] == "en"


def test_what_the_server_is_to_push_is_checked_at_its_start() -> None:
    def push(raw: str) -> dict[str, object]:
        return to_push(load_settings(environ={}, flags={"server.pushed": raw}))

    assert push("") == {}
    assert push('{"terminal.language": "en", "terminal.idle_s": 120}') == {
        "terminal.language": "en",
        "terminal.idle_s": 120.0,
    }
    for raw, says in {
        "[]": "JSON object such as",
        "{": "JSON object such as",
        '{"data_dir": "/etc"}': "cannot be pushed .* terminal.language",
        '{"terminal.language": "zh"}': "Choose one of: zh_CN, en",
        '{"terminal.idle_s": 2}': "at least 15",
    }.items():
        with pytest.raises(UserError, match=says):
            push(raw)


def test_a_file_in_another_encoding_is_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes('[server]\nhost = "北京"\n'.encode("gb18030"))
    with pytest.raises(UserError, match="not UTF-8"):
        load_settings(file=file, environ={})


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ({"server.prot": 1}, "no setting 'server.prot'"),
        ({"server.port": "many"}, "must be int"),
        ({"terminal.fullscreen": "perhaps"}, "must be bool"),
        ({"terminal.idle_s": "nan"}, "must be float"),
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


def test_the_command_shows_what_the_server_pushed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "terminal").mkdir()
    (tmp_path / "terminal" / "device.json").write_text('{"pushed": {"terminal.language": "en"}}')
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path))
    assert main(["settings"]) == 0
    assert "'en'  [pushed]" in capsys.readouterr().out


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
