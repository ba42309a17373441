"""``kiosk outbox``: what waits at this terminal for the server; never what is in it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from kiosk.domain.clock import SystemClock, office_time
from kiosk.protocol.commands import BAD_PAYLOAD, CANNOT_OPEN
from kiosk.settings_command import settings_from
from kiosk.terminal.storage.resident import outbox_summary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for scripts")


def run(arguments: argparse.Namespace) -> int:
    summary = outbox_summary(settings_from(arguments).data_dir / "terminal")
    waiting = sum(summary.names.values())
    age_s = None
    if summary.oldest is not None:
        age_s = round((SystemClock().now() - summary.oldest).total_seconds())
    if arguments.json:
        print(json.dumps({
            "waiting": waiting,
            "sealed": summary.sealed,
            "names": dict(summary.names),
            "oldest": summary.oldest.isoformat() if summary.oldest else None,
            "oldest_s": age_s,
            "reasons": dict(summary.reasons),
            "refused": dict(summary.refused),
        }))  # fmt: skip
        return 0
    if summary.oldest is None:
        print("Nothing waits.")
    else:
        print(
            f"{waiting} wait, {summary.sealed} of them sealed; the oldest since "
            f"{office_time(summary.oldest):%Y-%m-%d %H:%M}:"
        )
        _print_counts(summary.names)
    if summary.reasons:
        print("Not taken by the server when they were last sent:")
        _print_counts(summary.reasons)
    if summary.refused:
        print("Refused by the server in the last 30 days:")
        _print_counts(summary.refused)
        if {CANNOT_OPEN, BAD_PAYLOAD} & set(summary.refused):
            print("What it could not open or read is kept there, sealed: `kiosk unopened`.")
    return 0


def _print_counts(counts: Mapping[str, int]) -> None:
    for name, count in sorted(counts.items()):
        print(f"{count:6}  {name}")
