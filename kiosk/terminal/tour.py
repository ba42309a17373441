"""``kiosk terminal --tour DIR``: every page in both orientations, as PNGs.

Content comes from the terminal's cache; the clock stands at Friday 15:20, and what the server and
the media process would say is scripted (``rehearsal``). Names follow the pictures of the design.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSize

from kiosk.domain.articles import ArticleKind
from kiosk.domain.calls import CallState, EndReason, Media, Tier
from kiosk.domain.clock import FixedClock
from kiosk.domain.notices import Notice
from kiosk.errors import UserError
from kiosk.protocol.socket import CallStatus
from kiosk.settings import Settings
from kiosk.terminal.calls.frames import FrameWriter
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.rehearsal import (
    ADVICE,
    EXAMPLE_PROFILE,
    FLOOD,
    FRIDAY,
    ScriptedCalls,
    ScriptedDevices,
    ScriptedHall,
    ScriptedHelp,
    ScriptedInquiries,
    duty_now,
    in_hall,
    scripted_context,
)
from kiosk.terminal.runtime.bridge import Bridge
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.services.directory import LawyerView
from kiosk.terminal.services.events import (
    AdviceWritten,
    ConnectionChanged,
    ContentChanged,
    DutyChanged,
    EventBus,
    VideoEnded,
)
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.storage.resident import ResidentStore
from kiosk.terminal.tour_aid import AID_STOPS
from kiosk.terminal.tour_search import SEARCH_STOPS, write
from kiosk.terminal.tour_slips import SLIP_STOPS
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.viewmodels.attract import AttractViewModel
from kiosk.terminal.ui.viewmodels.call import CallViewModel
from kiosk.terminal.ui.viewmodels.call_start import CallStartViewModel
from kiosk.terminal.ui.viewmodels.directory import DirectoryViewModel
from kiosk.terminal.ui.viewmodels.law_day import LawDayViewModel
from kiosk.terminal.ui.viewmodels.rating import RatingViewModel
from kiosk.terminal.ui.window import Screen, open_screen

#: Too far for 就在这里.
WALK_M = 300
PORTRAIT, LANDSCAPE = QSize(1080, 1920), QSize(1920, 1080)


@dataclass
class Stage:
    """A screen with everything that a stop may pull at."""

    screen: Screen
    bus: EventBus
    calls: ScriptedCalls
    context: Context
    clock: FixedClock

    @property
    def inquiries(self) -> ScriptedInquiries:
        assert isinstance(self.context.inquiries, ScriptedInquiries)
        return self.context.inquiries

    def duty(self, **changes: object) -> None:
        """Somebody is on duty, as ``changes`` say; the line is up."""
        lawyer = self.lawyer()
        facts: dict[str, object] = {"tier": Tier.COMMUNITY}
        if lawyer is not None:
            facts |= {
                "lawyer_id": lawyer.lawyer.id,
                "lawyer_name": lawyer.lawyer.name,
                "lawyer_name_en": lawyer.lawyer.name_en,
                "portrait": lawyer.lawyer.portrait,
                "example": lawyer.lawyer.example,
            }
        self.bus.publish(ConnectionChanged(True))
        self.bus.publish(DutyChanged(duty_now(**(facts | changes))))

    def sit_in_the_hall(self, **changes: object) -> None:
        """It is Friday, and the community's lawyer is here."""
        lawyer = self.lawyer()
        if lawyer is not None:
            self.duty(in_hall=in_hall(lawyer.lawyer), **changes)

    def warn(self, *notices: Notice) -> None:
        """These emergencies hold from now on."""
        hall = self.context.hall
        assert isinstance(hall, ScriptedHall)
        hall.script = list(notices)
        self.bus.publish(ContentChanged(0, frozenset({"notice"})))

    def lawyer(self) -> LawyerView | None:
        """The community's own lawyer."""
        profile = self.context.profile()
        here = profile.organisation_id if profile else ""
        lawyers = self.context.directory.lawyers()
        return next((v for v in lawyers if here in v.lawyer.communities), next(iter(lawyers), None))

    def entry_id(self) -> str:
        """The nearest place that is a walk away: its page shows the direction."""
        views = self.context.directory.entries()
        walk = (v for v in views if v.distance_m is not None and v.distance_m >= WALK_M)
        return next((v.entry.id for v in (*walk, *views)), "")

    def article_id(self, kind: ArticleKind) -> str:
        """The one with the longest title."""
        articles = self.context.content.articles(kind)
        return max(articles, key=lambda a: (len(a.title), a.id)).id if articles else ""

    def stale_id(self) -> str:
        """One whose law has changed."""
        articles = [a for kind in ArticleKind for a in self.context.content.articles(kind)]
        return next((a.id for a in articles if self.context.laws.badge(a)), articles[0].id)

    def faq_id(self) -> str:
        """The longest question."""
        faqs = self.context.content.faqs()
        return max(faqs, key=lambda q: (len(q.question), q.id)).id if faqs else ""

    def law_id(self) -> str:
        """The one that guides and questions cite most."""
        guides, faqs = self.context.content.articles(ArticleKind.GUIDE), self.context.content.faqs()
        cited = [c.law for g in guides for c in g.citations]
        cited += [c.law for q in faqs for c in q.citations]
        laws = self.context.laws.laws()
        return max(laws, key=lambda law: (cited.count(law.title), law.id)).id if laws else ""

    def need_id(self) -> str:
        """The one with the longest steps."""
        needs = self.context.directory.needs()
        return max(needs, key=lambda n: (sum(map(len, n.steps)), n.id)).id if needs else ""

    def street(self) -> str:
        areas = self.context.directory.streets()
        return f"street:{areas[0][0].id}" if areas else "streets"

    def no_lawyer(self) -> None:
        """Nobody knows this and speaks that."""
        self.screen.app.open("directory", "lawyers:consumer")
        model = self.screen.app.model
        assert isinstance(model, DirectoryViewModel)
        model.chooseLanguage("手语")

    def home(self) -> None:
        """Back to the beginning, whatever was shown; the look stays."""
        app, session = self.screen.app, self.context.session.session
        self.clock.advance(FRIDAY - self.clock.now())
        if self.calls.current is not None:
            self.calls.end(EndReason.RESIDENT_CANCELLED)
        settle(40)
        app.cancelEnd()
        app.touch()
        self.context.session.end()
        self.warn()
        app.replace("home")  # who leaves the receipt takes the look along
        self.context.session.session.look_like(session)
        app.refresh_look()
        self.duty()

    def rest(self, turns: int = 0) -> None:
        """Nobody is there, and so many slides have been turned."""
        self.screen.app.rest()
        model = self.screen.app.model
        assert isinstance(model, AttractViewModel)
        for _ in range(turns):
            model.turn()

    def rest_and_warn(self) -> None:
        self.rest()
        self.warn(FLOOD)

    def warn_and_put_away(self) -> None:
        self.warn(FLOOD)
        settle(20)
        self.screen.app.notice_board.putAway()

    def open_and_warn(self, name: str, argument: str = "") -> None:
        self.screen.app.open(name, argument)
        self.warn(FLOOD)

    def need_help(self, stage: str) -> None:
        """The hall's staff have been rung, and it has come to this."""
        self.screen.app.open("help")
        help_bell = self.context.help
        assert isinstance(help_bell, ScriptedHelp)
        help_bell.say(stage)

    # --- a call ------------------------------------------------------------------------------

    def start_call(self, media: Media = Media.VIDEO) -> None:
        self.screen.app.open("call", media.value)
        model = self.screen.app.model
        assert isinstance(model, CallStartViewModel)
        model.start()
        settle(20)
        self.clock.advance(timedelta(seconds=12))

    def check_devices(self, *missing: str, heard: int = 0) -> None:
        """Before a call; ``heard``: how loud somebody speaks."""
        devices = self.context.device_check
        assert isinstance(devices, ScriptedDevices)
        devices.missing = frozenset(missing)
        self.screen.app.open("call", "video")
        self.screen.app.open("call-check", "video")
        settle(20)
        devices.hear(heard)

    def ring(self, **changes: object) -> None:
        lawyer = self.lawyer()
        facts: dict[str, object] = {"state": CallState.RINGING, "participant_id": "lawyer"}
        if lawyer is not None:
            facts |= {
                "lawyer_name": lawyer.lawyer.name,
                "lawyer_name_en": lawyer.lawyer.name_en,
                "portrait": lawyer.lawyer.portrait,
                "tier": Tier.COMMUNITY,
                "example": lawyer.lawyer.example,
            }
        self.calls.update(**(facts | changes))

    def ask_and_ring(self, **changes: object) -> None:
        self.start_call()
        self.ring(**changes)

    def talk_and_hang_up(self) -> None:
        self.talk()
        self.calls.hang_up()

    def talk(self, media: Media = Media.VIDEO, frames: tuple[str, str] | None = None) -> None:
        self.start_call(media)
        self.ring()
        self.calls.update(state=CallState.ACTIVE, answered_at=self.clock.now())
        settle(20)
        self.clock.advance(timedelta(minutes=6, seconds=40))
        remote, own = frames or (None, None)
        self.calls.flow(True, remote, own)
        settle(20)
        model = self.screen.app.model
        assert isinstance(model, CallViewModel)
        model.ticked.emit()  # its clock strikes once a second

    def talk_and_open(self, name: str, argument: str = "") -> None:
        self.talk()
        settle(20)
        self.screen.app.open(name, argument)

    def talk_and_warn(self) -> None:
        self.talk()
        settle(20)
        self.warn(FLOOD)

    def watch(self, failed: bool = False) -> None:
        """The event of the week is broadcast."""
        assert isinstance(self.context.hall, ScriptedHall)
        self.context.hall.broadcast = "https://live.example/friday.m3u8"
        self.screen.app.open("events")
        model = self.screen.app.model
        assert isinstance(model, LawDayViewModel)
        model.play()
        if failed:
            self.bus.publish(VideoEnded(False))
        self.context.hall.broadcast = ""

    def write(self) -> None:
        """The lawyer writes while speaking."""
        call_id = self.context.session.session.call_id or ""
        for number, line in enumerate(ADVICE):
            self.bus.publish(AdviceWritten(call_id, f"line-{number}", line))

    def talk_and_write(self) -> None:
        self.talk()
        settle(20)
        self.write()

    def whisper(self) -> None:
        """Others are near."""
        self.talk_and_write()
        self.calls.set_quiet(True)

    def rate_and_leave(self) -> None:
        self.talk_and_write()
        self.calls.hang_up()
        settle_until(lambda: isinstance(self.screen.app.model, RatingViewModel))
        model = self.screen.app.model
        assert isinstance(model, RatingViewModel)
        model.choose(3)
        model.finish()

    def take_advice(self) -> None:
        self.rate_and_leave()
        model = self.screen.app.model
        assert isinstance(model, RatingViewModel)
        model.goOn()

    def queue(self) -> None:
        self.start_call()
        self.calls.update(state=CallState.QUEUED, position=1, wait_minutes=3)

    def fail(self, reason: EndReason) -> None:
        self.start_call()
        self.ring()
        if reason in (EndReason.LAWYER_LOST, EndReason.MEDIA_FAILED, EndReason.SERVER_LOST):
            self.calls.update(state=CallState.ACTIVE, answered_at=self.clock.now())
        self.calls.end(reason)

    def cut(self) -> None:
        """The line is down."""
        self.bus.publish(ConnectionChanged(False))
        self.settle()

    @staticmethod
    def settle() -> None:
        """Let what has just happened be seen."""
        settle(20)

    def leave_behind(self) -> None:
        """The power went during a conversation, and is back."""
        self.calls.leave(CallStatus(call_id="before", state=CallState.ACTIVE, media=Media.VIDEO))


