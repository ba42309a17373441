"""A slip as a printer gets it: black and white dots."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.errors import EnvironmentFault

#: Dots of a line: 72 mm of an 80 mm roll at 203 dpi, which nearly all slip printers have.
WIDTH = 576
DPI = 203


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows from the top; each has ``width / 8`` bytes, the highest bit leftmost, 1 is black."""

    width: int
    height: int
    bits: bytes


class OutOfPaperError(EnvironmentFault):
    code = "no_paper"


class PrinterFault(EnvironmentFault):
    """The printer is away, or does not get on."""

    code = "printer"
