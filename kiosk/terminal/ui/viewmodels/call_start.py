"""Before a call: what about, how to speak, and who would answer."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Media
from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import ConnectionChanged, DutyChanged, Event
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.call import CallViewModel
from kiosk.terminal.ui.viewmodels.call_words import topic_words
from kiosk.terminal.ui.viewmodels.shell import CALL, WAITING, AppViewModel
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

CHECK = "call-check"


@QmlElement
@QmlUncreatable("made by the shell")
class CallStartViewModel(PageViewModel):
    """What a resident chooses before the call; forgotten by ``reset`` and by the next entry."""

    choiceChanged = Signal()
    dutyChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._topics = RowsModel(["key", "label", "selected"], self)
        self._choose(Media.VIDEO, None, False)

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._choose(Media.VOICE if argument == Media.VOICE else Media.VIDEO, None, False)
        self.dutyChanged.emit()

    def resume(self, argument: str) -> None:
        self.choiceChanged.emit()
        self.dutyChanged.emit()

    def retranslate(self) -> None:
        self._set_topics()
        self.dutyChanged.emit()

    def reset(self) -> None:
        self._choose(Media.VIDEO, None, False)

    def handle(self, event: Event) -> None:
        if isinstance(event, DutyChanged | ConnectionChanged):
            self.dutyChanged.emit()

    # --- the choice --------------------------------------------------------------------------

    def _choose(self, media: Media, topic: Topic | None, topic_chosen: bool) -> None:
        self._media, self._topic, self._topic_chosen = media, topic, topic_chosen
        self._set_topics()
        self.choiceChanged.emit()

    def _set_topics(self) -> None:
        self._topics.set(
            [
                {
                    "key": topic.value if topic else "",
                    "label": label,
                    "selected": self._topic_chosen and topic == self._topic,
                }
                for topic, label in topic_words()
            ]
        )

    @Slot(str)
    def chooseTopic(self, key: str) -> None:
        """``key``: a topic, or empty for 说不清."""
        self._choose(self._media, Topic(key) if key else None, True)

    @Slot()
    def askForMyself(self) -> None:
        self._set_for_other(False)

    @Slot()
    def askForOther(self) -> None:
        """替家人问: first what can be asked without a paper, and what needs one."""
        self._set_for_other(True)
        self.app.open("for-someone-else", CALL)

    def _set_for_other(self, for_other: bool) -> None:
        self.context.session.session.for_other = for_other
        self.choiceChanged.emit()

    @Slot(str)
    def chooseMedia(self, media: str) -> None:
        """``video`` or ``voice``."""
        self._choose(Media(media), self._topic, self._topic_chosen)

    @Slot()
    def start(self) -> None:
        """Ask for a lawyer."""
        self.start_as(self._media)

    def start_as(self, media: Media) -> None:
        """Ask for a lawyer about what was chosen."""
        call = self.app.model_behind(WAITING)
        assert isinstance(call, CallViewModel)
        call.start(media, self._topic)

    @Slot()
    def check(self) -> None:
        """Try the devices that such a call uses."""
        self.app.open(CHECK, self._media.value)

    # --- who would answer ----------------------------------------------------------------------

    def _get_availability(self) -> str:
        return duty_state(self.context.duty)

    def _get_duty_tag(self) -> str:
        return duty_tag(self.context.duty)

    def _get_duty_line(self) -> str:
        duty = self.context.duty.current
        availability = self._get_availability()
        if availability == "connecting":
            return tr("请稍等，马上就好")
        if availability == "offline" or duty is None:
            return tr("网络会自动接回来。急的话，打 12348 法律热线。")
        if availability == "nobody":
            if duty.next_shift is None:
                return tr("可以打 12348 法律热线。")
            return tr("下次值班：{when}").format(when=self._when(duty.next_shift))
        tier = tier_word(duty.tier)
        if availability == "busy":
            if duty.waiting and duty.wait_minutes:
                return tr("前面还有 {n} 位，大约等 {minutes} 分钟").format(
                    n=duty.waiting, minutes=duty.wait_minutes
                )
            return tr("可以等，接待完就轮到您")
        if duty.until is None:
            return tier
        until = tr("值班到 {time}").format(time=f"{office_time(duty.until):%H:%M}")
        return f"{tier} · {until}"

    def _get_duty_name(self) -> str:
        duty = self.context.duty.current
        if duty is None or duty.state == "nobody" or not duty.lawyer_name:
            return ""
        return self._name(duty.lawyer_name, duty.lawyer_name_en)

    def _get_duty_mark(self) -> str:
        duty = self.context.duty.current
        return example_mark(duty.example) if duty is not None and self._get_duty_name() else ""

    def _get_duty_portrait(self) -> str:
        duty = self.context.duty.current
        if duty is None or not self._get_duty_name():
            return ""
        return file_path(self.context.content.picture(duty.portrait))

    def _when(self, moment: datetime) -> str:
        return when_text(office_time(moment), office_time(self.context.clock.now()))

    def _name(self, name: str, name_en: str) -> str:
        return person_name(name, name_en, bool(self.app.english))

    status = Property(int, lambda self: PageState.Status.READY.value, constant=True)
    forOther = Property(
        bool, lambda self: self.context.session.session.for_other, notify=choiceChanged
    )
    topics = Property(QObject, lambda self: self._topics, constant=True)
    media = Property(str, lambda self: self._media.value, notify=choiceChanged)
    availability = Property(str, _get_availability, notify=dutyChanged)
    dutyTag = Property(str, _get_duty_tag, notify=dutyChanged)
    dutyLine = Property(str, _get_duty_line, notify=dutyChanged)
    dutyName = Property(str, _get_duty_name, notify=dutyChanged)
    dutyMark = Property(str, _get_duty_mark, notify=dutyChanged)
    dutyPortrait = Property(str, _get_duty_portrait, notify=dutyChanged)
