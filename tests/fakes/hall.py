"""A terminal's call service with the wire, the devices and the clock in the test's hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from kiosk.domain.calls import CallState, EndReason, Media
from kiosk.domain.clock import FixedClock
from kiosk.errors import EnvironmentFault
from kiosk.protocol.socket import (
    Answer,
    AnyMessage,
    CallStatus,
    Heartbeat,
    IceCandidate,
    IceServer,
    Message,
)
from kiosk.terminal.calls.messages import Connected, Died, MediaEvent, Peer
from kiosk.terminal.services.calls import CallService
from kiosk.terminal.services.events import CallChanged, CallMediaChanged, Event, EventBus


class FakeChannel:
    def __init__(self) -> None:
        self.online = True
        self.sent: list[Message] = []

    def send(self, message: Message) -> bool:
        if self.online:
            self.sent.append(message)
        return self.online

    def of(self, kind: type[Message]) -> list[Message]:
        return [m for m in self.sent if isinstance(m, kind)]


class FakeMedia:
    """Devices and connections as the real engine has them; ``broken`` makes a method fail."""

    def __init__(self) -> None:
        self.handlers: list[Callable[[MediaEvent], None]] = []
        self.devices: Media | None = None
        self.peers: dict[tuple[str, int], str] = {}  # -> "offered" or the answer
        self.candidates: list[str] = []
        self.microphone = self.camera = True
        self.chimes = 0
        self.broken = ""
        self.servers: Sequence[IceServer] = ()
        self.found = ""  # candidates of each offer
        self.slow_close: asyncio.Event | None = None  # closing waits for it

    def subscribe(self, handler: Callable[[MediaEvent], None]) -> Callable[[], None]:
        self.handlers.append(handler)
        return lambda: self.handlers.remove(handler)

    def tell(self, event: MediaEvent) -> None:
        for handler in list(self.handlers):
            handler(event)

    def die(self) -> None:
        """The process ends with all that it held."""
        self.devices = None
        self.peers.clear()
        self.tell(Died())

    def _check(self, name: str) -> None:
        if self.broken == name:
            raise EnvironmentFault(f"{name} failed", code="media_process")

    async def open(self, media: Media) -> None:
        await asyncio.sleep(0)
        self._check("open")
        self.devices = media

    async def create_offer(
        self, participant_id: str, epoch: int, ice_servers: Sequence[IceServer]
    ) -> str:
        await asyncio.sleep(0)
        self._check("create_offer")
        assert self.devices is not None
        self.servers = ice_servers
        self.peers[participant_id, epoch] = "offered"
        return f"offer to {participant_id}{self.found}"

    async def set_answer(self, participant_id: str, epoch: int, sdp: str) -> None:
        self._check("set_answer")
        self.peers[participant_id, epoch] = sdp

    async def add_candidate(self, candidate: IceCandidate) -> None:
        self._check("add_candidate")
        there = self.peers.get((candidate.participant_id, candidate.epoch))
        if there is None:
            raise EnvironmentFault("no such connection", code="no_connection")
        assert there != "offered"
        self.candidates.append(candidate.candidate)

    async def close_peer(self, participant_id: str, epoch: int) -> None:
        self.peers.pop((participant_id, epoch), None)

    async def set_microphone(self, on: bool) -> None:
        self.microphone = on

    async def set_camera(self, on: bool) -> None:
        self.camera = on

    async def chime(self) -> None:
        self.chimes += 1

    async def close(self) -> None:
        await asyncio.sleep(0)
        if self.slow_close is not None:
            await self.slow_close.wait()
        self.devices = None
        self.peers.clear()


class Hall:
    """Everything around one ``CallService``. ``settle`` lets the loop do all it has to do."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.clock = FixedClock(datetime(2026, 3, 6, 6, 0, tzinfo=UTC))
        self.channel = FakeChannel()
        self.media = FakeMedia()
        self.bus = EventBus()
        self.events: list[Event] = []
        self.bus.subscribe(self.events.append)
        self.calls = CallService(
            self.channel,
            self.media,
            self.bus,
            self.clock,
            lambda f: self.loop.call_soon(f) and None,
            watch_s=3600,
        )

    def close(self) -> None:
        self.calls.hang_up()
        self.settle()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.loop.close()

    def settle(self) -> None:
        async def turns() -> None:
            for _ in range(30):
                await asyncio.sleep(0)

        self.loop.run_until_complete(turns())

    # --- what happens around it ---------------------------------------------------------------

    def start(self, media: Media = Media.VIDEO) -> str:
        call_id = self.calls.start(media, None)
        self.settle()
        return call_id

    def server(self, message: AnyMessage) -> None:
        async def handle() -> None:
            self.calls.handle(message)

        self.loop.run_until_complete(handle())
        self.settle()

    def status(self, call_id: str, state: CallState, participant: str | None = None,
               *, epoch: int = 0, reason: EndReason | None = None,
               servers: tuple[IceServer, ...] = ()) -> None:  # fmt: skip
        current = self.calls.current
        self.server(
            CallStatus(
                call_id=call_id,
                state=state,
                media=current.media if current is not None else Media.VIDEO,
                participant_id=participant,
                epoch=epoch,
                end_reason=reason,
                ice_servers=servers,
            )
        )

    def answer(self, call_id: str, participant: str, epoch: int = 1, sdp: str = "answer") -> None:
        self.server(Answer(call_id=call_id, participant_id=participant, epoch=epoch, sdp=sdp))

    def candidate(self, call_id: str, participant: str, text: str, epoch: int = 1) -> None:
        self.server(
            IceCandidate(call_id=call_id, participant_id=participant, epoch=epoch, candidate=text)
        )

    def media_says(self, event: MediaEvent) -> None:
        async def tell() -> None:
            self.media.tell(event)

        self.loop.run_until_complete(tell())
        self.settle()

    def wait(self, seconds: float, *, heartbeats: bool = True) -> None:
        """Time passes; the server's heartbeats come each second, or not at all."""

        async def check() -> None:
            self.calls.check_times()

        while seconds > 0:
            step = min(0.25, seconds)
            self.clock.advance(timedelta(seconds=step))
            seconds -= step
            if heartbeats and self.channel.online:
                self.server(Heartbeat())
            self.loop.run_until_complete(check())
        self.settle()

    def ringing(self, participant: str = "lawyer-1", media: Media = Media.VIDEO) -> str:
        call_id = self.start(media)
        self.status(call_id, CallState.RINGING, participant)
        return call_id

    def talking(self, participant: str = "lawyer-1") -> str:
        call_id = self.ringing(participant)
        self.status(call_id, CallState.ACTIVE, participant, epoch=1)
        self.answer(call_id, participant)
        self.media_says(Connected(peer=Peer(participant_id=participant, epoch=1)))
        return call_id

    def rebuilt(self, call_id: str, participant: str, epoch: int) -> None:
        """The lawyer's browser answers the connection of that epoch, and it comes up."""
        self.answer(call_id, participant, epoch)
        self.media_says(Connected(peer=Peer(participant_id=participant, epoch=epoch)))

    # --- what came of it ----------------------------------------------------------------------

    def states(self, call_id: str) -> list[CallState]:
        return [
            e.status.state
            for e in self.events
            if isinstance(e, CallChanged) and e.status.call_id == call_id
        ]

    @property
    def last(self) -> CallStatus:
        return [e for e in self.events if isinstance(e, CallChanged)][-1].status

    @property
    def last_media(self) -> CallMediaChanged:
        return [e for e in self.events if isinstance(e, CallMediaChanged)][-1]

    def is_over(self, reason: EndReason) -> bool:
        """The resident was told so once, and nothing is open."""
        return (
            self.last.state is CallState.ENDED
            and self.last.end_reason is reason
            and self.states(self.last.call_id).count(CallState.ENDED) == 1
            and self.calls.current is None
            and self.media.devices is None
            and not self.media.peers
        )
