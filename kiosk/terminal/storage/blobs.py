"""Blobs by their SHA-256: written as ``.part``, verified, moved into place; never half there."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.errors import EnvironmentFault
from kiosk.files import sync_folder

log = logging.getLogger(__name__)

_NAME = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
#: A larger one is taken for whole once it is in place: to hash a video again takes seconds.
_HASH_AGAIN = 20 * 1024 * 1024
#: That a blob is of use is noted once in so many seconds.
_NOTE_USE_S = 6 * 3600


def sha256_of(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """A blob on the disk. ``used``: seconds since 1970 when it was last of use."""

    size: int
    used: int


class BlobPart:
    """A blob on its way in, by one program at a time; hashed as it comes."""

    def __init__(self, store: BlobStore, sha256: str, file: int, path: Path) -> None:
        self._store = store
        self._sha256 = sha256
        self._file = file
        self._path = path
        self._hash = hashlib.sha256()
        self.size = 0
        with _faults(path):
            while chunk := os.read(file, _CHUNK):  # what an earlier run has left
                self._hash.update(chunk)
                self.size += len(chunk)

    def write(self, chunk: bytes) -> None:
        with _faults(self._path):
            view = memoryview(chunk)
            while view:
                view = view[os.write(self._file, view) :]
        self._hash.update(chunk)
        self.size += len(chunk)

    def restart(self) -> None:
        """Throw away what is there."""
        with _faults(self._path):
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
        self._hash = hashlib.sha256()
        self.size = 0

    def commit(self) -> None:
        """Move it into place; ``EnvironmentFault`` (``blob_forged``) if it is another blob."""
        if self._hash.hexdigest() != self._sha256:
            self.restart()
            raise EnvironmentFault(
                f"What came as blob {self._sha256} is something else, so it is not kept. "
                "Look for a proxy or a login page on the line.",
                code="blob_forged",
            )
        with _faults(self._path):
            os.fsync(self._file)
            self._store.move_in(self._sha256, self._path)


class BlobStore:
    """Files under ``root/aa/<sha256>``. Any thread."""

    def __init__(self, root: Path, clock: Clock) -> None:
        self._root = root
        self._clock = clock
        self._whole: dict[str, tuple[int, int]] = {}  # verified ones: (size, mtime in ns)
        self._used: int | None = None  # bytes of all, as they were last counted

    def _place(self, sha256: str) -> Path | None:
        # A name that is no digest could lead out of the folder.
        if not _NAME.fullmatch(sha256):
            return None
        return self._root / sha256[:2] / sha256

    @contextmanager
    def open_part(self, sha256: str) -> Iterator[BlobPart | None]:
        """Begin or go on with a download. None: it is there, or another program is at it."""
        place = self._place(sha256)
        if place is None:
            raise EnvironmentFault(f"{sha256!r} is no SHA-256 of a blob.", code="blob")
        if place.exists():
            yield None
            return
        path = place.with_suffix(".part")
        with _faults(path):
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                for folder in (self._root, self._root.parent):
                    sync_folder(folder)
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield BlobPart(self, sha256, file, path) if _locked(file, path) else None
        finally:
            os.close(file)

    def move_in(self, sha256: str, path: Path) -> None:
        """Put a verified and synced file in its place; the folder is synced when this returns."""
        place = self._place(sha256)
        assert place is not None
        path.replace(place)
        self._note_use(sha256, place)
        if self._used is not None:
            self._used += place.stat().st_size
        sync_folder(place.parent)

    def path(self, sha256: str) -> Path | None:
        """The file of a blob that is there and whole, and of use now; a damaged one is dropped."""
        place = self._place(sha256)
        if place is None:
            return None
        try:
            stat = place.stat()
            seen = (stat.st_size, stat.st_mtime_ns)
            known = self._whole.get(sha256) == seen
            if known or stat.st_size > _HASH_AGAIN or sha256_of(place) == sha256:
                self._whole[sha256] = seen
                if abs(self._now() - stat.st_mtime) > _NOTE_USE_S:
                    self._note_use(sha256, place)
                return place
            log.warning("blob %s is damaged on disk: dropped, the next sync fetches it", sha256)
            place.unlink(missing_ok=True)
        except FileNotFoundError:
            pass
        except OSError as error:
            log.warning("blob %s cannot be read: %s", sha256, error.strerror)
        self._whole.pop(sha256, None)
        return None

    def stored(self) -> dict[str, Stored]:
        """All blobs that are in place."""
        found: dict[str, Stored] = {}
        for path in self._root.glob("??/*"):
            if _NAME.fullmatch(path.name):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                found[path.name] = Stored(stat.st_size, int(stat.st_mtime))
        self._used = sum(blob.size for blob in found.values())
        return found

    def used(self) -> int:
        """Bytes of all blobs; not counted anew for each that comes."""
        if self._used is None:
            self.stored()
        return self._used or 0

    def parts(self) -> dict[str, int]:
        """Bytes of downloads that have begun, by SHA-256."""
        sizes: dict[str, int] = {}
        for path in self._root.glob("??/*.part"):
            try:
                sizes[path.stem] = path.stat().st_size
            except OSError:
                continue
        return sizes

    def drop(self, sha256: str) -> None:
        """Unlink a blob and its part, unless another program is at it."""
        place = self._place(sha256)
        if place is None:
            return
        try:
            place.unlink(missing_ok=True)
            self._drop_part(place.with_suffix(".part"))
        except OSError as error:
            log.warning("blob %s cannot be removed: %s", sha256, error.strerror)
        self._whole.pop(sha256, None)
        self._used = None

    def _note_use(self, sha256: str, place: Path) -> None:
        """The file's own time is when it was last of use."""
        now = self._now()
        os.utime(place, (now, now))
        stat = place.stat()
        self._whole[sha256] = (stat.st_size, stat.st_mtime_ns)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _drop_part(self, path: Path) -> None:
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return
        try:
            if _locked(file, path):
                path.unlink(missing_ok=True)
        finally:
            os.close(file)

    def free(self) -> int:
        """Bytes that the disk has left."""
        folder = self._root
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free


def _locked(file: int, path: Path) -> bool:
    """Take the lock of a part; False when another has it, or has just moved the file away."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(file), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"Cannot write {path}: {error.strerror}. Check the disk's space and health.",
            code="blob",
        ) from error
