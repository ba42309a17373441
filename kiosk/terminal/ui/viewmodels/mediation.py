"""Behind the page about settling a small quarrel: by free will, never where there is violence."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import ArticleKind, Topic
from kiosk.domain.directory import Category
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class MediationViewModel(PageViewModel):
    """For halls whose profile offers it. Nothing is asked, and nothing is kept."""

    changed = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._rows = RowsModel(("symbol", "tint", "title", "note"), self)

    def enter(self, argument: str) -> None:
        facts = [
            ("people", "pine", tr("双方都愿意才做"),
             tr("谁不愿意，都可以不调。")),
            ("check", "olive", tr("调不成，还可以打官司"), tr("人民调解不收钱。")),
            ("heart", "cin", tr("家里有人动手，不调解"),
             tr("先保平安，打 110。")),
        ]  # fmt: skip
        self._rows.set(
            [{"symbol": s, "tint": t, "title": title, "note": n} for s, t, title, n in facts]
        )
        self.changed.emit()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def retranslate(self) -> None:
        self.enter("")

    @Slot()
    def findMediators(self) -> None:
        self.app.open("directory", Category.MEDIATION.value)

    @Slot()
    def violence(self) -> None:
        """What to do when somebody is violent: the guide, or at least the number."""
        guides = self.context.content.articles(ArticleKind.GUIDE, Topic.SAFETY)
        if guides:
            self.app.open("article", guides[0].id)
        else:
            self.app.open("hotline", "110")

    rows = Property(QObject, lambda self: self._rows, constant=True)
