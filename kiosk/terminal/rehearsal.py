"""What stands in for the server and the media process on a tour and in tests of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.domain.articles import Topic
from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.domain.clock import OFFICE_ZONE, Clock
from kiosk.domain.directory import Lawyer
from kiosk.domain.events import LawDayEvent
from kiosk.domain.ids import sample_id
from kiosk.domain.notices import Notice, NoticeLevel
from kiosk.protocol.devices import DeviceProfile
from kiosk.protocol.socket import CallStatus, Duty, InHall, SlipFound
from kiosk.settings import Settings
from kiosk.terminal.hall_profiles import hall_profile
from kiosk.terminal.input.pen import ScribeMaker
from kiosk.terminal.printing.choice import printer_of
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.services.appointments import AppointmentService
from kiosk.terminal.services.call_backs import CallBackService
from kiosk.terminal.services.content import ContentService
from kiosk.terminal.services.directory import DirectoryService
from kiosk.terminal.services.duty import DutyService
from kiosk.terminal.services.evaluations import EvaluationService
from kiosk.terminal.services.events import (
    CallChanged,
    CallLeft,
    CallMediaChanged,
    CommandSettled,
    DevicesChecked,
    EventBus,
    HelpChanged,
    MicrophoneLevel,
    SlipAnswered,
    SlipCodeTold,
    SlotsTold,
    SpeechChanged,
)
from kiosk.terminal.services.hall import HallService
from kiosk.terminal.services.laws import LawService
from kiosk.terminal.services.legal_aid import LegalAidService
from kiosk.terminal.services.printing import PrintService
from kiosk.terminal.services.ratings import RatingService
from kiosk.terminal.services.search import SearchService
from kiosk.terminal.services.session import SessionService, TextSize
from kiosk.terminal.services.speech import SpeechService, Utterance
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.storage.resident import ResidentStore
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.resources import ASSETS

#: A Friday afternoon: the community's lawyer is on duty.
FRIDAY = datetime(2026, 11, 20, 15, 20, tzinfo=OFFICE_ZONE)

#: Where the terminal of the sample content stands.
EXAMPLE_PROFILE = DeviceProfile(
    device_id="00000000-0000-4000-8000-000000000001",
    name="示例社区大厅终端",
    organisation_id=sample_id("organisation", "shili-community"),
    organisation_name="示例社区",
    organisation_name_en="Example Community",
    address="示例路 3 号，社区服务站一楼大厅",
    desk_phone="000-0000-0005",
    latitude=38.99946,
    longitude=82.27628,
    public_url="https://law.example",
)


def scripted_context(
    bus: EventBus,
    clock: Clock,
    settings: Settings,
    profile: DeviceProfile | None,
    stores: tuple[ContentStore, ResidentStore],
    language: str | None = None,
    *,
    index: SearchIndex,
    speech: SpeechService | None = None,
) -> tuple[Context, ScriptedCalls]:
    """The real services over real stores, with calls that follow a script."""
    hall = hall_profile(settings, profile)
    settings = settings.with_hall(hall.settings)
    content, resident = stores
    calls = ScriptedCalls(bus)
    session = SessionService(
        bus, clock, language or settings["terminal.language"],
        TextSize(settings["terminal.text_size"]),
    )  # fmt: skip
    directory = DirectoryService(content, clock, lambda: profile)
    context = Context(
        clock=clock,
        settings=lambda: settings,
        profile=lambda: profile,
        hall_profile=lambda: hall,
        unplugged=lambda: calls.unplugged,
        content=ContentService(content, clock),
        laws=LawService(content, clock),
        hall=ScriptedHall(content, clock, lambda: profile),
        directory=directory,
        duty=DutyService(bus),
        ratings=RatingService(resident, clock, bus),
        session=session,
        calls=calls,  # type: ignore[arg-type]  # the same methods, scripted
        device_check=ScriptedDevices(bus),  # type: ignore[arg-type]
        appointments=AppointmentService(resident, content, session, clock, bus, lambda: profile),
        call_backs=CallBackService(resident, session, clock, bus, lambda: profile),
        evaluations=EvaluationService(resident, session, clock, bus),
        help=ScriptedHelp(bus),  # type: ignore[arg-type]  # the same methods, scripted
        player=ScriptedPlayer(bus),  # type: ignore[arg-type]
        search=SearchService(index, clock, lambda: session.session.language),
        scribe=ScribeMaker(ASSETS / "handwriting"),
        inquiries=ScriptedInquiries(bus, session, resident, clock),  # type: ignore[arg-type]  # scripted, too
        printing=PrintService(printer_of(settings["terminal.printer"]), bus, session),
        legal_aid=LegalAidService(content, directory, lambda: profile),
        speech=speech or ScriptedSpeech(bus),  # type: ignore[arg-type]  # likewise
        sounds=ScriptedSounds(),  # type: ignore[arg-type]  # likewise
    )
    return context, calls


@dataclass
class ScriptedInquiries:
    """The interface of ``InquiryService``; the script says what the server knows."""

    bus: EventBus
    sessions: SessionService
    outbox: ResidentStore
    clock: Clock
    taken: dict[str, frozenset[datetime]] = field(default_factory=dict)  # by lawyer
    slips: dict[str, SlipFound] = field(default_factory=dict)  # by number
    why_not: str = "no_slip"  # for any other number

    def ask_slots(self, lawyer_id: str) -> None:
        self.bus.publish(SlotsTold(lawyer_id, self.taken.get(lawyer_id, frozenset())))

    def answer(self, code: str | None = None) -> None:
        """The server carries out what waits, or refuses it; each slip gets its number."""
        session, until = self.sessions.session, self.clock.now() + timedelta(hours=24)
        while (waiting := self.outbox.next()) is not None:
            key = waiting.key
            settled = self.outbox.refused(key, code) if code else self.outbox.done(key)
            if settled is None or settled.subject is None:
                continue
            self.bus.publish(
                CommandSettled(settled.name, settled.subject, settled.session, settled.code)
            )
            if code is None:
                session.codes[settled.subject] = ("72410836", until)
                self.bus.publish(SlipCodeTold(session.id, settled.subject))

    def find(self, code: str) -> None:
        found = self.slips.get(code)
        why = None if found else self.why_not
        self.bus.publish(SlipAnswered(self.sessions.session.id, found, why))


class ScriptedHall(HallService):
    """The hall with notices that only the script knows; the cache stays as it is."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.script: list[Notice] = []
        self.broadcast = ""  # address at which every event of the week is broadcast

    def events(self) -> list[LawDayEvent]:
        return [
            replace(e, stream=self.broadcast) if self.broadcast else e for e in super().events()
        ]

    def notices(self) -> list[Notice]:
        return [*self.script, *super().notices()]


