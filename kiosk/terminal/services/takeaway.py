"""What a phone takes home from the screen."""

from __future__ import annotations

from typing import Literal

from kiosk.protocol.commands import SLIP_PATH
from kiosk.protocol.devices import DeviceProfile

#: What the server has public pages of.
Kind = Literal["article", "entry", "faq", "law", "legal-aid"]


def page_address(public_url: str, kind: Kind, thing_id: str) -> str:
    """A thing's page at the server, as its QR says it; empty when phones cannot reach one.

    An article of a law is ``<law>/<number>`` or ``<law>/<number>-<suffix>``.
    """
    return f"{public_url.rstrip('/')}/go/{kind}/{thing_id}" if public_url else ""


def slip_address(profile: DeviceProfile | None, secret: str | None) -> str:
    """What the QR of a slip says: the page that tells how the matter stands.

    Empty when there is no slip, or phones reach no server.
    """
    if profile is None or not profile.public_url or secret is None:
        return ""
    return f"{profile.public_url.rstrip('/')}{SLIP_PATH}/{secret}"
