"""The slip: what a person takes along, on a phone or on paper, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlipStep:
    """One line to follow, and what belongs to it (where, with what)."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """Finished words, in the person's language: the screen and the paper show the same.

    ``qr``: an address with a long secret, or text; empty: there is none. ``code``: what can be
    typed instead, digits only; empty: there is none (yet).
    """

    title: str
    day: str  # of today: when it was made
    steps: tuple[SlipStep, ...]
    qr: str = ""
    code: str = ""
    note: str = ""  # beside the QR: how long the number holds, how to take it along
