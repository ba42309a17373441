"""The ICE servers of a call: short-lived TURN credentials, as coturn's REST API wants them.

coturn and this server share a secret (``static-auth-secret``). A user name is the time at which it
ends and a random word, its password the HMAC of that: coturn checks both without asking anybody.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from kiosk.errors import UserError
from kiosk.protocol.socket import IceServer
from kiosk.settings import Settings

#: Longer than any call; coturn asks again when a relayed address is renewed.
LIFETIME = timedelta(hours=6)

_STATIC = TypeAdapter(tuple[IceServer, ...])
#: What both aiortc and browsers take.
_TURN_URL = re.compile(r"(turn:[^\s?:]+(:\d+)?(\?transport=(udp|tcp))?"
                       r"|turns:[^\s?:]+(:\d+)?(\?transport=tcp)?)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class IceServers:
    """``static`` are the same for each call."""

    static: tuple[IceServer, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""

    def for_call(self, now: datetime) -> tuple[IceServer, ...]:
        """With new credentials, which are good for ``LIFETIME``."""
        if not self.turn_urls:
            return self.static
        # A random word, since coturn writes it into its log beside the caller's address.
        username = f"{int((now + LIFETIME).timestamp())}:{secrets.token_hex(8)}"
        digest = hmac.digest(self.turn_secret.encode(), username.encode(), hashlib.sha1)
        minted = IceServer(urls=self.turn_urls, username=username,
                           credential=base64.b64encode(digest).decode())  # fmt: skip
        return (minted, *self.static)


NO_ICE = IceServers()


def ice_servers(settings: Settings) -> IceServers:
    """As the settings say. ``UserError`` when they cannot be meant."""
    urls = tuple(u for u in map(str.strip, settings["server.turn_urls"].split(",")) if u)
    for url in urls:
        if not _TURN_URL.fullmatch(url):
            raise UserError(
                f"server.turn_urls has {url!r}, but an address looks like turn:host:3478, "
                "turn:host:3478?transport=tcp or turns:host:5349?transport=tcp."
            )
    secret = settings["server.turn_secret"]
    if bool(urls) != bool(secret):
        raise UserError(
            "server.turn_urls and server.turn_secret go together: set both, the secret to "
            "coturn's static-auth-secret, or none."
        )
    return IceServers(_static(settings["server.ice_servers"]), urls, secret)


def _static(raw: str) -> tuple[IceServer, ...]:
    if not raw:
        return ()
    try:
        return _STATIC.validate_python(json.loads(raw))
    except (json.JSONDecodeError, ValidationError):
        raise UserError(
            'server.ice_servers must be a JSON list such as [{"urls": ["turn:host:3478"], '
            '"username": "u", "credential": "c"}].'
        ) from None
