"""Why a STUN or TURN server gave no address: aioice keeps it to itself, and waits five seconds."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import aioice.ice
from aioice.stun import TransactionFailed

_log = logging.getLogger(__name__)

#: For one server's answer. TLS takes six round trips: good for one of 400 ms.
GATHER_S = 2.5


def reason(error: Exception) -> str:
    """Why there is no address, in words for the operator's log. Holds no address."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS as it should"
    if isinstance(error, TransactionFailed):
        code, phrase = error.response.attributes.get("ERROR-CODE", (0, "?"))
        hint = {
            401: "; is server.turn_secret its static-auth-secret, and are both clocks right?",
            486: "; its user-quota is used up",
        }.get(code, "")
        return f"it refuses: {code} {phrase}{hint}"
    if isinstance(error, socket.gaierror):
        return "its name cannot be resolved"
    if isinstance(error, TimeoutError):
        return f"no answer within {GATHER_S:g} s"
    if isinstance(error, OSError):
        return f"it cannot be reached ({type(error).__name__})"
    return f"it does not answer as it should ({type(error).__name__})"


class Gathering:
    """Puts itself around the two functions of aioice that ask a server; a test watches them."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def install(self) -> None:
        relayed, reflexive = (
            aioice.ice.relayed_candidate,
            aioice.ice.server_reflexive_candidate,
        )

        async def relayed_candidate(**turn: Any) -> Any:
            host, port = turn["turn_server"]
            way = "TLS" if turn["turn_ssl"] else str(turn["turn_transport"]).upper()
            return await self._ask(f"TURN server {host}:{port} by {way}", lambda: relayed(**turn))

        async def server_reflexive_candidate(protocol: Any, stun_server: tuple[str, int]) -> Any:
            name = f"STUN server {stun_server[0]}:{stun_server[1]}"
            return await self._ask(name, lambda: reflexive(protocol, stun_server))

        aioice.ice.relayed_candidate = relayed_candidate
        aioice.ice.server_reflexive_candidate = server_reflexive_candidate

    async def _ask(self, server: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        try:
            async with asyncio.timeout(GATHER_S):
                found = await ask()
        except Exception as error:
            self._tell(server, reason(error))
            raise
        self._told = {told for told in self._told if not told.startswith(f"{server}:")}
        return found

    def _tell(self, server: str, why: str) -> None:
        """Once, until the server answers again or something else is wrong with it."""
        told = f"{server}: {why}"
        if told not in self._told:
            self._told.add(told)
            _log.warning("The %s gives no address for calls: %s.", server, why)
