"""Is this machine's clock wrong? In words that come before all that follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

#: What a line and two clocks that are kept may differ by.
TOLERATED = timedelta(minutes=5)


def server_ahead(now: datetime, date: str) -> timedelta | None:
    """How far the clock of the server that answered with this ``Date`` is ahead of ours (negative:
    behind); None: it did not say. Nobody has signed it: good for words, not for trust."""
    try:
        theirs = parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return None
    return None if theirs.tzinfo is None else theirs - now


def clock_words(now: datetime, date: str, tolerated: timedelta = TOLERATED) -> str:
    """What is wrong and what to do; empty: nothing, or it cannot be told."""
    off = server_ahead(now, date)
    if off is None or abs(off) < tolerated:
        return ""
    way = "behind" if off > timedelta() else "ahead of"
    return (
        f"This terminal's clock is {_length(abs(off))} {way} the server's: set it "
        "(timedatectl), and look whether it keeps time."
    )


def _length(off: timedelta) -> str:
    for unit, length in (("days", timedelta(days=1)), ("hours", timedelta(hours=1))):
        if off >= 2 * length:
            return f"{off / length:.0f} {unit}"
    if off >= timedelta(minutes=2):
        return f"{off / timedelta(minutes=1):.0f} minutes"
    return f"{off.total_seconds():.0f} seconds"
