"""The hall's staff page: its secret address becomes a cookie, once for each phone."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from fastapi import APIRouter, Depends, Request, Response, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from kiosk.errors import NotAllowedError
from kiosk.protocol.socket import CLOSE_SIGNED_OUT, STAFF_SOCKET_PATH
from kiosk.server.api.auth import require_same_origin, same_origin
from kiosk.server.api.errors import problems
from kiosk.server.api.limits import ADDRESS
from kiosk.server.context import Context, ServerContext
from kiosk.server.db.help_calls import hall_of
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.staff_socket import StaffSocket

router = APIRouter(tags=["staff"])

STAFF_COOKIE = "kiosk_staff"
#: The page is opened each working day: who has not come for so long scans the code again.
_KEPT = timedelta(days=90)


class StaffKey(BaseModel):
    """The secret of the page's address."""

    key: str = Field(min_length=1, max_length=128)


def _hall(context: ServerContext, token: str | None) -> str | None:
    with context.database.read() as session:
        return hall_of(session, token)


@router.post("/api/v1/staff/session", status_code=204, dependencies=[Depends(require_same_origin)],
             responses=problems(401, 403, 429))  # fmt: skip
def open_page(body: StaffKey, context: Context, request: Request, response: Response) -> None:
    """Let this browser open the hall's page from now on."""
    address = request.client.host if request.client else ""
    with context.limits.one_try((ADDRESS, address)):
        if _hall(context, body.key) is None:
            raise NotAllowedError(
                "This address is void. Ask the district for the hall's new one.",
                code="signed_out",
            )
    response.set_cookie(
        STAFF_COOKIE, body.key, max_age=int(_KEPT.total_seconds()), path="/",
        secure=request.url.scheme == "https" or context.public_url.startswith("https:"),
        httponly=True, samesite="strict",
    )  # fmt: skip


@router.delete("/api/v1/staff/session", status_code=204,
               dependencies=[Depends(require_same_origin)], responses=problems(403))  # fmt: skip
def close_page(response: Response) -> None:
    """This browser forgets the page."""
    response.delete_cookie(STAFF_COOKIE, path="/", httponly=True, samesite="strict")


@router.websocket(STAFF_SOCKET_PATH)
async def staff_socket(websocket: WebSocket, context: Context) -> None:
    """A staff page; HTTP 403 for a page of another site, a close code for a void address."""
    if not same_origin(websocket):
        await websocket.close()
        return
    token = websocket.cookies.get(STAFF_COOKIE, "")
    hall = await run_in_threadpool(_hall, context, token)
    await websocket.accept()
    if hall is None:
        await websocket.close(CLOSE_SIGNED_OUT)
        return
    with contextlib.suppress(WebSocketDisconnect):
        await StaffSocket(context.hub, Connection(websocket), hall, token).serve()
