"""Behind the home page: who is on duty, and what can be done now."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import ArticleKind
from kiosk.domain.clock import office_time
from kiosk.protocol.socket import Duty
from kiosk.terminal.services.events import ConnectionChanged, ContentChanged, DutyChanged, Event
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageViewModel
from kiosk.terminal.ui.words import (
    duty_state,
    duty_tag,
    example_mark,
    person_name,
    tier_word,
    when_text,
)

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class HomeViewModel(PageViewModel):
    dutyChanged = Signal()
    newsChanged = Signal()

    def enter(self, argument: str) -> None:
        self.dutyChanged.emit()
        self.newsChanged.emit()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def handle(self, event: Event) -> None:
        if isinstance(event, DutyChanged | ConnectionChanged):
            self.dutyChanged.emit()
        elif isinstance(event, ContentChanged):
            self.dutyChanged.emit()
            self.newsChanged.emit()

    def retranslate(self) -> None:
        self.enter("")

    # --- duty --------------------------------------------------------------------------------

    @property
    def _duty(self) -> Duty | None:
        return self.context.duty.current

    def _get_state(self) -> str:
        return duty_state(self.context.duty)

    def _get_tag(self) -> str:
        return duty_tag(self.context.duty)

    def _get_tier(self) -> str:
        duty = self._duty
        return tier_word(duty.tier) if duty and duty.state != "nobody" else ""

    def _get_lawyer(self) -> str:
        """The lawyer's name, or in one line why there is none."""
        duty = self._duty
        if duty is None:
            return tr("请稍等") if self._get_state() == "connecting" else tr("暂时连不上")
        if duty.state == "nobody":
            return tr("律师现在不在")
        return person_name(duty.lawyer_name, duty.lawyer_name_en, bool(self.app.english))

    def _get_lawyer_title(self) -> str:
        tier, name = self._get_tier(), self._get_lawyer()
        return tr("{tier} {name}").format(tier=tier, name=name) if tier else name

    def _get_mark(self) -> str:
        duty = self._duty
        return example_mark(bool(duty and duty.example and duty.state != "nobody"))

    def _get_portrait(self) -> str:
        duty = self._duty
        return file_path(self.context.content.picture(duty.portrait)) if duty else ""

    def _get_wait(self) -> str:
        duty = self._duty
        if duty is None or duty.state == "nobody":
            return ""
        if duty.waiting:
            return tr("前面还有 {n} 位").format(n=duty.waiting)
        if duty.wait_minutes:
            return tr("大约等 {n} 分钟").format(n=duty.wait_minutes)
        return tr("马上就能接")

    def _get_until(self) -> str:
        duty = self._duty
        if duty is None or duty.until is None or duty.state == "nobody":
            return ""
        return tr("值班到 {time}").format(time=f"{office_time(duty.until):%H:%M}")

    def _get_line(self) -> str:
        """What stands under the name, in one line."""
        duty = self._duty
        if duty is None:
            return tr("看资料不受影响，也可以打热线")
        if duty.state == "nobody":
            if duty.next_shift is None:
                return tr("可以看指南，或打热线")
            now = office_time(self.context.clock.now())
            return tr("下次值班：{when}").format(when=when_text(office_time(duty.next_shift), now))
        return " · ".join(part for part in (self._get_wait(), self._get_until()) if part)

    def _get_wait_label(self) -> str:
        duty = self._duty
        if duty is None or not (duty.waiting or duty.wait_minutes):
            return ""
        return tr("前面还有") if duty.waiting else tr("大约等")

    def _get_wait_value(self) -> str:
        duty = self._duty
        if duty is None:
            return ""
        if duty.waiting:
            return tr("{n} 位").format(n=duty.waiting)
        return tr("{n} 分钟").format(n=duty.wait_minutes) if duty.wait_minutes else tr("不用等")

    def _get_until_value(self) -> str:
        duty = self._duty
        return f"{office_time(duty.until):%H:%M}" if duty and duty.until else ""

    def _get_can_call(self) -> bool:
        return self._get_state() in ("available", "busy")

    def _get_why_not(self) -> str:
        if self._get_state() == "connecting":
            return tr("正在连接，请稍等")
        if self._get_state() == "offline":
            return tr("没连上网，先打热线")
        return tr("现在没人值班")

    dutyState = Property(str, _get_state, notify=dutyChanged)
    dutyTag = Property(str, _get_tag, notify=dutyChanged)
    tier = Property(str, _get_tier, notify=dutyChanged)
    lawyer = Property(str, _get_lawyer, notify=dutyChanged)
    lawyerTitle = Property(str, _get_lawyer_title, notify=dutyChanged)
    exampleMark = Property(str, _get_mark, notify=dutyChanged)
    portrait = Property(str, _get_portrait, notify=dutyChanged)
    dutyLine = Property(str, _get_line, notify=dutyChanged)
    waitLabel = Property(str, _get_wait_label, notify=dutyChanged)
    waitValue = Property(str, _get_wait_value, notify=dutyChanged)
    untilValue = Property(str, _get_until_value, notify=dutyChanged)
    canCall = Property(bool, _get_can_call, notify=dutyChanged)
    whyNot = Property(str, _get_why_not, notify=dutyChanged)

    @Slot()
    def primary(self) -> None:
        """The one step: the lawyer, or while there is none the hotline that always answers."""
        if self._get_can_call():
            self.app.open("call", "video")
        else:
            self.app.open("hotline", "12348")

    # --- news --------------------------------------------------------------------------------

    def _get_news_note(self) -> str:
        today = self.context.content.published_today(ArticleKind.NEWS)
        if today:
            return tr("今天 {n} 条").format(n=today)
        return tr("新政策、新提醒")

    newsNote = Property(str, _get_news_note, notify=newsChanged)
