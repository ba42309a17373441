"""``kiosk settings``, and the settings of every other subcommand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from kiosk.errors import UserError
from kiosk.settings import Settings, load_settings


def settings_from(
    arguments: argparse.Namespace, *, profile: str = "default", **flags: Any
) -> Settings:
    """Settings as the common options say; ``flags`` (dots as ``__``) that are None are left out."""
    values: dict[str, Any] = {}
    for pair in arguments.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UserError(f"--set wants NAME=VALUE, not {pair!r}.")
        values[name] = value
    values.update({k.replace("__", "."): v for k, v in flags.items() if v is not None})
    file = Path(arguments.config) if arguments.config else None
    return load_settings(profile=arguments.profile or profile, file=file, flags=values)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


def run(arguments: argparse.Namespace) -> int:
    rows = settings_from(arguments).rows()
    if arguments.json:
        print(json.dumps({s.name: {"value": v.value, "origin": v.origin} for s, v in rows}))
        return 0
    width = max(len(s.name) for s, _ in rows)
    for setting, value in rows:
        print(f"{setting.name:<{width}}  {value.value!r}  [{value.origin}]")
        choices = f" ({' | '.join(setting.choices)})" if setting.choices else ""
        print(f"{'':<{width}}  {setting.help}{choices}")
    return 0
