"""HTTP of the sync: bounded in bytes and in seconds, and stopped at any time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.errors import EnvironmentFault, NotAllowedError, ServerUnreachable
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.sync.encoding import asked_for, unpack

if TYPE_CHECKING:
    import requests

_CHUNK = 256 * 1024
#: A piece of the feed that takes longer (a line that drips) is given up, in seconds.
PIECE_S = 300.0
HEAD_S = 20.0


class Stopped(Exception):  # noqa: N818 - not an error: the terminal is closing
    """``stop`` was called."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and unpacked body."""

    status: int
    body: bytes


class Transport:
    """One session, for one thread. ``stop`` may be called from any."""

    def __init__(self, line: Line, auth: BearerAuth) -> None:
        """``auth`` signs each request with the device's token."""
        self.bytes = 0  # of all bodies, as they came over the line
        self.date = ""  # of the last answer, by the server's clock; nobody has signed it
        self._line = line
        self._auth = auth
        self._session: requests.Session | None = None
        self._stop = threading.Event()

    def stop(self) -> None:
        """Let what runs end at its next step, and all later at once. Any thread."""
        self._stop.set()
        if self._session is not None:
            self._session.close()

    def alive(self) -> None:
        """Raises ``Stopped`` when it is over."""
        if self._stop.is_set():
            raise Stopped

    def get(
        self, path: str, limit: int, *, packed: bool = True, known: tuple[int, ...] = (200,)
    ) -> Answer:
        """A body of at most ``limit`` bytes; a status that is not ``known`` is raised as a fault.

        Raises ``FeedTampered`` for a body that is too long or not what its encoding says.
        """
        deadline = time.monotonic() + (PIECE_S if packed else HEAD_S)
        headers = asked_for() if packed else {"Accept-Encoding": "identity"}
        with self.stream(path, headers) as response:
            self.check(response.status_code, known)
            if response.status_code != 200:
                return Answer(response.status_code, b"")
            raw = bytearray()
            for chunk in self.chunks(response):
                raw += chunk
                if len(raw) > limit:
                    break  # packed or not, it is too long: ``unpack`` says so
                if time.monotonic() > deadline:
                    raise self._line.unreachable()
            encoding = response.headers.get("Content-Encoding", "")
        return Answer(200, unpack(encoding if len(raw) <= limit else "", bytes(raw), limit))

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """An answer whose body is read by ``chunks``."""
        self.alive()
        if self._session is None:
            self._session = self._line.session()
        with self._line.request(
            self._session, "GET", path, stream=True, auth=self._auth, headers=dict(headers)
        ) as response:
            self.date = response.headers.get("Date", "")
            yield response

    def chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it comes, not unpacked. ``ServerUnreachable`` when it breaks off."""
        from urllib3.exceptions import HTTPError

        while True:
            try:
                chunk = response.raw.read1(_CHUNK, decode_content=False)
            except (HTTPError, OSError, ValueError, AttributeError) as error:
                self.alive()  # closing the session breaks the line off too
                raise self._line.unreachable() from error
            self.alive()
            if not chunk:
                return
            self.bytes += len(chunk)
            yield chunk

    def check(self, status: int, known: tuple[int, ...]) -> None:
        """Raise what a status means that is not ``known``."""
        if status in known:
            return
        if status in (401, 403):
            raise NotAllowedError(
                f"{self._line.server} does not know this terminal ({status}). Check its clock, or "
                "enrol it again with `kiosk enrol`.",
                code="device_unknown",
            )
        if status >= 500 or status == 429:
            raise ServerUnreachable(
                f"{self._line.server} cannot serve now ({status}). It is tried again later."
            )
        raise EnvironmentFault(
            f"{self._line.server} answered {status} where the feed should be. Check the address, "
            "and look for a proxy or a login page on the line.",
            code="bad_feed",
        )

    def unreachable(self) -> ServerUnreachable:
        return self._line.unreachable()
