from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import EnvironmentFault
from kiosk.terminal.storage.blobs import BlobStore
from tests.support.feed import sha256

PICTURE = b"\x89PNG picture" * 500
NAME = sha256(PICTURE)


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def put(blobs: BlobStore, name: str, content: bytes) -> None:
    part = blobs.part(name)
    part.write_bytes(content)
    blobs.put(name, part)


def test_a_blob_is_found_where_its_digest_says(blobs: BlobStore, tmp_path: Path) -> None:
    assert blobs.path(NAME) is None
    put(blobs, NAME, PICTURE)
    path = blobs.path(NAME)
    assert path == tmp_path / "blobs" / NAME[:2] / NAME
    assert path.read_bytes() == PICTURE
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [PICTURE[:-1], b"", b"<html>please log in</html>"])
def test_truncated_and_forged_blobs_are_refused(
    blobs: BlobStore, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        put(blobs, NAME, content)
    assert caught.value.code == "blob_forged"
    assert blobs.path(NAME) is None
    assert [p for p in (tmp_path / "blobs").rglob("*") if p.is_file()] == []


def test_a_refused_blob_leaves_the_good_one_alone(blobs: BlobStore) -> None:
    put(blobs, NAME, PICTURE)
    with pytest.raises(EnvironmentFault):
        put(blobs, NAME, b"forged")
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
    seen = blobs if known else BlobStore(tmp_path / "blobs")
    assert seen.path(NAME) is None
    assert not path.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "F" * 64, "a" * 63])
def test_a_name_that_is_no_digest_leads_nowhere(blobs: BlobStore, name: str) -> None:
    assert blobs.path(name) is None
    with pytest.raises(EnvironmentFault):
        blobs.part(name)
