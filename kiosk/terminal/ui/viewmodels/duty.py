"""Who is there, in finished words: for the home page and the attract loop."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.calls import Tier
from kiosk.domain.clock import office_time
from kiosk.protocol.socket import Duty, InHall
from kiosk.terminal.services.events import (
    ConnectionChanged,
    ContentChanged,
    DutyChanged,
    Event,
    ProfileChanged,
)
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
@QmlUncreatable("a base")
class DutyViewModel(PageViewModel):
    """Whoever sits in this hall comes first; then who answers a call; then who does instead."""

    dutyChanged = Signal()

    def handle(self, event: Event) -> None:
        if isinstance(event, DutyChanged | ConnectionChanged | ContentChanged | ProfileChanged):
            self.dutyChanged.emit()

    @property
    def _duty(self) -> Duty | None:
        return self.context.duty.current

    @property
    def _sitting(self) -> InHall | None:
        """Of a terminal of the community that stands in another place, nobody sits beside it."""
        duty, profile = self._duty, self.context.profile()
        here = profile is not None and profile.place == "community"
        return duty.in_hall if duty is not None and here else None

    def _get_in_hall(self) -> bool:
        return self._sitting is not None

    def _get_state(self) -> str:
        return duty_state(self.context.duty)

    def _get_tag(self) -> str:
        return tr("在本社区，可当面问") if self._sitting else duty_tag(self.context.duty)

    def _get_tier(self) -> str:
        duty = self._duty
        if self._sitting:
            return tier_word(Tier.COMMUNITY)
        return tier_word(duty.tier) if duty and duty.state != "nobody" else ""

    def _name(self, name: str, name_en: str) -> str:
        return person_name(name, name_en, bool(self.app.english))

    def _get_lawyer(self) -> str:
        """The lawyer's name, or in one line why there is none."""
        duty, sitting = self._duty, self._sitting
        if sitting is not None:
            return self._name(sitting.lawyer_name, sitting.lawyer_name_en)
        if duty is None:
            return tr("请稍等") if self._get_state() == "connecting" else tr("暂时连不上")
        if duty.state == "nobody":
            return tr("律师现在不在")
        return self._name(duty.lawyer_name, duty.lawyer_name_en)

    def _get_lawyer_title(self) -> str:
        tier, name = self._get_tier(), self._get_lawyer()
        return tr("{tier} {name}").format(tier=tier, name=name) if tier else name

    def _get_mark(self) -> str:
        duty, sitting = self._duty, self._sitting
        if sitting is not None:
            return example_mark(sitting.example)
        return example_mark(bool(duty and duty.example and duty.state != "nobody"))

    def _get_portrait(self) -> str:
        duty, sitting = self._duty, self._sitting
        portrait = sitting.portrait if sitting else duty.portrait if duty else None
        return file_path(self.context.content.picture(portrait))

    def _get_instead(self) -> str:
        """Who answers while the community's own lawyer does not; empty when they do."""
        duty = self._duty
        if duty is None or duty.state == "nobody" or self._sitting:
            return ""
        if duty.tier is Tier.STREET:
            return tr("现在由街道司法所接")
        if duty.tier is Tier.DISTRICT:
            return tr("现在由区公共法律服务中心接")
        return ""

    def _get_wait(self) -> str:
        duty = self._duty
        if duty is None or duty.state == "nobody":
            return ""
        if duty.waiting:
            return tr("前面还有 {n} 位").format(n=duty.waiting)
        if duty.wait_minutes:
            return tr("大约等 {n} 分钟").format(n=duty.wait_minutes)
        return tr("马上就能接")

    def _clock(self, moment: datetime | None) -> str:
        return f"{office_time(moment):%H:%M}" if moment is not None else ""

    def _get_until_value(self) -> str:
        duty, sitting = self._duty, self._sitting
        if sitting is not None:
            return self._clock(sitting.until)
        if duty is None or duty.state == "nobody":
            return ""
        return self._clock(duty.until)

    def _until(self) -> str:
        time = self._get_until_value()
        return tr("值班到 {time}").format(time=time) if time else ""

    def _get_line(self) -> str:
        """What stands under the name, in one line."""
        duty, sitting = self._duty, self._sitting
        if sitting is not None:
            talks = duty and duty.lawyer_id == sitting.lawyer_id and duty.state == "busy"
            here = tr("正接待前一位") if talks else tr("就在这里")
            return " · ".join(part for part in (here, self._until()) if part)
        if duty is None:
            return tr("看资料不受影响，也可以打热线")
        if duty.state == "nobody":
            if duty.next_shift is None:
                return tr("可以看指南，或打热线")
            now = office_time(self.context.clock.now())
            return tr("下次值班：{when}").format(when=when_text(office_time(duty.next_shift), now))
        return " · ".join(part for part in (self._get_wait(), self._until()) if part)

    def _get_can_call(self) -> bool:
        return self._get_state() in ("available", "busy")

    inHall = Property(bool, _get_in_hall, notify=dutyChanged)
    dutyState = Property(str, _get_state, notify=dutyChanged)
    dutyTag = Property(str, _get_tag, notify=dutyChanged)
    tier = Property(str, _get_tier, notify=dutyChanged)
    lawyer = Property(str, _get_lawyer, notify=dutyChanged)
    lawyerTitle = Property(str, _get_lawyer_title, notify=dutyChanged)
    exampleMark = Property(str, _get_mark, notify=dutyChanged)
    portrait = Property(str, _get_portrait, notify=dutyChanged)
    insteadLine = Property(str, _get_instead, notify=dutyChanged)
    dutyLine = Property(str, _get_line, notify=dutyChanged)
    untilValue = Property(str, _get_until_value, notify=dutyChanged)
    canCall = Property(bool, _get_can_call, notify=dutyChanged)
