"""Tables in a console."""

from __future__ import annotations

import unicodedata


def print_table(lines: list[tuple[str, ...]]) -> None:
    """Columns as wide as their widest cell, two blanks between them."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell + " " * (width - _width(cell))
                 for cell, width in zip(line, widths, strict=True))  # fmt: skip
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns of a console: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
