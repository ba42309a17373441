"""Numbers of things in what commands say."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``"1 document"``, ``"2 documents"``, ``"4 pieces of HTML"``."""
    head, of, rest = noun.partition(" of ")
    return f"{number} {head}{'' if number == 1 else 's'}{of}{rest}"
