"""A queue of CUPS, by its own programs (package ``cups-client``)."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import time
import zlib

from kiosk.terminal.printing.raster import DPI, OutOfPaperError, PrinterFault, Raster

#: Seconds for a slip to be printed.
PRINT_S = 30.0
_POLL_S = 0.2
_COMMAND_S = 10.0


class CupsPrinter:
    """A job is followed to its end, then purged: the spool keeps nothing of a slip.

    The queue must be the terminal's own, and its user one that may manage it (group lpadmin).
    """

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._full = False  # the spool may hold something of a slip

    def print(self, page: Raster) -> None:
        """Blocking. ``OutOfPaperError``, or ``PrinterFault``: no queue, or it does not get on."""
        self._check()
        self._full = True
        said = self._run("lp", "-d", self._queue, "-t", "slip", "-", stdin=pdf(page))
        found = re.search(rf"{re.escape(self._queue)}-\d+", said)
        if found is None:
            raise PrinterFault(f"CUPS did not take the slip for {self._queue}.")
        try:
            self._wait(found[0])
        finally:
            with contextlib.suppress(PrinterFault):  # the end of the session tries again
                self.forget()

    def forget(self) -> bool:
        """Purge all jobs of the queue, printed or not; False when there was nothing.

        ``PrinterFault`` when CUPS does not let us: the next end of a session tries again.
        """
        if not self._full:
            return False
        # Not by the job's number or the user: that leaves the files of what has been printed.
        self._run("cancel", "-a", "-x", self._queue)
        self._full = False
        return True

    def _wait(self, job: str) -> None:
        until = time.monotonic() + PRINT_S
        while job in self._run("lpstat", "-o", self._queue).split():
            self._check()
            if time.monotonic() > until:
                raise PrinterFault(f"The printer {self._queue} does not get on. Look at it.")
            time.sleep(_POLL_S)
        # What is over was printed, or given up.
        said = self._run("lpstat", "-l", "-W", "completed", "-o", self._queue)
        _, _, mine = said.partition(f"{job} ")
        if re.search(r"aborted|canceled|stopp", mine.partition("\tqueued for")[0]):
            raise PrinterFault(f"CUPS gave the slip for {self._queue} up. See its error_log.")

    def _check(self) -> None:
        said = self._run("lpstat", "-l", "-p", self._queue)
        if "media-empty" in said or "media-needed" in said:
            raise OutOfPaperError(f"The printer {self._queue} is out of paper.")
        if " disabled " in said:
            raise PrinterFault(f"The printer {self._queue} is stopped. Try `cupsenable`.")

    def _run(self, *command: str, stdin: bytes = b"") -> str:
        try:
            done = subprocess.run(
                command, input=stdin, capture_output=True, timeout=_COMMAND_S, check=False,
                env={**os.environ, "LC_ALL": "C"},
            )  # fmt: skip
        except FileNotFoundError:
            raise PrinterFault(
                f"There is no `{command[0]}`. Install the package cups-client."
            ) from None
        except subprocess.TimeoutExpired:
            raise PrinterFault(f"CUPS does not answer `{command[0]}`.") from None
        if done.returncode != 0:
            raise PrinterFault(
                f"`{command[0]}` failed: {done.stderr.decode(errors='replace').strip()[:200]}"
            )
        return done.stdout.decode(errors="replace")


def pdf(page: Raster) -> bytes:
    """A document of one page, as large as the slip."""
    width, height = page.width * 72 / DPI, page.height * 72 / DPI
    dots = zlib.compress(page.bits)
    draw = f"{width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do".encode()
    image = (f"<</Type/XObject/Subtype/Image/Width {page.width}/Height {page.height}"
             "/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]/Filter/FlateDecode"
             f"/Length {len(dots)}>>stream\n").encode()  # fmt: skip
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents 4 0 R"
        "/Resources<</XObject<</Im 5 0 R>>>>>>".encode(),
        f"<</Length {len(draw)}>>stream\n".encode() + draw + b"\nendstream",
        image + dots + b"\nendstream",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj".encode() + part + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return body + (f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode() + table
                   + f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}"
                   "\n%%EOF\n".encode())  # fmt: skip
