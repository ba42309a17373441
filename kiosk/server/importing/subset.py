"""Any Markdown or HTML into the safe subset of docs/content.md.

The subset has no escapes: a character that would mean something becomes its full-width twin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kiosk.plural import counted

#: A bold lead-in that CommonMark does not close: its mark stands between 。 and a word.
_LEAD_IN = re.compile(r"\*\*([^*\n]+[^\w\s*])\*\*(?=\w)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph."""

    text: str
    bold: bool = False


@dataclass(slots=True)
class Body:
    """Blocks of the subset, written one after another; ``lost`` counts what it does not hold."""

    blocks: list[str] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)
    _next: int | None = None  # number of the next item of an ordered list
    _in_list: bool = False

    def heading(self, spans: Iterable[Span]) -> None:
        text = _bare("".join(span.text for span in spans))
        if text:
            self._add(f"## {text}")

    def paragraph(self, spans: Iterable[Span]) -> None:
        text = _guard(_inline(spans))
        if text:
            self._add(text)

    def item(self, spans: Iterable[Span], number: int | None = None) -> None:
        """An item of a list; items that follow one another are one list."""
        text = _inline(spans)
        if not text:
            return
        same = self._in_list and (number is None) == (self._next is None)
        if same and number is not None:
            number = self._next  # lists that follow one another are read as one
        line = f"{'-' if number is None else f'{number}.'} {_guard(text)}"
        if same:
            self.blocks[-1] += f"\n{line}"
        else:
            self.blocks.append(line)
        self._in_list, self._next = True, None if number is None else number + 1

    def lose(self, what: str) -> None:
        self.lost[what] = self.lost.get(what, 0) + 1

    def _add(self, block: str) -> None:
        self.blocks.append(block)
        self._in_list = False

    def __str__(self) -> str:
        return "\n\n".join(self.blocks)

    def losses(self) -> str:
        """``"2 tables, 1 picture"``; empty when all is there."""
        return ", ".join(counted(number, what) for what, number in self.lost.items())


def _bare(text: str) -> str:
    text = " ".join(text.split()).replace("*", "＊")
    return re.sub(r"(?<!\w)_|_(?!\w)", "＿", text)


def _inline(spans: Iterable[Span]) -> str:
    """Text with **bold**, where the marks would be read as such."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].bold == span.bold:
            merged[-1] = Span(merged[-1].text + span.text, span.bold)
        elif span.text:
            merged.append(span)
    out = ""
    for index, span in enumerate(merged):
        core = _bare(span.text)
        before = " " if span.text[:1].isspace() and out and not out.endswith(" ") else ""
        after = " " if span.text[-1:].isspace() and core else ""
        if not core:
            out += before
            continue
        follows = merged[index + 1].text[:1] if index + 1 < len(merged) else ""
        if span.bold and not (out and not before and out[-1] != " " and _is_mark(core[0])):
            # A closing ** after punctuation wants a space; the readers take it away again.
            gap = " " if _is_mark(core[-1]) and follows and not _is_mark(follows) else after
            out += f"{before}**{core}**{gap}"
        else:
            out += before + core + after
    return out.strip()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


_TWINS = {"#": "＃", "-": "－", "+": "＋"}


def _guard(text: str) -> str:
    """A paragraph that would not be read as a heading or a list."""
    if re.match(r"(#{1,6}|[-+])(\s|$)", text):
        return _TWINS[text[0]] + text[1:]
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", lambda m: m[1] + {".": "．", ")": "）"}[m[2]], text)


def from_markdown(text: str, title: str = "") -> Body:
    """``title``: a first heading that repeats it is left out."""
    return _rewritten(text, title, html=True)


def _rewritten(text: str, title: str, *, html: bool) -> Body:
    body = Body()
    parser = MarkdownIt("commonmark", {"maxNesting": 40, "html": html}).enable("table")
    _Writer(body, title).write(parser.parse(_LEAD_IN.sub(r"**\1** ", text)))
    return body


def from_html(html: str, title: str = "") -> Body:
    """``ValueError``: nested too deeply."""
    from markdownify import markdownify

    lost = Body()
    for what, tags in (("picture", "img|svg|picture"), ("table", "table"),
                       ("video", "video|iframe|audio|object")):  # fmt: skip
        for _ in re.finditer(rf"<(?:{tags})\b", html, re.IGNORECASE):
            lost.lose(what)
    html = _NO_TEXT.sub(" ", html)
    try:
        text = markdownify(html, strip=["a", "img"], heading_style="ATX", bullets="-")
    except RecursionError:
        raise ValueError("its HTML is nested too deeply") from None
    body = _rewritten(text, title, html=False)  # what looks like a tag now was text
    body.lost = {**body.lost, **lost.lost}
    return body


_NO_TEXT = re.compile(
    r"<(script|style|svg|video|audio|iframe|object|table|head)\b.*?(</\1\s*>|\Z)", re.I | re.S
)


class _Writer:
    """Walks the blocks of markdown-it."""

    def __init__(self, body: Body, title: str) -> None:
        self._body = body
        self._title = title
        self._lists: list[int | None] = []  # the next number of each list that is open
        self._marked = False  # this item has its mark already

    def write(self, tokens: list[Token]) -> None:
        heading = skip = 0
        for token in tokens:
            if token.type in ("table_open", "table_close"):
                skip += token.nesting
                if token.nesting == 1:
                    self._body.lose("table")
            elif skip:
                continue
            elif token.type in ("heading_open", "heading_close"):
                heading += token.nesting
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                start = token.attrGet("start")
                first = 1 if start is None else int(start)
                self._lists.append(first if token.type.startswith("ordered") else None)
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._lists.pop()
            elif token.type == "list_item_open":
                self._marked = False
            elif token.type == "inline":
                for spans in self._paragraphs(token.children or []):
                    self._put(spans, heading > 0)
            elif token.type in ("fence", "code_block"):
                for line in token.content.split("\n"):
                    self._put([Span(line)], False)
            elif token.type == "html_block":
                self._body.lose("piece of HTML")

    def _put(self, spans: list[Span], heading: bool) -> None:
        if heading:
            first, self._title = self._title, ""
            if first and "".join(s.text for s in spans).strip() == first:
                return
            self._body.heading(spans)
        elif self._lists and not self._marked:
            number = self._lists[-1]
            self._body.item(spans, number)
            if number is not None:
                self._lists[-1] = number + 1
            self._marked = True
        else:
            self._body.paragraph(spans)

    def _paragraphs(self, children: list[Token]) -> Iterator[list[Span]]:
        """A hard break begins a new paragraph: the subset has no line breaks."""
        spans: list[Span] = []
        bold = 0
        for child in children:
            match child.type:
                case "strong_open" | "strong_close":
                    bold += child.nesting
                case "hardbreak":
                    yield spans
                    spans = []
                case "softbreak":
                    # Chinese has no space at the end of a source line.
                    last = spans[-1].text[-1:] if spans else ""
                    spans.append(Span("" if last > "\u2e7f" else " ", bold > 0))
                case "image":
                    self._body.lose("picture")
                case "html_inline":
                    if re.match(r"<br\b", child.content, re.IGNORECASE):
                        yield spans
                        spans = []
                    else:
                        self._body.lose("piece of HTML")
                case "text" | "code_inline" | "text_special":
                    spans.append(Span(child.content, bold > 0))
        yield spans
