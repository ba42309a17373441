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

from kiosk.protocol.content import BLOB_FIELDS
from kiosk.protocol.feed import GENESIS, chain
from kiosk.server.db.feed_chain import unpack

Key = tuple[str, str]  # kind, id
Position = tuple[str | None, int, str]  # feed, revision, digest
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
    """No rows where the table is not there yet, or is older."""
    with copy_of(database) as connection:
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            assert str(error).startswith(("no such table", "no such column")), (
                f"{database}: {error}"
            )
            return []


def everything_is_whole(folder: Path) -> None:
    """Each database is, each blob is what its name says, and nothing damaged has been set aside.

    A sound file may have been copied with a journal that was in doubt: a power cut may leave one
    that cannot be told from a damaged one, and then it is kept to be on the safe side.
    """
    for database in folder.rglob("*.db"):
        with copy_of(database) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
        assert found == [("ok",)], f"{database}: {found}"
    for path in folder.glob("blobs/??/*"):
        if _BLOB.fullmatch(path.name):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name, path
    for kept in folder.rglob("*.damaged-*"):
        if not kept.name.endswith(("-wal", "-shm")):
            with copy_of(kept) as connection:
                found = connection.execute("PRAGMA integrity_check").fetchall()
            assert found == [("ok",)], f"{kept} was set aside: {found}"


def documents(folder: Path) -> dict[Key, Any]:
    """What a terminal's cache holds."""
    database = folder / "content.db"
    if not database.exists():
        return {}
    found = rows(database, "SELECT kind, id, doc FROM documents")
    return {(kind, name): json.loads(doc) for kind, name, doc in found}


def position(folder: Path) -> Position:
    """Feed, revision and digest that a terminal's cache holds."""
    database = folder / "content.db"
    query = "SELECT feed, revision, digest FROM cursor"
    found = rows(database, query) if database.exists() else []
    return found[0] if found else (None, 0, GENESIS)


def history(database: Path) -> dict[Position, dict[Key, Any]]:
    """What the feed of a server has held at each link of its chain, from the first on."""
    feed = rows(database, "SELECT id FROM feed_head")[0][0]
    state: dict[Key, Any] = {}
    found: dict[Position, dict[Key, Any]] = {(feed, 0, GENESIS): {}}
    at, digest = 0, GENESIS
    for after, upto, packed in rows(
        database, "SELECT after, upto, body FROM feed_batch ORDER BY after"
    ):
        assert after == at, f"the chain has a gap between {at} and {after}"
        body = unpack(packed)
        at, digest = upto, chain(digest, body)
        for change in json.loads(body)["changes"]:
            state[change["kind"], change["id"]] = change["doc"]
        found[feed, at, digest] = {key: doc for key, doc in state.items() if doc is not None}
    return found


def missing_blobs(folder: Path) -> set[str]:
    """Blobs that documents of the cache name and that are not there."""
    named = {
        doc[name] for doc in documents(folder).values() for name in BLOB_FIELDS if doc.get(name)
    }
    return {sha256 for sha256 in named if not (folder / "blobs" / sha256[:2] / sha256).exists()}
