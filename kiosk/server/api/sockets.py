"""The two WebSocket endpoints: who may open one, and what serves it."""

from __future__ import annotations

import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from kiosk.errors import NotAllowedError
from kiosk.protocol.socket import CLOSE_SIGNED_OUT, CONSOLE_SOCKET_PATH, SOCKET_PATH
from kiosk.server.api.auth import device_of_token, same_origin, signed_in
from kiosk.server.api.errors import problem
from kiosk.server.context import Context
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.console_socket import ConsoleSocket
from kiosk.server.signalling.device_socket import DeviceSocket

router = APIRouter()


@router.websocket(SOCKET_PATH)
async def device_socket(websocket: WebSocket, context: Context) -> None:
    """A terminal; HTTP 401 without a good token."""
    try:
        device_id = await run_in_threadpool(
            device_of_token, context, websocket.headers.get("authorization")
        )
    except NotAllowedError as error:
        await websocket.send_denial_response(problem(401, error.code, str(error)))
        return
    await websocket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        await DeviceSocket(
            context.hub, Connection(websocket), device_id, context.public_url
        ).serve()


@router.websocket(CONSOLE_SOCKET_PATH)
async def console_socket(websocket: WebSocket, context: Context) -> None:
    """A lawyer's console. Browsers hide a refused handshake: who is not signed in is told by a
    close code."""
    if not same_origin(websocket):
        await websocket.send_denial_response(
            problem(403, "wrong_origin", "Open the console at its own address.")
        )
        return
    who = await run_in_threadpool(signed_in, context, websocket)
    await websocket.accept()
    if who is None:
        await websocket.close(CLOSE_SIGNED_OUT)
        return
    try:
        with contextlib.suppress(WebSocketDisconnect):
            await ConsoleSocket(context.hub, Connection(websocket), who).serve()
    except NotAllowedError:  # signed out, or removed, in this very moment
        await websocket.close(CLOSE_SIGNED_OUT)
