"""Before a call: see oneself, be heard, hear something. Nobody is called."""

from __future__ import annotations

from PySide6.QtCore import Property, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.calls import Media
from kiosk.terminal.services.events import DevicesChecked, Event, MicrophoneLevel
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.viewmodels.base import PageState, PageViewModel
from kiosk.terminal.ui.viewmodels.call_start import CallStartViewModel
from kiosk.terminal.ui.viewmodels.shell import CALL, AppViewModel

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

#: From this step on somebody speaks: a quiet room stays below.
SPEECH_STEP = 3
#: Nothing heard for so long: say so.
SILENCE_MS = 5000


@QmlElement
@QmlUncreatable("made by the shell")
class CallCheckViewModel(PageViewModel):
    """The devices are open exactly while the page is shown."""

    changed = Signal()
    levelChanged = Signal()

    def __init__(self, app: AppViewModel, context: Context) -> None:
        super().__init__(app, context)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self._on_silence)
        self._media = Media.VIDEO
        self._shown = False
        self._forget()

    def _forget(self) -> None:
        self._state = DevicesChecked("closed")
        self._level = 0
        self._hearing = "waiting"
        self._silence.stop()

    # --- the shell ---------------------------------------------------------------------------

    def enter(self, argument: str) -> None:
        self._forget()
        self._media = Media.VOICE if argument == Media.VOICE else Media.VIDEO
        self._shown = True
        self.context.device_check.watch(True)
        self.context.device_check.open(self._media)
        self._silence.start()
        self._refresh()

    def resume(self, argument: str) -> None:
        self.enter(argument)

    def leave(self) -> None:
        if self._shown:
            self._shown = False
            self.context.device_check.close()
            self.context.device_check.watch(False)
            self._forget()
            self._refresh()

    def reset(self) -> None:
        self.leave()

    def retranslate(self) -> None:
        self._refresh()

    def handle(self, event: Event) -> None:
        if not self._shown:
            return
        if isinstance(event, DevicesChecked):
            self._state = event
            self.changed.emit()
            self.levelChanged.emit()
        elif isinstance(event, MicrophoneLevel):
            self._level = event.step
            if event.step >= SPEECH_STEP:
                self._hearing = "heard"
                self._silence.start()
            self.levelChanged.emit()

    def _refresh(self) -> None:
        self.changed.emit()
        self.levelChanged.emit()

    def _on_silence(self) -> None:
        if self._level >= SPEECH_STEP:  # as loud all the time: no change was told
            self._silence.start()
            return
        self._hearing = "unheard"
        self.levelChanged.emit()

    # --- what is there -------------------------------------------------------------------------

    def _missing(self, device: str) -> bool:
        return device in self._state.missing

    def _get_status(self) -> int:
        if self._state.stage == "failed":
            return int(PageState.Status.FAILED.value)
        return int(PageState.Status.READY.value)

    def _get_open(self) -> bool:
        return self._state.stage == "open"

    def _get_video(self) -> bool:
        return self._media is Media.VIDEO

    def _get_by_voice(self) -> bool:
        """The call would be by voice: chosen, or there is no camera."""
        return self._media is Media.VOICE or self._missing("camera")

    def _get_picture_line(self) -> str:
        """What stands in the own picture's place; empty while it is shown."""
        if self._missing("camera"):
            return tr("摄像头没接好，只用声音也能说")
        if self._media is Media.VOICE:
            return tr("只用声音，不开摄像头")
        if not self._get_open():
            return tr("正在打开摄像头和话筒")
        return "" if self._state.frames else tr("画面马上就来")

    def _get_open_line(self) -> str:
        """The mark that they are open: exactly what is."""
        if not self._get_open():
            return ""
        camera, microphone = not self._get_by_voice(), not self._missing("microphone")
        if camera and microphone:
            return tr("摄像头和话筒开着，不传出去")
        if camera:
            return tr("摄像头开着，画面不传出去")
        return tr("话筒开着，声音不传出去") if microphone else ""

    def _get_hearing(self) -> str:
        """waiting | heard | unheard | missing"""
        return "missing" if self._missing("microphone") else self._hearing

    def _get_hearing_line(self) -> str:
        return {
            "missing": tr("话筒没接好，请按求助"),
            "heard": tr("听得到您"),
            "unheard": tr("没听见，请对着话筒说话"),
            "waiting": tr("请说一句话试试"),
        }[self._get_hearing()]

    def _get_speaker_line(self) -> str:
        if self._missing("speaker"):
            return tr("喇叭没接好，请按求助")
        return tr("按一下，听两声")

    status = Property(int, _get_status, notify=changed)
    open = Property(bool, _get_open, notify=changed)
    video = Property(bool, _get_video, notify=changed)
    byVoice = Property(bool, _get_by_voice, notify=changed)
    frames = Property(str, lambda self: self._state.frames or "", notify=changed)
    pictureLine = Property(str, _get_picture_line, notify=changed)
    openLine = Property(str, _get_open_line, notify=changed)
    speakerLine = Property(str, _get_speaker_line, notify=changed)
    speakerMissing = Property(bool, lambda self: self._missing("speaker"), notify=changed)
    level = Property(int, lambda self: self._level, notify=levelChanged)
    hearing = Property(str, _get_hearing, notify=levelChanged)
    hearingLine = Property(str, _get_hearing_line, notify=levelChanged)

    @Slot()
    def chime(self) -> None:
        """Two notes from the loudspeaker."""
        self.context.device_check.chime()

    @Slot()
    def start(self) -> None:
        """Ask for a lawyer, by voice when there is no camera."""
        self.context.device_check.close()
        choice = self.app.model_behind(CALL)
        assert isinstance(choice, CallStartViewModel)
        choice.start_as(Media.VOICE if self._get_by_voice() else Media.VIDEO)
