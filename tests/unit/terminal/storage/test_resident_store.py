from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from joserfc.jwk import KeySet, OKPKey

from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault
from kiosk.protocol.commands import RateCall
from kiosk.protocol.sealing import new_seal_key, public_jwk, unseal
from kiosk.terminal.storage import database, migrate, resident
from kiosk.terminal.storage.resident import (
    KEEP_SETTLED,
    OutboxSummary,
    ResidentStore,
    Waiting,
    outbox_summary,
)
from kiosk.terminal.storage.tables import RESIDENT

CALL = "0c5f7d3a-call-of-a-person"


def payload(call_id: str = CALL, score: int = 3) -> dict[str, object]:
    return {"call_id": call_id, "score": score, "rated_at": "2026-11-24T08:00:00Z"}


def waiting(key: str, call_id: str = CALL, score: int = 3) -> Waiting:
    return Waiting(key, "rate_call", payload(call_id, score), None)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[ResidentStore]:
    opened = ResidentStore(tmp_path, clock)
    yield opened
    opened.close()


def count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as raw:
        (rows,) = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
    raw.close()
    return int(rows)


def test_commands_come_out_in_order(store: ResidentStore) -> None:
    assert store.next() is None
    store.add("k1", "rate_call", payload("c1"))
    store.add("k2", "rate_call", payload("c2", 1))
    assert store.next() == waiting("k1", "c1")
    store.done("k1")
    assert store.next() == waiting("k2", "c2", 1)
    store.refused("k2", "unknown_call")
    assert store.next() is None
    assert store.pending() == 0


def test_the_same_key_is_one_command_even_after_delivery(
    store: ResidentStore, tmp_path: Path
) -> None:
    store.add("k", "rate_call", payload())
    store.add("k", "rate_call", payload(score=1))
    assert store.pending() == 1
    assert count(tmp_path / "resident.db", "ratings") == 1
    store.done("k")
    store.add("k", "rate_call", payload())
    assert store.next() is None
    assert count(tmp_path / "resident.db", "ratings") == 0


def test_a_command_and_its_row_are_kept_together_or_not_at_all(
    store: ResidentStore, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="score"):
        store.add("k", "rate_call", payload(score=9))
    assert store.pending() == 0
    assert count(tmp_path / "resident.db", "ratings") == 0


def test_the_outbox_survives_closing(tmp_path: Path, clock: FixedClock) -> None:
    first = ResidentStore(tmp_path, clock)
    first.add("k", "rate_call", payload())
    first.close()
    second = ResidentStore(tmp_path, clock)
    assert second.next() == waiting("k")
    second.close()


@pytest.mark.parametrize("settle", ["done", "refused"])
def test_nothing_of_a_person_is_left_after_delivery(
    store: ResidentStore, tmp_path: Path, settle: str
) -> None:
    def on_disk() -> bytes:
        return b"".join(p.read_bytes() for p in tmp_path.glob("resident.db*"))

    store.add("k", "rate_call", payload())
    assert CALL.encode() in on_disk()
    if settle == "done":
        store.done("k")
    else:
        store.refused("k", "unknown_call")
    assert CALL.encode() not in on_disk()


def test_keys_of_settled_commands_go_after_a_while(
    store: ResidentStore, tmp_path: Path, clock: FixedClock
) -> None:
    store.add("old", "rate_call", payload())
    store.done("old")
    clock.advance(KEEP_SETTLED + timedelta(days=1))
    store.add("new", "rate_call", payload())
    store.done("new")
    assert count(tmp_path / "resident.db", "outbox") == 1


def test_a_full_outbox_says_so(store: ResidentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "CAPACITY", 2)
    store.add("1", "rate_call", payload())
    store.add("2", "rate_call", payload())
    with pytest.raises(EnvironmentFault) as caught:
        store.add("3", "rate_call", payload())
    assert caught.value.code == "outbox_full"


def test_a_damaged_file_is_kept_and_reported(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^resident\.db was damaged")
    first = ResidentStore(tmp_path, clock)
    first.add("k", "rate_call", payload())
    first.close()
    path = tmp_path / "resident.db"
    original = path.read_bytes()
    damaged = b"garbage!" + original[8:]
    path.write_bytes(damaged)
    second = ResidentStore(tmp_path, clock)
    assert (tmp_path / "resident.db.damaged-20261124T080000").read_bytes() == damaged
    second.add("k2", "rate_call", payload())
    assert second.pending() == 2
    second.close()


@pytest.mark.parametrize("table", ["outbox", "ratings"])
def test_damage_while_running_costs_no_rating(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None], table: str
) -> None:
    allow_log(r"^resident\.db was damaged")
    store = ResidentStore(tmp_path, clock)
    store.add("k1", "rate_call", payload("c1"))
    with sqlite3.connect(tmp_path / "resident.db") as raw:
        raw.execute(f"DROP TABLE {table}")
    raw.close()
    store.add("k2", "rate_call", payload("c2"))
    first = store.next()
    assert first is not None  # made again from its rating, when that is what is left
    assert RateCall.model_validate(first.payload) == RateCall.model_validate(payload("c1"))
    store.done("k1")
    assert store.next() == waiting("k2", "c2")
    assert (tmp_path / "resident.db.damaged-20261124T080000").exists()
    store.close()


