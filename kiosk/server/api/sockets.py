"""The two WebSocket endpoints: who may open one, and what serves it."""

from __future__ import annotations

import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from kiosk.errors import NotAllowedError
from kiosk.protocol.socket import CLOSE_SIGNED_OUT, CONSOLE_SOCKET_PATH, SOCKET_PATH
from kiosk.server.api.auth import device_of_token, same_origin, signed_in
from kiosk.server.context import Context
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.console_socket import ConsoleSocket
from kiosk.server.signalling.device_socket import DeviceSocket

router = APIRouter()


@router.websocket(SOCKET_PATH)
async def device_socket(websocket: WebSocket, context: Context) -> None:
    """A terminal; HTTP 403 without a good token (closing before accepting is that)."""
    try:
        device_id = await run_in_threadpool(
            device_of_token, context, websocket.headers.get("authorization")
        )
    except NotAllowedError:
        await websocket.close()
        return
    await websocket.accept()
    connection = Connection(websocket)
    try:
        with contextlib.suppress(WebSocketDisconnect):
            await DeviceSocket(context.hub, connection, device_id, context.public_url).serve()
    except NotAllowedError:  # removed in this very moment
        await websocket.close(CLOSE_SIGNED_OUT)


@router.websocket(CONSOLE_SOCKET_PATH)
async def console_socket(websocket: WebSocket, context: Context) -> None:
    """A lawyer's console; HTTP 403 for a page of another site.

    Browsers hide why a handshake was refused: who is not signed in learns it by a close code.
    """
    if not same_origin(websocket):
        await websocket.close()
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
