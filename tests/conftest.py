"""What holds for every test: a Qt or QML warning, an unexpected log record, or a coroutine that
nobody awaited fails it."""

from __future__ import annotations

import gc
import logging
import os
import re
from collections.abc import Callable, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _log_fail(request: pytest.FixtureRequest) -> Iterator[_Collector]:
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    request.node.allowed_logs = []
    yield collector
    root.removeHandler(collector)
    gc.collect(0)  # un-awaited coroutines say so when they are collected: in this test, not later
    unexpected = [
        f"{r.name}: {r.getMessage()}"
        for r in collector.records
        if not any(re.search(p, r.getMessage()) for p in request.node.allowed_logs)
    ]
    if unexpected:
        pytest.fail("Unexpected log records:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture
def allow_log(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """``allow_log(regex)``: records at WARNING or above that match belong to this test."""

    def allow(pattern: str) -> None:
        request.node.allowed_logs.append(pattern)

    return allow


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The terminal's kind of application: it has no widgets."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication
