"""The signed content feed, for terminals."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Request, Response

from kiosk.errors import NotFoundError
from kiosk.protocol.feed import BATCHES_PATH, HEAD_PATH, KEYS_PATH, SNAPSHOTS_PATH
from kiosk.server.api.auth import require_device
from kiosk.server.api.errors import problems
from kiosk.server.context import Context
from kiosk.server.feed.keys import key_set
from kiosk.server.feed.serving import Piece

router = APIRouter(tags=["feed"], dependencies=[Depends(require_device)])

#: The largest revision: what the database's integers hold.
_LAST = 2**31 - 1
_ENVELOPE: dict[str, Any] = {
    "description": "A signed envelope.",
    "content": {"application/octet-stream": {}},
}
_PIECE: dict[int | str, dict[str, Any]] = {200: _ENVELOPE, 304: {"description": "You have it."}}
Revision = Annotated[int, Path(ge=0, le=_LAST)]
Encodings = Annotated[str, Header(alias="Accept-Encoding")]
Available = Annotated[str, Header(alias="Available-Dictionary")]


def _envelope(raw: bytes, cache: str) -> Response:
    return Response(raw, media_type="application/octet-stream", headers={"Cache-Control": cache})


@router.get(HEAD_PATH, response_class=Response, responses={200: _ENVELOPE, **problems(401)})
def get_head(context: Context) -> Response:
    """What is newest, signed now."""
    with context.database.read() as session:
        return _envelope(context.feed.head(session), "no-store")


@router.get(
    KEYS_PATH + "/{version}", response_class=Response,
    responses={200: _ENVELOPE, **problems(401, 404)},
)  # fmt: skip
def get_keys(version: Annotated[int, Path(ge=1, le=_LAST)], context: Context) -> Response:
    """A key set; it never changes."""
    with context.database.read() as session:
        envelope = key_set(session, version)
    if envelope is None:
        raise NotFoundError("There is no such key set.")
    return _envelope(envelope, "private, max-age=31536000, immutable")


@router.get(
    BATCHES_PATH + "/{after}", response_class=Response, responses={**_PIECE, **problems(401, 410)}
)
def get_batch(
    after: Revision, context: Context, request: Request, accepted: Encodings = "",
    available: Available = "",
) -> Response:  # fmt: skip
    """The batch that begins at a revision. 410: take the snapshot that the head names."""
    with context.database.read() as session:
        return _piece(context.feed.batch(session, after, accepted, available), request)


@router.get(
    SNAPSHOTS_PATH + "/{revision}/{part}", response_class=Response,
    responses={**_PIECE, **problems(401, 410)},
)  # fmt: skip
def get_part(
    revision: Revision, part: Revision, context: Context, request: Request,
    accepted: Encodings = "", available: Available = "",
) -> Response:  # fmt: skip
    """One part of a snapshot. 410: there is a newer one, see the head."""
    with context.database.read() as session:
        return _piece(context.feed.part(session, revision, part, accepted, available), request)


def _piece(piece: Piece | None, request: Request) -> Response:
    if piece is None:
        raise HTTPException(410, "It is not kept any more. Begin with the head.")
    headers = {
        "ETag": piece.etag,
        "Cache-Control": "private, max-age=2592000, immutable",
        "Vary": "Accept-Encoding, Available-Dictionary",
    }
    if request.headers.get("if-none-match") == piece.etag:
        return Response(status_code=304, headers=headers)
    if piece.encoding:
        headers["Content-Encoding"] = piece.encoding
    return Response(piece.body, media_type="application/octet-stream", headers=headers)
