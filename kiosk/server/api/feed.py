"""The content feed, for terminals."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from kiosk.protocol.sync import FEED_PATH, Batch
from kiosk.server.api.auth import CurrentDevice
from kiosk.server.api.errors import problems
from kiosk.server.context import Context
from kiosk.server.db.content import read_feed

router = APIRouter(tags=["feed"])

MAX_BATCH = 1000
#: The largest revision: what the database's integers hold.
_LAST = 2**31 - 1


@router.get(FEED_PATH, responses=problems(401))
def get_feed(
    context: Context,
    device: CurrentDevice,
    after: Annotated[int, Query(ge=0, le=_LAST)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_BATCH)] = 500,
) -> Batch:
    """The changes after a revision, oldest first."""
    with context.database.read() as session:
        return read_feed(session, after, limit)
