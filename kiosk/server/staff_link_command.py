"""``kiosk staff-link``: the secret address of a hall's staff page."""

from __future__ import annotations

import argparse

from kiosk.errors import UserError
from kiosk.server.provision import make_staff_key, revoke_staff_key
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("organisation", help="slug or id of the community, street or district")
    parser.add_argument("--revoke", action="store_true",
                        help="make the present address void, and make no new one")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    if arguments.revoke:
        revoke_staff_key(settings, arguments.organisation)
        print("The address is void; phones that had it open close it within a minute.")
        return 0
    url = str(settings["server.public_url"]).rstrip("/")
    if not url:
        raise UserError("Set server.public_url first: the address that phones open.")
    print(f"{url}/staff#{make_staff_key(settings, arguments.organisation)}")
    return 0
