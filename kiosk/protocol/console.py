"""The console's HTTP resources.

``POST /api/v1/console/session`` takes ``ConsoleLogin``: 204 and a cookie; 401 refused; 429 too
many tries. ``DELETE`` of it signs out: 204. ``GET /api/v1/console/calls`` answers ``ConsoleCalls``:
the calls that rang for this lawyer since midnight (office time), newest first; 401 when not
signed in.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media

CONSOLE_SESSION_PATH = "/api/v1/console/session"
CONSOLE_CALLS_PATH = "/api/v1/console/calls"


class ConsoleLogin(BaseModel):
    login: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)


class ConsoleCall(BaseModel):
    """One call as its lawyer sees it; ``answered_at`` None: somebody else took it, or nobody."""

    call_id: str
    media: Media
    topic: Topic | None = None
    terminal_name: str
    organisation_name: str
    requested_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    state: CallState
    end_reason: EndReason | None = None


class ConsoleCalls(BaseModel):
    calls: list[ConsoleCall]
