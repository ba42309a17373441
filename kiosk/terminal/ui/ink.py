"""``InkPad``: what a finger writes on the screen, painted as it comes."""

from __future__ import annotations

from PySide6.QtCore import Property, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.terminal.ui.viewmodels.typing import TypingViewModel

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class InkPad(QQuickPaintedItem):
    """QML element. The strokes are the view model's; here they are only drawn.

    It takes the mouse, and touch as Qt makes a mouse of the first finger: a palm writes nothing.
    """

    typingChanged = Signal()
    colorChanged = Signal()
    thicknessChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._typing: TypingViewModel | None = None
        self._color = QColor("black")
        self._thickness = 22.0
        self._down = False
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setKeepMouseGrab(True)
        self.setAntialiasing(True)

    # --- properties --------------------------------------------------------------------------

    def _get_typing(self) -> TypingViewModel | None:
        return self._typing

    def _set_typing(self, typing: TypingViewModel | None) -> None:
        if typing is not self._typing:
            if self._typing is not None:
                self._typing.inkChanged.disconnect(self._repaint)
            self._typing = typing
            if typing is not None:
                typing.inkChanged.connect(self._repaint)
            self.typingChanged.emit()

    def _set_color(self, color: QColor) -> None:
        self._color = color
        self.update()
        self.colorChanged.emit()

    def _set_thickness(self, thickness: float) -> None:
        self._thickness = thickness
        self.update()
        self.thicknessChanged.emit()

    typing = Property(TypingViewModel, _get_typing, _set_typing, notify=typingChanged)
    color = Property(QColor, lambda self: self._color, _set_color, notify=colorChanged)
    #: Of the line, in design pixels.
    thickness = Property(float, lambda self: self._thickness, _set_thickness,
                         notify=thicknessChanged)  # fmt: skip

    def _repaint(self) -> None:
        self.update()

    # --- the finger --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._typing is not None:
            self._down = True
            self._typing.begin(*self._place(event))
            self._update_near(event.position(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._typing is None or not self._down or not self._typing.strokes:
            return
        before = QPointF(*self._typing.strokes[-1][-1])
        self._typing.extend(*self._place(event))
        self._update_near(before, QPointF(*self._place(event)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._lift()

    def mouseUngrabEvent(self) -> None:
        self._lift()

    def _lift(self) -> None:
        """The finger is up, or is wanted elsewhere; Qt says both after a release."""
        if self._typing is not None and self._down:
            self._down = False
            self._typing.finish()

    def _place(self, event: QMouseEvent) -> tuple[float, float]:
        """Within the pad: a finger that slips over its edge writes along it."""
        x, y = event.position().x(), event.position().y()
        return min(max(x, 0.0), self.width()), min(max(y, 0.0), self.height())

    def _update_near(self, one: QPointF, other: QPointF) -> None:
        room = self._thickness
        area = QRectF(one, other).normalized().adjusted(-room, -room, room, room)
        self.update(area.toAlignedRect().intersected(QRect(0, 0, *self._size())))

    def _size(self) -> tuple[int, int]:
        return round(self.width()), round(self.height())

    # --- paint -------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        if self._typing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, self._thickness, Qt.PenStyle.SolidLine,
                            Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))  # fmt: skip
        for stroke in self._typing.strokes:
            if len(stroke) == 1:
                painter.drawPoint(QPointF(*stroke[0]))
                continue
            path = QPainterPath(QPointF(*stroke[0]))
            for point in stroke[1:]:
                path.lineTo(*point)
            painter.drawPath(path)
