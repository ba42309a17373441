"""Pieces of the feed on their way in: a folder of files that outlives a power cut.

What lies here is verified again each time that it is read, so a file may be anything.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.files import sync_folder

log = logging.getLogger(__name__)


class Spool:
    """Files by name under ``folder``. One thread; another program may use it at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("%s cannot be read (%s): fetched again", name, error.strerror)
            return None

    def write(self, name: str, content: bytes) -> None:
        """The file is whole and on the disk when this returns. ``EnvironmentFault``: no space."""
        with self._faults():
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f"{name}.{os.getpid()}.part"
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._folder / name)
            sync_folder(self._folder)

    def drop(self, name: str) -> None:
        with self._faults():
            (self._folder / name).unlink(missing_ok=True)

    def keep_only(self, names: Collection[str]) -> None:
        """Unlink all others."""
        if not self._folder.is_dir():
            return
        with self._faults():
            for path in self._folder.iterdir():
                if path.name not in names:
                    path.unlink(missing_ok=True)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise EnvironmentFault(
                f"Cannot write to {self._folder}: {error.strerror}. Check the disk.", code="disk"
            ) from error
