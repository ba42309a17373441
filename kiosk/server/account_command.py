"""``kiosk account``: a lawyer's login."""

from __future__ import annotations

import argparse
import getpass
import sys

from kiosk.errors import UserError
from kiosk.server.provision import provision_lawyer
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lawyer", help="the lawyer's slug in the content, or id")
    parser.add_argument("login", help="the name to sign in with")
    parser.add_argument("--password-stdin", action="store_true",
                        help="read the password from standard input instead of asking")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise UserError("The two passwords differ. Start again.")
    provision_lawyer(settings, arguments.lawyer, arguments.login, password)
    print(f"{arguments.login} can sign in now.")
    return 0
