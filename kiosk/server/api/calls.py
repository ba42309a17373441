"""The signed-in lawyer's calls of today. Ratings are for the office, not for this list."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.domain.clock import office_time
from kiosk.server.api.auth import CurrentLawyer
from kiosk.server.api.errors import problems
from kiosk.server.context import Context
from kiosk.server.db.calls import calls_of_lawyer, topic_of
from kiosk.server.db.models import Device

router = APIRouter(tags=["console"], prefix="/api/v1/console/calls")

MAX_CALLS = 200


class CallRow(BaseModel):
    """A call as it was for this lawyer."""

    call_id: str
    state: CallState
    media: Media
    topic: Topic | None
    terminal_name: str
    requested_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None


class CallList(BaseModel):
    calls: list[CallRow]


_FOR_THEM = {"declined": EndReason.DECLINED, "no_answer": EndReason.NO_ANSWER,
             "lost": EndReason.LAWYER_LOST}  # fmt: skip


@router.get("", responses=problems(401))
def get_calls(context: Context, who: CurrentLawyer) -> CallList:
    """Calls that rang here since midnight at the office, newest first."""
    today = office_time(context.clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    rows: list[CallRow] = []
    with context.database.read() as session:
        for call, mine in calls_of_lawyer(session, who.lawyer_id, today, MAX_CALLS):
            missed = _FOR_THEM.get(mine.state)
            ended = EndReason(call.end_reason) if call.end_reason else None
            rows.append(
                CallRow(
                    call_id=call.id,
                    state=CallState.ENDED if mine.left_at else CallState(call.state),
                    media=Media(call.media),
                    topic=topic_of(session, context.database.keys, call),
                    terminal_name=session.get_one(Device, call.device_id).name,
                    requested_at=call.requested_at,
                    answered_at=mine.joined_at,
                    ended_at=mine.left_at,
                    end_reason=missed or (ended if mine.left_at else None),
                )
            )
    return CallList(calls=rows)
