"""Enrolment of terminals."""

from __future__ import annotations

from fastapi import APIRouter, Request

from kiosk.protocol.devices import ENROL_PATH, DeviceProfile, EnrolRequest
from kiosk.server.api.auth import import_public_key
from kiosk.server.api.errors import problems
from kiosk.server.api.limits import ENROL
from kiosk.server.context import Context
from kiosk.server.db.devices import enrol, profile

router = APIRouter(tags=["devices"])


@router.post(ENROL_PATH, responses=problems(400, 403, 409, 429))
def enrol_device(body: EnrolRequest, context: Context, request: Request) -> DeviceProfile:
    """Make a terminal of a one-time code and its public key."""
    address = request.client.host if request.client else ""
    key = import_public_key(body.public_key).as_dict(private=False)
    public_key = {name: str(key[name]) for name in ("kty", "crv", "x")}
    with context.limits.one_try((ENROL, f"enrol {address}")), context.database.write() as session:
        device = enrol(session, context.clock, body.code, public_key, body.software[:100])
        return profile(session, device, context.public_url)
