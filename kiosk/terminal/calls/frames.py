"""Pictures between two processes: I420 in shared memory, newest frame only.

One writer, any number of readers. The memory holds a few slots in a ring; each has a sequence
number that is odd while it is being written, so a reader knows a torn frame and reads again. No
lock: a reader that is slow or dead never holds up the writer. (This leans on stores being seen in
order, as x86 does it.)

A name is a file in the machine's shared memory folder. (``multiprocessing.shared_memory`` would
hand it to a resource tracker, which unlinks it when the first reader ends.)
"""

from __future__ import annotations

import fcntl
import mmap
import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_PREFIX = "kiosk-frames-"
_MAGIC = 0x6B69_6F73_6B49_3432  # "kioskI42"
_SLOTS = 4
_TRIES = 100  # to read one before a writer overtakes it
_WORDS = 8  # of 64 bits, in the header and before each slot
_HEADER = _WORDS * 8
#: The largest picture, in bytes: 1920 x 1080. Memory is only taken for what is written.
CAPACITY = 1920 * 1080 * 3 // 2
_STRIDE = _HEADER + (CAPACITY + 63) // 64 * 64
_SIZE = _HEADER + _SLOTS * _STRIDE

# Words of the header: magic, number of the newest frame (0: none yet).
# Words of a slot: sequence, width, height, time in ns.


def _folder() -> Path:
    shared = Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


def i420_size(width: int, height: int) -> int:
    """Bytes of a picture; chroma planes are half as wide and high, rounded up."""
    return width * height + 2 * ((width + 1) // 2) * ((height + 1) // 2)


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture: planes Y, U, V one after the other, rows packed. ``time_ns`` is monotonic."""

    number: int
    width: int
    height: int
    time_ns: int
    data: bytes


class FrameWriter:
    """Owns the memory; unlinks it when closed. Readers that hold it may go on reading."""

    def __init__(self) -> None:
        made = None
        while made is None:
            self.name = _PREFIX + secrets.token_hex(8)
            made = _create(_folder() / self.name)
        self._map = made
        self._view = memoryview(self._map)
        self._words = self._view.cast("Q")
        self._words[0] = _MAGIC
        self._number = 0

    def write(
        self, width: int, height: int, planes: Sequence[bytes | bytearray | memoryview]
    ) -> None:
        """Publish a picture. ``planes``: packed Y, U, V (or pieces of them, in order).

        Raises ``ValueError`` when the pieces do not add up, or the picture is over ``CAPACITY``.
        """
        size = i420_size(width, height)
        if size > CAPACITY or sum(len(p) for p in planes) != size:
            raise ValueError(f"not an I420 picture of {width} x {height}, or too large")
        number = self._number + 1
        start = _HEADER + (number % _SLOTS) * _STRIDE
        word = start // 8
        words, view = self._words, self._view
        words[word] = 2 * number - 1
        words[word + 1], words[word + 2] = width, height
        words[word + 3] = time.monotonic_ns()
        at = start + _HEADER
        for plane in planes:
            view[at : at + len(plane)] = plane
            at += len(plane)
        words[word] = 2 * number
        self._number = words[1] = number

    def close(self) -> None:
        """Unlink the memory. Closing twice does nothing."""
        if self._map.closed:
            return
        self._words.release()
        self._view.release()
        self._map.close()
        (_folder() / self.name).unlink(missing_ok=True)

    def __enter__(self) -> FrameWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _create(path: Path) -> mmap.mmap | None:
    """Make and map the file, locked for as long as it is mapped; None: it was swept meanwhile."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        if not path.exists():
            return None
        os.ftruncate(fd, _SIZE)
        return mmap.mmap(fd, _SIZE)  # holds a copy of ``fd``, and with it the lock
    finally:
        os.close(fd)


class FrameReader:
    """Reads the newest frame of a name. ``FileNotFoundError`` when there is no such memory."""

    def __init__(self, name: str) -> None:
        if not name.startswith(_PREFIX) or "/" in name:
            raise FileNotFoundError(f"{name!r} is no name of frames")
        fd = os.open(_folder() / name, os.O_RDONLY)
        try:
            self._map = mmap.mmap(fd, _SIZE, prot=mmap.PROT_READ)
        finally:
            os.close(fd)
        self._view = memoryview(self._map)
        self._words = self._view.cast("Q")
        self._seen = 0

    def latest(self) -> Frame | None:
        """The newest frame if it was not read before, else None. Never a torn one."""
        words = self._words
        for _ in range(_TRIES):
            number = words[1]
            if number == self._seen or words[0] != _MAGIC:
                return None
            start = _HEADER + (number % _SLOTS) * _STRIDE
            word = start // 8
            sequence = words[word]
            if sequence != 2 * number:
                continue  # overtaken: a newer one is there, or will be in a moment
            width, height, time_ns = words[word + 1], words[word + 2], words[word + 3]
            size = i420_size(width, height)
            data = bytes(self._view[start + _HEADER : start + _HEADER + min(size, CAPACITY)])
            if words[word] == sequence:
                self._seen = number
                # No writer of ours makes one that is too large: what says so is damaged.
                return Frame(number, width, height, time_ns, data) if size <= CAPACITY else None
        return None

    def close(self) -> None:
        """Let go of the memory. Closing twice does nothing."""
        if not self._map.closed:
            self._words.release()
            self._view.release()
            self._map.close()

    def __enter__(self) -> FrameReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def remove_stale_frames() -> None:
    """Unlink what killed processes left behind: files that nobody holds the lock of."""
    for path in _folder().glob(f"{_PREFIX}*"):
        try:
            fd = os.open(path, os.O_RDWR)
        except OSError:  # gone, or another user's
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
        except BlockingIOError:
            pass  # its owner lives
        finally:
            os.close(fd)
