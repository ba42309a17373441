"""``kiosk enrol-code``: a one-time code for a new terminal."""

from __future__ import annotations

import argparse

from kiosk.server.db.devices import PLACES
from kiosk.server.provision import create_enrolment_code
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("organisation", help="slug or id of the community, street or district")
    parser.add_argument("--name", required=True, help="the terminal's name, as lawyers see it")
    parser.add_argument("--place", choices=PLACES, default="community", help="where it stands")
    parser.add_argument("--address", default="", help="its address, read out to the police")
    parser.add_argument("--desk-phone", default="", help="phone of the desk beside it")
    parser.add_argument("--latitude", type=float, default=None, help="degrees north")
    parser.add_argument("--longitude", type=float, default=None, help="degrees east")
    parser.add_argument("--datum", choices=("GCJ-02", "WGS-84"), default="GCJ-02",
                        help="what the coordinates are given in")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    code = create_enrolment_code(
        settings, arguments.organisation, arguments.name, place=arguments.place,
        address=arguments.address, desk_phone=arguments.desk_phone, latitude=arguments.latitude,
        longitude=arguments.longitude, datum=arguments.datum,
    )  # fmt: skip
    print(code)
    return 0
