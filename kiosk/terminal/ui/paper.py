"""A slip on paper: the same words as on the screen, drawn in our typeface as dots."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter, QPen

from kiosk.terminal.printing.raster import WIDTH, Raster
from kiosk.terminal.services.slips import Slip
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import qr_image
from kiosk.terminal.ui.viewmodels.slip_block import grouped

#: Sizes in dots; 8 dots are a millimetre.
_TITLE, _STEP, _NOTE, _CODE, _QR = 40, 34, 28, 64, 320
_EDGE, _GAP, _INDENT = 12, 14, 48
_TALLEST = 4000


class _Sheet:
    def __init__(self) -> None:
        self.image = QImage(QSize(WIDTH, _TALLEST), QImage.Format.Format_Grayscale8)
        self.image.fill(Qt.GlobalColor.white)
        self.painter = QPainter(self.image)
        self.y = _EDGE

    def text(self, words: str, size: int, *, x: int = _EDGE, bold: bool = False) -> None:
        """Below what is there; it may take several lines."""
        if not words:
            return
        font = QFont(QGuiApplication.font())
        font.setPixelSize(size)
        font.setBold(bold)
        self.painter.setFont(font)
        room = QRect(x, self.y, WIDTH - x - _EDGE, _TALLEST - self.y)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        taken = self.painter.boundingRect(room, int(flags), words)
        self.painter.drawText(room, int(flags), words)
        self.y += taken.height()

    def line(self) -> None:
        self.y += _GAP
        self.painter.setPen(QPen(Qt.GlobalColor.black, 3, Qt.PenStyle.DashLine))
        self.painter.drawLine(QPoint(_EDGE, self.y), QPoint(WIDTH - _EDGE, self.y))
        self.y += _GAP


def paper(slip: Slip) -> Raster:
    """What a printer gets of a slip."""
    sheet = _Sheet()
    sheet.text(slip.title, _TITLE, bold=True)
    sheet.text(slip.day, _NOTE)
    sheet.line()
    for number, step in enumerate(slip.steps, 1):
        top = sheet.y
        sheet.text(str(number), _STEP, bold=True)
        sheet.y = top
        sheet.text(step.text, _STEP, x=_INDENT, bold=True)
        sheet.text(step.note, _NOTE, x=_INDENT)
        sheet.y += _GAP // 2
    sheet.line()
    if slip.qr:
        sheet.painter.drawImage((WIDTH - _QR) // 2, sheet.y, qr_image(slip.qr, _QR))
        sheet.y += _QR + _GAP
    if slip.code:
        sheet.text(tr("取件号"), _NOTE)
        sheet.text(grouped(slip.code), _CODE, bold=True)
    sheet.text(slip.note, _NOTE)
    sheet.painter.end()
    height = min(_TALLEST, sheet.y + _EDGE)
    dots = sheet.image.copy(0, 0, WIDTH, height).convertToFormat(
        QImage.Format.Format_Mono, [0xFFFFFFFF, 0xFF000000],
        Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither,
    )  # fmt: skip
    return Raster(WIDTH, height, bytes(dots.constBits())[: height * WIDTH // 8])
