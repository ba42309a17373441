"""Errors on the wire: JSON ``{code, message}`` with the right status, and nothing of the input."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import Scope

from kiosk.errors import (
    ConflictError,
    EnvironmentFault,
    KioskError,
    NotAllowedError,
    NotFoundError,
    UserError,
)
from kiosk.server.api.limits import TooManyTriesError

log = logging.getLogger(__name__)

#: Refusals that signing in (again) would cure.
_UNAUTHENTICATED = frozenset({"bad_token", "signed_out", "wrong_login"})
_WORDS = {
    400: "The request is wrong in itself.",
    401: "Nobody is signed in.",
    403: "This may not be done.",
    404: "There is no such thing.",
    409: "The state has moved on.",
    429: "Too many tries.",
}


class Problem(BaseModel):
    """``code`` is for programs, ``message`` says what happened and what to do next."""

    code: str
    message: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses of these refusals, and of a request that does not validate."""
    return {
        status: {"model": Problem, "description": _WORDS.get(status, "The request is not valid.")}
        for status in (*statuses, 422)
    }


def status_of(error: KioskError) -> int:
    match error:
        case TooManyTriesError():
            return 429
        case NotFoundError():
            return 404
        case NotAllowedError():
            return 401 if error.code in _UNAUTHENTICATED else 403
        case ConflictError():
            return 409
        case UserError():
            return 400
        case EnvironmentFault():
            return 503
        case _:
            return 500


def problem(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse(Problem(code=code, message=message).model_dump(), status)


def unexpected() -> JSONResponse:
    """The answer to a bug of ours: it says nothing of it."""
    return problem(500, "internal", "The server made a mistake. Try again later.")


def where(scope: Scope) -> str:
    """The path as the route has it: an address may carry a secret (a slip's)."""
    return str(getattr(scope.get("route"), "path", scope["path"]))


def install(app: FastAPI) -> None:
    """Map every error that is raised on purpose to an answer; the rest is the guard's."""

    @app.exception_handler(KioskError)
    async def on_known(request: Request, error: KioskError) -> JSONResponse:
        status = status_of(error)
        if status >= 500:
            log.error("%s %s failed: %s", request.method, where(request.scope), error.code,
                      exc_info=error)  # fmt: skip
        if status == 500:
            return unexpected()
        return problem(status, error.code, str(error))

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        # Names of fields and what is wrong, never the values: a password may be among them.
        faults = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()[:5]
        )
        return problem(422, "bad_request", f"The request is not valid: {faults}.")

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        answer = problem(error.status_code, "http", str(error.detail))
        answer.headers.update(error.headers or {})
        return answer
