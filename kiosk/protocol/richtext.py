"""The one rich text: a small safe subset of Markdown, in a form that both screens render.

Paragraphs, headings (all of one size), bold, bullet and numbered lists of one level. HTML, links,
pictures and all else is plain text. The terminal's paginator sets ``parse``'s blocks in lines; the
server's pages write them with ``to_html``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: Characters that are shown; nothing that a person reads is longer.
MAX_CHARS = 100_000
_MARK = r"(?:[-+*]|\d{1,9}[.)])"
#: More than three marks of lists in a row, and deep indentation: markdown-it drops what is nested
#: deeper than it likes.
_MARKS = re.compile(rf"^( *(?:{_MARK} +){{3}})((?:{_MARK}(?: +|$))+)", re.MULTILINE)
_INDENT = re.compile(r"^ {9,}", re.MULTILINE)
_TWINS = str.maketrans("-+*.)", "－＋＊．）")
_BREAK = re.compile(r" *\n *")
_LATIN_BREAK = re.compile(r"(?<=[!-~]) *\n *(?=[!-~])")
#: Full-width punctuation brings its own space.
_WIDE = "。：，、；？！"


class BlockKind(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    NOTE = "note"  # set apart, at the end: the law, the date checked


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one style. ``lead``: bold at the head of its block."""

    text: str
    bold: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """``marker``: • or 1. of a list item; empty where an item goes on in a second paragraph."""

    kind: BlockKind
    runs: tuple[Run, ...]
    marker: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only here: the first frame does not wait for it

    return MarkdownIt("zero").enable(["emphasis", "list", "heading"])


def _shallow(body: str) -> str:
    flat = _INDENT.sub(" " * 8, body[:MAX_CHARS].replace("\t", "    "))
    return _MARKS.sub(lambda found: found[1] + found[2].translate(_TWINS), flat)


def parse(body: str) -> list[Block]:
    """Blocks of a body. What is not in the subset comes out as plain text."""
    blocks: list[Block] = []
    kind = BlockKind.TEXT
    marker = ""
    numbers: list[int | None] = []  # the next one of each list that is open; None: bullets
    for token in _markdown().parse(_shallow(body)):
        match token.type:
            case "heading_open":
                kind = BlockKind.HEADING
            case "heading_close":
                kind = BlockKind.ITEM if numbers else BlockKind.TEXT
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                numbers.append(1 if start is None else int(start))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                kind, marker = BlockKind.ITEM, "•" if number is None else f"{number}."
                if number is not None:
                    numbers[-1] = number + 1
            case "list_item_close":
                kind, marker = BlockKind.ITEM if len(numbers) > 1 else BlockKind.TEXT, ""
            case "inline":
                if runs := _runs(token.children or []):
                    blocks.append(Block(kind, runs, "" if kind is BlockKind.HEADING else marker))
                marker = ""
    return blocks


def _runs(children: list[Token]) -> tuple[Run, ...]:
    runs: list[Run] = []
    bold = 0
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.content:
            # Chinese has no space at the end of a source line.
            text = _BREAK.sub("", _LATIN_BREAK.sub(" ", child.content))
            if runs and runs[-1].text[-1] in _WIDE:
                text = text.lstrip(" ")  # CommonMark wants a space after **。**
            if text:
                runs.append(Run(text, bold > 0, bold > 0 and not runs))
    return tuple(runs)


def note(text: str) -> Block:
    return Block(BlockKind.NOTE, (Run(text),))


def to_html(blocks: list[Block]) -> str:
    """Elements h2, p, ul, ol, li and strong, without attributes but a number's value."""
    parts: list[str] = []
    for is_item, group in groupby(blocks, key=lambda b: b.kind is BlockKind.ITEM):
        row = list(group)
        parts += _list_html(row) if is_item else map(_block_html, row)
    return "\n".join(parts)


def _block_html(block: Block) -> str:
    tag = "h2" if block.kind is BlockKind.HEADING else "p"
    return f"<{tag}>{_inline_html(block)}</{tag}>"


def _inline_html(block: Block) -> str:
    return "".join(
        f"<strong>{escape(run.text)}</strong>" if run.bold else escape(run.text)
        for run in block.runs
    )


def _list_html(items: list[Block]) -> list[str]:
    """Items in a row, as one list for each kind of marker; a second paragraph stays in its item."""
    lists: list[tuple[str, list[str]]] = []
    for item in items:
        words = _inline_html(item)
        numbered = item.marker.endswith(".")
        tag = "ol" if numbered else "ul"
        if not item.marker and lists:
            lists[-1][1][-1] += f"<br>{words}"
            continue
        if not lists or lists[-1][0] != tag:
            lists.append((tag, []))
        value = f' value="{item.marker[:-1]}"' if numbered else ""
        lists[-1][1].append(f"<li{value}>{words}")
    return [
        f"<{tag}>\n" + "\n".join(f"{line}</li>" for line in lines) + f"\n</{tag}>"
        for tag, lines in lists
    ]