@dataclass
class ScriptedPlayer:
    """The interface of ``PlayerService``; the script says how the video goes."""

    bus: EventBus
    source: str = ""

    def play(self, source: str) -> None:
        self.source = source

    def stop(self) -> None:
        self.source = ""


@dataclass
class ScriptedSpeech:
    """The interface of ``SpeechService``; silent; the script says how far it has come."""

    bus: EventBus
    said: list[tuple[Utterance, ...]] = field(default_factory=list)
    token: int = 0
    silent: bool = True
    paused: bool = False
    volume: float = 0.0

    def say(self, utterances: Sequence[Utterance], *, asked: bool = False) -> int:
        self.said.append(tuple(utterances))
        self.token += 1
        self.silent = self.paused = False
        return self.token

    def pause(self) -> None:
        self.paused = True

    def go_on(self) -> None:
        self.paused = False

    def stop(self) -> None:
        self.silent = True
        self.token += 1

    def come_to(self, mark: int, state: str = "speaking") -> None:
        """The utterance with this mark begins, or all is said."""
        self.bus.publish(SpeechChanged(self.token, state, mark))


@dataclass
class ScriptedSounds:
    played: list[str] = field(default_factory=list)
    volume: float = 0.0

    def play(self, name: str) -> None:
        self.played.append(name)

    def stop(self) -> None:
        """Nothing waits here."""


@dataclass
class ScriptedDevices:
    """The interface of ``DeviceCheckService``; the script says what there is, and what it hears."""

    bus: EventBus
    opened: Media | None = None
    watched: bool = False
    chimes: int = 0
    missing: frozenset[str] = frozenset()
    frames: str | None = None

    def open(self, media: Media) -> None:
        self.opened = media
        self.bus.publish(DevicesChecked("opening"))
        self.bus.publish(DevicesChecked("open", self.frames, self.missing))

    def close(self) -> None:
        self.opened = None

    def chime(self) -> None:
        self.chimes += 1

    def watch(self, on: bool) -> None:
        self.watched = on

    def hear(self, step: int) -> None:
        """Somebody speaks so loud."""
        if self.watched:
            self.bus.publish(MicrophoneLevel(step))


@dataclass
class ScriptedHelp:
    """The interface of ``HelpService``; the script says what the staff would."""

    bus: EventBus
    stage: str = "idle"

    def ask(self) -> None:
        self.say("asking")

    def give_up(self) -> None:
        self.say("idle")

    def say(self, stage: str) -> None:
        self.stage = stage
        self.bus.publish(HelpChanged(stage))


#: What a lawyer writes in a call about wages.
ADVICE = (
    "9 月的工钱 4,800 元没有给",
    "手机聊天、转账记录不要删",
    "周一带身份证去劳动监察大队，示例路 66 号",
    "不给，再向劳动人事争议仲裁委员会申请",
)