def settle(ms: int = 80) -> None:
    """Let queued events and a few frames happen."""
    until, turns = time.monotonic() + ms / 1000, 4  # a busy machine gets its turns all the same
    while turns > 0 or time.monotonic() < until:
        turns -= 1
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)


def settle_until(there: Callable[[], bool], most_s: float = 5.0) -> None:
    """Let things happen until it is so."""
    until = time.monotonic() + most_s
    while not there() and time.monotonic() < until:
        settle(10)


#: name -> how to get there from home. In the order of the pictures.
Stop = tuple[str, Callable[[Stage], object]]

STOPS: tuple[Stop, ...] = (
    ("01-attract", lambda s: s.rest()),
    ("01-attract-event", lambda s: s.rest(1)),
    ("01-attract-emergency", lambda s: s.rest_and_warn()),
    ("02-home", lambda s: None),
    ("02-home-busy", lambda s: s.duty(state="busy", waiting=2, wait_minutes=8)),
    ("02-home-nobody", lambda s: s.duty(
        state="nobody", next_shift=FRIDAY + timedelta(days=3, hours=-6, minutes=-20))),
    ("02-home-in-hall", lambda s: s.sit_in_the_hall(state="nobody")),
    ("02-home-district", lambda s: s.duty(tier=Tier.DISTRICT, wait_minutes=0)),
    ("02-home-offline", lambda s: s.bus.publish(ConnectionChanged(False))),
    ("02-home-notice", lambda s: s.screen.app.notice_board.open()),
    ("02-home-emergency", lambda s: s.warn(FLOOD)),
    ("02-home-emergency-seen", lambda s: s.warn_and_put_away()),
    ("04-news", lambda s: s.screen.app.open("news")),
    ("04-guides", lambda s: s.screen.app.open("guides")),
    ("05-article", lambda s: s.screen.app.open("article", s.article_id(ArticleKind.NEWS))),
    ("05-article-emergency", lambda s: s.open_and_warn(
        "article", s.article_id(ArticleKind.NEWS))),
    ("05-article-stale", lambda s: s.screen.app.open("article", s.stale_id())),
    ("05-guide", lambda s: s.screen.app.open("article", s.article_id(ArticleKind.GUIDE))),
    ("05-faqs", lambda s: s.screen.app.open("faqs")),
    ("05-faq", lambda s: s.screen.app.open("faq", s.faq_id())),
    ("05-laws", lambda s: s.screen.app.open("laws")),
    ("05-law", lambda s: s.screen.app.open("law", s.law_id())),
    ("05-law-article", lambda s: s.screen.app.open("law", f"{s.law_id()}#5")),
    ("05-related", lambda s: s.screen.app.open("related", f"faq:{s.faq_id()}")),
    ("06-directory", lambda s: s.screen.app.open("directory")),
    ("06-need", lambda s: s.screen.app.open("need", s.need_id())),
    ("06-categories", lambda s: s.screen.app.open("directory", "categories")),
    ("06-streets", lambda s: s.screen.app.open("directory", "streets")),
    ("06-street", lambda s: s.screen.app.open("directory", s.street())),
    ("06-places", lambda s: s.screen.app.open("directory", "notary")),
    ("06-lawyers", lambda s: s.screen.app.open("directory", "lawyers")),
    ("06-no-lawyer", lambda s: s.no_lawyer()),
    ("06-entry", lambda s: s.screen.app.open("entry", s.entry_id())),
    ("06-number", lambda s: s.screen.app.open("number", s.entry_id())),
    ("06-lawyer", lambda s: s.screen.app.open("lawyer", _lawyer_id(s))),
    *SEARCH_STOPS,
    ("06-evaluation", lambda s: s.screen.app.open("evaluation", _lawyer_id(s))),
    ("07-hotlines", lambda s: s.screen.app.open("hotlines")),
    ("07-hotline-12348", lambda s: s.screen.app.open("hotline", "12348")),
    ("07-hotline-110", lambda s: s.screen.app.open("hotline", "110")),
    ("07-help", lambda s: s.screen.app.open("help")),
    ("07-help-ringing", lambda s: s.need_help("ringing")),
    ("07-help-coming", lambda s: s.need_help("coming")),
    ("07-help-late", lambda s: s.need_help("late")),
    ("08-call", lambda s: s.screen.app.open("call", "video")),
    ("08-check", lambda s: s.check_devices()),
    ("08-check-heard", lambda s: s.check_devices(heard=8)),
    ("08-check-no-camera", lambda s: s.check_devices("camera", "speaker")),
    ("08-check-no-microphone", lambda s: s.check_devices("microphone")),
    ("08-asking", lambda s: s.start_call()),
    ("08-ringing", lambda s: s.ask_and_ring()),
    ("08-passed-on", lambda s: s.ask_and_ring(
        asked=(Tier.COMMUNITY,), tier=Tier.STREET, lawyer_name="", lawyer_name_en="",
        portrait=None, example=False)),
    ("08-queue", lambda s: s.queue()),
    ("09-in-call-voice", lambda s: s.talk(Media.VOICE)),
    ("09-in-call-advice", lambda s: s.talk_and_write()),
    ("09-in-call-quiet", lambda s: s.whisper()),
    ("09-in-call-help", lambda s: s.talk_and_open("help")),
    ("09-in-call-emergency", lambda s: s.talk_and_warn()),
    ("09-in-call-110", lambda s: s.talk_and_open("hotline", "110")),
    *((f"09-end-{reason.value.replace('_', '-')}", lambda s, r=reason: s.fail(r))
      for reason in EndReason
      if reason not in (EndReason.RESIDENT_HUNG_UP, EndReason.LAWYER_HUNG_UP)),
    ("09-left", lambda s: s.leave_behind()),
    *SLIP_STOPS,
    *AID_STOPS,
    ("11-rating", lambda s: s.talk_and_hang_up()),
    ("10-events", lambda s: s.screen.app.open("events")),
    ("10-events-opening", lambda s: s.watch()),
    ("10-events-failed", lambda s: s.watch(failed=True)),
    ("11-rating-thanked", lambda s: s.rate_and_leave()),
    ("11-advice", lambda s: s.take_advice()),
    ("18-trouble-microphone", lambda s: s.screen.app.open("trouble", "microphone")),
    ("18-trouble-update", lambda s: s.screen.app.open("trouble", "update")),
    ("18-mediation", lambda s: s.screen.app.open("mediation")),
    ("12-end", lambda s: s.screen.app.askEnd()),
    ("12-erased", lambda s: s.screen.app.end()),
    ("12-still-there", lambda s: s.screen.app.ask_idle()),
    ("12-hidden", lambda s: s.screen.app.hide()),
)  # fmt: skip


