"""``kiosk backup``: whole, at one moment, for its owner alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.domain.clock import SystemClock
from kiosk.protocol.content import NoticeDoc
from kiosk.server.db.content import feed_head, publish
from kiosk.server.db.engine import open_database
from kiosk.server.feed.keys import ensure_keys
from kiosk.server.publishing import publish_content
from kiosk.settings import load_settings
from tests.support.small_content import write_content


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data of a server that has published the small content."""
    folder = tmp_path / "data"
    content = write_content(tmp_path / "content")
    flags = {"data_dir": str(folder), "server.content_dir": str(content)}
    settings = load_settings(environ={}, flags=flags)
    with closing(open_database(settings, SystemClock())) as database:
        with database.write() as session:
            ensure_keys(session, database.keys, database.clock.now())
        publish_content(settings, database)
    return folder


def blobs(folder: Path) -> dict[str, bytes]:
    files = (path for path in (folder / "blobs").rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files}


def test_a_backup_is_the_whole_of_one_moment(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another program publishes all the while."""
    settings = load_settings(environ={}, flags={"data_dir": str(data)})
    ended, began = threading.Event(), threading.Event()

    def go_on_publishing() -> None:
        with closing(open_database(settings, SystemClock(), create=False)) as database:
            number = 0
            while not ended.is_set():
                number += 1
                docs = [NoticeDoc(id=f"{n}", title=f"{number}") for n in range(5)]
                with database.write() as session:
                    publish(session, docs, origin="test")
                began.set()

    writer = threading.Thread(target=go_on_publishing)
    writer.start()
    try:
        assert began.wait(20)
        assert main(["backup", str(tmp_path / "copy"), "--data-dir", str(data)]) == 0
    finally:
        ended.set()
        writer.join()
    said = capsys.readouterr().out
    assert "master.key is not in it" in said
    copy = tmp_path / "copy"
    assert copy.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in copy.iterdir()) == ["blobs", "server.db"]
    assert (copy / "server.db").stat().st_mode & 0o077 == 0
    assert blobs(copy) == blobs(data) != {}
    with closing(sqlite3.connect(copy / "server.db")) as line:
        titles = line.execute(
            "SELECT DISTINCT json_extract(doc, '$.title') FROM content_item WHERE origin = 'test'"
        ).fetchall()
    assert len(titles) == 1  # no publication is half there
    # It is a database like any other, with its key.
    (copy / "master.key").write_bytes((data / "master.key").read_bytes())
    (copy / "master.key").chmod(0o600)
    there = load_settings(environ={}, flags={"data_dir": str(copy)})
    with closing(open_database(there, SystemClock())) as database, database.read() as session:
        assert feed_head(session).revision > 0


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"damaged"), Path.unlink])
def test_a_picture_that_is_damaged_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], object],
) -> None:  # fmt: skip
    (picture,) = (path for path in (data / "blobs").rglob("*") if path.is_file())
    spoil(picture)
    assert main(["backup", str(tmp_path / "copy"), "--data-dir", str(data)]) == 1
    out = capsys.readouterr().out
    assert picture.name in out
    assert "kiosk publish" in out
    assert blobs(tmp_path / "copy") == {}


def test_what_a_backup_refuses(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def backup(target: Path, *words: str) -> tuple[int, str]:
        code = main(["backup", str(target), "--data-dir", str(data), *words])
        return code, capsys.readouterr().err

    there = tmp_path / "there"
    there.mkdir()
    assert backup(there) == (2, f"kiosk: There is {there} already. Name a new folder for each "
                                "backup.\n")  # fmt: skip
    code, err = backup(tmp_path / "nowhere" / "copy")
    assert code == 1
    assert "Choose a folder that is there" in err
    code, err = backup(tmp_path / "copy", "--set", "server.database=postgresql+psycopg://x/y")
    assert code == 2
    assert "pg_dump" in err
    (data / "server.db-wal").unlink(missing_ok=True)
    (data / "server.db").write_bytes(b"damaged" * 1000)
    code, err = backup(tmp_path / "copy")
    assert code == 1
    assert "docs/operators/backup.md" in err
    (data / "server.db").unlink()
    code, err = backup(tmp_path / "copy")
    assert code == 2
    assert "no server's data" in err
    assert not list(tmp_path.glob("copy*"))
