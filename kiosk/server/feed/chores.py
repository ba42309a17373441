"""What the server does for the feed by itself: snapshots, keys that run out."""

from __future__ import annotations

import asyncio
import logging

from kiosk.errors import EnvironmentFault
from kiosk.server.db import Session
from kiosk.server.db.engine import Database
from kiosk.server.feed.keys import ensure_keys
from kiosk.server.feed.snapshots import is_due, make_snapshot

log = logging.getLogger(__name__)

#: Seconds between looks whether a snapshot is due, and every so many looks at the keys.
_LOOK_S = 20.0
_KEYS_EACH = 180


async def keep_feed(database: Database) -> None:
    """For as long as the server runs."""
    looks = 0
    while True:
        try:
            if looks % _KEYS_EACH == 0:
                await database.run(lambda session: _renew(database, session))
            if await database.look(is_due):
                await asyncio.to_thread(make_snapshot, database)
        except EnvironmentFault as fault:
            log.warning("the feed could not be looked after: %s", fault)
        looks += 1
        await asyncio.sleep(_LOOK_S)


def _renew(database: Database, session: Session) -> None:
    ensure_keys(session, database.keys, database.clock.now())
