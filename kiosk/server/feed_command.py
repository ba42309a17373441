"""``kiosk feed``: the state of the signed feed, and its keys."""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from kiosk.domain.clock import SystemClock, office_time
from kiosk.protocol.feed import KeySet, payload_of
from kiosk.server.db import Session
from kiosk.server.db.content import feed_head
from kiosk.server.db.engine import Database, database_of
from kiosk.server.db.feed_models import FeedBatch
from kiosk.server.feed.keys import (
    FEED,
    ROOT,
    key_set,
    newest,
    newest_version,
    rotate,
    take_out,
)
from kiosk.server.feed.snapshots import newest_snapshot
from kiosk.settings_command import add_common_arguments, settings_from

#: Readers hold the journal for moments: it is tried so often, with so many seconds between.
_TRIES, _PAUSE_S = 20, 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary[0].upper() + summary[1:])
        add_common_arguments(sub, again=True)
        return sub

    sub = action("status", "what the feed holds, and how long its keys are good")
    sub.add_argument("--json", action="store_true", help="print JSON, for scripts")
    sub = action("rotate", "sign with a new key from now on; terminals follow by themselves")
    sub.add_argument("--root", action="store_true", help="a new root key instead")
    sub.add_argument("--root-key", type=Path, default=None, metavar="FILE",
                     help="the root key, where it is kept elsewhere")  # fmt: skip
    sub = action("restart", "begin a new feed: after an old backup was restored")
    sub.add_argument("--root-key", type=Path, default=None, metavar="FILE",
                     help="the root key, where it is kept elsewhere")  # fmt: skip
    sub.add_argument("--past", type=int, default=0, metavar="N",
                     help="the key set that a terminal says it has seen")  # fmt: skip
    sub = action("take-out-root", "write the root key into a file, and forget it here")
    sub.add_argument("file", type=Path, help="a new file, to be kept in a safe place")


def run(arguments: argparse.Namespace) -> int:
    settings = settings_from(arguments)
    with database_of(settings) as database:
        if arguments.action == "status":
            with database.read() as session:
                _print(_status(session), as_json=arguments.json)
            return 0
        if arguments.action == "take-out-root":
            with database.write("kiosk feed") as session:
                take_out(session, database.keys, arguments.file)
            said = (
                f"The root key is in {arguments.file} and no longer here. Keep it safe: without it "
                "no new key can be made, and all terminals must be enrolled again. Backups of the "
                "database from before hold it, too."
            )
        else:
            with database.write("kiosk feed") as session:
                version = rotate(
                    session, database.keys, SystemClock().now(),
                    new_root=arguments.action == "rotate" and arguments.root,
                    root_key=arguments.root_key, new_feed=arguments.action == "restart",
                    past=getattr(arguments, "past", 0),
                )  # fmt: skip
            said = f"Key set {version} is signed. Terminals take it at their next sync."
        gone = _emptied(database)
    print(said)
    if not gone:
        print("The journal (server.db-wal) could not be emptied: what was forgotten may be in it "
              "until the server is stopped.")  # fmt: skip
    return 0


def _emptied(database: Database) -> bool:
    """A key that was forgotten is not in the journal either; False: somebody goes on reading it."""
    for _ in range(_TRIES):
        if database.finish_erasures():
            return True
        time.sleep(_PAUSE_S)
    return False


def _status(session: Session) -> dict[str, Any]:
    head = feed_head(session)
    root, key, version = newest(session, ROOT), newest(session, FEED), newest_version(session)
    envelope = key_set(session, version)
    keys = KeySet.model_validate_json(payload_of(envelope)) if envelope else None
    count, size = session.execute(
        select(func.count(), func.coalesce(func.sum(FeedBatch.size), 0)).select_from(FeedBatch)
    ).one()
    last = newest_snapshot(session)
    return {
        "feed": head.id,
        "revision": head.revision,
        "digest": head.digest,
        "batches": count,
        "batch_bytes": int(size),
        "snapshot_revision": last[0] if last else None,
        "snapshot_parts": last[1] if last else None,
        "key_set": version,
        "key_set_until": None if keys is None else keys.expires,
        "feed_key": key.kid if key else None,
        "feed_key_until": None if key is None else int(key.expires_at.timestamp()),
        "root_key": root.kid if root else None,
        "root_key_here": root is not None and root.wrapped is not None,
    }


def _print(status: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(status))
        return
    for name, value in status.items():
        if name.endswith("_until") and value is not None:
            value = f"{office_time(datetime.fromtimestamp(value, UTC)):%Y-%m-%d}"
        print(f"{name.replace('_', ' '):<20} {'-' if value is None else value}")
