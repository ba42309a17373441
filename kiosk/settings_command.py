"""``kiosk settings``, and the settings of every other subcommand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from kiosk.errors import UserError
from kiosk.settings import PROFILES, Settings, load_settings


def settings_from(
    arguments: argparse.Namespace, *, profile: str = "default", **flags: Any
) -> Settings:
    """Settings as the common options say; ``flags`` (dots as ``__``) that are None are left out."""
    values: dict[str, Any] = {}
    if arguments.data_dir is not None:
        values["data_dir"] = arguments.data_dir
    for pair in arguments.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UserError(f"--set wants NAME=VALUE, not {pair!r}.")
        values[name] = value
    values.update({k.replace("__", "."): v for k, v in flags.items() if v is not None})
    file = Path(arguments.config) if arguments.config else None
    return load_settings(profile=arguments.profile or profile, file=file, flags=values)


def add_common_arguments(parser: argparse.ArgumentParser, *, again: bool = False) -> None:
    """The options of every subcommand. ``again``: for an action of one that has them already."""
    default = argparse.SUPPRESS if again else None
    parser.add_argument("--profile", choices=sorted(PROFILES), default=default,
                        help="a named set of settings")  # fmt: skip
    parser.add_argument("--config", metavar="FILE", default=default, help="a TOML file of settings")
    parser.add_argument("--data-dir", metavar="DIR", default=default,
                        help="folder of all databases, keys and blobs")  # fmt: skip
    parser.add_argument("--set", metavar="NAME=VALUE", action="append",
                        default=argparse.SUPPRESS if again else [],
                        help="one setting, for this run; may be repeated")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    rows = settings.with_pushed(_pushed(settings.data_dir)).rows()
    if arguments.json:
        print(json.dumps({s.name: {"value": v.value, "origin": v.origin} for s, v in rows}))
        return 0
    width = max(len(s.name) for s, _ in rows)
    for setting, value in rows:
        print(f"{setting.name:<{width}}  {value.value!r}  [{value.origin}]")
        choices = f" ({' | '.join(setting.choices)})" if setting.choices else ""
        print(f"{'':<{width}}  {setting.help}{choices}")
    return 0


def _pushed(data_dir: Path) -> dict[str, Any]:
    """What the server pushed to the terminal in this folder last; empty when there is none."""
    try:
        state = json.loads((data_dir / "terminal" / "device.json").read_bytes())
        return dict(state["pushed"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # a damaged file is told of by the terminal itself
