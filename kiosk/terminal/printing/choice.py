"""Which printer a terminal has: ``terminal.printer``."""

from __future__ import annotations

from pathlib import Path

from kiosk.errors import UserError
from kiosk.terminal.printing.cups import CupsPrinter
from kiosk.terminal.printing.escpos import EscPosPrinter


def printer_of(setting: str) -> EscPosPrinter | CupsPrinter | None:
    """``none``, ``cups:QUEUE`` or ``escpos:DEVICE``. ``UserError`` for anything else."""
    kind, _, where = setting.partition(":")
    if setting in ("", "none"):
        return None
    if kind == "cups" and where:
        return CupsPrinter(where)
    if kind == "escpos" and where:
        return EscPosPrinter(Path(where))
    raise UserError(f"terminal.printer must be none, cups:QUEUE or escpos:DEVICE, not {setting!r}.")
