"""Blobs by their SHA-256: written as ``.part``, verified, moved into place; never half there."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Collection
from pathlib import Path

from kiosk.errors import EnvironmentFault

log = logging.getLogger(__name__)

_NAME = re.compile(r"[0-9a-f]{64}")


def sha256_of(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class BlobStore:
    """Files under ``root/aa/<sha256>``. Any thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._whole: dict[str, tuple[int, int]] = {}  # verified ones: (size, mtime in ns)

    def _place(self, sha256: str) -> Path | None:
        # A name that is no digest could lead out of the folder.
        if not _NAME.fullmatch(sha256):
            return None
        return self._root / sha256[:2] / sha256

    def part(self, sha256: str) -> Path:
        """Where to download a blob to, in a folder that is there (else ``EnvironmentFault``)."""
        place = self._place(sha256)
        if place is None:
            raise EnvironmentFault(f"{sha256!r} is no SHA-256 of a blob.", code="blob")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                f"Cannot make {place.parent}: {error.strerror}.", code="blob"
            ) from error
        # Another process (``kiosk sync``) may download the same one.
        return place.with_suffix(f".{os.getpid()}.part")

    def path(self, sha256: str) -> Path | None:
        """The file of a blob that is there and whole; a damaged one is dropped."""
        place = self._place(sha256)
        if place is None:
            return None
        try:
            stat = place.stat()
            seen = (stat.st_size, stat.st_mtime_ns)
            if self._whole.get(sha256) == seen:
                return place
            if sha256_of(place) == sha256:
                self._whole[sha256] = seen
                return place
            log.warning("blob %s is damaged on disk: dropped, the next sync fetches it", sha256)
            place.unlink(missing_ok=True)
        except FileNotFoundError:
            pass
        except OSError as error:
            log.warning("blob %s cannot be read: %s", sha256, error.strerror)
        self._whole.pop(sha256, None)
        return None

    def put(self, sha256: str, part: Path) -> None:
        """Verify ``part`` and move it into place; ``EnvironmentFault`` if it is another blob."""
        place = self._place(sha256)
        try:
            if place is None or sha256_of(part) != sha256:
                part.unlink(missing_ok=True)
                raise EnvironmentFault(
                    f"What came as blob {sha256} is something else, so it is not kept. "
                    "Look for a proxy or a login page on the line.",
                    code="blob_forged",
                )
            place.parent.mkdir(parents=True, exist_ok=True)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(place)
            directory = os.open(place.parent, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)
            stat = place.stat()
            self._whole[sha256] = (stat.st_size, stat.st_mtime_ns)
        except OSError as error:
            raise EnvironmentFault(
                f"Cannot store blob {sha256}: {error.strerror}. Check the disk.", code="blob"
            ) from error

    def keep_only(self, named: Collection[str]) -> None:
        """Unlink all blobs but these, and what dead processes have left half downloaded."""
        keep = frozenset(named)
        for path in self._root.glob("??/*"):
            owner = path.suffixes[:-1]
            if path.name in keep or (owner and Path("/proc", owner[0][1:]).exists()):
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("blob %s cannot be removed: %s", path.name, error.strerror)
            self._whole.pop(path.name, None)
