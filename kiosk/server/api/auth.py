"""Who is asking: a terminal by its signed token, a lawyer by the session's cookie."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from starlette.requests import HTTPConnection

from kiosk.errors import NotAllowedError, UserError
from kiosk.protocol.devices import TOKEN_AUDIENCE, TOKEN_LIFETIME_S
from kiosk.server.context import Context, ServerContext
from kiosk.server.db.accounts import find_session
from kiosk.server.db.models import Device
from kiosk.server.signalling.console_socket import SignedIn

SESSION_COOKIE = "kiosk_session"
#: Seconds that a terminal's clock may be off.
SKEW_S = 120


def import_public_key(raw: dict[str, str]) -> OKPKey:
    """An Ed25519 public key; ``UserError`` for anything else, a private key above all."""
    if raw.get("kty") != "OKP" or raw.get("crv") != "Ed25519" or "d" in raw:
        raise UserError("The key must be a public OKP key with crv Ed25519.", code="bad_key")
    try:
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": raw["x"]})
    except (JoseError, ValueError, KeyError, TypeError):
        raise UserError("The key cannot be read: send a JWK with x.", code="bad_key") from None


def _refused() -> NotAllowedError:
    return NotAllowedError(
        "This terminal is not signed in. Check its clock, or enrol it again.", code="bad_token"
    )


def _issuer(token: str) -> str:
    """The claimed issuer, to look its key up; nothing is believed before the signature is."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(UUID(claims["iss"]))
    except (IndexError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _refused() from None


def device_of_token(context: ServerContext, authorization: str | None) -> str:
    """The id of the terminal that signed the token; ``NotAllowedError`` when none did."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > 4096:
        raise _refused()
    device_id = _issuer(token)
    with context.database.read() as session:
        device = session.get(Device, device_id)
        if device is None:
            raise _refused()
        key = import_public_key(device.public_key)
    try:
        claims = jwt.decode(token, key, algorithms=["EdDSA", "Ed25519"]).claims
    except (JoseError, ValueError):
        raise _refused() from None
    now = context.clock.now().timestamp()
    issued, expires = claims.get("iat"), claims.get("exp")
    if (
        claims.get("iss") != device_id
        or claims.get("aud") != TOKEN_AUDIENCE
        or not isinstance(issued, int)
        or not isinstance(expires, int)
        or not 0 < expires - issued <= TOKEN_LIFETIME_S
        or not issued - SKEW_S <= now <= expires + SKEW_S
    ):
        raise _refused()
    return device_id


def signed_in(context: ServerContext, connection: HTTPConnection) -> SignedIn | None:
    """The lawyer of the session's cookie, if it is good."""
    with context.database.read() as session:
        found = find_session(session, context.clock, connection.cookies.get(SESSION_COOKIE))
        if found is None:
            return None
        console, account = found
        return SignedIn(console.id, account.id, account.lawyer_id)


def same_origin(connection: HTTPConnection) -> bool:
    """False for a request that another site's page makes a browser send."""
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")


def require_same_origin(connection: HTTPConnection) -> None:
    if not same_origin(connection):
        raise NotAllowedError("Open the console at its own address.", code="wrong_origin")


def require_lawyer(context: Context, connection: HTTPConnection) -> SignedIn:
    who = signed_in(context, connection)
    if who is None:
        raise NotAllowedError("You are not signed in. Sign in and try again.", code="signed_out")
    return who


def require_device(context: Context, connection: HTTPConnection) -> str:
    return device_of_token(context, connection.headers.get("authorization"))


def require_reader(context: Context, connection: HTTPConnection) -> None:
    """A terminal or a signed-in lawyer."""
    if signed_in(context, connection) is None:
        device_of_token(context, connection.headers.get("authorization"))


CurrentLawyer = Annotated[SignedIn, Depends(require_lawyer)]
CurrentDevice = Annotated[str, Depends(require_device)]
