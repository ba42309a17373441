from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Queue

import pytest

from kiosk.errors import EnvironmentFault, KioskError
from kiosk.terminal.input.handwriting import Candidate, Scribe
from kiosk.terminal.input.handwriting.ink import Floats

STROKE = [[(1.0, 2.0), (3.0, 4.0)]]


class Slow:
    """Stands for the recogniser: each reading waits to be let through."""

    def __init__(self) -> None:
        self.begun: Queue[list[Floats]] = Queue()
        self.answers: Queue[str | KioskError] = Queue()
        self.dropped: Queue[str] = Queue()

    def recognise_points(self, points: list[Floats], *, context: str = "") -> list[Candidate]:
        self.begun.put(points)
        answer = self.answers.get(timeout=10)
        if isinstance(answer, KioskError):
            raise answer
        return [Candidate(answer + context, 0.0)]

    def predict(self, text: str) -> list[str]:
        return ["律", text]

    def drop(self) -> None:
        self.dropped.put(threading.current_thread().name)


class Desk:
    def __init__(self) -> None:
        self.reader = Slow()
        self.told: Queue[object] = Queue()
        tell = self.told.put
        self.scribe = Scribe(self.reader, tell, tell, tell)  # type: ignore[arg-type]

    def begun(self) -> list[Floats]:
        return self.reader.begun.get(timeout=10)

    def next_told(self) -> object:
        return self.told.get(timeout=10)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    for _ in range(3):
        desk.reader.answers.put("")
    desk.scribe.close()


def test_an_answer_is_delivered(desk: Desk) -> None:
    desk.scribe.ask(STROKE, context="法")
    points = desk.begun()
    desk.reader.answers.put("律")
    assert desk.next_told() == [Candidate("律法", 0.0)]
    assert not any(stroke.any() for stroke in points)


def test_only_the_newest_is_read_and_delivered(desk: Desk) -> None:
    desk.scribe.ask(STROKE, context="1")
    desk.begun()
    desk.scribe.ask(STROKE, context="2")
    desk.scribe.ask(STROKE, context="3")
    desk.reader.answers.put("a")
    desk.begun()
    desk.reader.answers.put("b")
    assert desk.next_told() == [Candidate("b3", 0.0)]
    assert desk.told.empty()
    assert desk.reader.begun.empty()


def test_forgotten_is_not_delivered(desk: Desk) -> None:
    desk.scribe.ask(STROKE)
    points = desk.begun()
    desk.scribe.forget()
    desk.reader.answers.put("a")
    desk.scribe.ask(STROKE, context="2")
    desk.begun()
    assert not any(stroke.any() for stroke in points)
    desk.reader.answers.put("b")
    assert desk.next_told() == [Candidate("b2", 0.0)]
    assert desk.told.empty()


def test_a_fault_is_told_and_the_next_is_read(desk: Desk) -> None:
    fault = EnvironmentFault("gone")
    desk.scribe.ask(STROKE)
    desk.reader.answers.put(fault)
    assert desk.next_told() is fault
    desk.scribe.ask(STROKE)
    desk.reader.answers.put("a")
    assert desk.next_told() == [Candidate("a", 0.0)]


def test_what_may_follow_is_told_apart_and_gives_way_to_ink(desk: Desk) -> None:
    desk.scribe.ask_next("法")
    assert desk.next_told() == ["律", "法"]
    desk.scribe.ask(STROKE)
    desk.begun()
    desk.scribe.ask_next("院")
    desk.reader.answers.put("a")
    assert desk.next_told() == ["律", "院"]
    assert desk.told.empty()


def test_the_recogniser_is_let_go_on_the_scribes_thread(desk: Desk) -> None:
    desk.scribe.forget(drop=True)
    assert desk.reader.dropped.get(timeout=10) == "handwriting"
    desk.scribe.ask(STROKE)
    desk.begun()
    desk.reader.answers.put("a")
    assert desk.next_told() == [Candidate("a", 0.0)]
