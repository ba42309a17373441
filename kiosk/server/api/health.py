"""Whether the server works: for the demo, supervisors and balancers."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from kiosk import __version__
from kiosk.domain.clock import office_time
from kiosk.server.context import Context
from kiosk.server.db.content import feed_head
from kiosk.server.publishing import missing_holidays

router = APIRouter(tags=["health"], prefix="/api/v1/health")


class Health(BaseModel):
    status: Literal["ok"] = "ok"
    version: str
    revision: int  # of the feed
    missing_holidays: tuple[int, ...] = ()  # years that somebody has to publish


@router.get("")
def get_health(context: Context) -> Health:
    """Answers once the database does."""
    with context.database.read() as session:
        return Health(
            version=__version__,
            revision=feed_head(session).revision,
            missing_holidays=missing_holidays(session, office_time(context.clock.now()).date()),
        )
