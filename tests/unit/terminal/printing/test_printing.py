"""Slips on paper: the bytes on a device, a real CUPS, and what is left of a slip afterwards."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import tty
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.errors import EnvironmentFault, UserError
from kiosk.terminal.printing.choice import printer_of
from kiosk.terminal.printing.cups import CupsPrinter, pdf
from kiosk.terminal.printing.escpos import EscPosPrinter
from kiosk.terminal.printing.raster import OutOfPaperError, PrinterFault, Raster

#: 16 x 300 dots: taller than one band.
PAGE = Raster(16, 300, bytes(range(200)) * 3)


class Printer(threading.Thread):
    """A slip printer at the other end of a line: takes bytes, says whether it has paper."""

    def __init__(self, paper: int | None) -> None:
        super().__init__(daemon=True)
        self._far, near = os.openpty()
        tty.setraw(near)
        self.device = Path(os.ttyname(near))
        self._near, self._paper = near, paper
        self.got = b""
        self.start()

    def run(self) -> None:
        while True:
            try:
                data = os.read(self._far, 4096)
            except OSError:
                return
            self.got += data
            if b"\x10\x04\x04" in data and self._paper is not None:
                os.write(self._far, bytes([self._paper]))

    def close(self) -> None:
        os.close(self._near)
        self.join(5)
        os.close(self._far)


@pytest.fixture
def with_paper() -> Iterator[Printer]:
    made = Printer(0x12)
    yield made
    made.close()


@pytest.fixture
def without_paper() -> Iterator[Printer]:
    made = Printer(0x72)
    yield made
    made.close()


def pictures(data: bytes) -> bytes:
    """The dots of all raster pictures, in order."""
    dots = b""
    for head in re.finditer(rb"\x1dv0\x00(..)(..)", data, re.S):
        size = int.from_bytes(head[1], "little") * int.from_bytes(head[2], "little")
        if head.end() >= len(dots):
            dots += data[head.end() : head.end() + size]
    return dots


def test_every_dot_reaches_the_printer_and_the_paper_is_cut(with_paper: Printer) -> None:
    EscPosPrinter(with_paper.device).print(PAGE)
    end = time.monotonic() + 5
    while with_paper.got.count(b"\x10\x04\x04") < 2 and time.monotonic() < end:
        time.sleep(0.01)
    start = with_paper.got.index(b"\x1b@")
    assert pictures(with_paper.got[start:]) == PAGE.bits
    assert with_paper.got[start:].count(b"\x1dv0\x00") == 2
    assert b"\x1dVB\x00" in with_paper.got


def test_without_paper_nothing_is_sent(without_paper: Printer) -> None:
    with pytest.raises(OutOfPaperError):
        EscPosPrinter(without_paper.device).print(PAGE)
    assert b"\x1b@" not in without_paper.got


def test_a_printer_that_says_nothing_prints(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    EscPosPrinter(device, answer_s=0.01).print(PAGE)
    assert pictures(device.read_bytes()) == PAGE.bits


def test_a_printer_that_is_away_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PrinterFault, match="cannot be opened"):
        EscPosPrinter(tmp_path / "lp0").print(PAGE)


def test_the_setting_names_a_printer_or_none() -> None:
    assert printer_of("none") is None
    assert isinstance(printer_of("escpos:/dev/usb/lp0"), EscPosPrinter)
    assert isinstance(printer_of("cups:slips"), CupsPrinter)
    for wrong in ("escpos", "cups:", "laser"):
        with pytest.raises(UserError, match=r"terminal\.printer"):
            printer_of(wrong)


# --- a real CUPS -------------------------------------------------------------------------------


@dataclass
class Cups:
    """cupsd of its own, with a raw queue to a printer on the network, which is ours."""

    folder: Path
    line: socket.socket

    def paper(self) -> bytes:
        """What comes to the printer next."""
        connection, _ = self.line.accept()
        with connection:
            data = b""
            while part := connection.recv(65536):
                data += part
        return data

    def spool(self) -> list[str]:
        return [p.name for p in (self.folder / "spool").glob("d*")]


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    # Not in pytest's folder, which is its owner's only: CUPS prints as another user.
    folder = Path(tempfile.mkdtemp(prefix="kiosk-cups-"))
    folder.chmod(0o755)
    for name in ("spool", "cache", "state", "root", "temp"):
        (folder / name).mkdir()
    address = folder / "sock"
    (folder / "cupsd.conf").write_text(
        f"Listen {address}\nBrowsing Off\nPreserveJobFiles Yes\nPreserveJobHistory Yes\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
    )
    (folder / "cups-files.conf").write_text(
        f"ServerRoot {folder}/root\nRequestRoot {folder}/spool\nCacheDir {folder}/cache\n"
        f"StateDir {folder}/state\nTempDir {folder}/temp\nErrorLog {folder}/error.log\n"
        f"AccessLog {folder}/access.log\nPageLog {folder}/page.log\nFileDevice Yes\n"
        "SystemGroup root lpadmin\nSandboxing relaxed\n"
    )
    server = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", "-c", str(folder / "cupsd.conf"),
         "-s", str(folder / "cups-files.conf")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    monkeypatch.setenv("CUPS_SERVER", str(address))
    line = socket.create_server(("127.0.0.1", 0))
    line.settimeout(10)
    made = Cups(folder, line)
    try:
        end = time.monotonic() + 15
        while (
            subprocess.run(["lpstat", "-r"], capture_output=True, check=False).stdout.find(
                b"is running"
            )
            < 0
        ):
            assert time.monotonic() < end, (folder / "error.log").read_text()
            assert server.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.05)
        subprocess.run(
            ["/usr/sbin/lpadmin", "-p", "slips", "-E", "-v",
             f"socket://127.0.0.1:{line.getsockname()[1]}"],
            check=True, capture_output=True,
        )  # fmt: skip
        yield made
    finally:
        server.terminate()
        server.wait(10)
        line.close()
        shutil.rmtree(folder)


def test_a_slip_goes_through_cups_and_nothing_of_it_stays(cups: Cups) -> None:
    printer = CupsPrinter("slips")
    with ThreadPoolExecutor(1) as other:
        paper = other.submit(cups.paper)
        printer.print(PAGE)
        assert paper.result(10) == pdf(PAGE)
    assert cups.spool() == []
    assert printer.forget() is False


def test_a_queue_that_is_stopped_or_not_there_is_a_fault(cups: Cups) -> None:
    with pytest.raises(PrinterFault):
        CupsPrinter("nowhere").print(PAGE)
    subprocess.run(["/usr/sbin/cupsdisable", "slips"], check=True)
    with pytest.raises(PrinterFault, match="stopped"):
        CupsPrinter("slips").print(PAGE)
    assert cups.spool() == []


def test_without_the_package_it_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EnvironmentFault, match="cups-client"):
        CupsPrinter("slips").print(PAGE)


def test_the_document_is_as_large_as_the_slip() -> None:
    document = pdf(Raster(576, 812, bytes(576 * 812 // 8)))
    assert b"/MediaBox[0 0 204.30 288.00]" in document
    dots = document.split(b">>stream\n")[2].split(b"\nendstream")[0]
    assert zlib.decompress(dots) == bytes(576 * 812 // 8)