def _lawyer_id(stage: Stage) -> str:
    lawyer = stage.lawyer()
    return lawyer.lawyer.id if lawyer else ""


def open_stage(settings: Settings, size: QSize, stack: ExitStack) -> Stage:
    """A screen over the terminal's cache; closed with ``stack``."""
    clock = FixedClock(FRIDAY)
    directory = settings.data_dir / "terminal"
    profile = DeviceIdentity(directory, clock).profile or EXAMPLE_PROFILE
    bus = EventBus()
    store = ContentStore(directory, clock)
    stack.callback(store.close)
    # Ratings of a tour go nowhere.
    resident = ResidentStore(
        Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-tour-"))), clock
    )
    stack.callback(resident.close)
    if store.cursor()[0] is None:
        raise UserError(
            f"There is no content in {directory}. Run `kiosk sync` or `make demo` first, and name "
            "its folder with --data-dir."
        )
    index = SearchIndex(directory / "search.db")
    stack.callback(index.close)
    if index.state() != store.cursor():
        from kiosk.terminal.search.writer import update  # with pypinyin

        update(directory / "search.db", store)
    context, calls = scripted_context(bus, clock, settings, profile, (store, resident), index=index)
    screen = open_screen(context, size=size, reduced_motion=True)
    stack.callback(screen.close)
    bridge = Bridge(bus)
    stack.callback(bridge.close)
    bridge.happened.connect(screen.app.handle)
    return Stage(screen, bus, calls, context, clock)


