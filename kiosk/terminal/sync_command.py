"""``kiosk sync``: pull the newest content into this terminal's cache, once."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace

from kiosk.domain.clock import SystemClock
from kiosk.errors import UserError
from kiosk.plural import counted
from kiosk.protocol.feed import FeedRefused
from kiosk.settings_command import settings_from
from kiosk.terminal.channel.identity import DeviceIdentity, server_of
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.storage.blob_plan import Limits
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.sync.client import SyncClient
from kiosk.terminal.sync.report import SyncProgress, SyncReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    directory = settings.data_dir / "terminal"
    clock = SystemClock()
    identity = DeviceIdentity(directory, clock)
    if not identity.enrolled:
        raise UserError("This terminal is not enrolled. Run `kiosk enrol` first.")
    limits = Limits.of(settings.with_pushed(identity.pushed))
    store = ContentStore(directory, clock, lambda: limits)
    line = Line.from_settings(settings, server_of(settings, identity))
    client = SyncClient(
        line, store, BearerAuth(identity.token, identity.correct),
        root=lambda: identity.feed_root, folder=directory / "feed", clock=clock,
    )  # fmt: skip
    started = time.monotonic()
    try:
        report = _sync(client, _show if sys.stderr.isatty() else _quiet)
    except FeedRefused as refusal:
        if arguments.json:
            print(json.dumps({"refused": refusal.code, "revision": client.held()[1]}))
        print(f"kiosk: {refusal.code}: {refusal}", file=sys.stderr)
        return 1
    finally:
        client.stop()
        store.close()
    seconds = round(time.monotonic() - started, 2)
    if arguments.json:
        print(json.dumps(asdict(report) | {"seconds": seconds}))
        return 0
    print(
        f"At revision {report.revision}: {counted(report.changes, 'change')} and "
        f"{counted(report.blobs, 'picture')}, {report.bytes / 1e6:.1f} MB in {seconds} s."
    )
    if report.blobs_missing:
        print(f"Pictures or videos that could not be had: {report.blobs_missing}. See the server's "
              "log.")  # fmt: skip
    if report.blobs_left_out:
        print(
            f"Pictures or videos left out: {report.blobs_left_out}. The disk has no room "
            "(terminal.blob_budget_mb, terminal.free_space_mb)."
        )
    if report.update_wanted:
        print("There is newer content that this software cannot read: update the terminal.")
    return 0


def _sync(client: SyncClient, progress: Callable[[SyncProgress], None]) -> SyncReport:
    """Until all pictures and videos are here too; the whole as one report."""
    report = client.sync(progress)
    while report.blobs_waiting:
        more = client.sync(progress)
        report = replace(
            more,
            changes=report.changes + more.changes,
            blobs=report.blobs + more.blobs,
            late_blobs=report.late_blobs + more.late_blobs,
            bytes=report.bytes + more.bytes,
        )
    return report


def _show(step: SyncProgress) -> None:
    waiting = f", pictures or videos to come: {step.blobs_waiting}" if step.blobs_waiting else ""
    text = f"revision {step.revision} of {step.head}, {step.bytes / 1e6:.1f} MB{waiting}"
    done = step.revision >= step.head and not step.blobs_waiting
    print(f"\r{text:<70}", end="\n" if done else "", file=sys.stderr, flush=True)


def _quiet(step: SyncProgress) -> None:
    """Nobody watches."""
