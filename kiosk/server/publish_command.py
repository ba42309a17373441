"""``kiosk publish``: a content folder into the server's data; a running server notices at once."""

from __future__ import annotations

import argparse

from kiosk.domain.clock import SystemClock, office_time
from kiosk.errors import UserError
from kiosk.plural import counted
from kiosk.server.db.engine import database_of
from kiosk.server.publishing import missing_holidays, publish_content
from kiosk.settings_command import settings_from


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", default=None,
                        help="the folder; left out: server.content_dir")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments, server__content_dir=arguments.folder)
    if not settings["server.content_dir"]:
        raise UserError("Name the folder to publish, or set server.content_dir.")
    with database_of(settings) as database:
        done = publish_content(settings, database)
        with database.read() as session:
            missing = missing_holidays(session, office_time(SystemClock().now()).date())
    print(
        f"Revision {done.revision}: {counted(done.changed, 'document')} changed, "
        f"{done.withdrawn} of them withdrawn."
    )
    for year in missing:
        print(f"The public holidays of {year} are missing: add directory/holidays-{year}.yaml.")
    return 0
