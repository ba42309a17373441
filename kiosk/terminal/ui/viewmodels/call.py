"""Behind the three pages of a call: waiting, in call, and how it ended."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media, Tier
from kiosk.domain.clock import office_time
from kiosk.protocol.commands import new_slip_secret, slip_hash
from kiosk.protocol.socket import CallStatus
from kiosk.terminal.services.events import (
    CallChanged,
    CallLeft,
    CallMediaChanged,
    ConnectionChanged,
    Event,
    MicrophoneLevel,
)
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.images import file_path
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.advice import AdviceBlock
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel, RowsModel
from kiosk.terminal.ui.viewmodels.call_words import (
    Ending,
    action_words,
    duration_words,
    ending,
    left_ending,
    span_words,
    tier_office,
)
from kiosk.terminal.ui.viewmodels.shell import HIDDEN, TALKING, WAITING, AppViewModel
from kiosk.terminal.ui.words import (
    example_mark,
    person_name,
    tier_word,
    when_text,
)

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

ENDED, RATING = "call-end", "rating"


@QmlElement
@QmlUncreatable("made by the shell")
class CallViewModel(PageViewModel):
    """One call from the tap to its end.

    ``handle`` follows the call's events and moves the shell from page to page. Nothing here
    outlives ``reset``: events of a call that was erased are ignored.
    """

    changed = Signal()
    mediaChanged = Signal()
    levelChanged = Signal()
    ticked = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._ladder = RowsModel(["number", "title", "line", "rung"], self)
        self._actions = RowsModel(["step", "label", "symbol"], self)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._seconds.timeout.connect(self.ticked)
        self._advice = AdviceBlock(self, context)
        self._level = 0
        self._forget()

    def _forget(self) -> None:
        self._media = Media.VIDEO
        self._topic: Topic | None = None
        self._wish: tuple[Media, Topic | None] = (Media.VIDEO, None)
        self._call_id = ""
        self._starting = False
        self._call: CallStatus | None = None
        self._server_heard = False
        self._flow: CallMediaChanged | None = None
        self._left: CallStatus | None = None
        # On the monotonic clock: the wall clock may be set in the middle of a call.
        self._asked_at: float | None = None
        self._answered_at: float | None = None
        self._lasted: float = 0
        self._ending: Ending | None = None
        self._actions.set([])
        self._seconds.stop()

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._watch_level(self.app.place.name == TALKING)
        self._refresh()

    def resume(self, argument: str) -> None:
        self._watch_level(self.app.place.name == TALKING)
        self._refresh()
        if self.app.place.name in (WAITING, TALKING, ENDED):
            self._show_page()  # the call went on while the page was hidden

    def leave(self) -> None:
        self._watch_level(False)

    def _watch_level(self, on: bool) -> None:
        self._level = 0
        self.context.device_check.watch(on)
        self.levelChanged.emit()

    def retranslate(self) -> None:
        self._refresh()

    def reset(self) -> None:
        self._forget()
        self._advice.reset()
        self._refresh()

    def handle(self, event: Event) -> None:
        self._advice.handle(event)
        if isinstance(event, ConnectionChanged):
            if self._ending is not None:
                self._set_ending()
        elif isinstance(event, CallMediaChanged) and event.call_id == self._call_id:
            self._flow = event
            self.mediaChanged.emit()
        elif isinstance(event, MicrophoneLevel):
            self._level = event.step
            self.levelChanged.emit()
        elif isinstance(event, CallLeft):
            self._on_left(event.status)
        elif isinstance(event, CallChanged):
            if self._starting:
                self._call_id = event.status.call_id
            if event.status.call_id == self._call_id:
                self._on_call(event.status)

    def _refresh(self) -> None:
        self._set_ladder()
        if self._ending is not None:
            self._set_ending()
        self.changed.emit()
        self.mediaChanged.emit()

    def start(self, media: Media, topic: Topic | None, *, told: bool = False) -> None:
        """Ask for a lawyer. The pages follow from the call's events.

        ``told``: whoever asks knows that there is no camera.
        """
        if self._call is not None and self._call.state is not CallState.ENDED:
            return
        if trouble := self._trouble(media, told):
            self._wish = media, topic
            self.app.open("trouble", trouble)
            return
        self._forget()
        self._media, self._topic = media, topic
        self._asked_at = self.context.clock.monotonic()
        self._starting = True  # its first event may come before ``start`` returns
        self._seconds.start()
        secret = new_slip_secret()
        self._call_id = self.context.calls.start(
            media, topic, slip=slip_hash(secret),
            for_other=self.context.session.session.for_other,
        )  # fmt: skip
        self._starting = False
        self.context.session.session.call_id = self._call_id
        self.context.session.session.slips[self._call_id] = secret
        if self._call is None:
            self._call = CallStatus(call_id=self._call_id, state=CallState.QUEUED, media=media)
        self._refresh()
        self._show_page()

    def start_anyway(self) -> None:
        """Without the camera: that was told."""
        self.start(*self._wish, told=True)

    def _trouble(self, media: Media, told: bool) -> str:
        """A device that is not plugged in. Without a camera one may go on, once that was told."""
        missing = self.context.unplugged()
        if "microphone" in missing:
            return "microphone"
        return "camera" if "camera" in missing and media is Media.VIDEO and not told else ""

    status = Property(int, lambda self: PageState.Status.READY.value, constant=True)
    media = Property(str, lambda self: self._media.value, notify=changed)

    # --- the call as it is ----------------------------------------------------------------------

    def _on_call(self, status: CallStatus) -> None:
        # The first status is the terminal's own: asked for, and not heard by the server yet.
        self._server_heard = self._call is not None and (self._server_heard or status != self._call)
        self._call = status
        if status.state is CallState.ACTIVE and self._answered_at is None:
            self._answered_at = self.context.clock.monotonic()
        if status.state is CallState.ENDED:
            self._seconds.stop()
            if self._answered_at is not None:
                self._lasted = self.context.clock.monotonic() - self._answered_at
            self._set_ending()
        self._set_ladder()
        self.changed.emit()
        self.mediaChanged.emit()  # whether the lawyer's line is down
        self.ticked.emit()
        self._show_page()

    def _show_page(self) -> None:
        call = self._call
        if self._left is not None and self.app.place.name != HIDDEN:
            self.app.replace(ENDED)
        if call is None or self.app.place.name == HIDDEN:
            return
        if call.state is CallState.ACTIVE:
            self.app.show_call(TALKING)
        elif call.state is not CallState.ENDED:
            self.app.show_call(WAITING)
        elif self._ended_well():
            self.app.replace(RATING, call.call_id)
        else:
            self.app.replace(ENDED)

    def _ended_well(self) -> bool:
        """Answered, and over because one of the two hung up."""
        reason = self._call.end_reason if self._call is not None else None
        return self._answered_at is not None and reason in (
            EndReason.RESIDENT_HUNG_UP,
            EndReason.LAWYER_HUNG_UP,
        )

    def _when(self, moment: datetime) -> str:
        return when_text(office_time(moment), office_time(self.context.clock.now()))

    def _name(self, name: str, name_en: str) -> str:
        return person_name(name, name_en, bool(self.app.english))

    def _get_lawyer_name(self) -> str:
        call = self._call
        return self._name(call.lawyer_name, call.lawyer_name_en) if call is not None else ""

    def _get_lawyer_mark(self) -> str:
        call = self._call
        return example_mark(call is not None and call.example and call.lawyer_name != "")

    def _get_lawyer_tier(self) -> str:
        call = self._call
        return tier_word(call.tier) if call is not None and call.tier is not None else ""

    def _get_portrait(self) -> str:
        call = self._call
        return file_path(self.context.content.picture(call.portrait)) if call is not None else ""

    def _get_phase(self) -> str:
        """idle | asking | queued | ringing | active | ended"""
        call = self._call
        if call is None:
            return "idle"
        if call.state is CallState.QUEUED and not self._server_heard:
            return "asking"
        return call.state.value

    def _get_waiting_title(self) -> str:
        if self._get_phase() == "queued":
            return tr("律师正接待前一位")
        name = self._get_lawyer_name()
        return tr("正在接通{name}律师").format(name=name) if name else tr("正在找律师")

    def _get_position_text(self) -> str:
        """Callers ahead; empty without a queue."""
        call = self._call
        if self._get_phase() != "queued" or call is None or call.position < 1:
            return ""
        return tr("{n} 位").format(n=call.position)

    def _get_wait_text(self) -> str:
        call = self._call
        if self._get_phase() != "queued" or call is None or call.wait_minutes < 1:
            return ""
        return tr("{n} 分钟").format(n=call.wait_minutes)

    def _get_waited_text(self) -> str:
        if self._asked_at is None:
            return ""
        waited = span_words(self.context.clock.monotonic() - self._asked_at)
        return tr("您等了 {time}").format(time=waited)

    def _get_duration(self) -> str:
        if self._answered_at is None:
            return ""
        ended = self._call is not None and self._call.state is CallState.ENDED
        return duration_words(
            self._lasted if ended else self.context.clock.monotonic() - self._answered_at
        )

    def _set_ladder(self) -> None:
        """Only tiers that the server has named: those asked in vain, then the present one."""
        call = self._call
        tiers: list[Tier] = []
        if call is not None:
            for tier in (*call.asked, *((call.tier,) if call.tier is not None else ())):
                if tier in tiers:
                    tiers.remove(tier)
                tiers.append(tier)
        rows = []
        for number, tier in enumerate(tiers, start=1):
            now = call is not None and tier is call.tier and call.state is not CallState.ENDED
            rows.append(
                {
                    "number": str(number),
                    "title": tier_office(tier),
                    "line": self._rung_line(now, again=call is not None and tier in call.asked),
                    "rung": "now" if now else "done",
                }
            )
        self._ladder.set(rows)

    def _rung_line(self, now: bool, again: bool) -> str:
        if not now:
            return tr("没有接，已经往下转")
        if self._get_phase() == "queued":
            return tr("正接待前一位")
        return tr("换一位律师，正在响铃") if again else tr("正在响铃")

    advice = Property(AdviceBlock, lambda self: self._advice, constant=True)
    ladder = Property(QObject, lambda self: self._ladder, constant=True)
    phase = Property(str, _get_phase, notify=changed)
    lawyerName = Property(str, _get_lawyer_name, notify=changed)
    lawyerMark = Property(str, _get_lawyer_mark, notify=changed)
    lawyerTier = Property(str, _get_lawyer_tier, notify=changed)
    portrait = Property(str, _get_portrait, notify=changed)
    waitingTitle = Property(str, _get_waiting_title, notify=changed)
    positionText = Property(str, _get_position_text, notify=changed)
    waitText = Property(str, _get_wait_text, notify=changed)
    waitedText = Property(str, _get_waited_text, notify=ticked)
    duration = Property(str, _get_duration, notify=ticked)

    @Slot()
    def hangUp(self) -> None:
        """挂断, or 不等了 before the answer."""
        self.context.calls.hang_up()

    # --- what flows -----------------------------------------------------------------------------

    def _get_connected(self) -> bool:
        return self._flow is not None and self._flow.connected

    def _get_weak(self) -> bool:
        """The line was up, and is not now."""
        return self._flow is not None and self._flow.reconnecting

    def _get_microphone_on(self) -> bool:
        return self._flow is None or self._flow.microphone_on

    def _get_camera_on(self) -> bool:
        if self._media is Media.VOICE:
            return False
        return self._flow is None or self._flow.camera_on

    def _get_quiet(self) -> bool:
        return self._flow is not None and self._flow.quiet

    def _get_remote_video(self) -> bool:
        return self._get_connected() and self._flow is not None and self._flow.remote_video

    def _get_remote_frames(self) -> str:
        return (self._flow.remote_frames or "") if self._flow is not None else ""

    def _get_self_frames(self) -> str:
        return (self._flow.self_frames or "") if self._flow is not None else ""

    def _missing(self, device: str) -> bool:
        return self._flow is not None and device in self._flow.missing

    def _get_picture_line(self) -> str:
        """What stands in the lawyer's picture's place; empty while the picture is shown."""
        video = self._media is Media.VIDEO
        if self._get_weak():
            away = self._call is not None and self._call.lawyer_away
            return tr("律师那边断线了，正在等他接回来") if away else tr("网络不稳，正在接回来")
        if not self._get_connected():
            return tr("画面马上就来") if video else tr("声音马上就来")
        if not video:
            return tr("语音通话，只有声音")
        return "" if self._get_remote_video() else tr("律师没开画面，能听见声音")

    def _get_notice(self) -> str:
        """What the lawyer does not get from here, in words."""
        if self._missing("microphone"):
            return tr("话筒没接好，律师听不到您，请按求助")
        if not self._get_microphone_on():
            return tr("已静音，律师听不到您")
        if self._get_quiet():
            return tr("戴上耳机，或靠近一点轻声说")
        if self._media is Media.VIDEO and self._missing("camera"):
            return tr("摄像头没接好，律师看不到您，能听到您")
        if self._media is Media.VIDEO and not self._get_camera_on():
            return tr("画面已关，律师看不到您，能听到您")
        return ""

    connected = Property(bool, _get_connected, notify=mediaChanged)
    weak = Property(bool, _get_weak, notify=mediaChanged)
    microphoneOn = Property(bool, _get_microphone_on, notify=mediaChanged)
    cameraOn = Property(bool, _get_camera_on, notify=mediaChanged)
    quiet = Property(bool, _get_quiet, notify=mediaChanged)
    cameraMissing = Property(bool, lambda self: self._missing("camera"), notify=mediaChanged)
    microphoneMissing = Property(
        bool, lambda self: self._missing("microphone"), notify=mediaChanged
    )
    remoteVideo = Property(bool, _get_remote_video, notify=mediaChanged)
    remoteFrames = Property(str, _get_remote_frames, notify=mediaChanged)
    selfFrames = Property(str, _get_self_frames, notify=mediaChanged)
    level = Property(int, lambda self: self._level, notify=levelChanged)
    pictureLine = Property(str, _get_picture_line, notify=mediaChanged)
    notice = Property(str, _get_notice, notify=mediaChanged)

    @Slot()
    def toggleMicrophone(self) -> None:
        self.context.calls.set_microphone(not self._get_microphone_on())

    @Slot()
    def toggleCamera(self) -> None:
        self.context.calls.set_camera(not self._get_camera_on())

    @Slot()
    def toggleQuiet(self) -> None:
        """小声说, and back."""
        self.context.calls.set_quiet(not self._get_quiet())

    # --- the end --------------------------------------------------------------------------------

    def _on_left(self, left: CallStatus | None) -> None:
        """A conversation from before this program was started: offered until it is over."""
        was = self._left
        self._forget()
        self._left = left
        if left is not None:
            self._media = left.media
            self._set_ending()
            self.app.replace(ENDED)
        elif was is not None and self.app.place.name == ENDED:
            self.app.home()

    def _go_on(self) -> None:
        left = self._left
        self._forget()
        if left is not None:
            self._media, self._call_id = left.media, left.call_id
            self._asked_at = self.context.clock.monotonic()
            self._seconds.start()
            self.context.session.session.call_id = left.call_id
        if left is None or self.context.calls.go_on() is None:
            self._forget()
            self.app.home()

    def _set_ending(self) -> None:
        call = self._call
        if self._left is not None:
            self._show_ending(left_ending(), self._left.media)
            return
        if call is None:
            return
        duty = self.context.duty.current
        next_shift = duty.next_shift if duty is not None else None
        found = ending(
            call.end_reason,
            media=call.media,
            answered=self._answered_at is not None,
            online=self.context.duty.online,
            next_shift=tr("下次值班：{when}").format(when=self._when(next_shift))
            if next_shift is not None
            else "",
        )
        self._show_ending(found, call.media)

    def _show_ending(self, found: Ending, media: Media) -> None:
        self._ending = found
        rows = []
        for action in found.actions:
            label, symbol = action_words(action, media)
            rows.append({"step": action, "label": label, "symbol": symbol})
        if self._advice.any:
            rows.append({"step": "slip", "label": tr("拿您的凭条"), "symbol": "slip"})
        self._actions.set(rows)
        self.changed.emit()

    actions = Property(QObject, lambda self: self._actions, constant=True)
    endTitle = Property(
        str, lambda self: self._ending.title if self._ending else "", notify=changed
    )
    endText = Property(str, lambda self: self._ending.text if self._ending else "", notify=changed)
    endFault = Property(
        bool, lambda self: self._ending is not None and self._ending.fault, notify=changed
    )

    @Slot(str)
    def act(self, action: str) -> None:
        """One of the ending's actions."""
        if action == "again":
            self.start(self._media, self._topic, told=True)
        elif action == "go-on":
            self._go_on()
        elif action == "leave":
            self.context.calls.leave_it()
        elif action == "voice":
            self.start(Media.VOICE, self._topic)
        elif action == "rate":
            self.app.open(RATING, self._call_id)
        elif action == "home":
            self.app.home()
        elif action == "slip":
            self.app.open("advice", self._call_id)
        elif action == "hotline":
            self.app.open("hotline", "12348")
        elif action == "call-back":
            self.app.open("call-back", self._topic.value if self._topic is not None else "")
        elif action == "appointment":
            self.app.open("appointment")
        else:
            self.app.open("directory")
