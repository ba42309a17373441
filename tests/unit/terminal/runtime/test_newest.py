from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue

import pytest
from pytestqt.qtbot import QtBot

from kiosk.terminal.runtime.newest import Newest


class Slow:
    """Work that waits to be let through."""

    def __init__(self) -> None:
        self.begun: Queue[str] = Queue()
        self.let: Queue[str] = Queue()

    def __call__(self, request: str) -> str:
        self.begun.put(request)
        answer = self.let.get(timeout=10)
        if answer == "broken":
            raise RuntimeError(request)
        return f"{request}: {answer}"


@pytest.fixture
def work() -> Slow:
    return Slow()


@pytest.fixture
def newest(qtbot: QtBot, work: Slow) -> Iterator[Newest]:
    newest = Newest(work)
    yield newest
    work.let.put("")
    newest.close()


def test_an_answer_comes_to_the_makers_thread(qtbot: QtBot, newest: Newest, work: Slow) -> None:
    came: list[tuple[object, bool]] = []
    here = threading.current_thread()
    newest.done.connect(lambda answer: came.append((answer, threading.current_thread() is here)))
    newest.ask("a")
    work.let.put("1")
    qtbot.waitUntil(lambda: bool(came))
    assert came == [("a: 1", True)]


def test_the_newest_wins_and_what_is_between_is_not_worked_on(
    qtbot: QtBot, newest: Newest, work: Slow
) -> None:
    came: list[object] = []
    newest.done.connect(came.append)
    newest.ask("a")
    assert work.begun.get(timeout=10) == "a"
    newest.ask("b")
    newest.ask("c")
    work.let.put("1")
    work.let.put("2")
    qtbot.waitUntil(lambda: bool(came))
    assert came == ["c: 2"]
    assert work.begun.get(timeout=10) == "c"
    assert work.begun.empty()


def test_forgotten_is_not_delivered_even_when_it_is_on_its_way(
    qtbot: QtBot, newest: Newest, work: Slow
) -> None:
    came: list[object] = []
    newest.done.connect(came.append)
    newest.ask("a")
    work.let.put("1")
    thread = newest._thread
    if thread is not None:
        thread.join(10)  # its answer is in Qt's queue
    newest.forget()
    newest.ask("b")
    work.let.put("2")
    qtbot.waitUntil(lambda: bool(came))
    assert came == ["b: 2"]


def test_a_bug_in_the_work_is_told_without_what_was_asked(
    qtbot: QtBot, newest: Newest, work: Slow, caplog: pytest.LogCaptureFixture,
    allow_log: Callable[[str], None],
) -> None:  # fmt: skip
    allow_log("a search has failed: RuntimeError")
    with qtbot.waitSignal(newest.failed):
        newest.ask("my secret")
        work.let.put("broken")
    assert "secret" not in caplog.text


def test_no_thread_is_left_when_there_is_no_work(newest: Newest, work: Slow) -> None:
    newest.ask("a")
    thread = newest._thread
    work.let.put("1")
    assert thread is not None
    thread.join(10)
    assert newest._thread is None
