"""Delivery of the outbox: one command at a time, in order, until the server has answered it."""

from __future__ import annotations

import asyncio
import logging

from pydantic import ValidationError

from kiosk.errors import EnvironmentFault
from kiosk.protocol.socket import AnyMessage, Command, CommandDone, CommandRefused
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.services.events import Event, EventBus, RatingSaved
from kiosk.terminal.services.ports import Channel, Outbox

log = logging.getLogger(__name__)

#: Seconds for the server to answer a command.
ANSWER_S = 10.0
#: Seconds after which the outbox is looked at even if nobody said that something is in it.
LOOK_S = 60.0


class OutboxService:
    """The server does a command once by its key, so sending it again is safe."""

    def __init__(
        self,
        outbox: Outbox,
        channel: Channel,
        bus: EventBus,
        *,
        answer_s: float = ANSWER_S,
        backoff: Backoff | None = None,
    ) -> None:
        self._outbox = outbox
        self._channel = channel
        self._answer_s = answer_s
        self._backoff = backoff or Backoff(0.5, 30.0)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._pause = LOOK_S
        self._sent: tuple[str, asyncio.Future[CommandDone | CommandRefused]] | None = None
        bus.subscribe(self._on_event)

    async def run(self) -> None:
        """Deliver until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            try:
                moved = await self._deliver_next()
            except EnvironmentFault as fault:
                log.error("%s", fault)
                moved = False
            if moved:
                self._backoff.reset()
                continue
            # Woken by a new command or by the socket; else look again after a while.
            try:
                async with asyncio.timeout(self._pause):
                    await self._wake.wait()
            except TimeoutError:
                pass

    def wake(self) -> None:
        """Something new is in the outbox. Any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket, on the loop."""
        if not isinstance(message, CommandDone | CommandRefused) or self._sent is None:
            return
        key, answer = self._sent
        if message.key == key and not answer.done():
            answer.set_result(message)

    def set_online(self, online: bool) -> None:
        """The socket's state, on the loop: what was sent and not answered is sent again."""
        if online:
            self._backoff.reset()
            self._wake.set()
        elif self._sent is not None:
            self._sent[1].cancel()

    async def _deliver_next(self) -> bool:
        """True when a command was settled."""
        self._pause = LOOK_S
        entry = await asyncio.to_thread(self._outbox.next)
        if entry is None or not self._channel.online:
            return False
        key, name, payload = entry
        try:
            command = Command.model_validate({"key": key, "name": name, "payload": payload})
        except ValidationError:
            # A command of another version must not stand in the way of all after it.
            log.error("command %s (%s) is unknown to this version: put aside", key, name)
            await asyncio.to_thread(self._outbox.refused, key, "unknown_command")
            return True
        answer = await self._ask(command)
        if isinstance(answer, CommandDone):
            await asyncio.to_thread(self._outbox.done, key)
            return True
        if isinstance(answer, CommandRefused):
            log.warning("the server refused command %s (%s): %s", key, name, answer.code)
            await asyncio.to_thread(self._outbox.refused, key, answer.code)
            return True
        self._pause = self._backoff.delay()
        return False

    async def _ask(self, command: Command) -> CommandDone | CommandRefused | None:
        """The server's answer; None when there is none in time or the socket went down."""
        answer: asyncio.Future[CommandDone | CommandRefused]
        answer = asyncio.get_running_loop().create_future()
        self._sent = (command.key, answer)
        try:
            if not self._channel.send(command):
                return None
            done, _ = await asyncio.wait({answer}, timeout=self._answer_s)
            return answer.result() if done and not answer.cancelled() else None
        finally:
            answer.cancel()
            self._sent = None

    def _on_event(self, event: Event) -> None:
        if isinstance(event, RatingSaved):
            self.wake()
