"""What the server forgets by itself when its time is over."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from kiosk.server.db import Session, advice, commands
from kiosk.server.db.engine import Database

log = logging.getLogger(__name__)

#: Seconds between looks.
_LOOK_S = 3600.0


async def keep_forgetting(database: Database, keys_days: float) -> None:
    """For as long as the server runs. ``keys_days``: how long the keys of commands are kept."""
    while True:
        try:
            await database.run(lambda session: _forget(session, database, keys_days))
        except Exception:
            log.exception("what is over could not be forgotten; it is tried again")
        await asyncio.sleep(_LOOK_S)


def _forget(session: Session, database: Database, keys_days: float) -> None:
    now = database.clock.now()
    advice.forget_old(session, now)
    commands.forget_keys(session, now, timedelta(days=keys_days))
