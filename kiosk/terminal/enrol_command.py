"""``kiosk enrol``: make this machine a terminal of a central server."""

from __future__ import annotations

import argparse
import json

from kiosk.domain.clock import SystemClock
from kiosk.errors import ConflictError
from kiosk.settings_command import settings_from
from kiosk.terminal.channel.enrol import enrol
from kiosk.terminal.channel.identity import DeviceIdentity, server_of
from kiosk.terminal.network import Line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="the one-time code (kiosk enrol-code)")
    parser.add_argument("--server", metavar="URL", help="address of the central server")
    parser.add_argument(
        "--again", action="store_true", help="enrol anew a terminal that is enrolled already"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments, terminal__server=arguments.server)
    identity = DeviceIdentity(settings.data_dir / "terminal", SystemClock())
    if identity.profile is not None and not arguments.again:
        raise ConflictError(
            f"This machine is enrolled already, as {identity.profile.name!r} at {identity.server}. "
            "Add --again to enrol it anew."
        )
    line = Line.from_settings(settings, server_of(settings, identity))
    profile = enrol(line, identity, arguments.code)
    if arguments.json:
        print(json.dumps(profile.model_dump(mode="json"), ensure_ascii=False))
    else:
        print(f"Enrolled as {profile.name!r} ({profile.organisation_name}).")
        print("Next: `kiosk terminal` opens the screen; content comes by itself.")
    return 0
