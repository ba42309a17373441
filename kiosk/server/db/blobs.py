"""Files named by their SHA-256 under ``blobs/aa/sha``, with a row for each."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.ids import new_id
from kiosk.errors import EnvironmentFault
from kiosk.files import sync_folder
from kiosk.server.db.models import Blob


class BlobStore:
    """The folder of blobs. Files are written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._synced: set[Path] = set()  # folders whose names survive a power cut

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def write(self, data: bytes) -> str:
        """Store the bytes unless they are there; the SHA-256. ``EnvironmentFault``: disk.

        A file that the disk has damaged is written again. One that is there may be of a process
        that was killed before it synced the folder: that is made good.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        part = target.with_name(f"{sha256}.{new_id()}.part")
        try:
            new = not target.exists() or target.read_bytes() != data
            if new:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                target.parent.mkdir(exist_ok=True)
                with part.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(target)
            for folder in (target.parent, self._folder, self._folder.parent):
                if new or folder not in self._synced:
                    sync_folder(folder)
                    self._synced.add(folder)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise EnvironmentFault(
                f"A picture cannot be stored in {self._folder}: {error.strerror}. "
                "Free some space or give this user the right to write there."
            ) from None
        return sha256

    @staticmethod
    def add(session: Session, sha256: str, size: int, media_type: str) -> None:
        """Note a blob that is written (``size`` in bytes), unless it is."""
        if session.scalar(select(Blob.id).where(Blob.sha256 == sha256)) is None:
            session.add(Blob(sha256=sha256, size=size, media_type=media_type))
            session.flush()

    def find(self, session: Session, sha256: str) -> tuple[Path, str] | None:
        """(file, media type) of a stored blob, else None."""
        row = session.scalar(select(Blob).where(Blob.sha256 == sha256))
        if row is None or not self.path(sha256).is_file():
            return None
        return self.path(sha256), row.media_type
