"""A thread that reads handwriting for a page, and only the newest of what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from kiosk.errors import KioskError
from kiosk.terminal.input.handwriting import ink
from kiosk.terminal.input.handwriting.ink import Floats, Stroke
from kiosk.terminal.input.handwriting.reader import Candidate
from kiosk.terminal.input.handwriting.recogniser import Handwriting


@dataclass(slots=True)
class _Request:
    """Without points it asks what may follow the context."""

    points: list[Floats]
    context: str

    def erase(self) -> None:
        for stroke in self.points:
            stroke.fill(0)


class Scribe:
    """Reads one request at a time; a newer one takes the place of those before it.

    ``done``, ``followed`` (what may come next) and ``failed`` are called on the scribe's own
    thread, and never for a request that a newer one or ``forget`` has overtaken before its answer
    was there. They must not wait for a thread that asks.
    """

    def __init__(
        self,
        handwriting: Handwriting,
        done: Callable[[list[Candidate]], None],
        failed: Callable[[KioskError], None],
        followed: Callable[[list[str]], None] = lambda texts: None,
    ) -> None:
        self._handwriting = handwriting
        self._done = done
        self._failed = failed
        self._followed = followed
        self._changed = threading.Condition()
        self._waiting: _Request | None = None
        self._newest: _Request | None = None  # waiting or being read
        self._closed = False
        self._drops = False
        self._thread = threading.Thread(target=self._work, name="handwriting", daemon=True)
        self._thread.start()

    def ask(self, strokes: Sequence[Stroke], *, context: str = "") -> None:
        """Read these strokes, which are copied, and forget what was asked before."""
        self._replace(_Request(ink.points_of(strokes), context))

    def ask_next(self, text: str) -> None:
        """What may follow ``text``; the first time it loads the recogniser."""
        self._replace(_Request([], text))

    def forget(self, *, drop: bool = False) -> None:
        """Erase the strokes that wait; the answer being worked on is not delivered.

        ``drop``: and let the recogniser go from memory, as soon as the thread gets there.
        """
        self._replace(None, drop=drop)

    def close(self) -> None:
        """Forget, and end the thread."""
        self._replace(None, closed=True)
        self._thread.join()

    def _replace(
        self, request: _Request | None, *, closed: bool = False, drop: bool = False
    ) -> None:
        with self._changed:
            if self._waiting is not None:
                self._waiting.erase()
            self._waiting = self._newest = request
            self._closed = self._closed or closed
            self._drops = self._drops or drop
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._waiting is None and not self._closed and not self._drops:
                    self._changed.wait()
                drops, self._drops = self._drops, False
                if self._waiting is None and not drops:
                    return
                request, self._waiting = self._waiting, None
            if drops:
                self._handwriting.drop()
            if request is not None:
                self._read(request)

    def _read(self, request: _Request) -> None:
        answer: list[Candidate] | list[str] | KioskError
        try:
            if request.points:
                answer = self._handwriting.recognise_points(request.points, context=request.context)
            else:
                answer = self._handwriting.predict(request.context)
        except KioskError as error:
            answer = error
        finally:
            request.erase()
        with self._changed:  # held while telling: nothing is delivered once forget has returned
            if request is not self._newest:
                return
            self._newest = None
            if isinstance(answer, KioskError):
                self._failed(answer)
            elif request.points:
                self._done(cast(list[Candidate], answer))
            else:
                self._followed(cast(list[str], answer))
