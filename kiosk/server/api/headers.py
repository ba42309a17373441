"""Security headers on every answer, a bound on what a request may bring, and an answer to bugs."""

from __future__ import annotations

import logging

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.server.api.errors import problem, unexpected, where

log = logging.getLogger(__name__)

#: No resource takes more than a few kilobytes.
MAX_BODY = 64 * 1024

#: What a browser that has come by HTTPS is to do from then on, for half a year.
_ONLY_HTTPS = "max-age=15552000"

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class GuardMiddleware:
    """Wraps the whole application. A page that sets one of the headers itself keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", _ONLY_HTTPS)
            await send(message)

        body = await _read_body(receive)
        if body is None:
            answer = problem(413, "too_large", f"The request is over {MAX_BODY} bytes.")
            await answer(scope, receive, send_guarded)
            return

        async def replay() -> Message:
            nonlocal body
            if body is not None:
                whole, body = body, None
                return {"type": "http.request", "body": whole, "more_body": False}
            return await receive()

        try:
            await self._app(scope, replay, send_guarded)
        except Exception:
            log.exception("%s %s failed", scope["method"], where(scope))
            if started:
                raise  # too late for an answer: the connection is cut
            await unexpected()(scope, receive, send_guarded)


async def _read_body(receive: Receive) -> bytes | None:
    """The whole body; None as soon as it is too large."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
