"""The signed feed of the real application, over HTTP."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest
import requests
import zstandard
from sqlalchemy import select

from kiosk.cli import main
from kiosk.domain.clock import SystemClock
from kiosk.errors import UserError
from kiosk.protocol import dictionary
from kiosk.protocol.content import DOC, AnyDoc
from kiosk.protocol.feed import (
    BATCHES_PATH,
    HEAD_PATH,
    HEAD_PURPOSE,
    MAX_ENVELOPE,
    MAX_HEAD,
    SNAPSHOTS_PATH,
    FeedTampered,
    open_envelope,
    split_root,
)
from kiosk.server.db.engine import Database, open_database
from kiosk.server.db.feed_models import FeedKeyRow
from kiosk.server.feed.keys import ROOT, newest, private, rotate, take_out
from kiosk.server.feed.snapshots import make_snapshot
from kiosk.server.publishing import publish_origin
from tests.integration.server.conftest import StartServer
from tests.support.feed_reader import reader
from tests.support.signalling import Device, ServerThread, make_device


@pytest.fixture
def device(server: ServerThread) -> Device:
    return make_device(server.settings, server.url)


def notice(number: int, title: str = "停水通知") -> AnyDoc:
    return DOC.validate_python(
        {"kind": "notice", "id": f"00000000-0000-4000-8000-{number:012}", "title": title}
    )


def with_database(server: ServerThread) -> AbstractContextManager[Database]:
    return closing(open_database(server.settings, SystemClock(), create=False))


def put(server: ServerThread, docs: list[AnyDoc], origin: str = "test") -> int:
    with with_database(server) as database:
        return publish_origin(server.settings, database, docs, {}, origin=origin).revision


def test_the_chain_leads_to_what_is_published(server: ServerThread, device: Device) -> None:
    one = reader(device)
    head = one.walk()
    assert one.docs
    put(server, [notice(1), notice(2)])
    put(server, [notice(2, "改了")])
    one.walk()
    assert ("notice", notice(1).id) not in one.docs
    assert one.docs["notice", notice(2).id]["title"] == "改了"
    assert one.revision == head.revision + 4
    late = reader(device)
    late.walk()
    assert late.docs == one.docs


def test_a_snapshot_is_the_same_as_the_chain(server: ServerThread, device: Device) -> None:
    put(server, [notice(n) for n in range(30)])
    with with_database(server) as database:
        make_snapshot(database)
        make_snapshot(database)  # of the same revision: nothing
    put(server, [notice(n) for n in range(20)])
    jumped, walked = reader(device), reader(device)
    jumped.jump()
    walked.walk()
    assert jumped.docs == walked.docs
    assert jumped.batches == 1


def test_a_head_is_small_fresh_and_never_kept(device: Device) -> None:
    answer = device.get(HEAD_PATH)
    assert len(answer.content) <= MAX_HEAD
    assert answer.headers["cache-control"] == "no-store"
    one = reader(device)
    head = one.head()
    assert head.expires - head.issued == 24 * 3600
    with pytest.raises(FeedTampered):
        open_envelope("kiosk feed batch", answer.content, one._feed_keys())
    with pytest.raises(FeedTampered):
        open_envelope(HEAD_PURPOSE, answer.content[:-1] + b" ", one._feed_keys())


def raw(device: Device, path: str, encodings: str, **headers: str) -> requests.Response:
    wanted = {"Accept-Encoding": encodings, **headers}
    answer = device.get(path, headers=wanted, stream=True)
    answer._content = answer.raw.read(decode_content=False)
    return answer


def test_each_encoding_carries_the_same_bytes(server: ServerThread, device: Device) -> None:
    after = reader(device).walk().revision
    put(server, [notice(1)])
    path = f"{BATCHES_PATH}/{after}"
    plain = raw(device, path, "identity")
    assert "content-encoding" not in plain.headers
    name = {"Available-Dictionary": dictionary.available()}
    packed = {
        "gzip": gzip.decompress(raw(device, path, "gzip").content),
        "zstd": zstandard.ZstdDecompressor().decompress(raw(device, path, "gzip, zstd").content),
        "dcz": dictionary.decompress(raw(device, path, "dcz, zstd", **name).content, MAX_ENVELOPE),
    }
    assert set(packed.values()) == {plain.content}
    # Who names no dictionary, or another one, gets none.
    assert raw(device, path, "dcz, zstd").headers["content-encoding"] == "zstd"
    other = {"Available-Dictionary": ":AAAA:"}
    assert raw(device, path, "dcz, zstd", **other).headers["content-encoding"] == "zstd"
    refused = raw(device, path, "zstd;q=0, gzip;q=0.5")
    assert refused.headers["content-encoding"] == "gzip"
    # And who has it is told so.
    first = raw(device, path, "zstd")
    again = raw(device, path, "zstd", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in first.headers["cache-control"]


def test_what_is_not_kept_is_gone(device: Device) -> None:
    head = reader(device).head()
    for path in (
        f"{BATCHES_PATH}/{head.revision}",
        f"{BATCHES_PATH}/999999",
        f"{SNAPSHOTS_PATH}/999999/0",
    ):
        assert device.get(path).status_code == 410
    assert requests.get(device.url + HEAD_PATH, timeout=5).status_code == 401


def test_keys_change_under_a_terminal(server: ServerThread, device: Device) -> None:
    one = reader(device)
    first = one.walk()
    with with_database(server) as database:
        for change in ({}, {"new_root": True}, {}, {"new_root": True}):
            with database.write() as session:
                rotate(session, database.keys, database.clock.now(), **change)  # type: ignore[arg-type]
    put(server, [notice(1)])
    last = one.walk()
    assert last.key != first.key
    assert last.keys == first.keys + 6  # a new root is named by the old one, then signs itself
    # One that enrols now begins with the newest root: the ones before it are worth nothing.
    late = make_device(server.settings, server.url)
    assert split_root(late.profile["feed_root"])[1] == last.keys
    new = reader(late)
    new.walk()
    assert new.docs == one.docs
    with with_database(server) as database, database.read() as session:
        roots = session.scalars(select(FeedKeyRow).where(FeedKeyRow.purpose == "root")).all()
        assert [row.wrapped is None for row in roots] == [True, True, False]


def test_a_root_that_is_kept_elsewhere(
    server: ServerThread, device: Device, tmp_path: Path
) -> None:
    file = tmp_path / "root.pem"
    with with_database(server) as database:
        with database.write() as session:
            take_out(session, database.keys, file)
        assert file.stat().st_mode & 0o777 == 0o600
        with database.write() as session, pytest.raises(UserError, match="--root-key"):
            rotate(session, database.keys, database.clock.now())
        with database.write() as session:
            version = rotate(session, database.keys, database.clock.now(), root_key=file)
        other = tmp_path / "other.pem"
        other.write_text("no key")
        with database.write() as session, pytest.raises(UserError, match="no key"):
            rotate(session, database.keys, database.clock.now(), root_key=other)
    assert reader(device).walk().keys == version


def test_a_root_that_was_taken_out_is_nowhere_else(
    server: ServerThread, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def take(file: Path) -> tuple[int, str, str]:
        place = ["--data-dir", str(server.settings.data_dir)]
        return main(["feed", "take-out-root", str(file), *place]), *capsys.readouterr()

    with with_database(server) as database, database.read() as session:
        row = newest(session, ROOT)
        assert row is not None
        assert private(database.keys, row) is not None
        wrapped = row.wrapped
    assert wrapped is not None
    code, out, err = take(tmp_path / "nowhere" / "root.pem")
    assert (code, out) == (2, "")
    assert "in a folder that is there" in err
    assert "--data-dir" not in err
    code, out, _ = take(tmp_path / "root.pem")
    assert (code, "no longer here" in out) == (0, True)
    for file in server.settings.data_dir.glob("server.db*"):
        assert wrapped not in file.read_bytes(), file  # not in a free page, nor in the journal
    code, out, err = take(tmp_path / "again.pem")
    assert (code, out) == (2, "")
    assert "no root key here" in err


def test_another_feed_after_a_restored_backup(server: ServerThread, device: Device) -> None:
    one = reader(device)
    before = one.walk()
    with with_database(server) as database, database.write() as session:
        rotate(session, database.keys, database.clock.now(), new_feed=True)
    known = one.keys
    late = reader(device)
    after = late.walk()
    assert after.feed != before.feed
    # A key that the backup brought back may have been replaced for a reason: none is good.
    assert known is not None
    assert late.keys is not None
    assert {key.id for key in late.keys.keys}.isdisjoint(key.id for key in known.keys)
    assert late.docs == one.docs


def test_origins_do_not_touch_each_other(server: ServerThread, device: Device) -> None:
    put(server, [notice(1)], "one")
    put(server, [notice(2)], "two")
    put(server, [], "one")
    one = reader(device)
    one.walk()
    assert ("notice", notice(2).id) in one.docs
    assert ("notice", notice(1).id) not in one.docs
    with pytest.raises(UserError, match="'two'"):
        put(server, [notice(2, "anders")], "one")
    put(server, [notice(1)], "two")  # what its owner has withdrawn is free


def test_repealed_laws_come_before_everything_else(server: ServerThread, device: Device) -> None:
    law: dict[str, Any] = {"kind": "law", "id": notice(9).id, "title": "旧法"}
    put(server, [DOC.validate_python(law)])
    after = reader(device).walk().revision
    put(server, [notice(1), notice(2), DOC.validate_python({**law, "status": "repealed"})])
    body = raw(device, f"{BATCHES_PATH}/{after}", "identity").content[64:].split(b"\n", 1)[1]
    kinds = [change["kind"] for change in json.loads(body)["changes"]]
    assert kinds == ["law", "notice", "notice"]


def test_many_changes_make_many_batches(server: ServerThread, device: Device) -> None:
    one = reader(device)
    one.walk()
    had = one.batches
    put(server, [notice(n) for n in range(450)])
    one.walk()
    assert one.batches - had == 3


def test_two_processes_publish_at_once(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server()
    code = """
import sys
from pathlib import Path
from kiosk.domain.clock import SystemClock
from kiosk.protocol.content import DOC
from kiosk.server.db.engine import open_database
from kiosk.server.publishing import publish_origin
from kiosk.settings import load_settings
who = sys.argv[1]
settings = load_settings(environ={}, flags={"data_dir": sys.argv[2]})
database = open_database(settings, SystemClock(), create=False)
for turn in range(15):
    docs = [DOC.validate_python({"kind": "notice", "id": f"{who}-{n}", "title": f"{turn}"})
            for n in range(5)]
    publish_origin(settings, database, docs, {}, origin=who)
"""
    folder = str(server.settings.data_dir)
    running = [
        subprocess.Popen([sys.executable, "-c", code, who, folder]) for who in ("one", "two")
    ]
    one = reader(make_device(server.settings, server.url))
    while any(process.poll() is None for process in running):
        one.walk()  # no step is ever missing
    assert [process.returncode for process in running] == [0, 0]
    one.walk()
    titles = {d["title"] for key, d in one.docs.items() if key[0] == "notice"}
    assert titles == {"14"}
