from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.terminal.input.handwriting import Handwriting
from tests.support.strokes import Strokes


@pytest.fixture(scope="session")
def shapes() -> dict[str, Strokes]:
    """Neat characters, 109 units to the square."""
    shapes: dict[str, Strokes] = json.loads(
        (Path(__file__).parent / "strokes.json").read_text("utf-8")
    )
    return shapes


@pytest.fixture(scope="session")
def handwriting() -> Handwriting:
    return Handwriting(Path("assets/handwriting"))
