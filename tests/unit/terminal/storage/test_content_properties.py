"""Any sequence of batches leaves the cache equal to the folded feed, the cursor with the rows."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.protocol.feed import Change
from kiosk.terminal.storage.content import ContentStore
from tests.support.feed import FEED, apply, article, batch, entry

CLOCK = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))

#: One change of the feed: (kind, id, title; None is a tombstone).
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["article", "entry", "unknown"]),
        st.sampled_from("abcd"),
        st.one_of(st.none(), st.text(min_size=1, max_size=5)),
    ),
    max_size=25,
)


def as_change(revision: int, kind: str, document_id: str, title: str | None) -> Change:
    doc = None
    if title is not None:
        make = {"article": article, "entry": entry}.get(kind)
        doc = (
            {"kind": kind, "id": document_id, "x": title}
            if make is None
            else make(document_id, **({"title": title} if kind == "article" else {"name": title}))
        )
    return Change(revision=revision, kind=kind, id=document_id, doc=doc)


def folded(feed: list[Change], upto: int) -> dict[tuple[str, str], Change]:
    state: dict[tuple[str, str], Change] = {}
    for change in feed:
        if change.revision > upto:
            break
        if change.doc is None:
            state.pop((change.kind, change.id), None)
        else:
            state[change.kind, change.id] = change
    return state


def rows(path: Path) -> dict[tuple[str, str], int]:
    with sqlite3.connect(path) as raw:
        found = {(k, i): r for k, i, r in raw.execute("SELECT kind, id, revision FROM documents")}
    raw.close()
    return found


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.lists(st.integers(1, 8), max_size=12), st.booleans())
def test_any_sequence_of_batches_folds_the_feed(
    raw: list[tuple[str, str, str | None]], lengths: list[int], read_between: bool
) -> None:
    """However the feed is cut into batches."""
    feed = [as_change(n + 1, *item) for n, item in enumerate(raw)]
    with tempfile.TemporaryDirectory() as folder:
        store = ContentStore(Path(folder), CLOCK)
        at = 0
        for length in [*lengths, len(feed)]:
            upto = min(at + length, len(feed))
            apply(store, batch(feed[at:upto], after=at, upto=upto))
            at = upto
            state = folded(feed, at)
            assert store.cursor() == (FEED, at)
            assert rows(Path(folder) / "content.db") == {k: c.revision for k, c in state.items()}
            if read_between:
                check_reads(store, state)
        check_reads(store, folded(feed, len(feed)))
        store.close()


def check_reads(store: ContentStore, state: dict[tuple[str, str], Change]) -> None:
    docs = {key: change.doc for key, change in state.items() if change.doc is not None}
    assert {a.id: a.title for a in store.articles(ArticleKind.NEWS)} == {
        i: d["title"] for (k, i), d in docs.items() if k == "article"
    }
    assert {e.id: e.name for e in store.entries()} == {
        i: d["name"] for (k, i), d in docs.items() if k == "entry"
    }
