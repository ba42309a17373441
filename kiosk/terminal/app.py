"""Composition root of the terminal: the only place that builds adapters."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QSize

from kiosk import __version__
from kiosk.domain.clock import Clock, SystemClock
from kiosk.errors import EnvironmentFault, UserError
from kiosk.protocol.feed import KeySet
from kiosk.protocol.socket import AnyMessage, Hello
from kiosk.settings import Settings
from kiosk.terminal.calls.engine import MediaEngine
from kiosk.terminal.calls.plugs import unplugged
from kiosk.terminal.channel.identity import DeviceIdentity, server_of
from kiosk.terminal.channel.socket import DeviceSocket
from kiosk.terminal.feed_state import FeedState
from kiosk.terminal.hall_profiles import HallProfile, hall_profile
from kiosk.terminal.input.pen import ScribeMaker
from kiosk.terminal.network import BearerAuth, Line
from kiosk.terminal.printing.choice import printer_of
from kiosk.terminal.runtime.bridge import Bridge
from kiosk.terminal.runtime.loop import AsyncRuntime, keep_running
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.process import UpdateProcess
from kiosk.terminal.services.appointments import AppointmentService
from kiosk.terminal.services.call_backs import CallBackService
from kiosk.terminal.services.calls import CallService
from kiosk.terminal.services.connection import ConnectionService
from kiosk.terminal.services.content import ContentService
from kiosk.terminal.services.device_check import DeviceCheckService
from kiosk.terminal.services.directory import DirectoryService
from kiosk.terminal.services.duty import DutyService
from kiosk.terminal.services.erasure import ErasureService
from kiosk.terminal.services.evaluations import EvaluationService
from kiosk.terminal.services.events import Event, EventBus, ProfileChanged, SettingsPushed
from kiosk.terminal.services.hall import HallService
from kiosk.terminal.services.help import HelpService
from kiosk.terminal.services.inquiries import InquiryService
from kiosk.terminal.services.laws import LawService
from kiosk.terminal.services.legal_aid import LegalAidService
from kiosk.terminal.services.outbox import OutboxService
from kiosk.terminal.services.player import PlayerService
from kiosk.terminal.services.printing import PrintService
from kiosk.terminal.services.ratings import RatingService
from kiosk.terminal.services.search import IndexService, SearchService
from kiosk.terminal.services.session import SessionService, TextSize
from kiosk.terminal.services.speech import SoundService, SpeechService
from kiosk.terminal.services.sync_service import SyncService
from kiosk.terminal.speech.cache import SpokenCache
from kiosk.terminal.speech.output import SilentOutput, SpeakerOutput
from kiosk.terminal.speech.sounds import read_sound
from kiosk.terminal.speech.voices import Voices
from kiosk.terminal.storage.blob_plan import Limits
from kiosk.terminal.storage.content import ContentStore
from kiosk.terminal.storage.resident import ResidentStore
from kiosk.terminal.sync.client import SyncClient
from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.resources import ASSETS
from kiosk.terminal.ui.window import Screen, open_screen

log = logging.getLogger(__name__)
#: Everything on the loop is over within this many seconds of ``stop``.
STOP_S = 15.0
#: The first connection gets this long before the screen says that the line is down.
FIRST_CHANCE_S = 5.0
#: A hang-up gets this long to reach the server.
GOODBYE_S = 0.3


class TerminalApp:
    """One terminal. ``start``, then ``open_window``; ``stop`` ends all threads and processes.

    All methods are for the Qt thread. Raises ``UserError`` when the terminal is not enrolled.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.clock = clock or SystemClock()
        directory = settings.data_dir / "terminal"
        self.identity = DeviceIdentity(directory, self.clock)
        if not self.identity.enrolled:
            raise UserError("This terminal is not enrolled. Run `kiosk enrol` first.")
        self._set = settings
        self._pushed: Mapping[str, Any] = self.identity.pushed
        self.settings, self.hall_profile = self._settle()

        self.bus = EventBus()
        self.duty = DutyService(self.bus)
        self.bus.subscribe(self._on_event)
        self.content_store = ContentStore(directory, self.clock, lambda: Limits.of(self.settings))
        self.resident_store = ResidentStore(directory, self.clock)
        line = Line.from_settings(settings, server_of(settings, self.identity))
        self.runtime = AsyncRuntime()
        self.socket = DeviceSocket(
            line, self.identity.token, self._hello, self._on_message, self._on_state,
            hurried=lambda: self.calls.current is not None, correct=self.identity.correct,
        )  # fmt: skip
        self.media = MediaEngine(self.settings)
        self.calls = CallService(self.socket, self.media, self.bus, self.clock, self.runtime.post)
        self.help = HelpService(self.socket, self.bus, self.runtime.post, self.runtime.later)
        self.connection = ConnectionService(self.bus, self.identity.renew)
        self.outbox = OutboxService(self.resident_store, self.socket, self.bus)
        self._sync_client = SyncClient(
            line, self.content_store, BearerAuth(self.identity.token, self.identity.correct),
            root=lambda: self.identity.feed_root, folder=directory / "feed", clock=self.clock,
            on_keys=self._keep_seal_key,
        )  # fmt: skip
        self.sync = SyncService(
            self._sync_client, self.bus, self.settings["terminal.sync_interval_s"]
        )
        self.content_store.on_replaced(lambda: self.runtime.post(self.sync.nudge))
        self.session = SessionService(
            self.bus, self.clock, self.settings["terminal.language"],
            TextSize(self.settings["terminal.text_size"]),
        )  # fmt: skip
        self._search_index = SearchIndex(directory / "search.db")
        self.indexing = IndexService(
            UpdateProcess(settings.data_dir), self.bus,
            lambda: self._search_index.state() == self.content_store.cursor(), self.runtime.post,
        )  # fmt: skip
        self.search = SearchService(
            self._search_index, self.clock, lambda: self.session.session.language,
            self.indexing.request,
        )  # fmt: skip
        speaker = (
            SpeakerOutput(lambda: self.settings["calls.speaker"])
            if settings["calls.media"] == "devices"
            else SilentOutput()
        )
        voices = Voices.configured(
            self.settings["terminal.voice"], self.settings["terminal.voice_english"]
        )
        self.speech = SpeechService(SpokenCache(directory / "speech", voices), speaker, self.bus)
        self.sounds = SoundService(read_sound, speaker)
        self._seal_leftovers()
        self.session.register_eraser("outbox", self.resident_store.end_session)
        self.printing = PrintService(
            printer_of(self.settings["terminal.printer"]), self.bus, self.session
        )
        self.session.register_eraser("printing", self.printing.forget)
        self.inquiries = InquiryService(self.socket, self.bus, self.session, self.runtime.post)
        self.erasure = ErasureService(self.resident_store, self.clock, self.bus)
        places = DirectoryService(self.content_store, self.clock, lambda: self.identity.profile)
        self.context = Context(
            clock=self.clock,
            settings=lambda: self.settings,
            profile=lambda: self.identity.profile,
            hall_profile=lambda: self.hall_profile,
            unplugged=lambda: unplugged(self.settings),
            content=ContentService(self.content_store, self.clock),
            laws=LawService(self.content_store, self.clock),
            hall=HallService(self.content_store, self.clock, lambda: self.identity.profile),
            directory=places,
            duty=self.duty,
            ratings=RatingService(self.resident_store, self.clock, self.bus),
            session=self.session,
            calls=self.calls,
            device_check=DeviceCheckService(self.media, self.bus, self.runtime.post),
            appointments=AppointmentService(
                self.resident_store, self.content_store, self.session, self.clock, self.bus,
                lambda: self.identity.profile,
            ),
            call_backs=CallBackService(
                self.resident_store, self.session, self.clock, self.bus,
                lambda: self.identity.profile,
            ),
            evaluations=EvaluationService(
                self.resident_store, self.session, self.clock, self.bus
            ),
            help=self.help,
            player=PlayerService(self.media, self.bus, self.runtime.post),
            speech=self.speech,
            sounds=self.sounds,
            inquiries=self.inquiries,
            search=self.search,
            scribe=ScribeMaker(ASSETS / "handwriting"),
            printing=self.printing,
            legal_aid=LegalAidService(
                self.content_store, places, lambda: self.identity.profile
            ),
        )  # fmt: skip
        self.bridge = Bridge(self.bus)
        self.screen: Screen | None = None
        self._tasks: list[Future[None]] = []

    def _keep_seal_key(self, keys: KeySet) -> None:
        try:
            self.resident_store.keep_seal_key(keys.seal, keys.feed, keys.version)
        except EnvironmentFault as fault:  # the next welcome tells one too
            log.error("%s", fault)

    def _seal_leftovers(self) -> None:
        """Of a session that a crash has ended."""
        try:
            self.resident_store.end_session()
        except EnvironmentFault as fault:  # the end of the next session tries again
            log.error("%s", fault)

    def start(self) -> None:
        """Start the loop with the socket, sync, outbox, index and the media process."""
        self.runtime.start()
        self.runtime.post(self.media.start)
        for work in (self.socket.run, self.sync.run, self.outbox.run, self.indexing.run):
            self._tasks.append(self.runtime.submit(keep_running(work)))
        self._tasks.append(self.runtime.submit(self._first_chance()))
        self._tasks.append(self.runtime.submit(asyncio.to_thread(self.content_store.read_ahead)))

    def open_window(
        self,
        *,
        size: QSize | None = None,
        fullscreen: bool = False,
        reduced_motion: bool = False,
    ) -> Screen:
        """Show the first page."""
        self.screen = open_screen(
            self.context,
            size=size,
            orientation=self.settings["terminal.orientation"],
            fullscreen=fullscreen,
            reduced_motion=reduced_motion,
        )
        self.bridge.happened.connect(self.screen.app.handle)
        return self.screen

    def stop(self) -> None:
        """End everything in order; what was started here is gone when this returns."""
        self.bridge.close()
        if self.screen is not None:
            self.screen.close()
            self.screen = None
        self.sounds.close()
        self.speech.close()
        if self._tasks:
            self.runtime.submit(self._end()).result(STOP_S)
        self.runtime.stop()
        self.printing.stop()
        self._sync_client.stop()
        self._search_index.close()
        self.content_store.close()
        self.resident_store.close()

    async def _first_chance(self) -> None:
        """The socket tells of changes only: say so when it does not come up at all."""
        await asyncio.sleep(FIRST_CHANCE_S)
        if not self.socket.online:
            self._on_state(False)

    async def _end(self) -> None:
        if self.calls.current is not None:
            self.calls.hang_up()
            await asyncio.sleep(GOODBYE_S)
        await self.media.stop()  # the services are cancelled by the runtime, once

    # --- the socket, on the loop ---------------------------------------------------------------

    def _hello(self) -> Hello:
        try:
            state = self.content_store.state()
        except EnvironmentFault as fault:  # without a cache there are calls all the same
            log.warning("%s", fault)
            state = FeedState()
        return Hello(
            software=f"kiosk {__version__}", feed=state.feed, revision=state.revision,
            key_set=state.keys.version if state.keys else 0,
        )  # fmt: skip

    def _on_message(self, message: AnyMessage) -> None:
        self.calls.handle(message)
        self.help.handle(message)
        self.connection.handle(message)
        self.outbox.handle(message)
        self.inquiries.handle(message)
        self.sync.handle(message)

    def _on_state(self, online: bool) -> None:
        self.connection.set_online(online)
        self.help.set_online(online)
        self.outbox.set_online(online)

    # --- events, on the publisher's thread ----------------------------------------------------

    def _settle(self) -> tuple[Settings, HallProfile]:
        """Settings with the hall's and the server's layers, and the hall's profile.

        ``UserError``: there is no such profile, or it is wrong. One that was pushed is left out.
        """
        pushed = self._set.with_pushed(self._pushed)
        try:
            hall = hall_profile(pushed, self.identity.profile)
            return self._set.with_hall(hall.settings).with_pushed(self._pushed), hall
        except UserError as error:
            if pushed.origin("terminal.profile") != "pushed":
                raise
            log.error("a pushed hall profile is left out: %s", error)
            hall = hall_profile(self._set, self.identity.profile)
            return self._set.with_hall(hall.settings).with_pushed(self._pushed), hall

    def _on_event(self, event: Event) -> None:
        if isinstance(event, SettingsPushed):
            self._pushed = event.settings
        if isinstance(event, SettingsPushed | ProfileChanged):
            self.settings, self.hall_profile = self._settle()
            self.sync.interval_s = self.settings["terminal.sync_interval_s"]
            self.session.language = self.settings["terminal.language"]
            self.session.text_size = TextSize(self.settings["terminal.text_size"])
            self.media.relay_only = self.settings["calls.relay_only"]