def test_damaged_files_pile_up_rather_than_being_overwritten(
    tmp_path: Path, clock: FixedClock, allow_log: Callable[[str], None]
) -> None:
    allow_log(r"^resident\.db was damaged")
    for n in range(3):
        (tmp_path / "resident.db").write_bytes(b"garbage %d" % n * 1000)
        ResidentStore(tmp_path, clock).close()
    kept = sorted(p.read_bytes()[:9] for p in tmp_path.glob("resident.db.damaged-*"))
    assert kept == [b"garbage 0", b"garbage 1", b"garbage 2"]


def test_a_file_of_a_newer_program_is_used_as_it_is(tmp_path: Path, clock: FixedClock) -> None:
    first = ResidentStore(tmp_path, clock)
    first.add("k", "rate_call", payload())
    first.close()
    with sqlite3.connect(tmp_path / "resident.db") as raw:
        raw.execute("ALTER TABLE outbox ADD COLUMN mood TEXT")
        raw.execute("UPDATE alembic_version SET version_num = 'resident_0042'")
    raw.close()
    second = ResidentStore(tmp_path, clock)
    assert second.next() == waiting("k")
    second.close()


# --- sealing ---------------------------------------------------------------------------------

MARK = "13900001234-unique"


def call_back(number: int = 1) -> dict[str, object]:
    return {
        "call_back_id": f"00000000-0000-4000-8000-{number:012}",
        "person_id": "00000000-0000-4000-8000-000000000009",
        "phone": "13900001234",
        "topic": MARK,
        "slip": "0" * 64,
        "requested_at": "2026-11-24T08:00:00Z",
    }


def ask(store: ResidentStore, key: str, number: int = 1, session: str = "s") -> None:
    store.add(key, "request_call_back", call_back(number), session=session, subject=key)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def server_key(store: ResidentStore) -> OKPKey:
    """The server's key; the store has heard its public half."""
    key = new_seal_key()
    assert store.keep_seal_key(public_jwk(key), "feed", 0)
    return key


def test_the_sessions_end_seals_what_waits(
    store: ResidentStore, tmp_path: Path, server_key: OKPKey
) -> None:
    ask(store, "k1")
    store.add("k2", "rate_call", payload())
    bare = store.next()
    assert bare is not None
    assert (bare.payload, bare.sealed) == (call_back(), None)
    assert MARK.encode() in files(tmp_path)
    assert [asked.state for asked in store.call_backs("s")] == ["requested"]
    assert store.end_session()
    for secret in (MARK, "13900001234", CALL, '"s"'):
        assert secret.encode() not in files(tmp_path)
    assert store.call_backs("s") == []
    for key, name, content in (("k1", "request_call_back", call_back()),
                               ("k2", "rate_call", payload())):  # fmt: skip
        sealed = store.next()
        assert sealed is not None
        assert (sealed.key, sealed.name, sealed.payload) == (key, name, None)
        assert sealed.sealed is not None
        assert unseal(KeySet([server_key]), sealed.sealed, key, name) == content
        settled = store.done(key)
        assert settled is not None
        assert settled.session is None
        assert store.done(key) is None
    assert count(tmp_path / "resident.db", "ratings") == 0
    assert not store.end_session()


def test_a_person_who_leaves_after_the_answer_leaves_nothing(
    store: ResidentStore, tmp_path: Path, server_key: OKPKey
) -> None:
    ask(store, "k")
    settled = store.refused("k", "bad_phone")
    assert settled is not None
    assert (settled.session, settled.subject, settled.code) == ("s", "k", "bad_phone")
    assert [(asked.state, asked.code) for asked in store.call_backs("s")] == [
        ("refused", "bad_phone")
    ]
    assert MARK.encode() not in files(tmp_path)
    assert store.end_session()
    assert count(tmp_path / "resident.db", "call_backs") == 0


