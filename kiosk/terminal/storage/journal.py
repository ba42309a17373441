"""Is anything in a write-ahead log that SQLite would pass over without a word?

SQLite believes a log up to the last transaction whose check sums hold, and forgets the rest. After
a power cut that is right: what is torn there was never promised. Of a damaged log it is not.

What cannot be told apart: damage to the very last transaction looks like a power cut in it.
"""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path

_HEADER = struct.Struct(">8I")  # magic, version, page size, sequence, two salts, check sum
_FRAME = struct.Struct(">6I")  # page, pages after a commit (else 0), two salts, check sum
_MAGIC, _VERSION = 0x377F0682, 3007000  # the magic's last bit: check sums are big-endian
_SUMMED = 24  # bytes of the header that its check sum is of
_FRAME_SUMMED = 8

_Sum = tuple[int, int]


def passed_over(log: Path) -> str | None:
    """Why some of it would be; None: nothing would. ``OSError`` when it cannot be read."""
    if not log.is_file() or log.stat().st_size <= _HEADER.size:
        return None
    raw = log.read_bytes()
    if not raw.strip(b"\0"):  # room that was never written to
        return None
    magic, version, page, _, *rest = _HEADER.unpack_from(raw)
    salts, expected = tuple(rest[:2]), tuple(rest[2:])
    big = bool(magic & 1)
    total = _sum(raw[:_SUMMED], (0, 0), big)
    if (magic & ~1, version) != (_MAGIC, _VERSION) or total != expected:
        return "its header is broken"
    size = _FRAME.size + page
    broken, commits = False, 0
    for start in range(_HEADER.size, len(raw) - size + 1, size):
        _, commit, *rest = _FRAME.unpack_from(raw, start)
        if not broken:
            head, body = raw[start : start + _FRAME_SUMMED], start + _FRAME.size
            total = _sum(head, total, big)
            total = _sum(raw[body : body + page], total, big)
            broken = (*salts, *total) != tuple(rest)
        if broken and tuple(rest[:2]) == salts and commit:
            commits += 1
    # Each transaction is synced before the next begins, and what a crash has left is emptied at the
    # next start: a power cut tears one at most.
    return "transactions in it are broken" if commits > 1 else None


def _sum(raw: bytes, total: _Sum, big: bool) -> _Sum:
    words = array("I", raw)
    if big != (sys.byteorder == "big"):
        words.byteswap()
    one, two = total
    numbers = iter(words)
    for first, second in zip(numbers, numbers, strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
