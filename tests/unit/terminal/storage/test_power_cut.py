"""kill -9 in the middle of writing: the cache stays whole, the outbox loses and doubles nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import FixedClock
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.storage.resident import ResidentStore

ROUNDS = 8
CLOCK = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))
ROOT = Path(__file__).parents[4]

#: Writes batches of 20 articles for ever; all of a batch carry its number.
CONTENT_WRITER = """
import pathlib, sys
from kiosk.domain.clock import SystemClock
from kiosk.terminal.storage.content import ContentStore
from tests.support.feed import apply, article, docs
store = ContentStore(pathlib.Path(sys.argv[1]), SystemClock())
print("ready", flush=True)
while True:
    after = store.cursor()[1]
    number = str(after // 20 + 1)
    apply(store, docs([article(str(n), title=number, body="字" * 2000) for n in range(20)],
                     after=after))
"""

#: Adds ratings and delivers every second one, for ever; tells each step when it is committed.
RESIDENT_WRITER = """
import pathlib, sys
from kiosk.domain.clock import SystemClock
from kiosk.terminal.storage.resident import ResidentStore
store = ResidentStore(pathlib.Path(sys.argv[1]), SystemClock())
n = int(sys.argv[2])
print("ready", flush=True)
while True:
    n += 1
    rating = {"call_id": f"call-{n}", "score": 3, "rated_at": "2026-11-24T08:00:00Z"}
    print(f"adding {n}", flush=True)
    store.add(f"key-{n}", "rate_call", rating)
    print(f"added {n}", flush=True)
    if n % 2 == 0:
        key = store.next().key
        print(f"settling {key}", flush=True)
        store.done(key)
        print(f"settled {key}", flush=True)
"""


def run_and_kill(program: str, *arguments: str) -> list[str]:
    """Run a writer, kill it after a random while; the lines that it has printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.01, 0.25))
    finally:
        process.kill()
        rest = process.stdout.read()
        process.stdout.close()
        process.wait()
    return rest.splitlines()


def test_the_cache_is_whole_after_a_power_cut(tmp_path: Path) -> None:
    reached = 0
    for _ in range(ROUNDS):
        run_and_kill(CONTENT_WRITER, str(tmp_path))
        store = ContentStore(tmp_path, CLOCK)
        revision = store.cursor()[1]
        articles = store.articles(ArticleKind.NEWS)
        store.close()
        assert revision % 20 == 0
        assert revision >= reached
        if revision:
            assert {a.title for a in articles} == {str(revision // 20)}
            assert len(articles) == 20
        reached = revision
    assert reached > 0
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_the_outbox_loses_and_doubles_nothing_in_a_power_cut(tmp_path: Path) -> None:
    added: set[str] = set()
    perhaps_added: set[str] = set()
    settled: set[str] = set()
    perhaps_settled: set[str] = set()
    number = 0
    for _ in range(ROUNDS):
        for line in run_and_kill(RESIDENT_WRITER, str(tmp_path), str(number)):
            what, _, name = line.partition(" ")
            match what:
                case "adding":
                    perhaps_added.add(f"key-{name}")
                    number = int(name)
                case "added":
                    added.add(f"key-{name}")
                case "settling":
                    perhaps_settled.add(name)
                case "settled":
                    settled.add(name)
        perhaps_added.add(f"key-{number + 1}")  # its line may have died in the pipe
        number += 1
    store = ResidentStore(tmp_path, CLOCK)
    waiting = []
    while (command := store.next()) is not None:
        assert command.name == "rate_call"
        assert command.payload is not None
        assert command.payload["call_id"] == command.key.replace("key", "call")
        waiting.append(command.key)
        store.done(command.key)
    store.close()
    assert added
    assert len(waiting) == len(set(waiting))
    assert not settled & set(waiting)
    assert added - perhaps_settled <= set(waiting)
    assert set(waiting) <= perhaps_added
    assert waiting == sorted(waiting, key=lambda key: int(key.split("-")[1]))
    assert list(tmp_path.glob("*.damaged-*")) == []
