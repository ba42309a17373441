"""Signing in and out of the console."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from kiosk.errors import NotAllowedError
from kiosk.protocol.content import LawyerDoc
from kiosk.protocol.socket import CLOSE_SIGNED_OUT
from kiosk.server.api.auth import (
    SESSION_COOKIE,
    CurrentLawyer,
    require_same_origin,
    signed_in,
)
from kiosk.server.api.errors import problems
from kiosk.server.api.limits import ADDRESS, LOGIN, LOGIN_THERE
from kiosk.server.bus import Close, session_address
from kiosk.server.context import Context, ServerContext
from kiosk.server.db import Session
from kiosk.server.db.accounts import (
    SESSION_LIFETIME,
    close_session,
    find_login,
    find_session,
    fits,
    open_session,
)
from kiosk.server.db.content import find_doc

router = APIRouter(tags=["console"], prefix="/api/v1/console/session")


class LoginRequest(BaseModel):
    login: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=128)


class SessionInfo(BaseModel):
    """Who is signed in."""

    lawyer_id: str
    name: str


def _info(context: ServerContext, lawyer_id: str) -> SessionInfo:
    with context.database.read() as session:
        lawyer = find_doc(session, LawyerDoc, lawyer_id)
    return SessionInfo(lawyer_id=lawyer_id, name=lawyer.name if lawyer else "")


@router.post("", dependencies=[Depends(require_same_origin)], responses=problems(401, 403, 429))
async def sign_in(body: LoginRequest, context: Context, request: Request,
                  response: Response) -> SessionInfo:  # fmt: skip
    """Start a session; its token is in an HttpOnly cookie that other sites cannot send.

    It takes the place of the session that this browser had.
    """
    address = request.client.host if request.client else ""
    login = body.login.strip().lower()
    tries = (LOGIN_THERE, f"{address} {login}"), (LOGIN, login), (ADDRESS, address)
    with context.limits.one_try(*tries):
        account = await context.database.look(lambda session: find_login(session, login))
        if not await fits(body.password, account[1] if account else None) or account is None:
            raise NotAllowedError("Login or password is wrong. Check both and try again.",
                                  code="wrong_login")  # fmt: skip
    before = request.cookies.get(SESSION_COOKIE)

    def replace(session: Session) -> tuple[str, str, str | None]:
        found = find_session(session, context.clock, before)
        if found is not None:
            close_session(session, found[0].id)
        return *open_session(session, context.clock, account[0]), found[0].id if found else None

    token, lawyer_id, closed = await context.database.run(replace, f"account:{account[0]}")
    if closed is not None:
        context.hub.bus.publish(session_address(closed), Close(CLOSE_SIGNED_OUT))
        context.hub.changed()
    secure = request.url.scheme == "https" or context.public_url.startswith("https:")
    # The server decides when a session is over: one in a call lives on, and needs its cookie.
    response.set_cookie(
        SESSION_COOKIE, token, max_age=2 * int(SESSION_LIFETIME.total_seconds()), path="/",
        secure=secure, httponly=True, samesite="strict",
    )  # fmt: skip
    return await run_in_threadpool(_info, context, lawyer_id)


@router.get("", responses=problems(401))
def who_am_i(context: Context, who: CurrentLawyer) -> SessionInfo:
    return _info(context, who.lawyer_id)


@router.delete("", status_code=204, dependencies=[Depends(require_same_origin)],
               responses=problems(403))  # fmt: skip
async def sign_out(context: Context, request: Request, response: Response) -> None:
    """End the session, if there is one; its console closes."""
    who = await run_in_threadpool(signed_in, context, request)
    if who is not None:
        await context.hub.act(
            lambda board: close_session(board.session, who.session_id),
            f"account:{who.account_id}",
        )
        context.hub.bus.publish(session_address(who.session_id), Close(CLOSE_SIGNED_OUT))
        context.hub.changed()
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
