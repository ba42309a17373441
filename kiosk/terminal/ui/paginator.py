"""Breaks an article into parts by measured layout: at lines, never through one, nothing clipped.

Each block of rich text (``protocol/richtext.py``) is laid out by ``QTextLayout`` in the width that
there is; lines fill parts of the height that there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from PySide6.QtGui import QFont, QGuiApplication, QTextCharFormat, QTextLayout, QTextOption

from kiosk.protocol.richtext import Block, BlockKind

#: Line height in em, as LOOK sets articles.
LEADING = 1.6
#: Between blocks, and above a heading, in em.
BLOCK_GAP = 0.32
HEADING_GAP = 0.7
HEADING_SCALE = 1.14
NOTE_SCALE = 0.9
INDENT = 1.1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a part: where it stands, and its text as Qt's styled text.

    ``html`` holds ``{pine}`` where the colour of a lead-in goes.
    """

    html: str
    text: str
    x: float
    y: float
    px: int
    bold: bool
    quiet: bool
    block: int


@dataclass(slots=True)
class Part:
    lines: list[Line] = field(default_factory=list)
    height: float = 0.0

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is spoken in one breath; none goes over the end of a part. Design px in its part."""

    text: str
    part: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Measured:
    """A block broken into lines: (styled text, plain text) each."""

    block: Block
    lines: tuple[tuple[str, str], ...]
    px: int
    line_height: float
    indent: float
    gap_above: float

    def line(self, html: str, text: str, x: float, y: float, number: int) -> Line:
        return Line(
            html=html,
            text=text,
            x=x,
            y=y,
            px=self.px,
            bold=self.block.kind is BlockKind.HEADING,
            quiet=self.block.kind is BlockKind.NOTE,
            block=number,
        )


def _html(block: Block, start: int, end: int) -> str:
    parts: list[str] = []
    at = 0
    for run in block.runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if not text:
            continue
        shown = escape(text, quote=False).replace("{", "&#123;")
        if run.lead and block.kind is not BlockKind.HEADING:
            shown = f'<b><font color="{{pine}}">{shown}</font></b>'
        elif run.bold:
            shown = f"<b>{shown}</b>"
        parts.append(shown)
    return "".join(parts)


def _measure(block: Block, width: float, px: int) -> _Measured:
    scale = {BlockKind.HEADING: HEADING_SCALE, BlockKind.NOTE: NOTE_SCALE}.get(block.kind, 1.0)
    size = round(px * scale)
    indent = size * INDENT if block.kind is BlockKind.ITEM else 0.0
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size)
    font.setBold(block.kind is BlockKind.HEADING)
    layout = QTextLayout(block.text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats: list[QTextLayout.FormatRange] = []
    at = 0
    for run in block.runs:
        if run.bold:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length = at, len(run.text)
            style = QTextCharFormat()
            style.setFontWeight(QFont.Weight.Bold)
            piece.format = style
            formats.append(piece)
        at += len(run.text)
    layout.setFormats(formats)
    lines: list[tuple[str, str]] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width - indent)
        start, end = line.textStart(), line.textStart() + line.textLength()
        lines.append((_html(block, start, end), block.text[start:end]))
    layout.endLayout()
    gap = HEADING_GAP if block.kind is BlockKind.HEADING else BLOCK_GAP
    return _Measured(block, tuple(lines), size, round(size * LEADING), indent, round(px * gap))


def _steps(measured: Sequence[_Measured], height: float) -> Iterable[tuple[int, int, float]]:
    """(block, line, room it needs): a block that fits a part stays whole, a heading stands with
    what follows it, and of a longer block no one line is left alone before or after a break."""
    above = 0.0  # the heading over the block
    for b, block in enumerate(measured):
        count = len(block.lines)
        whole = block.line_height * count
        fits = above + whole <= height
        for n in range(count):
            room = block.line_height
            if n == 0:
                room = whole if fits else block.line_height * min(2, count)
                if block.block.kind is BlockKind.HEADING and b + 1 < len(measured):
                    below = measured[b + 1]
                    lines = len(below.lines)
                    if whole + below.gap_above + below.line_height * lines > height:
                        lines = min(2, lines)
                    room += below.gap_above + below.line_height * lines
            elif not fits and n == count - 2:
                room += block.line_height
            yield b, n, room
        above = 0.0
        if block.block.kind is BlockKind.HEADING and b + 1 < len(measured):
            above = whole + measured[b + 1].gap_above


def paginate(blocks: Sequence[Block], width: float, height: float, px: int) -> list[Part]:
    """Parts of at most ``height`` px with lines of at most ``width`` px; at least one part.

    ``px``: size of the running text. A height under one line still gets one line a part.
    """
    measured = [_measure(block, width, px) for block in blocks]
    parts = [Part()]
    for b, n, room in _steps(measured, height):
        block = measured[b]
        gap = block.gap_above if n == 0 and parts[-1].lines else 0.0
        if parts[-1].lines and parts[-1].height + gap + room > height:
            parts.append(Part())
            gap = 0.0
        part = parts[-1]
        y = part.height + gap
        if n == 0 and block.block.marker:
            part.lines.append(block.line(escape(block.block.marker), block.block.marker, 0.0, y, b))
        html, text = block.lines[n]
        part.lines.append(block.line(html, text, block.indent, y, b))
        part.height = y + block.line_height
    return parts


#: A sentence with what closes it; a full stop only before a space, so not in 1.5.
_SENTENCE = re.compile(
    r"(?:[^。！？；!?;.]|\.(?!\s|$))+[。！？；!?;.]*[”』」）)]*\s*|[。！？；!?;.]+"
)


def sentences(parts: Sequence[Part]) -> list[Sentence]:
    """In reading order, each with the lines that it touches."""
    found = []
    for number, part in enumerate(parts):
        for _, group in groupby(part.lines, key=lambda line: line.block):
            lines = list(group)
            ends, text = [], ""
            for line in lines:
                text += line.text
                ends.append(len(text))
            for match in _SENTENCE.finditer(text):
                if not re.search(r"\w", match.group()):
                    continue
                first = next(n for n, end in enumerate(ends) if match.start() < end)
                last = next(n for n, end in enumerate(ends) if match.end() <= end)
                foot = lines[last]
                found.append(
                    Sentence(match.group().strip(), number, lines[first].y,
                             foot.y + round(foot.px * LEADING))
                )  # fmt: skip
    return found
