"""Posters and videos of the attract loop."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.notices import Shown


@dataclass(frozen=True, slots=True)
class Signage(Shown):
    """``poster`` and ``video``: SHA-256 of blobs. ``seconds``: how long a poster stands."""

    poster: str | None
    video: str | None
    seconds: int
