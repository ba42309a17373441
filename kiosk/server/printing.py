"""Tables in a console."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def print_table(lines: list[tuple[str, ...]]) -> None:
    """Columns as wide as their widest cell, two blanks between them."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell + " " * (width - _width(cell))
                 for cell, width in zip(line, widths, strict=True))  # fmt: skip
        print("  ".join(cells).rstrip())


def print_rows(
    rows: Sequence[dict[str, Any]],
    head: tuple[str, ...],
    line: Callable[[dict[str, Any]], tuple[str, ...]],
    as_json: bool,
) -> None:
    """All of them: as JSON for scripts, or as a table, if there are any."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
    elif rows:
        print_table([head, *(line(row) for row in rows)])


def print_typed(row: Mapping[str, Any], lines: Sequence[tuple[str, ...]], as_json: bool) -> None:
    """One row, with the number that was left and what it is about."""
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
        return
    print_table(list(lines))
    print(f"phone: {row['phone'] or '-'}\nabout: {row['topic'] or '-'}")


def _width(text: str) -> int:
    """Columns of a console: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
