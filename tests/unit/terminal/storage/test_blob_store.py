from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault
from kiosk.terminal.storage.blobs import BlobStore
from tests.support.feed import sha256

PICTURE = b"\x89PNG picture" * 500
NAME = sha256(PICTURE)
CLOCK = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs", CLOCK)


def put(blobs: BlobStore, name: str, content: bytes) -> None:
    with blobs.open_part(name) as part:
        assert part is not None
        part.write(content)
        part.commit()


def test_a_blob_is_found_where_its_digest_says(blobs: BlobStore, tmp_path: Path) -> None:
    assert blobs.path(NAME) is None
    put(blobs, NAME, PICTURE)
    path = blobs.path(NAME)
    assert path == tmp_path / "blobs" / NAME[:2] / NAME
    assert path.read_bytes() == PICTURE
    assert list(path.parent.iterdir()) == [path]
    with blobs.open_part(NAME) as part:
        assert part is None  # there is nothing to do


@pytest.mark.parametrize("content", [PICTURE[:-1], b"", b"<html>please log in</html>"])
def test_truncated_and_forged_blobs_are_refused(blobs: BlobStore, content: bytes) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        put(blobs, NAME, content)
    assert caught.value.code == "blob_forged"
    assert blobs.path(NAME) is None
    assert blobs.stored() == {}
    assert blobs.parts() == {NAME: 0}  # nothing of it is kept
    put(blobs, NAME, PICTURE)
    assert blobs.path(NAME) is not None


@pytest.mark.parametrize("known", [True, False])
def test_a_blob_damaged_on_disk_is_no_blob(
    blobs: BlobStore, tmp_path: Path, known: bool, allow_log: Callable[[str], None]
) -> None:
    allow_log("^blob .* is damaged on disk")
    put(blobs, NAME, PICTURE)
    path = blobs.path(NAME)
    assert path is not None
    path.write_bytes(PICTURE[:100])
    seen = blobs if known else BlobStore(tmp_path / "blobs", CLOCK)
    assert seen.path(NAME) is None
    assert not path.exists()


def test_a_download_goes_on_where_it_broke_off(blobs: BlobStore, tmp_path: Path) -> None:
    with blobs.open_part(NAME) as part:
        assert part is not None
        part.write(PICTURE[:1000])
    later = BlobStore(tmp_path / "blobs", CLOCK)  # another run of the program
    assert later.parts() == {NAME: 1000}
    with later.open_part(NAME) as part:
        assert part is not None
        assert part.size == 1000
        part.write(PICTURE[1000:])
        part.commit()
    assert later.path(NAME) is not None


def test_one_program_at_a_time_fetches_a_blob(blobs: BlobStore, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from kiosk.domain.clock import SystemClock\n"
        "from kiosk.terminal.storage.blobs import BlobStore\n"
        "with BlobStore(pathlib.Path(sys.argv[1]), SystemClock()).open_part(sys.argv[2]) as part:\n"
        "    print(part is None, flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "blobs"), NAME]
    with blobs.open_part(NAME) as part:
        assert part is not None
        part.write(PICTURE[:10])
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
        assert told.stdout == "True\n"
        blobs.drop(NAME)  # evicting it waits too
        assert blobs.parts() == {NAME: 10}
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    assert told.stdout == "False\n"


def test_a_blob_tells_when_it_was_last_of_use(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))
    blobs = BlobStore(tmp_path / "blobs", clock)
    put(blobs, NAME, PICTURE)
    first = blobs.stored()[NAME]
    assert first.size == len(PICTURE)
    assert first.used == int(clock.now().timestamp())
    clock.advance(timedelta(days=3))
    assert blobs.stored()[NAME] == first
    assert blobs.path(NAME) is not None
    assert blobs.stored()[NAME].used == int(clock.now().timestamp())


def test_a_large_blob_is_not_hashed_again_to_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.terminal.storage.blobs._HASH_AGAIN", 1000)
    blobs = BlobStore(tmp_path / "blobs", CLOCK)
    put(blobs, NAME, PICTURE)
    monkeypatch.setattr("kiosk.terminal.storage.blobs.sha256_of", lambda path: 1 / 0)
    assert BlobStore(tmp_path / "blobs", CLOCK).path(NAME) is not None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "F" * 64, "a" * 63])
def test_a_name_that_is_no_digest_leads_nowhere(blobs: BlobStore, name: str) -> None:
    assert blobs.path(name) is None
    with pytest.raises(EnvironmentFault), blobs.open_part(name):
        pass


def test_a_disk_that_takes_nothing_is_the_worlds_fault(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with blobs.open_part(NAME) as part:
        assert part is not None
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(EnvironmentFault, match="No space left"):
            part.write(PICTURE)
