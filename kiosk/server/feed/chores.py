"""What the server does for the feed by itself: snapshots, keys that run out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from kiosk.errors import EnvironmentFault
from kiosk.server.db import Session
from kiosk.server.db.engine import Database
from kiosk.server.feed.keys import ensure_keys
from kiosk.server.feed.snapshots import is_due, make_snapshot

log = logging.getLogger(__name__)

#: Seconds between looks whether a snapshot is due, and at the keys.
SNAPSHOTS_S, KEYS_S = 20.0, 3600.0
#: After a failure: so many seconds at first, twice as many each time, and no more than the last.
RETRY_S, LONGEST_RETRY_S = 20.0, 600.0

Sleep = Callable[[float], Awaitable[None]]


async def keep_feed(database: Database, sleep: Sleep = asyncio.sleep) -> None:
    """For as long as the server runs. ``sleep``: another one, for tests."""

    def renew(session: Session) -> None:
        ensure_keys(session, database.keys, database.clock.now())

    async def keys() -> None:
        await database.run(renew)

    async def snapshot() -> None:
        if await database.look(is_due):
            await asyncio.to_thread(make_snapshot, database)

    # Apart: keys are renewed also while no snapshot can be made.
    async with asyncio.TaskGroup() as group:
        group.create_task(_keep("the feed's keys", keys, KEYS_S, sleep))
        group.create_task(_keep("the feed's snapshot", snapshot, SNAPSHOTS_S, sleep))


async def _keep(
    what: str, work: Callable[[], Awaitable[None]], each_s: float, sleep: Sleep
) -> None:
    """Again and again. Whatever goes wrong is logged once, and tried again less and less often."""
    wait, told = RETRY_S, ""
    while True:
        try:
            await work()
        except Exception as error:
            if f"{error!r}" != told:
                told = f"{error!r}"
                if isinstance(error, EnvironmentFault):
                    log.warning("%s cannot be looked after; it is tried again: %s", what, error)
                else:
                    log.exception("%s cannot be looked after; it is tried again", what)
            await sleep(wait)
            wait = min(2 * wait, LONGEST_RETRY_S)
        else:
            if told:
                log.info("%s: looked after again", what)
            wait, told = RETRY_S, ""
            await sleep(each_s)
