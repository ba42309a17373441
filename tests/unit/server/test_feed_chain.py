"""Any sequence of publishes makes a chain that leads exactly to what is published."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk.domain.clock import SystemClock
from kiosk.errors import UserError
from kiosk.protocol.content import DOC, AnyDoc
from kiosk.protocol.feed import GENESIS, MAX_ENVELOPE, BatchBody, chain
from kiosk.server.db.content import MAX_DOCUMENT, begin_chain, feed_head, origin_docs, publish
from kiosk.server.db.engine import Database, open_database
from kiosk.server.db.feed_chain import MAX_BODY, unpack
from kiosk.server.db.feed_models import FeedBatch, FeedSnapshotPart
from kiosk.server.feed.snapshots import PART_BYTES, make_snapshot
from kiosk.settings import load_settings

KIBIBYTE = "法" * 341 + "."
TITLES = st.sampled_from(["停水", "停电", "开放日"])
#: id -> title of what an origin has.
STATE = st.dictionaries(st.integers(0, 5), TITLES, max_size=6)


def _replayed(session: Any) -> tuple[dict[tuple[str, str], Any], int, str]:
    docs: dict[tuple[str, str], Any] = {}
    revision, digest = 0, GENESIS
    for batch in session.scalars(select(FeedBatch).order_by(FeedBatch.after)):
        body = unpack(batch.body)
        assert (batch.after, batch.previous) == (revision, digest)
        assert batch.digest == chain(digest, body)
        for change in BatchBody.model_validate_json(body).changes:
            assert revision < change.revision <= batch.upto
            docs[change.kind, change.id] = change.doc
        revision, digest = batch.upto, batch.digest
    return {key: doc for key, doc in docs.items() if doc is not None}, revision, digest


@settings(max_examples=25, deadline=None)
@given(st.lists(STATE, min_size=1, max_size=5), st.booleans())
def test_the_chain_leads_to_what_is_published(states: list[dict[int, str]], late: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        flags = {"data_dir": str(Path(folder))}
        values = load_settings(environ={}, flags=flags)
        with closing(open_database(values, SystemClock())) as database:
            had: set[int] = set()
            for number, state in enumerate(states):
                docs = [
                    DOC.validate_python({"kind": "notice", "id": f"n{key}", "title": title})
                    for key, title in state.items()
                ]
                gone = [("notice", f"n{key}") for key in had - set(state)]
                with database.write() as session:
                    publish(session, docs, gone)
                had = set(state)
                if late and number == 0:  # a feed from before there were batches
                    with database.write() as session:
                        head = feed_head(session, lock=True)
                        head.digest = GENESIS
                        session.query(FeedBatch).delete()
            with database.write() as session:  # unless the next publication has done it
                begin_chain(session)
            with database.read() as session:
                replayed, revision, digest = _replayed(session)
                head = feed_head(session)
                assert (revision, digest) == (head.revision, head.digest)
                now = {(doc.kind, doc.id): doc.title for _, doc in origin_docs(session)}  # type: ignore[union-attr]
                assert {key: doc["title"] for key, doc in replayed.items()} == now
                assert now == {("notice", f"n{k}"): title for k, title in states[-1].items()}


# --- sizes -------------------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    values = load_settings(environ={}, flags={"data_dir": str(tmp_path)})
    with closing(open_database(values, SystemClock())) as opened:
        yield opened


def notice(key: str, kibibytes: int) -> AnyDoc:
    doc = {"kind": "notice", "id": key, "title": "x", "text": KIBIBYTE * kibibytes}
    return DOC.validate_python(doc)


def test_pieces_stay_under_their_limits(database: Database) -> None:
    docs = [notice(f"n{n}", 60) for n in range(90)]
    docs.insert(1, notice("large", 14 * 1024))
    with database.write() as session:
        publish(session, docs)
    make_snapshot(database)
    frame = 4096  # what is around the documents
    with database.read() as session:
        batches = session.scalars(select(FeedBatch.size)).all()
        parts = session.scalars(select(FeedSnapshotPart)).all()
        assert sum(size > MAX_BODY + frame for size in batches) == 1
        assert max(batches) < MAX_ENVELOPE
        assert sum(part.size > PART_BYTES + frame for part in parts) == 1
        assert max(part.size for part in parts) < MAX_ENVELOPE
        ids = [c["id"] for part in parts for c in json.loads(unpack(part.body))["changes"]]
    assert sorted(ids) == sorted(doc.id for doc in docs)


def test_what_no_terminal_takes_is_not_published(database: Database) -> None:
    docs = [notice("small", 1), notice("large", MAX_DOCUMENT // 1024)]
    with database.write() as session, pytest.raises(UserError, match="notice large has 15 MB"):
        publish(session, docs)
    with database.read() as session:
        assert feed_head(session).revision == 0
