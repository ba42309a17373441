"""What the lawyer writes for the resident: line by line in the call, then as a slip."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import AdviceWritten, Event
from kiosk.terminal.services.slips import Slip, SlipStep
from kiosk.terminal.services.takeaway import slip_address
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import RowsModel
from kiosk.terminal.ui.viewmodels.slip_block import SlipBlock
from kiosk.terminal.ui.words import day_text

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


#: Rows of a slip on the screen, and characters of each; what is more is read by its QR.
_ROWS, _CHARACTERS = 8, 17


def _fitting(lines: list[str]) -> list[str]:
    """The first lines that a slip on the screen has room for; one at least."""
    rows = 0
    fitting: list[str] = []
    for line in lines:
        rows += -(-len(line) // _CHARACTERS)
        if fitting and rows > _ROWS:
            break
        fitting.append(line)
    return fitting


@QmlElement
@QmlUncreatable("made by a page's view model")
class AdviceBlock(QObject):
    """The advice of the session's call. ``rows``: its lines, the newest one marked."""

    changed = Signal()

    def __init__(self, parent: QObject, context: Context) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = RowsModel(("line", "newest"), self)
        self._slip = SlipBlock(self)
        self._lines: dict[str, str] = {}
        self._newest = ""
        self._call_id: str | None = None

    def reset(self) -> None:
        self._lines.clear()
        self._newest, self._call_id = "", None
        self._show()

    def handle(self, event: Event) -> None:
        session = self._context.session.session
        if not isinstance(event, AdviceWritten) or event.call_id != session.call_id:
            return
        if event.call_id != self._call_id:
            self._lines.clear()
            self._call_id = event.call_id
        if event.text:
            self._lines[event.line_id] = event.text
            self._newest = event.line_id
        else:
            self._lines.pop(event.line_id, None)
        self._show()

    def _show(self) -> None:
        self._rows.set(
            [{"line": text, "newest": key == self._newest} for key, text in self._lines.items()]
        )
        self._slip.show(self._as_slip() if self._lines else None)
        self.changed.emit()

    def _as_slip(self) -> Slip:
        address = slip_address(
            self._context.profile(), self._context.session.session.slips.get(self._call_id or "")
        )
        fitting = _fitting(list(self._lines.values()))
        rest = len(self._lines) - len(fitting)
        note = ""
        if address:
            note = tr("手机扫一扫带走。30 天后自动删除。")
            if self._context.session.session.for_other:
                note = tr("用家人的手机扫，他就能看到。30 天后自动删除。")
            if rest:
                note = tr("还有 {n} 条，手机扫一扫都能看到。30 天后自动删除。").format(n=rest)
        return Slip(
            title=tr("法律咨询凭条"),
            day=day_text(office_time(self._context.clock.now()).date()),
            steps=tuple(SlipStep(text) for text in fitting),
            qr=address,
            note=note,
        )

    rows = Property(QObject, lambda self: self._rows, constant=True)
    slip = Property(SlipBlock, lambda self: self._slip, constant=True)
    any = Property(bool, lambda self: bool(self._lines), notify=changed)
