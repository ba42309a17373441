"""What must hold after every fault. Databases are looked at in a copy: to open one heals it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

Key = tuple[str, str]  # kind, id
_BLOB = re.compile(r"[0-9a-f]{64}")


@contextmanager
def copy_of(database: Path) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal", "-journal"):
            source = database.with_name(database.name + suffix)
            if source.exists():
                shutil.copyfile(source, Path(folder, "copy.db" + suffix))
        with closing(sqlite3.connect(Path(folder, "copy.db"))) as connection:
            yield connection


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """No rows where the table is not there yet."""
    with copy_of(database) as connection:
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            assert str(error).startswith("no such table"), f"{database}: {error}"
            return []


def everything_is_whole(folder: Path) -> None:
    """Each database is, each blob is what its name says, and nothing has been set aside."""
    for database in folder.rglob("*.db"):
        with copy_of(database) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
        assert found == [("ok",)], f"{database}: {found}"
    for path in folder.glob("blobs/??/*"):
        if _BLOB.fullmatch(path.name):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name, path
    assert not list(folder.rglob("*.damaged-*"))


def documents(folder: Path) -> dict[Key, Any]:
    """What a terminal's cache holds."""
    database = folder / "content.db"
    if not database.exists():
        return {}
    found = rows(database, "SELECT kind, id, doc FROM documents")
    return {(kind, name): json.loads(doc) for kind, name, doc in found}


def cursor(folder: Path) -> tuple[str | None, int]:
    """The feed and the revision that a terminal's cache holds."""
    database = folder / "content.db"
    found = rows(database, "SELECT feed, revision FROM cursor") if database.exists() else []
    return found[0] if found else (None, 0)


def missing_blobs(folder: Path) -> set[str]:
    """Blobs that documents of the cache name and that are not there."""
    named = {
        doc[name] for doc in documents(folder).values() for name in ("picture", "portrait")
        if doc.get(name)
    }  # fmt: skip
    return {sha256 for sha256 in named if not (folder / "blobs" / sha256[:2] / sha256).exists()}
