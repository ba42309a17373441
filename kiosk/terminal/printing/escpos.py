"""A slip printer that speaks ESC/POS, on its device file (``/dev/usb/lp0``)."""

from __future__ import annotations

import os
import select
import time
from pathlib import Path

from kiosk.terminal.printing.raster import OutOfPaperError, PrinterFault, Raster

#: Seconds for the printer to say whether it has paper; many never do, and print all the same.
ANSWER_S = 0.4
#: Seconds for the printer to take the next bytes.
WRITE_S = 10.0
_ROWS = 256  # of one picture: older printers have little memory
_ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4
_NO_PAPER = 0x60  # both bits: the roll is at its end
_RESET, _FEED, _CUT = b"\x1b@", b"\x1bd\x04", b"\x1dVB\x00"


class EscPosPrinter:
    """Nothing is kept here: the bytes go to the device and nowhere else."""

    def __init__(self, device: Path, answer_s: float = ANSWER_S) -> None:
        self._device = device
        self._answer_s = answer_s

    def print(self, page: Raster) -> None:
        """Blocking. ``OutOfPaperError``, or ``PrinterFault`` when it cannot be reached."""
        try:
            device = os.open(self._device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            raise PrinterFault(
                f"The printer {self._device} cannot be opened ({error.strerror}). Is it on?"
            ) from error
        try:
            self._check_paper(device)
            _write(device, _RESET + b"".join(_bands(page)) + _FEED + _CUT)
            self._check_paper(device)
        except OSError as error:
            raise PrinterFault(
                f"The printer {self._device} broke off ({error.strerror})."
            ) from error
        finally:
            os.close(device)

    def forget(self) -> bool:
        """Nothing of a slip is left here."""
        return False

    def _check_paper(self, device: int) -> None:
        _write(device, _ASK_PAPER)
        if not select.select([device], [], [], self._answer_s)[0]:
            return
        answer = os.read(device, 16)
        if answer and answer[-1] & _NO_PAPER == _NO_PAPER:
            raise OutOfPaperError(f"The printer {self._device} is out of paper. Put in a new roll.")


def _bands(page: Raster) -> list[bytes]:
    """GS v 0: a raster picture, cut into bands."""
    line = page.width // 8
    bands = []
    for top in range(0, page.height, _ROWS):
        rows = min(_ROWS, page.height - top)
        head = b"\x1dv0\x00" + line.to_bytes(2, "little") + rows.to_bytes(2, "little")
        bands.append(head + page.bits[top * line : (top + rows) * line])
    return bands


def _write(device: int, data: bytes) -> None:
    until = time.monotonic() + WRITE_S
    while data:
        left = until - time.monotonic()
        if left <= 0 or not select.select([], [device], [], left)[1]:
            raise PrinterFault("The printer takes nothing more. Look at its cover and its paper.")
        sent = os.write(device, data)
        data, until = data[sent:], time.monotonic() + WRITE_S
