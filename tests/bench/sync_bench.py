"""The feed on the line: bytes of a change, of nothing new, of a first sync; a notice in a hurry."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import zstandard

from kiosk.domain.clock import SystemClock
from kiosk.protocol import dictionary
from kiosk.protocol.content import DOC
from kiosk.server.db.content import feed_head, publish
from kiosk.server.db.engine import Database, open_database
from kiosk.server.feed.keys import ensure_keys
from kiosk.server.feed.serving import GOOD_FOR, FeedServer
from kiosk.server.feed.snapshots import find_part, make_snapshot, newest_snapshot
from kiosk.server.publishing import publish_origin
from kiosk.settings import Settings, load_settings
from tests.bench import emergency_bench
from tests.bench.figures import Figure
from tests.support.statutes import article_like, is_for_bench, laws

ARTICLES, ENTRIES = 5_000, 1_000
#: Characters of a body: the mean of what districts publish; and of those that are changed.
BODY, CHANGED = 700, 1_500
CHANGES = 51


def measure() -> list[Figure]:
    """Some half a minute."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(environ={}, flags={"data_dir": folder})
        with closing(open_database(settings, SystemClock())) as database:
            with database.write() as session:
                ensure_keys(session, database.keys, database.clock.now())
            figures = _figures(settings, database)
    return [*figures, *emergency_bench.measure()]


def documents() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(articles, entries): articles of statutes in any order, each text once; when there is no
    more (after some 4,000), again. Those that are changed come first: the dictionary has not seen
    a word of them."""
    rng = random.Random(7)
    seen = {text for n, law in enumerate(laws()) if not is_for_bench(n) for text in law.articles}
    everything = {text for law in laws() for text in law.articles}
    fresh, others = (_shuffled(texts, rng) for texts in (everything - seen, everything))
    lengths = [rng.randint(BODY // 2, BODY * 3 // 2) for _ in range(ARTICLES - CHANGES)]
    bodies = [_body(fresh, CHANGED) for _ in range(CHANGES)]
    bodies += [_body(others, length) for length in lengths]
    return [article_like(body, rng) for body in bodies], [_entry(n, rng) for n in range(ENTRIES)]


def _shuffled(texts: Iterable[str], rng: random.Random) -> Iterator[str]:
    ordered = sorted(texts)
    rng.shuffle(ordered)
    return cycle(ordered)


def _body(texts: Iterator[str], length: int) -> str:
    body = ""
    while len(body) < length:
        body += next(texts) + "\n\n"
    return body[:length]


def _entry(number: int, rng: random.Random) -> dict[str, Any]:
    name = "".join(rng.choice("东西南北新安和平长宁大小上下石桥柳林") for _ in range(4))
    return {
        "kind": "entry", "id": f"{rng.getrandbits(128):032x}", "organisation": "o",
        "category": rng.choice(["law-firm", "notary", "mediation"]), "name": f"{name}{number}号",
        "address": f"{name}路 {rng.randint(1, 900)} 号",
        "phone": f"0550-{rng.randint(10**6, 10**7)}",
        "point": {"latitude": 31 + rng.random(), "longitude": 117 + rng.random()},
        "hours": [{"weekday": day, "opens": "09:00", "closes": "17:30"} for day in range(1, 6)],
        "services": ["法律咨询", "代书", "调解"],
    }  # fmt: skip


def _figures(settings: Settings, database: Database) -> list[Figure]:
    articles, entries = documents()
    everything = [DOC.validate_python(doc) for doc in (*articles, *entries)]
    publish_origin(settings, database, everything, {}, origin="bench")
    make_snapshot(database)
    server = FeedServer(database.clock, database.keys, GOOD_FOR)
    with database.read() as session:
        head = server.head(session)
        last = newest_snapshot(session)
        assert last is not None
        first_sync = sum(
            len(piece.body)
            for part in range(last[1])
            if (piece := server.part(session, last[0], part, "zstd", "")) is not None
        )
        assert find_part(session, last[0], last[1]) is None
    sizes = [_change(database, server, article) for article in articles[:CHANGES]]
    dcz, zstd, gzip = (sorted(size[name] for size in sizes) for name in ("dcz", "zstd", "gzip"))
    whole = json.dumps([*articles, *entries], ensure_ascii=False).encode()
    plain = len(zstandard.ZstdCompressor(level=10).compress(whole))
    snapshot = _as_database([*articles, *entries])
    return [
        Figure("sync.nothing_new", len(head), "B", "<= 400"),
        Figure("sync.one_change", median(dcz), "B", "<= 1500", median(zstd)),
        Figure(
            "sync.one_change_p90", dcz[CHANGES * 9 // 10], "B", "<= 1500", zstd[CHANGES * 9 // 10]
        ),
        Figure("sync.one_change_without_dictionary", median(zstd), "B", "", median(gzip)),
        Figure("sync.first_sync", first_sync / 1e6, "MB", "<= 3.6", snapshot / 1e6),
        Figure("sync.plain_json_again", len(whole) / 1e6, "MB", "", plain / 1e6),
    ]


def _change(database: Database, server: FeedServer, article: dict[str, Any]) -> dict[str, int]:
    """Bytes of the batch when one article changes: its words, not its length."""
    changed = {**article, "body": article["body"].replace("应当", "可以")}
    assert len(changed["body"]) == CHANGED
    with database.write() as session:
        after = feed_head(session).revision
        assert publish(session, [DOC.validate_python(changed)], origin="bench") == after + 1
    sizes = {}
    with database.read() as session:
        for name in ("dcz", "zstd", "gzip"):
            piece = server.batch(session, after, name, dictionary.available())
            assert piece is not None
            assert piece.encoding == name
            sizes[name] = len(piece.body)
    return sizes


def _as_database(docs: list[dict[str, Any]]) -> int:
    """Bytes of a SQLite file with these documents, packed: another way to begin."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content.db"
        with closing(sqlite3.connect(file)) as line:
            line.execute("CREATE TABLE documents (kind, id, doc, PRIMARY KEY (kind, id))")
            line.executemany(
                "INSERT INTO documents VALUES (?, ?, ?)",
                ((d["kind"], d["id"], json.dumps(d, ensure_ascii=False)) for d in docs),
            )
            line.commit()
        return len(zstandard.ZstdCompressor(level=10).compress(file.read_bytes()))
