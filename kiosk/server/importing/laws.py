"""The text of a statute, line by line, into chapters and articles.

Chapters stand on lines that begin with 第…编, 第…章 or 第…节; articles on lines that begin with
第…条. What is between two such lines belongs to the article before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.laws import LawStatus, article_label, parse_article_label
from kiosk.protocol.content import ChapterDoc, LawArticleDoc, LawDoc
from kiosk.server.importing.report import LeftOut
from kiosk.server.importing.words import find_date, find_dates

#: Characters of one article of a law. The longest in force has some 11,000.
MAX_ARTICLE = 100_000
_NUMERALS = r"[零〇一二两三四五六七八九十百千万\d]+"
_CHAPTER = re.compile(rf"(第\s?{_NUMERALS}\s?(编|分编|章|节))(?:\s+(.*)|([^\s的规].{{0,40}})|)$")
_ARTICLE = re.compile(rf"(第{_NUMERALS}条(?:之[一二三四五六七八九十\d]+)?)([\s:：.、】]*)(.*)$")
#: After 第…条 these go on with a sentence about that article.
_MENTION = re.compile(r"规定|所称|所列|第|的|和|至|或|、|中|以外|及")
#: So much of what stands before the first article is searched for dates.
_PREAMBLE = 5000
_PASSED_OVER = frozenset({"目录", "目 录", "目次", "---", "***"})
_UNITS = ("编", "分编", "章", "节")
_ISSUERS = ("全国人民代表大会常务委员会", "全国人民代表大会", "国务院", "最高人民法院",
            "最高人民检察院", "司法部")  # fmt: skip
_LAWLIKE = re.compile(r"(法|法典|条例|规定|办法|规则|细则|决定|解释|章程)(\(.*\)|（.*）)?$")


@dataclass(slots=True)
class LawText:
    """A statute as read. ``preamble``: the lines before the first chapter or article."""

    title: str = ""
    preamble: list[str] = field(default_factory=list)
    chapters: list[tuple[str, str, int]] = field(default_factory=list)  # unit, title, first
    articles: list[tuple[int, int, list[str]]] = field(default_factory=list)
    stray: int = 0  # characters under a heading, before its first article


def plain(line: str) -> str:
    """A line without the marks of Markdown."""
    line = re.sub(r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+]\s+)?", "", line)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line.replace("**", "").replace("__", "")).strip()


def chapter_of(line: str) -> tuple[str, str] | None:
    """(unit, title) of a heading such as 第一章 总则; the title may be on a line of its own."""
    found = _CHAPTER.match(line) if len(line) <= 60 and line[-1:] not in "。；;" else None
    if found is None:
        return None
    label, title = found[1].replace(" ", ""), _close_up(found[3] or found[4] or "")
    return found[2], f"{label} {title}".strip()


def article_lines(article: LawArticleDoc) -> list[str]:
    """What ``read_law`` makes the same article of."""
    label = article_label(article.number, article.suffix)
    first, *others = article.text.split("\n")
    whole = _ARTICLE.match(plain(f"{label}　{first}"))
    opening = [f"{label}　{first}"] if whole and whole[3] == first else [label, f"\\{first}"]
    return opening + [f"\\{line}" if _is_mark(line) else line for line in others]


def _is_mark(line: str) -> bool:
    """Whether a line would be read as something else than this text of an article."""
    return (
        line != plain(line)
        or not line
        or line.startswith("\\")
        or line in _PASSED_OVER
        or chapter_of(line) is not None
        or _ARTICLE.match(line) is not None
    )


def read_law(lines: Iterable[tuple[int, str]]) -> LawText:
    """``lines``: (number, cleaned text). ``LeftOut``: an article comes twice, or is too long.

    A line that begins with a backslash is text as it stands, whatever it looks like.
    """
    law = LawText()
    seen: dict[tuple[int, int], int] = {}
    size, at = 0, 0
    for number, raw in lines:
        literal = raw.startswith("\\") and bool(law.articles)
        line = raw[1:] if literal else plain(raw)
        if not literal and (not line or line in _PASSED_OVER):
            continue
        chapter = None if literal else chapter_of(line)
        article = None if literal or chapter else _start_of_article(line, law)
        if article is not None:
            label, text = article
            if label in seen:
                raise LeftOut(
                    f"{article_label(*label)} comes twice (first in line {seen[label]})", number
                )
            seen[label] = number
            law.articles.append((*label, [text] if text else []))
            size, at = len(text), number
        elif chapter:
            _begin_chapter(law, *chapter)
        elif not law.articles and not law.chapters:
            if not law.title:
                law.title = line
            else:
                law.preamble.append(line)
        elif re.match(r"\s*#{1,6}\s", raw):
            _begin_chapter(law, "章", _close_up(line))
        elif law.chapters and law.chapters[-1][2] == len(law.articles):
            unit, title, first = law.chapters[-1]
            if re.fullmatch(rf"第{_NUMERALS}\D{{1,2}}", title) and len(line) <= 40:
                law.chapters[-1] = (unit, f"{title} {_close_up(line)}", first)
            else:
                law.stray += len(line)
        else:
            law.articles[-1][2].append(line)
            size += len(line)
        if size > MAX_ARTICLE:
            raise LeftOut(f"an article has over {MAX_ARTICLE} characters", at)
    return law


def _start_of_article(line: str, law: LawText) -> tuple[tuple[int, int], str] | None:
    found = _ARTICLE.match(line)
    label = parse_article_label(found[1]) if found else None
    if found is None or label is None:
        return None
    if not found[2] and found[3]:  # 第二条为了…: only where it is the next one
        last = law.articles[-1] if law.articles else (0, 0, [])
        follows = label in ((last[0] + 1, 0), (last[0], last[1] + 1))
        if not follows or _MENTION.match(found[3]):
            return None
    return label, found[3]


def _begin_chapter(law: LawText, unit: str, title: str) -> None:
    if not law.articles and any(title == known for _, known, _ in law.chapters):
        law.chapters.clear()  # what came before was the table of contents
        law.stray = 0
    law.chapters.append((unit, title, len(law.articles)))


def _close_up(title: str) -> str:
    """总则 for 总   则……3."""
    title = " ".join(re.sub(r"[.…·]{2,}\s*\d*$", "", title.strip()).split())
    return re.sub(r"^(\S) (\S)$", r"\1\2", title)


def is_law(law: LawText, title: str) -> bool:
    """Whether what was read is a statute, and no article that quotes one."""
    if not law.articles or law.articles[0][0] != 1:
        return False
    return len(law.articles) > 2 or bool(_LAWLIKE.search(title))


def law_doc(
    law: LawText, law_id: str, title: str, fields: dict[str, object], today: date
) -> LawDoc:
    """``fields`` of the front matter come before what the text says of its dates."""
    if not law.articles:
        raise LeftOut("has no articles: each begins on a line of its own with 第…条")
    units = [unit for unit in _UNITS if any(unit == u for u, _, _ in law.chapters)]
    preamble = " ".join(law.preamble)[:_PREAMBLE]
    found: dict[str, object] = {
        "issuer": next((name for name in _ISSUERS if name in preamble), ""),
        "issued": _issued(preamble),
        "effective": _effective(preamble) or _effective(" ".join(law.articles[-1][2])),
        **fields,
    }
    effective = found["effective"]
    if "status" not in found and isinstance(effective, date) and effective > today:
        found["status"] = LawStatus.NOT_YET
    return LawDoc.model_validate({
        **found,
        "id": law_id,
        "title": title,
        "chapters": [ChapterDoc(title=name, level=units.index(unit) + 1, first=first)
                     for unit, name, first in law.chapters],
        "articles": [LawArticleDoc(number=number, suffix=suffix, text="\n".join(text))
                     for number, suffix, text in law.articles],
    })  # fmt: skip


def _effective(text: str) -> date | None:
    for found in re.finditer(r"自(.{8,20}?)起(?:施行|生效|实施)", text):
        if day := find_date(found[1]):
            return day
    return None


def _issued(preamble: str) -> date | None:
    """The last day on which it was passed, published or amended."""
    days = [day for found in re.finditer(r"[^。；;)）(（]*?(?:通过|公布|发布|修订|修正)", preamble)
            for day in find_dates(found[0])]  # fmt: skip
    return max(days, default=None)
