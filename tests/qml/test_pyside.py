"""What we need of the binding itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QTimer


def test_calls_that_return_nothing_leave_none_alone() -> None:
    """PySide 6.12.0 on Python 3.11 lost a reference of None (and of False) with each."""
    timer, thing = QTimer(), QObject()
    before = sys.getrefcount(None), sys.getrefcount(False)
    for _ in range(500):
        timer.setInterval(5)
        thing.setObjectName("x")
        timer.isActive()
    after = sys.getrefcount(None), sys.getrefcount(False)
    assert abs(after[0] - before[0]) < 100
    assert abs(after[1] - before[1]) < 100
