"""The ways to the other side: which TURN address is tried next, and what an offer has found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kiosk.protocol.socket import IceServer

_CANDIDATE = re.compile(r"^a=candidate:.* typ (\w+)", re.MULTILINE)


def _is_turn(url: str) -> bool:
    return url.startswith(("turn:", "turns:"))


def in_turn(servers: Sequence[IceServer], way: int) -> tuple[IceServer, ...]:
    """``servers`` with TURN address number ``way`` before the other ones, going round.

    The media process tries the first one only.
    """
    turn = [s.model_copy(update={"urls": (u,)}) for s in servers for u in s.urls if _is_turn(u)]
    others = [
        s.model_copy(update={"urls": rest})
        for s in servers
        if (rest := tuple(u for u in s.urls if not _is_turn(u)))
    ]
    first = way % len(turn) if turn else 0
    return (*turn[first:], *turn[:first], *others)


def asks_turn(servers: Sequence[IceServer]) -> bool:
    return any(_is_turn(u) for s in servers for u in s.urls)


def candidate_kinds(sdp: str) -> dict[str, int]:
    """How many candidates of each kind (host, srflx, relay) an offer has."""
    once = {found[0]: found[1] for found in _CANDIDATE.finditer(sdp)}  # each section repeats them
    return dict(Counter(once.values()))