def run_tour(settings: Settings, folder: Path) -> int:
    """Walk all stops; the number of pictures is printed."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for size, word in ((PORTRAIT, "portrait"), (LANDSCAPE, "landscape")):
        with ExitStack() as stack:
            stage = open_stage(settings, size, stack)

            def shoot(name: str, stage: Stage = stage, word: str = word) -> None:
                nonlocal count
                settle()
                stage.screen.window.grabWindow().save(str(folder / f"{name}-{word}.png"))
                count += 1

            for name, go in STOPS:
                stage.home()
                settle(40)
                go(stage)
                shoot(name)
            stage.home()  # apart from the stops, as it loads the recogniser
            settle(40)
            write(stage)
            shoot("07-search-pen")
            _video_call(stage, shoot)
            stage.home()
            app = stage.screen.app
            for name, toggle in (
                ("13-home-contrast", app.toggleContrast),
                ("02-home-english", app.toggleLanguage),
                ("02-home-standard", app.toggleElderly),
            ):
                toggle()
                shoot(name)
                toggle()
            settle()
    print(f"{count} pictures in {folder}")
    return 0


def _video_call(stage: Stage, shoot: Callable[[str], None]) -> None:
    """A call with pictures: plain ones, as there is no camera on a tour."""
    with ExitStack() as stack:
        remote, own = (stack.enter_context(_Plain(colour)) for colour in (_DUSK, _DAWN))
        stage.home()
        settle(40)
        stage.talk(Media.VIDEO, (remote.name, own.name))
        shoot("09-in-call")
        stage.calls.set_microphone(False)
        shoot("09-in-call-muted")
        stage.calls.set_microphone(True)
        stage.home()
        settle(40)


#: Y, U, V of the two plain pictures.
_DUSK, _DAWN = (150, 108, 140), (180, 110, 142)


class _Plain:
    """A picture of one colour in shared memory."""

    def __init__(self, colour: tuple[int, int, int]) -> None:
        self._writer = FrameWriter()
        self.name = self._writer.name
        y, u, v = colour
        self._writer.write(640, 480, [bytes([y]) * 307200, bytes([u]) * 76800, bytes([v]) * 76800])

    def __enter__(self) -> _Plain:
        return self

    def __exit__(self, *error: object) -> None:
        self._writer.close()
