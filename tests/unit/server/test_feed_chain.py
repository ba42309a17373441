"""Any sequence of publishes makes a chain that leads exactly to what is published."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk.domain.clock import SystemClock
from kiosk.protocol.content import DOC
from kiosk.protocol.feed import GENESIS, BatchBody, chain
from kiosk.server.db.content import begin_chain, feed_head, origin_docs, publish
from kiosk.server.db.engine import open_database
from kiosk.server.db.feed_chain import unpack
from kiosk.server.db.feed_models import FeedBatch
from kiosk.settings import load_settings

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
                    with database.write() as session:
                        begin_chain(session)
            with database.read() as session:
                replayed, revision, digest = _replayed(session)
                head = feed_head(session)
                assert (revision, digest) == (head.revision, head.digest)
                now = {(doc.kind, doc.id): doc.title for _, doc in origin_docs(session)}  # type: ignore[union-attr]
                assert {key: doc["title"] for key, doc in replayed.items()} == now
                assert now == {("notice", f"n{k}"): title for k, title in states[-1].items()}
