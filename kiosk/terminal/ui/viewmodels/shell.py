"""The shell's view model: where the resident is, how it looks, and when the session ends."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.calls import CallState
from kiosk.domain.clock import office_time
from kiosk.terminal.services.events import (
    CallChanged,
    ConnectionChanged,
    Event,
    FirstSyncTried,
    ProfileChanged,
    SessionEnded,
    UpdateChanged,
)
from kiosk.terminal.services.session import TextSize, ThemeChoice
from kiosk.terminal.ui.chimes import Chimes
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.i18n import Language, tr
from kiosk.terminal.ui.qml_types import QmlUncreatable
from kiosk.terminal.ui.resources import QML
from kiosk.terminal.ui.viewmodels.base import PageViewModel
from kiosk.terminal.ui.viewmodels.notices import NoticeBoardViewModel
from kiosk.terminal.ui.viewmodels.printer import PrinterViewModel
from kiosk.terminal.ui.viewmodels.read_aloud import ReadAloudViewModel
from kiosk.terminal.ui.viewmodels.spoken import SpokenViewModel
from kiosk.terminal.ui.viewmodels.typing import TypingViewModel
from kiosk.terminal.ui.words import clock_text

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_LOG = logging.getLogger(__name__)
HOME = "home"
ATTRACT = "attract"
HIDDEN = "hidden"
ERASED = "erased"
TROUBLE = "trouble"
#: What may be shown while new software is put in place.
_DURING_UPDATE = frozenset({TROUBLE, "hotline", "hotlines", "help", HIDDEN, ERASED})
#: After hiding the page takes no tap for so long.
SETTLE_MS = 600
#: Before a call, and the two pages of one that is going on.
CALL, WAITING, TALKING = "call", "ringing", "in-call"


@dataclass(frozen=True, slots=True)
class Place:
    """One step of the way a resident went."""

    name: str
    argument: str = ""


@QmlElement
@QmlUncreatable("app.py makes the one there is")
class AppViewModel(QObject):
    """Navigation, the tool bar, the header, hiding, idling and erasing."""

    pageChanged = Signal()  # where we are, or whether we may leave
    pageShown = Signal()  # another place is shown, its view model is ready
    lookChanged = Signal()
    languageChanged = Signal()
    headerChanged = Signal()
    lockChanged = Signal()
    endAskedChanged = Signal()
    idleChanged = Signal()
    settlingChanged = Signal()

    def __init__(self, context: Context, language: Language) -> None:
        super().__init__()
        self._context = context
        self._language = language
        self._stack: list[Place] = [Place(HOME)]
        self._files: Mapping[str, str] = {}
        self._models: Mapping[str, PageViewModel] = {}
        self._hidden_from: list[Place] | None = None
        self._end_asked = False
        self._idle_left = 0
        self._in_call = False
        self._call_state: CallState | None = None
        self._called = False
        self._updating = False
        self._used = False  # this person has been on a page: it is asked before all is erased
        self._clock_text = ""
        #: The first sync is over: what is not in the cache by now is not on its way.
        self.synced = False

        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._on_idle)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        self._warning = QTimer(self)
        self._warning.setInterval(1000)
        self._warning.timeout.connect(self._on_warning_second)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.settlingChanged)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._seconds.timeout.connect(self._on_second)
        self._language.changed.connect(self._on_language)
        self.notice_board = NoticeBoardViewModel(
            self, context, lambda: self.place.name, lambda: self._in_call
        )
        self.typing_board = TypingViewModel(self, context, self._get_elderly, self._get_english)
        self.lookChanged.connect(self.typing_board.look_changed)
        self.languageChanged.connect(self.typing_board.look_changed)
        self.slip_printer = PrinterViewModel(self, context)
        self.pageShown.connect(self.slip_printer.reset)
        self.chimes = Chimes(context.sounds, lambda: self.place.name == HIDDEN, self)
        self.read_aloud = ReadAloudViewModel(self, context)
        self.spoken_mode = SpokenViewModel(self, context)
        for listener in (self.read_aloud, self.spoken_mode):
            self.pageShown.connect(listener.on_page)
            self.lookChanged.connect(listener.on_look)
            self.languageChanged.connect(listener.on_look)
            self.endAskedChanged.connect(listener.on_page)
        self.pageShown.connect(self.notice_board.on_page)
        self.lockChanged.connect(self.notice_board.on_page)
        self.languageChanged.connect(self.notice_board.changed)

    def start(self, files: Mapping[str, str], models: Mapping[str, PageViewModel]) -> None:
        """Take the pages (name -> QML file, name -> view model) and show the first one."""
        self._files = files
        self._models = models
        self._context.session.register_eraser("speech", self._erase_speech)
        self._context.session.register_eraser("call", self._erase_call)
        self._context.session.register_eraser("pages", self._reset_pages)
        self._context.session.register_eraser("typing", self.typing_board.erase)
        self.refresh_look()
        self._seconds.start()
        self._on_second()
        if self._attract_s() > 0:
            self._stack = [Place(ATTRACT)]
        self.model.enter("")
        self.notice_board.refresh()
        self.pageChanged.emit()
        self.pageShown.emit()
        self.touch()

    def stop(self) -> None:
        """No timer of ours fires any more."""
        self.chimes.stop()
        self.read_aloud.stop()
        self.spoken_mode.stop()
        for timer in (self._idle, self._rest, self._warning, self._seconds, self._settle):
            timer.stop()
        for model in set(self._models.values()):
            model.stop()
        self.typing_board.stop()

    # --- navigation --------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        return self._stack[-1]

    @property
    def model(self) -> PageViewModel:
        """Behind the page that is shown."""
        return self._models[self.place.name]

    def model_behind(self, name: str) -> PageViewModel:
        """Behind a page, shown or not."""
        return self._models[name]

    def _get_page(self) -> str:
        return self.place.name

    def _get_source(self) -> QUrl:
        file = self._files.get(self.place.name, "")
        return QUrl.fromLocalFile(str(QML / "Kiosk" / file)) if file else QUrl()

    def _get_model(self) -> QObject | None:
        return self._models.get(self.place.name)

    def _way_here(self) -> list[Place]:
        """What a further page stands on: nobody goes back to the attract loop."""
        return [Place(HOME)] if self.place.name == ATTRACT else self._stack

    def _way_back(self) -> list[Place]:
        """Where ``back`` leads; in a call to the call's page only. Empty: it is not allowed."""
        if self.place.name == ERASED:
            return []
        if not self._in_call:
            return self._stack[:-1]
        below = [n for n, p in enumerate(self._stack[:-1], 1) if p.name in (WAITING, TALKING)]
        return self._stack[: below[-1]] if below else []

    def _get_can_go_back(self) -> bool:
        return bool(self._way_back())

    def _get_back_reason(self) -> str:
        if self._call_state is CallState.ACTIVE:
            return tr("正在通话，先挂断才能离开")
        if self._in_call:
            return tr("正在接通，不等了才能离开")
        return tr("已经在最前面了")

    page = Property(str, _get_page, notify=pageChanged)
    backReason = Property(str, _get_back_reason, notify=pageChanged)
    pageSource = Property(QUrl, _get_source, notify=pageChanged)
    pageModel = Property(QObject, _get_model, notify=pageChanged)
    canGoBack = Property(bool, _get_can_go_back, notify=pageChanged)

    def _go(self, stack: list[Place], arrive: Callable[[PageViewModel, str], None]) -> None:
        old = self.model
        if self._updating and not self._in_call and stack[-1].name not in _DURING_UPDATE:
            stack = [Place(HOME), Place(TROUBLE, "update")]
        leaves_receipt = any(p.name == ERASED for p in self._stack)
        self._stack = stack
        if leaves_receipt and all(p.name != ERASED for p in stack):
            self._context.session.reset_look()
            self.refresh_look()
        self._used = self._used or self.place.name not in (HOME, ATTRACT, ERASED, HIDDEN, TROUBLE)
        new = self.model
        if old is not new:
            old.leave()
        try:
            arrive(new, self.place.argument)
        except Exception:
            _LOG.exception("the page %s cannot be shown", self.place.name)
            self._stack = [Place(HOME)]
            self._hang_up()  # the way to hang up is on the pages that were left
        if not self._warning.isActive():
            self._wait()
        self.pageChanged.emit()
        self.pageShown.emit()

    def has_page(self, name: str) -> bool:
        return name in self._files

    @Slot(str)
    @Slot(str, str)
    def open(self, name: str, argument: str = "") -> None:
        """Go on to a page; ``back`` returns to this one. In a call ``call`` is the running one."""
        self._set_end_asked(False)  # from the strip, which no dialog covers
        if self._in_call and name == CALL:
            self.back()
            return
        if Place(name, argument) == self.place:
            return
        self._go([*self._way_here(), Place(name, argument)], lambda m, a: m.enter(a))

    @Slot(str)
    @Slot(str, str)
    def replace(self, name: str, argument: str = "") -> None:
        """Go to a page whose ``back`` is home: steps of a call cannot be walked backwards."""
        stack = [Place(HOME)] if name == HOME else [Place(HOME), Place(name, argument)]
        if stack != self._stack:
            self._go(stack, lambda m, a: m.enter(a))

    def show_call(self, name: str) -> None:
        """The call has come to this page. Whoever reads a number over it is left there."""
        if all(place.name != name for place in self._stack):
            self.replace(name)

    @Slot()
    def back(self) -> None:
        if way := self._way_back():
            self._go(way, lambda m, a: m.resume(a))

    @Slot()
    def home(self) -> None:
        if not self._in_call:
            self.replace(HOME)

    def _get_in_call(self) -> bool:
        return self._in_call

    #: A call is queued, ringing or going on: no way back, no way home, no idling.
    inCall = Property(bool, _get_in_call, notify=lockChanged)

    # --- header ------------------------------------------------------------------------------

    def _get_place_name(self) -> str:
        profile = self._context.profile()
        if profile is None:
            return tr("公共法律服务")
        if self._language.code == "en" and profile.organisation_name_en:
            return tr("{place}公共法律服务").format(place=profile.organisation_name_en)
        return tr("{place}公共法律服务").format(place=profile.organisation_name)

    def _get_clock_text(self) -> str:
        return self._clock_text

    def _get_online(self) -> bool:
        return self._context.duty.online or self._context.duty.connecting

    placeName = Property(str, _get_place_name, notify=headerChanged)
    clockText = Property(str, _get_clock_text, notify=headerChanged)
    #: False once the line is known to be down.
    online = Property(bool, _get_online, notify=headerChanged)

    def _get_notices(self) -> NoticeBoardViewModel:
        return self.notice_board

    notices = Property(NoticeBoardViewModel, _get_notices, constant=True)
    printer = Property(PrinterViewModel, lambda self: self.slip_printer, constant=True)

    def _get_typing(self) -> TypingViewModel:
        return self.typing_board

    typing = Property(TypingViewModel, _get_typing, constant=True)
    readAloud = Property(ReadAloudViewModel, lambda self: self.read_aloud, constant=True)
    spoken = Property(SpokenViewModel, lambda self: self.spoken_mode, constant=True)

    def _on_second(self) -> None:
        text = clock_text(office_time(self._context.clock.now()))
        if text != self._clock_text:
            self._clock_text = text
            self.notice_board.refresh()  # one begins or ends with a minute
            self.headerChanged.emit()

    # --- look and language -------------------------------------------------------------------

    def _get_elderly(self) -> bool:
        return self._context.session.session.text_size is TextSize.LARGE

    def _get_contrast(self) -> bool:
        return self._context.session.session.theme is ThemeChoice.CONTRAST

    def _get_english(self) -> bool:
        return self._language.code == "en"

    def _get_low_reach(self) -> bool:
        return self._context.session.session.low_reach

    def _get_has_english(self) -> bool:
        return self._language.has_english

    elderly = Property(bool, _get_elderly, notify=lookChanged)
    contrast = Property(bool, _get_contrast, notify=lookChanged)
    english = Property(bool, _get_english, notify=languageChanged)
    lowReach = Property(bool, _get_low_reach, notify=lookChanged)
    hasEnglish = Property(bool, _get_has_english, constant=True)

    @Slot()
    def toggleElderly(self) -> None:
        self._context.session.session.text_size = (
            TextSize.STANDARD if self._get_elderly() else TextSize.LARGE
        )
        self.lookChanged.emit()

    @Slot()
    def toggleContrast(self) -> None:
        self._context.session.session.theme = (
            ThemeChoice.NORMAL if self._get_contrast() else ThemeChoice.CONTRAST
        )
        self.lookChanged.emit()

    @Slot()
    def toggleLowReach(self) -> None:
        session = self._context.session.session
        session.low_reach = not session.low_reach
        self.lookChanged.emit()

    @Slot()
    def toggleLanguage(self) -> None:
        self._context.session.session.language = "zh_CN" if self._get_english() else "en"
        self.refresh_look()

    def refresh_look(self) -> None:
        """Take language, text size and theme from the session."""
        self._language.set(self._context.session.session.language)
        self.change_volume(0)
        self.lookChanged.emit()

    def _on_language(self) -> None:
        self._clock_text = clock_text(office_time(self._context.clock.now()))
        for model in set(self._models.values()):
            model.retranslate()
        self.languageChanged.emit()
        self.headerChanged.emit()

    @Slot(str)
    def sound(self, name: str) -> None:
        """A control has something to be heard."""
        self.chimes.play(name)

    def change_volume(self, steps: int) -> int:
        """Louder or softer for this person, 10 % a step; the per cent it is now."""
        session, hall = self._context.session.session, self._context.settings()["terminal.volume"]
        now = max(10, min(100, hall + 10 * (session.louder + steps)))
        session.louder = (now - hall) // 10
        self._context.speech.volume = now / 100
        # Sounds are never louder than the hall wants them.
        self._context.sounds.volume = min(now, hall) / 100
        return int(now)

    # --- quick hide --------------------------------------------------------------------------

    @Slot()
    def hide(self) -> None:
        """At once and silently to a harmless page; a call goes on, muted."""
        if self.place.name == HIDDEN:
            return
        self._hush()
        if self._in_call:
            self._context.calls.set_microphone(False)
            self._context.calls.set_camera(False)
        self._set_end_asked(False)
        self._hidden_from = self._way_here()
        self._go([Place(HIDDEN)], lambda m, a: m.enter(a))

    @Slot()
    def unhide(self) -> None:
        """Back to where the resident was."""
        if self._hidden_from is not None:
            stack, self._hidden_from = self._hidden_from, None
            self._settle.start()
            self.settlingChanged.emit()
            self._go(stack, lambda m, a: m.resume(a))

    def _get_settling(self) -> bool:
        return self._settle.isActive()

    settling = Property(bool, _get_settling, notify=settlingChanged)

    # --- the end of a session ----------------------------------------------------------------

    def _get_end_asked(self) -> bool:
        return self._end_asked

    def _set_end_asked(self, asked: bool) -> None:
        if asked != self._end_asked:
            self._end_asked = asked
            self.endAskedChanged.emit()

    endAsked = Property(bool, _get_end_asked, notify=endAskedChanged)

    @Slot()
    def askEnd(self) -> None:
        self._set_end_asked(True)

    @Slot()
    def cancelEnd(self) -> None:
        self._set_end_asked(False)

    @Slot()
    def end(self) -> None:
        """Hang up, erase, and say what was erased in the look and language of who leaves."""
        left = self._context.session.session
        ended = self._context.session.end()
        self._context.session.session.look_like(left)
        self._erase_screen(ended)
        self.chimes.play("erased")
        self._go([Place(HOME), Place(ERASED)], lambda m, a: m.enter(a))

    def _erase_speech(self) -> bool:
        """Silence; a receipt has nothing to say of it."""
        self._hush()
        return False

    def _hush(self) -> None:
        self.chimes.stop()
        self.read_aloud.stop()
        self.spoken_mode.stop()

    def _erase_call(self) -> bool:
        called, self._called = self._called, False
        self._hang_up()
        return called

    def _hang_up(self) -> None:
        if self._context.calls.current is not None:
            self._context.calls.hang_up()

    def _reset_pages(self) -> None:
        self.notice_board.reset()
        self.slip_printer.reset()
        for model in set(self._models.values()):
            model.reset()

    def _erase_screen(self, ended: SessionEnded) -> None:
        self._set_end_asked(False)
        self._stop_warning()
        self._hidden_from = None
        self._used = False
        self._models[ERASED].handle(ended)
        self.refresh_look()

    # --- idling ------------------------------------------------------------------------------

    def _get_idle_left(self) -> int:
        return self._idle_left

    def _get_idle_asking(self) -> bool:
        return self._warning.isActive() and self.place.name != HIDDEN

    def _idle_seconds(self) -> int:
        return max(1, math.ceil(float(self._context.settings()["terminal.idle_warning_s"])))

    idleLeft = Property(int, _get_idle_left, notify=idleChanged)
    idleTotal = Property(int, _idle_seconds, notify=idleChanged)
    idleAsking = Property(bool, _get_idle_asking, notify=idleChanged)

    @Slot()
    def touch(self) -> None:
        """Somebody is there: the wait for idling starts anew."""
        self._context.session.touch()
        self._stop_warning()
        self._wait()

    def _wait(self) -> None:
        """From now on it counts how long nobody touches anything."""
        if self._in_call or self.place.name == ATTRACT:
            self._idle.stop()
            self._rest.stop()
            return
        self._idle.start(round(self._context.settings()["terminal.idle_s"] * 1000))
        if self._attract_s() > 0:
            self._rest.start(round(self._attract_s() * 1000))

    def _attract_s(self) -> float:
        """Seconds at rest before posters are shown; 0: never."""
        return float(self._context.settings()["terminal.attract_s"])

    def rest(self) -> None:
        """Nobody is there: posters, in the look of the next person."""
        if self.place.name != ATTRACT and not self._in_call:
            self.notice_board.reset()
            self._go([Place(ATTRACT)], lambda m, a: m.enter(a))

    def _on_rest(self) -> None:
        if self._is_at_rest():
            self.rest()

    @Slot()
    def begin(self) -> None:
        """Somebody has touched the attract loop. A second tap of the same hand hits nothing."""
        self._settle.start()
        self.settlingChanged.emit()
        self.home()

    def _stop_warning(self) -> None:
        if self._warning.isActive():
            self._warning.stop()
            self.idleChanged.emit()

    def _is_at_rest(self) -> bool:
        """Nobody has left anything: home, no page opened, in the look and language at rest."""
        session = self._context.session
        return (
            self._stack == [Place(HOME)]
            and not self._end_asked
            and not self._used
            and session.session.call_id is None
            and session.looks_at_rest()
        )

    def _on_idle(self) -> None:
        if self._in_call:
            return
        if self._is_at_rest() or self.model.watched():
            self._idle.start()
            return
        self.ask_idle()

    def ask_idle(self) -> None:
        """还在吗？"""
        self._idle_left = self._idle_seconds()
        self._warning.start()
        self.idleChanged.emit()
        self.read_aloud.on_page()  # who does not see it hears it
        self.spoken_mode.on_page()

    def _on_warning_second(self) -> None:
        self._idle_left -= 1
        self.idleChanged.emit()
        if self._idle_left > 0:
            return
        _LOG.info("idle session erased")
        self._erase_screen(self._context.session.end())
        if self._attract_s() > 0:
            self.rest()
        elif self._stack != [Place(HOME)]:
            self._go([Place(HOME)], lambda m, a: m.enter(a))
        else:
            self._wait()

    # --- events ------------------------------------------------------------------------------

    @Slot(object)
    def handle(self, event: Event) -> None:
        """From the bridge, on the Qt thread."""
        self.slip_printer.handle(event)
        if isinstance(event, CallChanged):
            self._call_state = event.status.state
            self._set_in_call(event.status.state is not CallState.ENDED)
            self.pageChanged.emit()  # the reason why there is no way back
        elif isinstance(event, FirstSyncTried):
            self.synced = True
        elif isinstance(event, UpdateChanged):
            self._updating = event.under_way
            self._show_update()
        self.notice_board.handle(event)
        self.chimes.handle(event)
        self.read_aloud.handle(event)
        self.spoken_mode.handle(event)
        for model in set(self._models.values()):
            model.handle(event)
        if isinstance(event, ConnectionChanged | ProfileChanged):
            self.headerChanged.emit()

    def _show_update(self) -> None:
        """A call goes on to its end; then numbers and help are all there is until it is done."""
        if self._updating and not self._in_call and self.place.name not in _DURING_UPDATE:
            self._go([Place(HOME)], lambda m, a: m.enter(a))
        elif not self._updating and self.place == Place(TROUBLE, "update"):
            self.home()

    def _set_in_call(self, in_call: bool) -> None:
        if in_call == self._in_call:
            return
        self._in_call = in_call
        self._called = self._called or in_call
        self.lockChanged.emit()
        self.pageChanged.emit()
        self.touch()
        self._show_update()
