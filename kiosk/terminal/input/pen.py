"""Makes what reads handwriting, when somebody writes: its modules bring numpy and onnxruntime."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.terminal.input.handwriting import Candidate, Scribe


class ScribeMaker:
    """``assets``: the folder with the recogniser's files."""

    def __init__(self, assets: Path) -> None:
        self._assets = assets

    def __call__(
        self,
        done: Callable[[list[Candidate]], None],
        failed: Callable[[KioskError], None],
        followed: Callable[[list[str]], None],
    ) -> Scribe:
        """A scribe with its thread; for the callbacks see there."""
        from kiosk.terminal.input.handwriting import Handwriting, Scribe

        return Scribe(Handwriting(self._assets), done, failed, followed)
