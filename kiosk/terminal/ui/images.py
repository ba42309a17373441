"""Image providers of the QML engine: tinted icons, framed pictures, QR codes.

URLs: ``image://icon/NAME/RRGGBB``, ``image://picture/RADIUS/plain|dark/PATH``,
``image://qr/TEXT``. PATH and TEXT are percent-encoded. Each is drawn at the requested size.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.terminal.ui.resources import ICONS

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
#: Quiet zone of a QR code, in modules (ISO/IEC 18004).
QUIET_ZONE = 4


def _wanted(requested: QSize, default: int) -> QSize:
    width = requested.width() if requested.width() > 0 else default
    height = requested.height() if requested.height() > 0 else width
    return QSize(width, height)


def _blank(size: QSize) -> QImage:
    image = QImage(size, _FORMAT)
    image.fill(Qt.GlobalColor.transparent)
    return image


@lru_cache(maxsize=64)
def _icon_source(name: str) -> bytes:
    return (ICONS / f"{name}.svg").read_bytes()


class IconProvider(QQuickImageProvider):
    """assets/icons, with ``currentColor`` replaced."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N803
        name, _, color = id.partition("/")
        source = _icon_source(name)
        if color:
            source = source.replace(b"currentColor", b"#" + color[-6:].encode("ascii"))
        image = _blank(_wanted(requestedSize, 48))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(source)).render(painter, QRectF(image.rect()))
        painter.end()
        return image


class PictureProvider(QQuickImageProvider):
    """Files of the content cache, cropped to fill, with round corners; ``dark`` dims them."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N803
        radius, mode, path = id.split("/", 2)
        wanted = _wanted(requestedSize, 240)
        reader = QImageReader(unquote(path))
        reader.setDecideFormatFromContent(True)  # blobs are named by their hash
        natural = reader.size()
        if natural.isValid():
            reader.setScaledSize(
                natural.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            )
        source = reader.read()
        image = _blank(wanted)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(image.rect()), float(radius), float(radius))
        painter.setClipPath(frame)
        painter.drawImage(
            (wanted.width() - source.width()) // 2, (wanted.height() - source.height()) // 2, source
        )
        if mode == "dark":
            painter.fillRect(image.rect(), QColor(0, 0, 0, 110))
        painter.end()
        return image


def qr_image(text: str, side: int) -> QImage:
    """A QR code (error correction M) of ``side`` x ``side`` px with its quiet zone, on white."""
    import segno  # only here: the first frame does not wait for it

    matrix = segno.make(text, error="m", micro=False).matrix
    modules = len(matrix) + 2 * QUIET_ZONE
    image = QImage(QSize(modules, modules), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    ink = QColor("#16211D").rgb()
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x + QUIET_ZONE, y + QUIET_ZONE, ink)
    # Whole pixels for each module; what is left over widens the quiet zone.
    scale = max(1, side // modules)
    grown = image.scaled(modules * scale, modules * scale)
    plate = QImage(QSize(max(side, grown.width()), max(side, grown.height())), grown.format())
    plate.fill(Qt.GlobalColor.white)
    painter = QPainter(plate)
    painter.drawImage(
        (plate.width() - grown.width()) // 2, (plate.height() - grown.height()) // 2, grown
    )
    painter.end()
    return plate


class QrProvider(QQuickImageProvider):
    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N803
        return qr_image(unquote(id), _wanted(requestedSize, 188).width())


def file_path(path: Path | None) -> str:
    """What a ``Picture`` takes for a file that may not be there."""
    return str(path) if path else ""
