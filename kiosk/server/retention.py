"""What the server forgets by itself when its time is over."""

from __future__ import annotations

import asyncio
import logging

from kiosk.server.db import Session, advice
from kiosk.server.db.engine import Database

log = logging.getLogger(__name__)

#: Seconds between looks.
_LOOK_S = 3600.0


async def keep_forgetting(database: Database) -> None:
    """For as long as the server runs."""
    while True:
        try:
            await database.run(lambda session: _forget(session, database))
        except Exception:
            log.exception("what is over could not be forgotten; it is tried again")
        await asyncio.sleep(_LOOK_S)


def _forget(session: Session, database: Database) -> None:
    advice.forget_old(session, database.clock.now())