#: As long as the content folder lets it be.
FLOOD = Notice(
    id="flood", title="今晚有大暴雨，低洼处请转移", title_en="Heavy rain tonight: leave low ground",
    starts=None, ends=None, organisations=(), example=True, level=NoticeLevel.EMERGENCY,
    text="请带好证件和常用药，到社区二楼活动室暂避。走不动的，打社区电话，我们上门来接。",
    text_en="Bring your papers and medicines to the activity room on the second floor. If you "
            "cannot walk, call us and we will come.",
)  # fmt: skip


@dataclass
class ScriptedCalls:
    """The interface of ``CallService``; the script says what the server would.

    As there, an end that is asked for comes a turn of the event loop later.
    """

    bus: EventBus
    current: CallStatus | None = None
    microphone_on: bool = True
    camera_on: bool = True
    quiet: bool = False
    started: list[tuple[Media, Topic | None]] = field(default_factory=list)
    left: CallStatus | None = None
    for_other: bool = False  # the last one that was started
    unplugged: frozenset[str] = frozenset()
    _frames: tuple[str | None, str | None] = (None, None)
    _was_connected: bool = False

    def start(self, media: Media, topic: Topic | None = None, *, slip: str = "",
              for_other: bool = False) -> str:  # fmt: skip
        self.started.append((media, topic))
        self.for_other = for_other
        call_id = f"scripted-{len(self.started)}"
        self.say(CallStatus(call_id=call_id, state=CallState.QUEUED, media=media))
        return call_id

    def hang_up(self) -> None:
        answered = self.current is not None and self.current.state is CallState.ACTIVE
        reason = EndReason.RESIDENT_HUNG_UP if answered else EndReason.RESIDENT_CANCELLED
        QTimer.singleShot(0, lambda: self.end(reason))

    def go_on(self) -> str | None:
        left, self.left = self.left, None
        if left is not None:
            self.say(left)
        return None if left is None else left.call_id

    def leave_it(self) -> None:
        self.left = None
        self.bus.publish(CallLeft(None))

    def set_microphone(self, on: bool) -> None:
        self.microphone_on = on
        self.flow(True, *self._frames)

    def set_camera(self, on: bool) -> None:
        self.camera_on = on
        self.flow(True, *self._frames)

    def set_quiet(self, on: bool) -> None:
        self.quiet = on
        self.flow(True, *self._frames)

    def leave(self, status: CallStatus) -> None:
        """A conversation from before the start goes on at the server."""
        self.left = status
        self.bus.publish(CallLeft(status))

    # --- the script --------------------------------------------------------------------------

    def say(self, status: CallStatus) -> None:
        """The call has come to this."""
        self.current = None if status.state is CallState.ENDED else status
        if self.current is None:
            self._was_connected = False
            self.microphone_on = self.camera_on = True
            self.quiet = False
        self.bus.publish(CallChanged(status))

    def update(self, **changes: object) -> None:
        """Change fields of the present status."""
        if self.current is not None:
            self.say(self.current.model_copy(update=changes))

    def end(self, reason: EndReason) -> None:
        self.update(state=CallState.ENDED, end_reason=reason)

    def flow(
        self,
        connected: bool = True,
        remote_frames: str | None = None,
        self_frames: str | None = None,
    ) -> None:
        """The media path is (not) up; names of the pictures in shared memory."""
        self._frames = (remote_frames, self_frames)
        if self.current is not None:
            self.bus.publish(
                CallMediaChanged(
                    call_id=self.current.call_id,
                    connected=connected,
                    microphone_on=self.microphone_on,
                    camera_on=self.camera_on,
                    remote_video=remote_frames is not None,
                    remote_frames=remote_frames,
                    self_frames=self_frames,
                    reconnecting=not connected and self._was_connected,
                    quiet=self.quiet,
                )
            )
            self._was_connected = self._was_connected or connected


def duty_now(**changes: object) -> Duty:
    """The community's lawyer is there until half past five, three minutes' wait."""
    duty = Duty(
        state="available",
        lawyer_name="陈静",
        lawyer_name_en="Chen Jing",
        until=FRIDAY.replace(hour=17, minute=30),
        wait_minutes=3,
        example=True,
    )
    return duty.model_copy(update=changes)


def in_hall(lawyer: Lawyer) -> InHall:
    """The lawyer sits in this hall until half past five."""
    return InHall(
        lawyer_id=lawyer.id, lawyer_name=lawyer.name, lawyer_name_en=lawyer.name_en,
        portrait=lawyer.portrait, until=FRIDAY.replace(hour=17, minute=30),
        example=lawyer.example,
    )  # fmt: skip