def test_without_a_key_it_is_sealed_as_soon_as_one_comes(
    store: ResidentStore, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    allow_log("^1 commands wait unsealed")
    ask(store, "k1")
    assert not store.end_session()
    ask(store, "k2", 2, session="another")  # of somebody who is still there
    assert store.keep_seal_key(public_jwk(new_seal_key()), "feed", 0)
    first = store.next()
    assert first is not None
    assert first.payload is None
    store.done("k1")
    second = store.next()
    assert second is not None
    assert second.payload == call_back(2)


def test_what_a_crash_left_is_sealed_at_the_next_start(
    tmp_path: Path, clock: FixedClock, store: ResidentStore, server_key: OKPKey
) -> None:
    ask(store, "k")
    store.close()  # without its session's end
    again = ResidentStore(tmp_path, clock)
    assert again.end_session()
    assert MARK.encode() not in files(tmp_path)
    again.close()


def test_a_crash_before_the_journal_is_emptied_leaves_nothing_at_the_next_start(
    tmp_path: Path, clock: FixedClock, store: ResidentStore, server_key: OKPKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ask(store, "k")
    with monkeypatch.context() as dying:
        dying.setattr(store, "_empty_journal", lambda engine: None)
        store.end_session()
    assert MARK.encode() in files(tmp_path)
    again = ResidentStore(tmp_path, clock)
    again.end_session()
    assert MARK.encode() not in files(tmp_path)
    again.close()


def test_a_signed_key_is_not_replaced_by_what_a_welcome_says(store: ResidentStore) -> None:
    a, b, c = (public_jwk(new_seal_key()) for _ in range(3))
    assert store.keep_seal_key(a, "feed", 0)
    assert not store.keep_seal_key(a, "feed", 0)
    assert store.keep_seal_key(b, "feed", 0)  # the server has rotated it
    assert store.keep_seal_key(b, "feed", 2)
    assert not store.keep_seal_key(c, "feed", 0)
    assert not store.keep_seal_key(c, "feed", 1)
    assert store.keep_seal_key(c, "feed", 3)
    assert store.keep_seal_key(a, "another server's feed", 0)
    for rubbish in ("", "{}", "no key"):
        assert not store.keep_seal_key(rubbish, "feed", 9)


def test_while_somebody_else_reads_the_journal_is_emptied_later(
    store: ResidentStore, tmp_path: Path, server_key: OKPKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(store, "k")
    with sqlite3.connect(tmp_path / "resident.db", isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM outbox").fetchall()
        monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
        impatient = ResidentStore(tmp_path, store._clock)
        assert impatient.end_session()
        assert MARK.encode() in files(tmp_path)
        reader.execute("COMMIT")
    reader.close()
    assert impatient.next() is not None  # within a minute
    assert MARK.encode() not in files(tmp_path)
    impatient.close()


# --- what may go -----------------------------------------------------------------------------


def test_commands_of_one_thing_never_pass_each_other(
    store: ResidentStore, server_key: OKPKey
) -> None:
    def add(key: str, name: str, subject: str) -> None:
        store.add(key, name, {}, subject=subject)

    for key, name, subject in (("1", "new_one", "A"), ("2", "known", "A"), ("3", "known", "B")):
        add(key, name, subject)

    def keys(**which: Any) -> str:
        waiting = store.next(**which)
        return waiting.key if waiting else ""

    assert keys() == "1"
    assert keys(names=["known"]) == "3"
    assert keys(skip=["1"]) == "3"
    assert keys(names=["known"], skip=["3"]) == ""
    store.done("1")
    assert keys(names=["known"]) == "2"
    store.end_session()
    assert keys(sealed=False) == ""
    assert keys() == "2"


def test_a_crowd_of_receipts_leaves_room(
    store: ResidentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resident, "RECEIPTS", 1)
    receipt: dict[str, object] = {"ended_at": "2026-11-24T08:00:00Z", "steps": ["pages"]}
    assert store.add("1", "erasure_receipt", receipt)
    with pytest.raises(EnvironmentFault):
        store.add("2", "erasure_receipt", receipt)
    ask(store, "3")
    assert not store.add("3", "request_call_back", call_back())
    assert store.pending() == 2


def test_the_summary_tells_no_content(
    store: ResidentStore, tmp_path: Path, server_key: OKPKey, clock: FixedClock
) -> None:
    assert outbox_summary(tmp_path / "elsewhere") == OutboxSummary({}, None, 0, {}, {})
    ask(store, "k1")
    store.end_session()
    ask(store, "k2", 2)
    store.add("k3", "rate_call", payload())
    store.refused("k3", "no_call")
    store.held("k2", "no_answer")
    store.held("k3", "no_answer")  # it is settled
    summary = outbox_summary(tmp_path)
    assert summary == OutboxSummary(
        {"request_call_back": 2}, clock.now(), 1, {"no_answer": 1}, {"no_call": 1}
    )
    assert MARK not in repr(summary)


def test_what_waits_in_a_file_of_the_first_release_is_kept_and_sealed(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "first" / "resident.db"
    path.parent.mkdir()
    engine = database.connect(path)
    config = migrate.configuration(RESIDENT)
    with engine.connect() as connection:
        config.attributes.update(connection=connection, metadata=RESIDENT.metadata)
        command.upgrade(config, "resident_0001")
        connection.commit()
    engine.dispose()
    with sqlite3.connect(path) as raw:
        raw.execute(
            "INSERT INTO outbox (key, name, payload, added_at, state) "
            "VALUES ('k', 'rate_call', ?, '2026-11-24T08:00:00+00:00', 'pending')",
            (json.dumps(payload()),),
        )
        raw.execute("INSERT INTO ratings VALUES ('k', ?, 3, '2026-11-24T08:00:00+00:00')", (CALL,))
    raw.close()
    store = ResidentStore(path.parent, clock)
    assert store.next() == waiting("k")
    assert store.keep_seal_key(public_jwk(new_seal_key()), "feed", 0)
    assert store.end_session()
    assert CALL.encode() not in files(path.parent)
    assert store.done("k") is not None
    store.close()
