"""Past-tense events that services publish, and the bus that carries them.

Handlers run on the publisher's thread; the runtime's bridge takes them over to Qt's.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.socket import CallStatus, Duty, SlipFound

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""


@dataclass(frozen=True, slots=True)
class ContentChanged(Event):
    """The cache holds something new; views read again."""

    revision: int
    kinds: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class FirstSyncTried(Event):
    """The first sync since the start is over, well or not: the cache holds what there is now."""


@dataclass(frozen=True, slots=True)
class ConnectionChanged(Event):
    """The device socket came up or went down."""

    online: bool


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    profile: DeviceProfile


@dataclass(frozen=True, slots=True)
class SettingsPushed(Event):
    """The server's layer of settings, as ``Settings.with_pushed`` takes it."""

    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DutyChanged(Event):
    duty: Duty


@dataclass(frozen=True, slots=True)
class UpdateChanged(Event):
    """New software is being put in place, or is in place: meanwhile nothing else is offered."""

    under_way: bool


@dataclass(frozen=True, slots=True)
class HelpChanged(Event):
    """How the call for the hall's staff stands (``services.help.HelpStage``)."""

    stage: str


@dataclass(frozen=True, slots=True)
class SpeechChanged(Event):
    """``speaking``: the utterance with ``mark`` begins; ``ended``, ``failed``: it is over."""

    token: int
    state: str
    mark: int


@dataclass(frozen=True, slots=True)
class CallChanged(Event):
    """The call as the terminal sees it; ends are final."""

    status: CallStatus


@dataclass(frozen=True, slots=True)
class CallMediaChanged(Event):
    """What flows: ``connected`` once the media path is up; mute states as they are.

    ``missing`` names devices that the call goes on without: camera, microphone, speaker.
    """

    call_id: str
    connected: bool
    microphone_on: bool
    camera_on: bool
    remote_video: bool  # pictures are coming in
    remote_frames: str | None  # shared memory name of the lawyer's pictures
    self_frames: str | None  # shared memory name of our own picture
    missing: frozenset[str] = frozenset()
    reconnecting: bool = False  # it was up, and is being made anew
    quiet: bool = False  # the resident speaks low


@dataclass(frozen=True, slots=True)
class DevicesChecked(Event):
    """How the check before a call stands: ``opening``, ``open``, ``closed`` or ``failed``.

    ``frames``: shared memory name of the own picture. ``missing`` as in ``CallMediaChanged``.
    """

    stage: str
    frames: str | None = None
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MicrophoneLevel(Event):
    """How loud the microphone hears, 0 to 10; only changes are told."""

    step: int


@dataclass(frozen=True, slots=True)
class VideoStarted(Event):
    """A video plays; its pictures are in this shared memory."""

    frames: str


@dataclass(frozen=True, slots=True)
class VideoEnded(Event):
    """It is over by itself. ``whole``: to its end; else it could not be played (on)."""

    whole: bool


@dataclass(frozen=True, slots=True)
class AdviceWritten(Event):
    """The lawyer wrote a line for the resident, or changed it; empty: took it off."""

    call_id: str
    line_id: str
    text: str


@dataclass(frozen=True, slots=True)
class CallLeft(Event):
    """A conversation of this terminal goes on at the server, but this program was started anew.

    None: it is over meanwhile, or was taken up or left.
    """

    status: CallStatus | None


@dataclass(frozen=True, slots=True)
class CommandKept(Event):
    """Base of those that left a command in the outbox: it is on the disk, and on its way."""


@dataclass(frozen=True, slots=True)
class RatingSaved(CommandKept):
    call_id: str


@dataclass(frozen=True, slots=True)
class AppointmentBooked(CommandKept):
    """Asked for, not confirmed yet."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class AppointmentChanged(CommandKept):
    """Another slot was asked for, and is not confirmed yet."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(CommandKept):
    appointment_id: str


@dataclass(frozen=True, slots=True)
class CallBackRequested(CommandKept):
    call_back_id: str


@dataclass(frozen=True, slots=True)
class LawyerEvaluated(CommandKept):
    lawyer_id: str


@dataclass(frozen=True, slots=True)
class ErasureNoted(CommandKept):
    """The receipt of a session's erasing is on its way."""


@dataclass(frozen=True, slots=True)
class CommandSettled(Event):
    """The server has answered a command. ``session``: None when it was over by then.

    ``code``: why it was refused; None: it was carried out.
    """

    name: str
    subject: str | None
    session: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """Base of the server's answers to who is still there. ``session`` says who that was: a view
    that shows another one's by now leaves it alone."""

    session: str


@dataclass(frozen=True, slots=True)
class AppointmentConfirmed(Answered):
    """Booked, or moved to the slot that was asked for."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class AppointmentRefused(Answered):
    """``wish``: what was refused. ``code``: slot_taken, slot_past, slot_far, no_slot, no_lawyer…"""

    appointment_id: str
    wish: Literal["book", "change", "cancel"]
    code: str


@dataclass(frozen=True, slots=True)
class CallBackReceived(Answered):
    call_back_id: str


@dataclass(frozen=True, slots=True)
class CallBackRefused(Answered):
    call_back_id: str
    code: str


@dataclass(frozen=True, slots=True)
class SlotsTold(Event):
    """Which slots of a lawyer are taken, as the server has just said."""

    lawyer_id: str
    taken: frozenset[datetime]


@dataclass(frozen=True, slots=True)
class SlipCodeTold(Answered):
    """There is a number to type for this appointment or call-back: in the session's ``codes``."""

    subject: str


@dataclass(frozen=True, slots=True)
class SlipAnswered(Answered):
    """Whose slip a typed number is; or why none was found: no_slip, too_many_tries, no_answer."""

    found: SlipFound | None
    code: str | None


@dataclass(frozen=True, slots=True)
class SlipPrinted(Answered):
    """The paper is out."""


@dataclass(frozen=True, slots=True)
class SlipNotPrinted(Answered):
    """``code``: no_paper, printer (away, stuck), error (ours)."""

    code: str


@dataclass(frozen=True, slots=True)
class SessionEnded(Event):
    """All that belonged to the person is gone. ``erased``: names of the steps that were done."""

    erased: tuple[str, ...]


Handler = Callable[[Event], None]


class EventBus:
    """Publish to all subscribers. Thread-safe; an unsubscribed handler is not called again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handlers: tuple[Handler, ...] = ()

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        """Add a handler; the returned function removes it."""
        with self._lock:
            self._handlers = (*self._handlers, handler)

        def remove() -> None:
            with self._lock:
                self._handlers = tuple(h for h in self._handlers if h is not handler)

        return remove

    def publish(self, event: Event) -> None:
        for handler in self._handlers:
            try:
                handler(event)
            except Exception:
                # Our bug in one handler must not keep the event from the others.
                log.exception("a handler of %s failed", type(event).__name__)
