"""qmllint over all QML, with the types of our Python classes."""

from __future__ import annotations

from tests.support.qmllint import main


def test_qmllint_has_nothing_to_say() -> None:
    assert main() == 0
