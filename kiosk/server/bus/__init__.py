"""Carries messages to sockets, wherever their process is. It holds no state: that is in SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.protocol.socket import Message


@dataclass(frozen=True, slots=True)
class Close:
    """Close the socket, with a WebSocket close code."""

    code: int


Handler = Callable[[Message | Close], None]


def device_address(device_id: str) -> str:
    return f"device:{device_id}"


def lawyer_address(lawyer_id: str) -> str:
    """All of a lawyer's open consoles."""
    return f"lawyer:{lawyer_id}"


def staff_address(organisation_id: str) -> str:
    """All open staff pages of a hall."""
    return f"staff:{organisation_id}"


def session_address(session_id: str) -> str:
    """The console of one browser."""
    return f"session:{session_id}"


def socket_address(socket_id: str) -> str:
    return f"socket:{socket_id}"


class Bus(Protocol):
    """At most once, in order for each publisher. A lost message is made good by SQL and leases."""

    def publish(self, address: str, message: Message | Close) -> None:
        """Give a message to every socket that listens at an address; never waits."""
        ...

    def subscribe(self, address: str, handler: Handler) -> Callable[[], None]:
        """Listen; the returned function stops it."""
        ...
