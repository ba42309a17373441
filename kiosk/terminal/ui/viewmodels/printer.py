"""Behind PrintButton: the one printer of slips that a terminal may have."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.terminal.services.events import Event, SlipNotPrinted, SlipPrinted
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.paper import paper
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.slip_block import SlipBlock

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("the shell makes the one there is")
class PrinterViewModel(QObject):
    """``phase``: ready | printing | printed | no_paper | failed."""

    changed = Signal()

    def __init__(self, parent: QObject, context: Context) -> None:
        super().__init__(parent)
        self._context = context
        self._phase = "ready"

    def handle(self, event: Event) -> None:
        if isinstance(event, SlipPrinted):
            self._go("printed", event.session)
        elif isinstance(event, SlipNotPrinted):
            self._go("no_paper" if event.code == "no_paper" else "failed", event.session)

    def reset(self) -> None:
        """Another page, or another person."""
        if self._phase != "ready":
            self._phase = "ready"
            self.changed.emit()

    def _go(self, phase: str, session: str) -> None:
        if self._phase == "printing" and self._context.session.is_on(session):
            self._phase = phase
            self.changed.emit()

    available = Property(bool, lambda self: self._context.printing.available, constant=True)
    phase = Property(str, lambda self: self._phase, notify=changed)

    @Slot(SlipBlock)
    def printOut(self, block: SlipBlock) -> None:
        """打印带走"""
        if block.slip is not None and self._phase != "printing":
            self._phase = "printing"
            self.changed.emit()
            self._context.printing.print(paper(block.slip))
