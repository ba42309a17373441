"""Pictures, by their SHA-256."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import FileResponse

from kiosk.errors import NotFoundError
from kiosk.protocol.feed import BLOB_PATH
from kiosk.server.api.auth import require_reader
from kiosk.server.api.errors import problems
from kiosk.server.context import Context

router = APIRouter(tags=["blobs"])


@router.get(
    BLOB_PATH + "/{sha256}",
    dependencies=[Depends(require_reader)],
    response_class=FileResponse,
    responses={
        200: {"description": "The bytes.", "content": {"image/*": {}}},
        206: {"description": "The bytes of the range asked for.", "content": {"image/*": {}}},
        304: {"description": "You have it."},
        **problems(401, 404),
    },
)
def get_blob(
    sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")], context: Context, request: Request
) -> Response:
    """A blob's bytes, or a range of them."""
    with context.database.read() as session:
        found = context.blobs.find(session, sha256)
    if found is None:
        raise NotFoundError("There is no such blob.")
    path, media_type = found
    headers = {
        "ETag": f'"{sha256}"',
        "Cache-Control": "private, max-age=31536000, immutable",
        # A picture may be SVG: opened by itself it must run and load nothing.
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=media_type, headers=headers)
