"""``kiosk sync``: pull the newest content into this terminal's cache, once."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict

from kiosk.domain.clock import SystemClock
from kiosk.errors import UserError
from kiosk.settings_command import settings_from
from kiosk.terminal.channel.identity import DeviceIdentity, server_of
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from kiosk.terminal.sync.report import SyncProgress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    directory = settings.data_dir / "terminal"
    clock = SystemClock()
    identity = DeviceIdentity(directory, clock)
    if not identity.enrolled:
        raise UserError("This terminal is not enrolled. Run `kiosk enrol` first.")
    store = ContentStore(directory, clock)
    line = Line.from_settings(settings, server_of(settings, identity))
    client = SyncClient(line, store, BearerAuth(identity.token))
    started = time.monotonic()
    try:
        report = client.sync(_show if sys.stderr.isatty() else _quiet)
    finally:
        client.stop()
        store.close()
    seconds = round(time.monotonic() - started, 2)
    if arguments.json:
        print(json.dumps(asdict(report) | {"seconds": seconds}))
        return 0
    print(
        f"At revision {report.revision}: {report.changes} changes and {report.blobs} pictures, "
        f"{report.bytes / 1e6:.1f} MB in {seconds} s."
    )
    if report.blobs_missing:
        print(f"{report.blobs_missing} pictures are missing at the server; see its log.")
    return 0


def _show(step: SyncProgress) -> None:
    end = "\n" if step.revision >= step.head else ""
    print(f"\r{step.revision} / {step.head}", end=end, file=sys.stderr, flush=True)


def _quiet(step: SyncProgress) -> None:
    """Nobody watches."""
