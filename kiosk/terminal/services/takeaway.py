"""What a phone takes home from the screen."""

from __future__ import annotations

from typing import Literal

from kiosk.protocol.commands import SLIP_PATH


def page_address(public_url: str, kind: Literal["article", "entry"], thing_id: str) -> str:
    """A thing's page at the server, as its QR says it; empty when phones cannot reach one."""
    return f"{public_url.rstrip('/')}/go/{kind}/{thing_id}" if public_url else ""


def slip_address(public_url: str, secret: str) -> str:
    """The page that says how an appointment or a call-back stands; empty as above."""
    return f"{public_url.rstrip('/')}{SLIP_PATH}/{secret}" if public_url else ""
